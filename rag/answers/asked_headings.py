"""Headings that ask the question: what stands below them is its answer, as their author says."""

from collections.abc import Sequence

from rag.answers.windows import Window
from rag.documents import BlockKind
from rag.index import analysis
from rag.passages import sentences_of

# Share of the words of either that both have: "How long is a laptop kept?", "… are laptops kept?".
_SAME = 0.8


def opens_below_asked_heading(question: Sequence[str], window: Window) -> bool:
    """Whether its first sentence is the first below a heading that asks the question.

    The title of a document is no such heading: all of the document stands below it.

    Args:
        question: its index terms.
        window: a passage, which is of one section.
    """
    document = window.document
    first = sentences_of(document, window.passage)[0]
    if not first.block or first.span.start != document.blocks[first.block].span.start:
        return False
    above = document.blocks[first.block - 1]
    heading = above.span.of(document.text)
    is_section = above.kind is BlockKind.HEADING and heading != document.metadata.title
    if not is_section or not heading.endswith("?"):
        return False
    asked, asks = frozenset(question), frozenset(analysis.terms(heading))
    return bool(asks) and len(asks & asked) >= _SAME * len(asks | asked)

"""Headings that ask the question: what stands below them is its answer, as their author says."""

import re
from collections.abc import Sequence

from rag.answers.windows import Window
from rag.documents import BlockKind
from rag.index import analysis
from rag.passages import sentences_of
from rag.questions.word_classes import WH

# Share of the words of both that only one may have: "How long may I keep a laptop at home?" below
# "How long may I keep a laptop?".
_DIFFER = 0.2
# "How to apply", "What to bring", "Who can join": a heading that asks without a question mark.
_ASKS = re.compile(
    rf"\W*(?:{'|'.join(sorted(WH))}|can|could|do|does|did|is|are|must|may|should|will)\b",
    re.IGNORECASE,
)


def opens_below_asked_heading(question: Sequence[str], window: Window) -> bool:
    """Whether its first sentence is the first below a heading that asks the question.

    The title of a document is no such heading: all of the document stands below it. The headings
    above it may say what it is asked of: "How to apply" below "Library cards".

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
    if not is_section or not (heading.endswith("?") or _ASKS.match(heading)):
        return False
    asked, asks = frozenset(question), frozenset(analysis.terms(heading))
    above_it = {term for outer in above.heading_path for term in analysis.terms(outer)}
    differ = (asks - asked) | (asked - asks - above_it)
    return bool(asks & asked) and len(differ) <= _DIFFER * len(asks | asked)

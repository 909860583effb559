"""More of the last answer: what goes on from it, or answers next best."""

from collections.abc import Callable, Sequence

from rag.answers.candidates import Candidate, ReadQuestion, by_place
from rag.answers.exemplified import gives_examples
from rag.answers.selection import is_said
from rag.questions.more_asked import More
from rag.questions.question_kind import QuestionKind, kind_of

_MOST = 3  # statements of one answer
_MARGIN = 2.0  # logits below the best statement that further ones may lie


def further(
    read: ReadQuestion,
    shown: Sequence[Candidate],
    *,
    of: Sequence[Candidate],
    more: More,
    is_sure: Callable[[Candidate], bool],
    most: int,
) -> tuple[Candidate, ...]:
    """What goes on where the statements shown stand, or else what answers next best.

    Args:
        read: for the question that was answered.
        shown: the statements that have been shown for it.
        of: those of them that more is asked of; none leave nothing to say.
        more: what is asked for: of one statement, what answers next best is no more, and what goes
            on is not another one.
        is_sure: whether a candidate answers the question.
        most: number of statements; no more than three are shown.
    """
    most = min(most, _MOST)
    if not more.is_another:
        rest = [c for c in _beside(read, of) if not is_said(c, shown)]
        if rest or more.of is not None:
            return tuple(rest[:most])
    if not of:
        return ()
    of_examples = kind_of(read.query.text) is QuestionKind.EXAMPLES and more.is_another
    floor = max(candidate.relevance for candidate in shown) - _MARGIN
    found: list[Candidate] = []
    for candidate in read.candidates:
        if len(found) == most or candidate.relevance < floor or not is_sure(candidate):
            break
        if of_examples and not gives_examples(candidate.text):
            continue
        if not is_said(candidate, (*shown, *found)):
            found.append(candidate)
    return tuple(found)


def _beside(read: ReadQuestion, shown: Sequence[Candidate]) -> list[Candidate]:
    """What follows each statement in its section, and then what stands before it in its block."""
    at = by_place(read.candidates)
    after: list[Candidate] = []
    before: list[Candidate] = []
    for statement in shown:
        document = statement.document
        block_of = {sentence.span: sentence.block for sentence in document.sentences}
        own = block_of[statement.span]
        section = document.blocks[own].heading_path
        for span, block in block_of.items():
            found = at.get((document.document_id, span))
            if found is None:
                continue
            if span > statement.span and document.blocks[block].heading_path == section:
                after.append(found)
            elif block == own:
                before.append(found)
    return list(dict.fromkeys((*after, *before)))

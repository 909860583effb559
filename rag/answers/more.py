"""More of the last answer: "Tell me more.", "What else?"."""

import re
from collections.abc import Callable, Sequence

from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.selection import is_said
from rag.spans import Span

_MOST = 3
_MARGIN = 2.0  # logits below the best statement that further ones may lie
_I = re.IGNORECASE
_MORE = re.compile(
    r"^\W*(?:(?:and|ok|okay|please|so|yes|great|thanks)\b\W*)*"
    r"(?:(?:can|could|would) you )?(?:please )?"
    r"(?:(?:tell|say|give|show)(?: me| us)? (?:some |a bit |a little )?more|more(?: please)?|go on|"
    r"continue|carry on|elaborate|explain (?:more|further)|expand|(?:in )?more detail(?:s)?|"
    r"(?:what|any(?:thing|one)|something|who|where|how) (?:else|more))"
    r"(?: (?:about|on|of) (?:it|that|this|them|these|those))?(?: please)?\W*$",
    _I,
)


def asks_for_more(question: str) -> bool:
    """Whether it asks for nothing but more of what was said last."""
    return _MORE.match(question) is not None


def further(
    read: ReadQuestion,
    shown: Sequence[Candidate],
    *,
    is_sure: Callable[[Candidate], bool],
    most: int,
) -> tuple[Candidate, ...]:
    """What goes on where the statements shown stand, or else what answers next best.

    Args:
        read: for the question that was answered.
        shown: the statements that have been shown for it; at least one.
        is_sure: whether a candidate answers the question.
        most: number of statements; no more than three are shown.
    """
    most = min(most, _MOST)
    rest = [c for c in _beside(read, shown) if not is_said(c, shown)]
    if rest:
        return tuple(rest[:most])
    floor = max(candidate.relevance for candidate in shown) - _MARGIN
    found: list[Candidate] = []
    for candidate in read.candidates:
        if len(found) == most or candidate.relevance < floor or not is_sure(candidate):
            break
        if not is_said(candidate, (*shown, *found)):
            found.append(candidate)
    return tuple(found)


def _beside(read: ReadQuestion, shown: Sequence[Candidate]) -> list[Candidate]:
    """The rest of each statement's section: what follows it, and then what stands before it."""
    at: dict[tuple[str, Span], Candidate] = {}
    for candidate in read.candidates:
        at.setdefault((candidate.document.document_id, candidate.span), candidate)
    after: list[Candidate] = []
    before: list[Candidate] = []
    for statement in shown:
        document = statement.document
        sections = {s.span: document.blocks[s.block].heading_path for s in document.sentences}
        for sentence in document.sentences:
            found = at.get((document.document_id, sentence.span))
            if found is not None and sections[sentence.span] == sections[statement.span]:
                (after if sentence.span > statement.span else before).append(found)
    return list(dict.fromkeys((*after, *before)))

"""What one document sets against its own sentence: "Those against answer that …"."""

import re
from collections.abc import Sequence

from rag.answers.candidates import Candidate, ReadQuestion
from rag.spans import Span

_ANSWERS = re.compile(
    r"^\W*(?:those (?:against|opposed)|(?:the )?(?:others?|critics|opponents|sceptics|skeptics)|"
    r"the other (?:camp|side|group|half)|some, however|against (?:it|this|that|them)|"
    r"in contrast|by contrast|on the other hand|conversely|however|but|yet|nevertheless|"
    r"nonetheless)\b",
    re.IGNORECASE,
)


def with_replies(
    chosen: Sequence[Candidate], read: ReadQuestion, *, most: int
) -> tuple[Candidate, ...]:
    """The statements, each beside the sentence that it answers or that answers it.

    For a contested question without a stance file: which sentence is on which side nobody has said,
    but that the next one speaks against this one its first words say.

    Args:
        chosen: statements.
        read: for the question.
        most: number of statements, 1 or more.
    """
    at = {_place(candidate): candidate for candidate in reversed((*chosen, *read.candidates))}
    shown: dict[tuple[str, Span], Candidate] = {}
    for candidate in chosen:
        name, spans = candidate.document.document_id, _sentences(candidate)
        i = spans.index(candidate.span)
        before = at.get((name, spans[i - 1])) if i and _ANSWERS.match(candidate.text) else None
        after = at.get((name, spans[i + 1])) if i + 1 < len(spans) else None
        if after is not None and not _ANSWERS.match(after.text):
            after = None
        for found in filter(None, (before, candidate, after)):
            shown.setdefault(_place(found), found)
    return tuple(shown.values())[:most]


def _place(candidate: Candidate) -> tuple[str, Span]:
    return candidate.document.document_id, candidate.span


def _sentences(candidate: Candidate) -> list[Span]:
    return [sentence.span for sentence in candidate.document.sentences]

"""What one document sets against its own sentence: "Those against answer that …"."""

import re
from collections.abc import Mapping, Sequence

from rag.answers.candidates import Candidate, ReadQuestion, by_place
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
    at = by_place((*chosen, *read.candidates))
    shown: list[Candidate] = []
    for candidate in chosen:
        before, after = (_beside(candidate, step, at) for step in (-1, 1))
        if before is not None and _ANSWERS.match(candidate.text):
            shown.append(before)
        shown.append(candidate)
        if after is not None and _ANSWERS.match(after.text):
            shown.append(after)
    return tuple(by_place(shown).values())[:most]


def _beside(
    candidate: Candidate, step: int, at: Mapping[tuple[str, Span], Candidate]
) -> Candidate | None:
    """What was read of the sentence so many before or after it in its document."""
    document = candidate.document
    position = document.position_of(candidate.span)
    if position is None or not 0 <= position + step < len(document.sentences):
        return None
    return at.get((document.document_id, document.sentences[position + step].span))

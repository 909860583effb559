"""What one question gets, and what several that are asked as one show together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.selection import is_said
from rag.messages import NoAnswerReason


@dataclass(frozen=True, slots=True)
class Reply:
    """One question with what answers it.

    Args:
        question: as it was typed.
        read: what was found and read for it.
        interpreted_as: what it was taken to mean, when that is not what was typed.
        chosen: the statements to show, in order; none when the documents do not answer.
        confidence: probability that they answer it, or that what was read would; in [0, 1].
        not_looked_up: why it was not; None where it was.
    """

    question: str
    read: ReadQuestion
    interpreted_as: str | None
    chosen: tuple[Candidate, ...]
    confidence: float
    not_looked_up: NoAnswerReason | None = None


def within(replies: Sequence[Reply], most: int) -> tuple[Reply, ...]:
    """The replies with no more than `most` statements in all, nothing shown twice.

    A sentence may answer two questions: it stands under the first. A reply for which nothing is
    left to show says so by showing nothing, unless all that it would show is said already.
    """
    shown: list[Candidate] = []
    limited: list[Reply] = []
    for reply in replies:
        new = [candidate for candidate in reply.chosen if not is_said(candidate, shown)]
        fits = new[: most - len(shown)]
        shown += fits
        limited.append(replace(reply, chosen=tuple(fits) if new else reply.chosen))
    return tuple(limited)


def statements_of(replies: Iterable[Reply]) -> tuple[Candidate, ...]:
    """What the replies show, in order, nothing twice."""
    shown: list[Candidate] = []
    for reply in replies:
        shown += [candidate for candidate in reply.chosen if not is_said(candidate, shown)]
    return tuple(shown)


def meaning_of(replies: Sequence[Reply]) -> str | None:
    """What was asked as it was understood; None when that is as it was typed."""
    if all(reply.interpreted_as is None for reply in replies):
        return None
    return " ".join(reply.interpreted_as or reply.question for reply in replies)


def unanswered_of(replies: Sequence[Reply]) -> tuple[str, ...]:
    """Of several questions, some of which are answered, those that are not."""
    if not any(reply.chosen for reply in replies):
        return ()
    return tuple(reply.interpreted_as or reply.question for reply in replies if not reply.chosen)

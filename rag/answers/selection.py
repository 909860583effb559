"""Which of the candidates are shown, and in which order."""

from collections.abc import Iterable, Sequence

from rag.answers.candidates import Candidate
from rag.near_duplicates import are_near_duplicates

# A further sentence is shown when its odds of answering are at least this share (e ** -margin)
# of the best one's: what lies further below is off the point more often than not.
_MARGIN = 0.8


def select(
    candidates: Sequence[Candidate], *, most: int, margin: float | None = None
) -> tuple[Candidate, ...]:
    """A small set that answers without saying a thing twice, in reading order.

    Args:
        candidates: most relevant first.
        most: number of statements, 1 or more.
        margin: how far below the best one's relevance a statement may lie; 0.8 if not given.
    """
    if not candidates:
        return ()
    floor = candidates[0].relevance - (_MARGIN if margin is None else margin)
    chosen: list[Candidate] = []
    for candidate in candidates:
        if candidate.relevance < floor or len(chosen) == most:
            break
        if not is_said(candidate, chosen):
            chosen.append(candidate)
    return in_reading_order(chosen)


def in_reading_order(chosen: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Most relevant first, but sentences of one passage stand together, in the passage's order.

    The first statement is always the most relevant one: people read it alone.
    """
    if len(chosen) < 3:
        return tuple(chosen)
    first, rest = chosen[0], list(chosen[1:])
    runs: list[list[Candidate]] = []
    for candidate in rest:
        run = next((run for run in runs if _same_passage(candidate, run)), None)
        if run is None:
            runs.append([candidate])
        else:
            run.append(candidate)
    return (first, *(c for run in runs for c in sorted(run, key=lambda c: c.span)))


def _same_passage(candidate: Candidate, run: Sequence[Candidate]) -> bool:
    return run[0].passage.passage_id == candidate.passage.passage_id


def is_said(candidate: Candidate, chosen: Iterable[Candidate]) -> bool:
    """Whether one of the chosen says the same in almost the same words."""
    return any(are_near_duplicates(candidate.text, other.text) for other in chosen)

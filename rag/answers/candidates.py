"""The sentences that may answer, with the scores a reader gave them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from rag.answers.enumeration import is_bare_lead_in
from rag.answers.reader import Reading
from rag.answers.windows import Window
from rag.documents import BlockKind, Document, Passage
from rag.retrieval.query import Query
from rag.spans import Span

# Relevance from which on a sentence is surer than even to answer, by the shipped calibration.
EVEN = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence with its relevance, a logit: higher answers better."""

    document: Document
    passage: Passage
    span: Span
    kind: BlockKind
    relevance: float
    answer: Span | None

    @property
    def text(self) -> str:
        return self.span.of(self.document.text)

    @property
    def place(self) -> tuple[str, Span]:
        """Where it stands: its document's id and its span."""
        return self.document.document_id, self.span


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question with what was found and read for it.

    Args:
        query: as it was searched.
        windows: passages found, best first.
        candidates: their sentences, most relevant first.
    """

    query: Query
    windows: tuple[Window, ...]
    candidates: tuple[Candidate, ...]

    @property
    def best_relevance(self) -> float:
        """Of its best sentence; minus infinity when nothing was read."""
        return self.candidates[0].relevance if self.candidates else -inf


def by_place(candidates: Iterable[Candidate]) -> dict[tuple[str, Span], Candidate]:
    """The candidates by where they stand, the first of each place, in their order."""
    found: dict[tuple[str, Span], Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.place, candidate)
    return found


def states_something(sentence: str) -> bool:
    bare = sentence.rstrip("\"'”’)")
    return not is_bare_lead_in(bare) and not bare.endswith("?")


def ranked_candidates(
    windows: Sequence[Window], readings: Sequence[Reading]
) -> tuple[Candidate, ...]:
    """Every statement that was read, most relevant first, ties by document and position.

    Questions, bare lead-ins ("For example:") and header rows of tables are left out: they state
    nothing.
    """
    candidates = [
        Candidate(
            document=window.document,
            passage=window.passage,
            span=span,
            kind=window.kinds[i],
            relevance=reading.relevance[i],
            answer=reading.answers[i],
        )
        for window, reading in zip(windows, readings, strict=True)
        for i, span in enumerate(window.sentences)
        if window.kinds[i] is not BlockKind.HEADER_ROW
        and states_something(span.of(window.document.text))
    ]
    return in_order(candidates)


def in_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Most relevant first, ties by document and position."""
    return tuple(sorted(candidates, key=lambda c: (-c.relevance, c.document.document_id, c.span)))

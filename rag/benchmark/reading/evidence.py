"""SciFact: the sentences of the gold abstract that are selected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.reader import SentenceReader
from rag.benchmark.reading.estimate import Estimate, Statistic, estimate
from rag.benchmark.reading.evidence_claims import EvidenceClaim
from rag.benchmark.reading.task import Tick

# Says for each of the sentences, those of one text, whether they are selected.
Selector = Callable[[SentenceReader, str, Sequence[str]], Sequence[bool]]


def at_logit(threshold: float) -> Selector:
    """Selects relevance of at least `threshold`, all sentences read as one window.

    A reader divides the window where it is too long.
    """

    def select(reader: SentenceReader, question: str, sentences: Sequence[str]) -> list[bool]:
        (read,) = reader.read(question, [sentences])
        return [logit >= threshold for logit in read.relevance]

    return select


@dataclass(frozen=True, slots=True)
class EvidenceTask:
    """Implements `ReadingTask`: precision, recall and F1, micro over the sentences of all claims.

    Args:
        name: of the file of claims.
        claims: each with its gold abstract.
        facts: for people.
        select: decides.
        how: says in words how `select` decides.
    """

    name: str
    claims: tuple[EvidenceClaim, ...]
    facts: tuple[str, ...]
    select: Selector
    how: str

    @property
    def title(self) -> str:
        return f"SciFact {self.name}, sentences of the gold abstract {self.how}"

    def measure(self, reader: SentenceReader, tick: Tick) -> tuple[Estimate, ...]:
        # For each claim: sentences selected rightly, selected, and to be selected.
        counts = np.zeros((len(self.claims), 3), np.float64)
        for number, claim in enumerate(self.claims):
            chosen = self.select(reader, claim.claim, claim.sentences)
            hits = sum(c and e for c, e in zip(chosen, claim.is_evidence, strict=True))
            counts[number] = hits, sum(chosen), sum(claim.is_evidence)
            tick(number + 1, len(self.claims))
        return tuple(
            estimate(name, _micro(counts, top, bottom), len(counts))
            for name, top, bottom in (
                ("precision", (1, 0, 0), (0, 1, 0)),
                ("recall", (1, 0, 0), (0, 0, 1)),
                ("F1", (2, 0, 0), (0, 1, 1)),
            )
        )


def _micro(counts: NDArray[np.float64], top: tuple[int, ...], bottom: tuple[int, ...]) -> Statistic:
    """A ratio of weighted sums of the columns; 0 where there is nothing to divide by."""
    both = counts @ np.array([top, bottom], np.float64).T

    def ratio(indices: NDArray[np.int64]) -> NDArray[np.float64]:
        sums = both[indices].sum(axis=1)
        values: NDArray[np.float64] = sums[:, 0] / np.maximum(sums[:, 1], 1)
        return values

    return ratio

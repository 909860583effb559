"""What a reader is held against: similarity of vectors, at the best threshold it can have."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.reader import ReaderIdentity, WindowReading
from rag.benchmark.reading.evidence_claims import EvidenceClaim
from rag.benchmark.reading.task import Tick


class CosineReader:
    """Implements `SentenceReader`: relevance is the cosine to the question, less a threshold.

    It finds no words; a window answers as well as its best sentence.
    """

    def __init__(self, encoder: Encoder, *, threshold: float = 0.0) -> None:
        self._encoder, self.threshold = encoder, threshold

    @property
    def identity(self) -> ReaderIdentity:
        mine = self._encoder.identity
        return ReaderIdentity(f"cosine of {mine.name}", mine.weights_sha256, mine.max_tokens)

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> tuple[WindowReading, ...]:
        asked = self._encoder.encode_queries([question])[0]
        return tuple(self._reading(asked, window) for window in windows)

    def _reading(self, asked: NDArray[np.float32], window: Sequence[str]) -> WindowReading:
        vectors = self._encoder.encode_documents(window, truncate=True)
        relevance = tuple(float(cosine) - self.threshold for cosine in vectors @ asked)
        return WindowReading(relevance, (None,) * len(window), max(relevance, default=-np.inf))


def tuned_cosine_reader(
    encoder: Encoder, claims: Sequence[EvidenceClaim], tick: Tick
) -> CosineReader:
    """With the threshold of the highest micro F1 on `claims`, which are not those measured."""
    plain = CosineReader(encoder)
    cosines: list[float] = []
    for number, claim in enumerate(claims, start=1):
        (read,) = plain.read(claim.claim, [claim.sentences])
        cosines.extend(read.relevance)
        tick(number, len(claims))
    labels = np.array([flag for claim in claims for flag in claim.is_evidence])
    return CosineReader(encoder, threshold=best_threshold(np.array(cosines), labels))


def best_threshold(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """The score from which on selecting gives the highest F1, the highest such.

    It lies midway between the last selected score and the next, so that rounding moves nothing
    across it.

    Args:
        scores: (n,) finite, n above 0.
        labels: (n,) whether it is right to select.
    """
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    n_selected = np.arange(1, len(ranked) + 1)
    f1 = 2 * labels[order].cumsum() / (n_selected + labels.sum())
    is_possible = np.append(ranked[:-1] > ranked[1:], True)  # equal scores are selected together
    at = int(np.where(is_possible, f1, -1.0).argmax())
    if at + 1 == len(ranked):
        return float(ranked[at])
    return float((ranked[at] + ranked[at + 1]) / 2)

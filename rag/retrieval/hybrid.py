"""Passages for a query: by meaning, by words, or both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.index.dense import DenseIndex
from rag.index.lexical import LexicalIndex
from rag.messages import ScoreKind, System
from rag.retrieval.fusion import fuse_z_scores
from rag.retrieval.query import Query
from rag.settings import RetrievalSettings


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage's row with its score; `cosine` and `bm25` are the parts of a hybrid score."""

    number: int
    score: float
    cosine: float
    bm25: float


SCORE_KINDS = {
    System.HYBRID: ScoreKind.HYBRID_Z,
    System.DENSE: ScoreKind.COSINE,
    System.BM25: ScoreKind.BM25,
}


class Retriever:
    """Ranks the passages of one generation. Safe to use from several threads.

    Args:
        dense: cosines by passage number.
        lexical: BM25 scores by passage number.
        passage_documents: (n_passages,) document row of each passage.
        settings: how many candidates, and how they are fused.
    """

    def __init__(
        self,
        dense: DenseIndex,
        lexical: LexicalIndex,
        passage_documents: NDArray[np.int32],
        settings: RetrievalSettings,
    ) -> None:
        self._dense, self._lexical = dense, lexical
        self._passage_documents, self._settings = passage_documents, settings

    def rank(
        self,
        query: Query,
        *,
        top_k: int,
        system: System = System.HYBRID,
        documents: list[int] | None = None,
    ) -> tuple[RankedPassage, ...]:
        """The best passages, best first, ties by number.

        Args:
            query: with or without terms.
            top_k: 1 or more. The hybrid ranks the union of both indexes' candidates, so it may
                hold fewer than `top_k` passages only when fewer are allowed.
            system: which scores rank.
            documents: rows of the documents that may answer; None for all.
        """
        allowed = None
        if documents is not None:
            allowed = np.flatnonzero(np.isin(self._passage_documents, documents))
        k = max(top_k, self._settings.candidates) if system is System.HYBRID else top_k
        bm25 = self._lexical.scores(query.terms)
        if system is System.DENSE:
            numbers, _ = self._dense.nearest(query.vector, k, allowed=allowed)
        elif system is System.BM25:
            numbers = _best(bm25, k, allowed)
        else:
            nearest, _ = self._dense.nearest(query.vector, k, allowed=allowed)
            numbers = np.union1d(nearest, _best(bm25, k, allowed))
        return self._scored(query, system, numbers, bm25[numbers])[:top_k]

    def _scored(
        self,
        query: Query,
        system: System,
        numbers: NDArray[np.int64],
        bm25: NDArray[np.float32],
    ) -> tuple[RankedPassage, ...]:
        cosines = self._dense.cosines(query.vector, numbers)
        if system is System.DENSE:
            scores = cosines.astype(np.float64)
        elif system is System.BM25:
            scores = bm25.astype(np.float64)
        else:
            scores = fuse_z_scores(bm25, cosines, lexical_weight=self._settings.lexical_weight)
        order = np.lexsort((numbers, -scores))
        return tuple(
            RankedPassage(int(numbers[i]), float(scores[i]), float(cosines[i]), float(bm25[i]))
            for i in order
        )


def _best(
    scores: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Numbers of the `k` highest scores above 0, lower numbers first among equals."""
    numbers = np.flatnonzero(scores > 0) if allowed is None else allowed[scores[allowed] > 0]
    if len(numbers) > k:
        # The k-th highest score is the bar; a full sort of millions is not needed.
        bar = np.partition(scores[numbers], -k)[-k]
        numbers = numbers[scores[numbers] >= bar]
    order = np.lexsort((numbers, -scores[numbers]))
    return numbers[order[:k]]

"""Passages for a query: by meaning, by words, or both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.index.dense import DenseIndex
from rag.index.lexical import LexicalIndex
from rag.index.ties import best_first
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

        The order of the hybrid does not depend on `top_k`: the union of both indexes' candidates
        comes first, and only what `top_k` asks for beyond it is taken from deeper in the lists.

        Args:
            query: with or without terms.
            top_k: 1 or more; fewer are returned when fewer are found.
            system: which scores rank.
            documents: rows of the documents that may answer; None for all.
        """
        allowed = None
        if documents is not None:
            allowed = np.flatnonzero(np.isin(self._passage_documents, documents))
        bm25 = self._lexical.scores(query.terms)
        if system is System.HYBRID:
            return self._hybrid(query, bm25, allowed, top_k)
        if system is System.DENSE:
            numbers, cosines = self._dense.nearest(query.vector, top_k, allowed=allowed)
            return _ranked(numbers, cosines.astype(np.float64), cosines, bm25[numbers])
        numbers = _best(bm25, top_k, allowed)
        cosines = self._dense.cosines(query.vector, numbers)
        return _ranked(numbers, bm25[numbers].astype(np.float64), cosines, bm25[numbers])

    def _hybrid(
        self,
        query: Query,
        bm25: NDArray[np.float32],
        allowed: NDArray[np.int64] | None,
        top_k: int,
    ) -> tuple[RankedPassage, ...]:
        candidates = self._union(query, bm25, allowed, self._settings.candidates)
        n_candidates = len(candidates)
        numbers = candidates
        if top_k > n_candidates:
            deeper = self._union(query, bm25, allowed, top_k)
            numbers = np.concatenate([candidates, np.setdiff1d(deeper, candidates)])
        cosines = self._dense.cosines(query.vector, numbers)
        scores = fuse_z_scores(
            bm25[numbers],
            cosines,
            lexical_weight=self._settings.lexical_weight,
            n_reference=n_candidates,
        )
        if len(numbers) > n_candidates:
            lowest = scores[:n_candidates].min()
            scores[n_candidates:] = np.minimum(scores[n_candidates:], lowest)
        return _ranked(numbers, scores, cosines, bm25[numbers], n_first=n_candidates)[:top_k]

    def _union(
        self,
        query: Query,
        bm25: NDArray[np.float32],
        allowed: NDArray[np.int64] | None,
        k: int,
    ) -> NDArray[np.int64]:
        nearest, _ = self._dense.nearest(query.vector, k, allowed=allowed)
        return np.union1d(nearest, _best(bm25, k, allowed))


def _ranked(
    numbers: NDArray[np.int64],
    scores: NDArray[np.float64],
    cosines: NDArray[np.float32],
    bm25: NDArray[np.float32],
    *,
    n_first: int | None = None,
) -> tuple[RankedPassage, ...]:
    """By falling score; among equals the first `n_first` come before the rest, then by number."""
    is_later = np.arange(len(numbers)) >= (len(numbers) if n_first is None else n_first)
    order = np.lexsort((numbers, is_later, -scores))
    return tuple(
        RankedPassage(int(numbers[i]), float(scores[i]), float(cosines[i]), float(bm25[i]))
        for i in order
    )


def _best(
    scores: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Numbers of the `k` highest scores above 0, lower numbers first among equals."""
    numbers = np.flatnonzero(scores > 0) if allowed is None else allowed[scores[allowed] > 0]
    return numbers[best_first(scores[numbers], numbers, k)]

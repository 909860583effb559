"""The word side of a generation: BM25 over index terms, by bm25s, memory-mapped."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexingError


class LexicalIndex:
    """BM25 scores of passages. Rows are passage numbers. Safe to use from several threads.

    Source: Robertson and Zaragoza 2009, in Lucene's form (Kamphuis et al., ECIR 2020), scored
    eagerly (Lù, arXiv 2407.03618).
    """

    def __init__(self, index: bm25s.BM25, n_passages: int) -> None:
        self._index, self.n_passages = index, n_passages

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        index = bm25s.BM25.load(folder, mmap=True, allow_pickle=False)
        return cls(index, int(index.scores["num_docs"]))

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """out[i] = BM25 score of passage i, 0 when it shares no term. A repeated term counts again.

        Cost: one addition for each posting of each term.
        """
        known = [term for term in terms if term in self._index.vocab_dict]
        if not known:
            return np.zeros(self.n_passages, np.float32)
        scores: NDArray[np.float32] = self._index.get_scores(known)
        return scores

    def has(self, term: str) -> bool:
        """Whether a passage holds the index term."""
        return term in self._index.vocab_dict

    def idf(self, term: str) -> float:
        """Lucene's ln(1 + (N - n + 0.5) / (n + 0.5)); an unseen term has n = 0, the highest."""
        n = 0
        if (column := self._index.vocab_dict.get(term)) is not None:
            starts = self._index.scores["indptr"]
            n = int(starts[column + 1] - starts[column])
        return math.log(1 + (self.n_passages - n + 0.5) / (n + 0.5))


def write_lexical_index(
    folder: Path, passages: Iterable[list[str]], *, k1: float, b: float
) -> None:
    """Write the index of the passages' terms, in passage order.

    Args:
        folder: where its files go; made when missing.
        passages: index terms of each passage, as `rag.index.analysis.terms` gives them.
        k1: saturation of term frequency, 0 or more.
        b: length normalisation, 0 to 1.

    Raises:
        IndexingError: no passage holds a term.
    """
    all_terms = list(passages)
    if not any(all_terms):
        raise IndexingError(
            "no passage holds a word to search for, only stop words, signs or nothing; "
            "index documents with text"
        )
    index = bm25s.BM25(method="lucene", k1=k1, b=b)
    index.index(all_terms, show_progress=False)
    index.save(folder, show_progress=False)

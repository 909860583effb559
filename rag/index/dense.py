"""The vector side of a generation: passage vectors in FAISS, memory-mapped."""

from collections.abc import Iterable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexingError


class DenseIndex:
    """Inner products against passage vectors of length 1, that is, cosines.

    Rows are passage numbers. Safe to use from several threads.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def open(cls, path: Path) -> "DenseIndex":
        """Map the file into memory; pages are read when they are needed."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC | faiss.IO_FLAG_READ_ONLY))

    @property
    def n_vectors(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def nearest(
        self, query: NDArray[np.float32], k: int, *, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` passages with the highest cosine, best first, ties by number.

        Args:
            query: (dimension,) float32 of length 1.
            k: 1 or more; fewer are returned when fewer exist.
            allowed: passage numbers to choose from; None for all.

        Returns:
            Numbers (m,) and cosines (m,), m <= k.
        """
        available = self.n_vectors if allowed is None else len(allowed)
        if not available:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if allowed is not None:
            # Kept in a name: FAISS holds no reference to the selector.
            selector = faiss.IDSelectorBatch(allowed)
            parameters = faiss.SearchParameters()
            parameters.sel = selector
        cosines, numbers = self._index.search(
            query[np.newaxis], min(k, available), params=parameters
        )
        found = numbers[0] >= 0
        numbers, cosines = numbers[0][found], cosines[0][found]
        order = np.lexsort((numbers, -cosines))
        return numbers[order], cosines[order]

    def cosines(
        self, query: NDArray[np.float32], numbers: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """out[i] = cosine(query, passage numbers[i])."""
        if not len(numbers):
            return np.empty(0, np.float32)
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(numbers)
        return vectors @ query


def write_dense_index(
    path: Path, batches: Iterable[NDArray[np.float32]], *, dimension: int, kind: str
) -> int:
    """Write an index of the vectors of `batches` in order, and return how many there were.

    Args:
        path: the file to make.
        batches: (n, dimension) float32 each, rows of length 1.
        dimension: of every vector.
        kind: a FAISS factory string; "Flat" is exact.

    Raises:
        IndexingError: FAISS does not know the kind, or it needs training data.
    """
    try:
        index = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    except RuntimeError as error:
        raise IndexingError(
            f"index.dense is {kind!r}, which FAISS cannot make; use a factory string as 'Flat' "
            "(exact), 'HNSW32' or 'SQ8'"
        ) from error
    for batch in _trained_on_first(index, batches, kind):
        index.add(batch)
    faiss.write_index(index, str(path))
    return int(index.ntotal)


def _trained_on_first(
    index: faiss.Index, batches: Iterable[NDArray[np.float32]], kind: str
) -> Iterable[NDArray[np.float32]]:
    if index.is_trained:
        return batches
    vectors = np.concatenate([np.empty((0, index.d), np.float32), *batches])
    try:
        index.train(vectors)
    except RuntimeError as error:
        raise IndexingError(
            f"index.dense is {kind!r}, which could not be trained on {len(vectors)} vectors; "
            "use 'Flat' for so few"
        ) from error
    return [vectors]

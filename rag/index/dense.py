"""The vector side of a generation: passage vectors in FAISS, memory-mapped."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexingError
from rag.index.ties import best_first

# Vectors unpacked at once: 25 MB of them at 384 dimensions.
_BATCH = 16_384


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
            k: 1 or more; fewer are returned when fewer exist, or an approximate kind finds fewer.
            allowed: passage numbers to choose from; None for all. Among them the search is exact.

        Returns:
            Numbers (m,) and cosines (m,), m <= k.
        """
        if allowed is None:
            numbers, cosines = self._found(query, k, self.n_vectors, None)
        elif self._is_exhaustive:
            numbers, cosines = self._found(query, k, len(allowed), faiss.IDSelectorBatch(allowed))
        else:
            # A graph or a few lists may miss the allowed vectors, so each is looked at.
            numbers, cosines = allowed, self.cosines(query, allowed)
        best = best_first(cosines, numbers, k)
        return numbers[best], cosines[best]

    def cosines(
        self, query: NDArray[np.float32], numbers: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """out[i] = cosine(query, passage numbers[i])."""
        cosines = np.empty(len(numbers), np.float32)
        for start in range(0, len(numbers), _BATCH):
            batch = slice(start, start + _BATCH)
            vectors = self._index.reconstruct_batch(numbers[batch])
            # Not `vectors @ query`: BLAS rounds equal rows differently by where they stand.
            cosines[batch] = np.einsum("ij,j->i", vectors, query)
        return cosines

    @property
    def _is_exhaustive(self) -> bool:
        return isinstance(self._index, faiss.IndexFlat | faiss.IndexScalarQuantizer)

    def _found(
        self, query: NDArray[np.float32], k: int, available: int, selector: faiss.IDSelector | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The nearest `k` and all that tie with the last: FAISS itself drops any of those."""
        parameters = None
        if selector is not None:
            parameters = faiss.SearchParameters()
            parameters.sel = selector
        if not available:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        asked = min(k + 1, available)
        while True:
            (cosines,), (numbers,) = self._index.search(query[np.newaxis], asked, params=parameters)
            if asked == available or cosines[-1] < cosines[k - 1]:
                break
            asked = min(2 * asked, available)
        found = numbers >= 0
        return numbers[found], cosines[found]


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
        OSError: the file cannot be written, as on a full disk.
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
    if (lists := faiss.try_extract_index_ivf(index)) is not None:
        lists.make_direct_map()  # so that vectors can be read back by number
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:  # its text alone says why
        is_full = os.strerror(errno.ENOSPC) in str(error)
        code = errno.ENOSPC if is_full else errno.EIO
        raise OSError(code, os.strerror(code), str(path)) from error
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

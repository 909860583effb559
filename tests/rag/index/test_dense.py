from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.errors import IndexingError
from rag.index.dense import DenseIndex, write_dense_index

EAST = np.array([1, 0], np.float32)
# Cosines to EAST: 0.6, 1, 0, -1, 0.8
COMPASS: list[list[float]] = [[0.6, 0.8], [1, 0], [0, 1], [-1, 0], [0.8, 0.6]]


def opened(
    folder: Path, rows: list[list[float]] | NDArray[np.float32], *, kind: str = "Flat"
) -> DenseIndex:
    vectors = np.array(rows, np.float32)
    n = write_dense_index(
        folder / "dense", [vectors[:2], vectors[2:]], dimension=vectors.shape[1], kind=kind
    )
    assert n == len(rows)
    return DenseIndex.open(folder / "dense")


def circle(n: int) -> NDArray[np.float32]:
    """`n` unit vectors, row i at i / n of a turn."""
    angles = 2 * np.pi * np.arange(n) / n
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_nearest_are_the_highest_cosines_best_first(tmp_path: Path) -> None:
    numbers, cosines = opened(tmp_path, COMPASS).nearest(EAST, 3)
    assert numbers.tolist() == [1, 4, 0]
    assert cosines == pytest.approx([1, 0.8, 0.6])


def test_index_knows_its_size_and_dimension(tmp_path: Path) -> None:
    index = opened(tmp_path, COMPASS)
    assert (index.n_vectors, index.dimension) == (5, 2)


def test_more_than_there_are_gives_all(tmp_path: Path) -> None:
    numbers, cosines = opened(tmp_path, COMPASS).nearest(EAST, 100)
    assert numbers.tolist() == [1, 4, 0, 2, 3]
    assert cosines == pytest.approx([1, 0.8, 0.6, 0, -1])


def test_equal_cosines_are_ordered_by_number_even_at_the_last_place(tmp_path: Path) -> None:
    index = opened(tmp_path, [[0.6, 0.8]] * 3 + [[1, 0]] + [[0.6, -0.8]] * 40)
    for k in range(1, 45):
        assert index.nearest(EAST, k)[0].tolist() == [3, 0, 1, 2, *range(4, 44)][:k]


def test_only_allowed_passages_are_found(tmp_path: Path) -> None:
    index = opened(tmp_path, COMPASS)
    numbers, cosines = index.nearest(EAST, 3, allowed=np.array([0, 3]))
    assert numbers.tolist() == [0, 3]
    assert cosines == pytest.approx([0.6, -1])


def test_nothing_allowed_finds_nothing(tmp_path: Path) -> None:
    numbers, cosines = opened(tmp_path, COMPASS).nearest(EAST, 3, allowed=np.empty(0, np.int64))
    assert numbers.tolist() == cosines.tolist() == []


def test_cosines_of_chosen_passages_come_in_their_order(tmp_path: Path) -> None:
    index = opened(tmp_path, COMPASS)
    assert index.cosines(EAST, np.array([3, 0, 0])) == pytest.approx([-1, 0.6, 0.6])
    assert index.cosines(EAST, np.empty(0, np.int64)).shape == (0,)


@pytest.mark.parametrize("n", [3, 7, 13, 101])
def test_equal_passages_have_equal_cosines_wherever_they_stand(tmp_path: Path, n: int) -> None:
    rng = np.random.default_rng(n)
    row, query = rng.normal(size=(2, 384)).astype(np.float32)
    index = opened(tmp_path, np.tile(row, (n, 1)))
    assert len(set(index.cosines(query, np.arange(n)).tolist())) == 1
    assert index.nearest(query, n)[0].tolist() == list(range(n))


@pytest.mark.parametrize("kind", ["Flat", "HNSW32", "SQ8", "HNSW32,SQ8", "IVF2,Flat", "IVF2,SQ8"])
class TestEveryKind:
    def test_nearest_passage_is_found(self, tmp_path: Path, kind: str) -> None:
        index = opened(tmp_path, circle(24), kind=kind)
        numbers, cosines = index.nearest(circle(24)[7], 1)
        assert numbers.tolist() == [7]
        assert cosines == pytest.approx([1], abs=0.02)

    def test_every_allowed_passage_is_found(self, tmp_path: Path, kind: str) -> None:
        index = opened(tmp_path, circle(24), kind=kind)
        numbers, _ = index.nearest(EAST, 3, allowed=np.array([3, 12, 19, 22]))
        assert numbers.tolist() == [22, 3, 19]  # 2, 3, 5 and 12 steps away

    def test_cosines_can_be_read_by_number(self, tmp_path: Path, kind: str) -> None:
        index = opened(tmp_path, circle(24), kind=kind)
        cosines = index.cosines(EAST, np.array([12, 0, 6]))
        assert cosines == pytest.approx([-1, 1, 0], abs=0.02)


def test_cosines_of_more_passages_than_one_batch_keep_their_order(tmp_path: Path) -> None:
    vectors = circle(40_000)
    index = opened(tmp_path, vectors)
    assert index.cosines(EAST, np.arange(40_000)) == pytest.approx(vectors[:, 0], abs=1e-6)


@pytest.mark.parametrize("kind", ["Nonsense", ""])
def test_unknown_kind_is_refused_by_the_name_of_its_setting(tmp_path: Path, kind: str) -> None:
    with pytest.raises(IndexingError, match=f"index.dense is '{kind}'.*'Flat'"):
        opened(tmp_path, COMPASS, kind=kind)


def test_kind_that_needs_more_passages_to_learn_from_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match=r"index.dense is 'IVF64,Flat'.*5 vectors.*'Flat'"):
        opened(tmp_path, COMPASS, kind="IVF64,Flat")


def test_full_disk_is_told_as_for_any_other_file() -> None:
    vectors = np.zeros((1000, 2), np.float32)
    with pytest.raises(OSError, match="No space left on device: '/dev/full'"):
        write_dense_index(Path("/dev/full"), [vectors], dimension=2, kind="Flat")

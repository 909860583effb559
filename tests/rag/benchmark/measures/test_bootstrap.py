import numpy as np
import pytest
from scipy import stats

from rag.benchmark.measures.bootstrap import interval_of, mean_intervals, resampled


def test_an_interval_equals_scipys_percentile_bootstrap() -> None:
    values = np.random.default_rng(1).beta(0.5, 0.5, size=(80, 2))
    low, high = mean_intervals(values)
    for column in range(2):
        expected = stats.bootstrap(
            (values[:, column],), np.mean, n_resamples=50_000, method="percentile", rng=3
        ).confidence_interval
        assert low[column] == pytest.approx(expected.low, abs=0.005)
        assert high[column] == pytest.approx(expected.high, abs=0.005)


def test_two_queries_give_the_interval_computed_by_hand() -> None:
    # Means of 0 and 1 drawn twice: 0, 1/2, 1/2, 1 alike; 2.5 % lies at 0 and 97.5 % at 1.
    assert mean_intervals(np.array([[0.0], [1.0]])).ravel().tolist() == [0.0, 1.0]


def test_equal_values_have_an_interval_of_no_width() -> None:
    assert mean_intervals(np.full((5, 1), 0.25)).ravel().tolist() == [0.25, 0.25]


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    values = np.random.default_rng(0).random((50, 1))
    first, again = mean_intervals(values), mean_intervals(values)
    assert (first == again).all()
    assert (first != mean_intervals(values, seed=8)).all()


def test_resamples_beyond_what_is_held_at_once_are_all_made() -> None:
    n = 2**20
    rows: list[int] = []

    def note(
        indices: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        rows.append(len(indices))
        assert indices.shape == (len(indices), n)
        assert indices.min() >= 0
        assert indices.max() < n
        return np.zeros(len(indices))

    assert len(resampled(note, n, seed=1, resamples=5)) == 5
    assert rows == [2, 2, 1]


@pytest.mark.parametrize(("n", "resamples"), [(0, 10), (3, 0)])
def test_nothing_to_draw_is_refused(n: int, resamples: int) -> None:
    with pytest.raises(ValueError, match="at least one of each"):
        mean_intervals(np.zeros((n, 1)), resamples=resamples)


def test_the_middle_95_percent_is_cut_at_both_ends() -> None:
    assert interval_of(np.arange(1001.0)) == pytest.approx((25.0, 975.0))

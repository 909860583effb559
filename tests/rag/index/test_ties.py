import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.index.ties import best_first


def test_equal_scores_are_ordered_by_number() -> None:
    scores, numbers = np.array([1.0, 3.0, 1.0, 3.0]), np.array([9, 8, 7, 6])
    assert best_first(scores, numbers, 4).tolist() == [3, 1, 2, 0]


def test_equal_scores_at_the_last_place_give_it_to_the_lowest_number() -> None:
    assert best_first(np.array([1.0, 1.0, 2.0]), np.array([5, 4, 9]), 2).tolist() == [2, 1]


def test_no_scores_give_no_positions() -> None:
    assert best_first(np.empty(0), np.empty(0, np.int64), 3).tolist() == []


@given(st.lists(st.integers(0, 4), max_size=30), st.integers(1, 12))
def test_best_first_is_a_full_sort_cut_short(scores: list[int], k: int) -> None:
    numbers = np.arange(len(scores))
    expected = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:k]
    assert best_first(np.array(scores, np.float64), numbers, k).tolist() == expected

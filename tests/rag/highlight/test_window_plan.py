import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.highlight.window_plan import PlannedWindow, estimated_tokens, plan_windows


def test_what_fits_is_one_window() -> None:
    assert plan_windows([10, 10, 10], most_tokens=40, context=2) == (PlannedWindow(0, 3, 0, 3),)
    assert plan_windows([], most_tokens=40, context=2) == ()


def test_each_core_has_two_pieces_of_context_where_there_are_any() -> None:
    # Ten pieces make a window: the first keeps 0-7, the second reads two before its core.
    first, second = plan_windows([1] * 14, most_tokens=100, context=2)
    assert first == PlannedWindow(0, 10, 0, 8)
    assert second == PlannedWindow(6, 14, 8, 14)


def test_context_takes_at_most_a_quarter_on_either_side() -> None:
    # 40 tokens hold four pieces of 10; one on each side is a quarter.
    windows = plan_windows([10] * 6, most_tokens=40, context=2)
    assert windows == (
        PlannedWindow(0, 4, 0, 3),
        PlannedWindow(2, 6, 3, 6),
    )


def test_a_piece_beyond_the_window_is_read_alone() -> None:
    windows = plan_windows([5, 90, 5], most_tokens=40, context=2)
    assert [(w.core_start, w.core_end) for w in windows] == [(0, 1), (1, 2), (2, 3)]
    assert windows[1] == PlannedWindow(0, 2, 1, 2)
    assert windows[2] == PlannedWindow(2, 3, 2, 3)


@given(st.lists(st.integers(1, 50), max_size=80), st.integers(50, 200), st.integers(0, 3))
def test_cores_follow_without_a_gap_and_cost_stays_linear(
    tokens: list[int], most_tokens: int, context: int
) -> None:
    windows = plan_windows(tokens, most_tokens=most_tokens, context=context)
    kept = [at for w in windows for at in range(w.core_start, w.core_end)]
    assert kept == list(range(len(tokens)))
    for w in windows:
        assert w.start <= w.core_start < w.core_end <= w.end
        # A core's first piece may come on top of what stands before it.
        assert sum(tokens[w.start : w.end]) <= most_tokens + most_tokens // 4
    assert all(sum(w.start <= at < w.end for w in windows) <= 5 for at in range(len(tokens)))


@pytest.mark.parametrize(("text", "tokens"), [("", 1), ("fern", 2), ("a b, c.", 6), ("蕨类", 3)])
def test_tokens_are_estimated_by_words_signs_and_foreign_letters(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens

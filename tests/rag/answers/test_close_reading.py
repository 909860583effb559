from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rag.answers.close_reading import Stretch, stretches
from rag.answers.windows import Window
from tests.rag.answers.tiny_windows import window_of

# A sentence of 12 characters counts as 12 / 4 + 1 = 4 tokens; a window of its own costs 16 more.
SENTENCE = "Twelve here."


def windows(*sizes: int, context: tuple[str, ...] = ()) -> tuple[Window, ...]:
    return tuple(window_of(*[SENTENCE] * size, context=context) for size in sizes)


def chosen(
    given_windows: Sequence[Window],
    scores: Sequence[Sequence[float]],
    *,
    tokens: int | None,
    around: int = 0,
) -> list[tuple[int, int, int]]:
    found = stretches(given_windows, scores, tokens=tokens, around=around)
    return [(stretch.window, stretch.start, stretch.end) for stretch in found]


def test_the_best_sentences_are_read_while_tokens_last() -> None:
    scores = [[0.0, 3.0, 0.0], [2.0, 0.0], [1.0]]
    assert chosen(windows(3, 2, 1), scores, tokens=20) == [(0, 1, 2)]
    assert chosen(windows(3, 2, 1), scores, tokens=39) == [(0, 1, 2)]
    assert chosen(windows(3, 2, 1), scores, tokens=40) == [(0, 1, 2), (1, 0, 1)]
    assert chosen(windows(3, 2, 1), scores, tokens=60) == [(0, 1, 2), (1, 0, 1), (2, 0, 1)]


def test_the_best_sentence_is_read_whatever_it_costs() -> None:
    assert chosen([window_of("x" * 4000), window_of("y")], [[1.0], [0.0]], tokens=64) == [(0, 0, 1)]


def test_neighbours_are_read_with_a_sentence_and_end_at_the_windows_edges() -> None:
    scores = [[0.0, 0.0, 5.0, 0.0, 0.0, 0.0]]
    assert chosen(windows(6), scores, tokens=36, around=2) == [(0, 0, 5)]
    scores = [[5.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
    assert chosen(windows(6), scores, tokens=28, around=2) == [(0, 0, 3)]
    scores = [[0.0, 0.0, 0.0, 0.0, 0.0, 5.0]]
    assert chosen(windows(6), scores, tokens=28, around=2) == [(0, 3, 6)]


def test_stretches_that_touch_are_joined_and_share_one_question() -> None:
    scores = [[3.0, 2.0, 0.0, 1.0]]
    # 16 + 4, then 4 beside it; the last stands apart and costs 16 + 4 of its own.
    assert chosen(windows(4), scores, tokens=24) == [(0, 0, 2)]
    assert chosen(windows(4), scores, tokens=43) == [(0, 0, 2)]
    assert chosen(windows(4), scores, tokens=44) == [(0, 0, 2), (0, 3, 4)]


def test_neighbours_that_are_read_already_cost_nothing_again() -> None:
    scores = [[0.0, 3.0, 2.0, 0.0, 1.0, 0.0]]
    # Sentences 0 to 2 for 16 + 12, number 2 is among them; number 4 brings 3 to 5 for 12.
    assert chosen(windows(6), scores, tokens=39, around=1) == [(0, 0, 3)]
    assert chosen(windows(6), scores, tokens=40, around=1) == [(0, 0, 6)]


def test_a_gap_that_is_filled_joins_both_sides() -> None:
    scores = [[3.0, 1.0, 2.0]]
    assert chosen(windows(3), scores, tokens=44) == [(0, 0, 3)]


def test_of_equal_scores_the_earlier_window_and_sentence_is_read() -> None:
    assert chosen(windows(2, 2), [[1.0, 1.0], [1.0, 1.0]], tokens=20) == [(0, 0, 1)]


def test_a_heading_counts() -> None:
    headed = windows(1, 1, context=("Chapter", "Eight ch"))  # 2 tokens, of the innermost alone
    assert chosen(headed, [[1.0], [0.0]], tokens=43) == [(0, 0, 1)]
    assert chosen(headed, [[1.0], [0.0]], tokens=44) == [(0, 0, 1), (1, 0, 1)]


def test_without_a_limit_every_sentence_is_read_in_its_window() -> None:
    assert chosen(windows(3, 1, 2), [[0.0] * 3, [0.0], [0.0] * 2], tokens=None) == [
        (0, 0, 3),
        (1, 0, 1),
        (2, 0, 2),
    ]


def test_nothing_found_is_nothing_read() -> None:
    assert stretches([], [], tokens=400, around=2) == ()
    assert stretches([], [], tokens=None, around=2) == ()


@given(
    sizes=st.lists(st.integers(1, 8), min_size=1, max_size=5),
    tokens=st.integers(20, 300),
    around=st.integers(0, 3),
    data=st.data(),
)
def test_stretches_lie_apart_in_order_and_hold_the_best_sentence(
    sizes: list[int], tokens: int, around: int, data: st.DataObject
) -> None:
    scores = [
        data.draw(st.lists(st.integers(-3, 3).map(float), min_size=n, max_size=n)) for n in sizes
    ]
    found = stretches(windows(*sizes), scores, tokens=tokens, around=around)
    assert list(found) == sorted(found, key=lambda s: (s.window, s.start))
    for before, after in pairwise(found):
        assert before.window < after.window or before.end < after.start
    assert all(0 <= s.start < s.end <= sizes[s.window] for s in found)
    best = max(max(row) for row in scores)
    window = next(i for i, row in enumerate(scores) if best in row)
    at = scores[window].index(best)
    assert any(s.window == window and s.start <= at < s.end for s in found)
    # What is read costs no more than allowed, the first choice apart.
    cost = sum(16 + 4 * (s.end - s.start) for s in found)
    assert cost <= max(tokens, 16 + 4 * (2 * around + 1))
    assert all(isinstance(s, Stretch) for s in found)

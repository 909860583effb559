from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.benchmark.measures.risk_coverage import area_interval, risk_coverage


def curve(confidence: list[float], correct: list[int]) -> tuple[list[float], float]:
    found = risk_coverage(np.array(confidence, np.float64), np.array(correct, np.bool_))
    return found.risk.tolist(), found.area


def test_the_curve_is_the_one_computed_by_hand() -> None:
    # By falling confidence: right, wrong, right, wrong.
    risk, area = curve([0.2, 0.9, 0.7, 0.4], [0, 1, 0, 1])
    assert risk == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert area == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_coverage_runs_from_one_question_to_all() -> None:
    found = risk_coverage(np.array([0.5, 0.1, 0.3, 0.2]), np.ones(4, np.bool_))
    assert found.coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert found.area == 0


def test_a_perfect_order_has_less_area_than_its_reverse() -> None:
    # Best: 0, 0, 1/3, 2/4; worst: 1, 1, 2/3, 2/4.
    assert curve([4, 3, 2, 1], [1, 1, 0, 0])[1] == pytest.approx((1 / 3 + 1 / 2) / 4)
    assert curve([4, 3, 2, 1], [0, 0, 1, 1])[1] == pytest.approx((1 + 1 + 2 / 3 + 1 / 2) / 4)


def test_one_confidence_for_all_gives_the_error_rate_throughout() -> None:
    risk, area = curve([0.5] * 4, [1, 0, 0, 1])
    assert risk == pytest.approx([0.5] * 4)
    assert area == pytest.approx(0.5)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), min_size=1, max_size=6))
def test_ties_are_the_average_over_all_orders(pairs: list[tuple[float, bool]]) -> None:
    risks = [
        np.cumsum([not right for _, right in order]) / np.arange(1, len(pairs) + 1)
        for order in permutations(pairs)
        if all(a[0] >= b[0] for a, b in pairwise(order))
    ]
    expected = np.mean(risks, axis=0)
    risk, area = curve([c for c, _ in pairs], [int(right) for _, right in pairs])
    assert risk == pytest.approx(expected.tolist())
    assert area == pytest.approx(expected.mean())


def test_without_questions_the_area_is_undefined() -> None:
    risk, area = curve([], [])
    assert risk == []
    assert np.isnan(area)


def test_the_interval_of_the_area_equals_a_plain_loop_over_resamples() -> None:
    draw = np.random.default_rng(5)
    confidence = np.round(draw.random(40), 1)
    correct = draw.random(40) < confidence
    areas = []
    for _ in range(3000):
        chosen = draw.integers(0, 40, 40)
        areas.append(risk_coverage(confidence[chosen], correct[chosen]).area)
    low, high = area_interval(confidence, correct, seed=7, resamples=10_000)
    assert (low, high) == pytest.approx(np.quantile(areas, [0.025, 0.975]).tolist(), abs=0.01)
    assert low < risk_coverage(confidence, correct).area < high


def test_the_interval_is_exact_where_every_resample_is_alike() -> None:
    ends = area_interval(np.full(9, 0.3), np.zeros(9, np.bool_), seed=1, resamples=50)
    assert ends == (1.0, 1.0)


def test_unequal_lengths_and_nan_are_refused() -> None:
    with pytest.raises(ValueError, match="one of each"):
        curve([0.1, 0.2], [1])
    with pytest.raises(ValueError, match="NaN"):
        curve([float("nan")], [1])

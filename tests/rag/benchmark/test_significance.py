from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from rag.benchmark.optional import MissingLibrary
from rag.benchmark.significance import (
    UnpairedValues,
    holm,
    paired_test,
    randomisation_p,
    t_test_p,
)


def by_query(values: list[float]) -> dict[str, float]:
    return {f"q{i}": value for i, value in enumerate(values)}


def test_a_comparison_of_four_queries_is_the_one_computed_by_hand() -> None:
    found = paired_test(by_query([0.0, 0.5, 0.5, 1.0]), by_query([1.0, 0.5, 0.75, 0.75]))
    assert (found.n_queries, found.mean_a, found.mean_b) == (4, 0.5, 0.75)
    assert found.difference == 0.25
    assert (found.higher_in_b, found.equal, found.higher_in_a) == (2, 1, 1)
    # Differences 1, 1/4, -1/4: of the 8 sign patterns only ±(1 + 1/4 + 1/4), ±(1 + 1/4 - 1/4)
    # and ±(1 - 1/4 + 1/4) sum to 1 or more.
    assert found.p_randomisation == 6 / 8
    low, high = found.interval
    assert -0.25 <= low < 0.25 < high <= 1


def test_b_against_a_is_a_against_b_turned_round() -> None:
    draw = np.random.default_rng(2)
    a, b = by_query(draw.random(30).tolist()), by_query(draw.random(30).tolist())
    there, back = paired_test(a, b), paired_test(b, a)
    assert there.difference == -back.difference
    assert there.higher_in_b == back.higher_in_a
    assert there.p_t_test == pytest.approx(back.p_t_test)
    assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]))


def test_the_order_of_the_queries_decides_nothing() -> None:
    draw = np.random.default_rng(3)
    a, b = by_query(draw.random(30).tolist()), by_query(draw.random(30).tolist())
    assert paired_test(a, b) == paired_test(dict(reversed(a.items())), dict(reversed(b.items())))


@pytest.mark.parametrize("n", [2, 5, 40])
def test_the_t_test_equals_scipys(n: int) -> None:
    draw = np.random.default_rng(n)
    a, b = draw.random(n), draw.random(n) + 0.1
    assert t_test_p(b - a) == pytest.approx(stats.ttest_rel(b, a).pvalue)


@pytest.mark.parametrize(
    ("differences", "p"), [([0.0, 0.0, 0.0], 1.0), ([0.3], 1.0), ([0.25, 0.25], 0.0)]
)
def test_the_t_test_says_something_where_its_formula_does_not(
    differences: list[float], p: float
) -> None:
    assert t_test_p(np.array(differences)) == p


@settings(deadline=None)
@given(st.lists(st.integers(-4, 4), min_size=1, max_size=9))
def test_few_queries_are_tested_with_every_sign_pattern(differences: list[int]) -> None:
    seen = abs(sum(differences))
    sums = [
        abs(sum(sign * d for sign, d in zip(signs, differences, strict=True)))
        for signs in product([1, -1], repeat=len(differences))
    ]
    expected = sum(s >= seen for s in sums) / len(sums)
    # A tenth of each, so that no sum is exact in binary.
    tenths = np.array(differences, np.float64) / 10
    assert randomisation_p(tenths, seed=1, resamples=10) == pytest.approx(expected)


def test_many_queries_are_tested_as_scipy_permutes_them() -> None:
    differences = np.random.default_rng(4).normal(0.1, 0.5, size=60)
    expected = stats.permutation_test(
        (differences, np.zeros(60)),
        lambda x, y: np.mean(x - y),
        permutation_type="samples",
        n_resamples=20_000,
        rng=5,
    ).pvalue
    assert randomisation_p(differences, seed=7, resamples=20_000) == pytest.approx(
        expected, abs=0.015
    )


def test_a_drawn_p_is_never_zero_and_the_same_for_the_same_seed() -> None:
    differences = np.ones(100)
    assert randomisation_p(differences, seed=1, resamples=999) == 1 / 1000
    mixed = np.random.default_rng(1).normal(size=50)
    assert randomisation_p(mixed, seed=1, resamples=999) == randomisation_p(
        mixed, seed=1, resamples=999
    )


def test_equal_runs_differ_by_nothing() -> None:
    found = paired_test(by_query([0.1, 0.2]), by_query([0.1, 0.2 + 1e-15]))
    assert (found.difference, found.interval) == (0, (0, 0))
    assert (found.p_t_test, found.p_randomisation, found.equal) == (1, 1, 2)


@pytest.mark.parametrize(
    ("p_values", "expected"),
    [
        ([], []),
        ([0.03], [0.03]),
        # Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1; the last may not fall below 0.06.
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([0.6, 0.7], [1.0, 1.0]),
        ([0.02, 0.02], [0.04, 0.04]),
    ],
)
def test_holm_corrects_as_computed_by_hand(p_values: list[float], expected: list[float]) -> None:
    assert holm(p_values) == pytest.approx(tuple(expected))


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ({"p": 1.0, "q": 1.0}, {"p": 1.0}, r"2 queries against 1, 1 of them in one run only \(q\)"),
        ({"p": 1.0}, {"q": 1.0}, r"\(p, q\)"),
        ({}, {}, "no query"),
        ({"p": float("nan")}, {"p": 1.0}, "NaN"),
    ],
)
def test_values_that_do_not_pair_are_refused(
    a: dict[str, float], b: dict[str, float], message: str
) -> None:
    with pytest.raises(UnpairedValues, match=message):
        paired_test(a, b)


def test_without_scipy_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "scipy.stats", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'footnote\[bench\]'"):
        t_test_p(np.array([0.1, 0.2]))

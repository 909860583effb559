import numpy as np
import pytest

from rag.benchmark.measures.bootstrap import mean_intervals
from rag.benchmark.reading.estimate import difference, mean_estimate


def test_the_interval_of_a_mean_is_that_of_the_benchmarks() -> None:
    values = np.array([0.0, 1.0, 0.25, 0.5, 0.75])
    found = mean_estimate("F1", values)
    assert found.value == 0.5
    assert found.interval == pytest.approx(tuple(mean_intervals(values[:, np.newaxis]).ravel()))


def test_one_question_has_an_interval_without_width() -> None:
    assert mean_estimate("F1", np.array([0.5])).interval == (0.5, 0.5)


def test_a_difference_is_paired_so_that_a_constant_one_has_no_width() -> None:
    a, b = np.array([0.0, 1.0, 0.5]), np.array([-0.25, 0.75, 0.25])
    found = difference(mean_estimate("F1", a), mean_estimate("F1", b))
    assert (found.value, *found.interval) == pytest.approx((0.25, 0.25, 0.25))


def test_two_measures_have_no_difference() -> None:
    one = np.array([1.0])
    with pytest.raises(ValueError, match="EM and F1"):
        difference(mean_estimate("EM", one), mean_estimate("F1", one))

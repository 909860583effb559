from math import inf

import numpy as np
import pytest

from rag.benchmark.reading.auroc import auroc_estimate


def auroc(scores: list[float], labels: list[int]) -> float:
    return auroc_estimate("AUROC", np.array(scores), np.array(labels, np.bool_)).value


def test_pairs_are_counted_and_ties_are_half() -> None:
    # 3 > 1, 3 > 0, 1 = 1, 1 > 0: three and a half of four.
    assert auroc([3.0, 1.0, 1.0, 0.0], [1, 1, 0, 0]) == 0.875


def test_the_order_of_the_cases_does_not_matter() -> None:
    assert auroc([0.0, 1.0, 3.0, 1.0], [0, 1, 1, 0]) == 0.875


def test_scores_without_a_difference_say_nothing() -> None:
    assert auroc([-inf, -inf, -inf], [1, 0, 0]) == 0.5


def test_a_perfect_order_stays_perfect_in_every_resample_with_both_classes() -> None:
    found = auroc_estimate("AUROC", np.arange(20.0), np.arange(20) > 9)
    assert (found.value, found.interval) == (1.0, (1.0, 1.0))


def test_one_class_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="all 2 cases are of one class"):
        auroc([1.0, 2.0], [1, 1])

"""What confidence is worth: the risk among the answers given, as ever fewer are given.

Source: El-Yaniv and Wiener, JMLR 2010; Geifman and El-Yaniv, NeurIPS 2017.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.benchmark.measures.bootstrap import interval_of, resampled


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """One point for each number of questions answered, by falling confidence.

    Args:
        coverage: (n,) float64, k / n for k from 1 to n.
        risk: (n,) float64, share of wrong answers among the k most confident.
        area: mean of `risk` (AURC): 0 at best, lower is better. NaN without questions.
    """

    coverage: NDArray[np.float64]
    risk: NDArray[np.float64]
    area: float


def risk_coverage(confidence: NDArray[np.float64], correct: NDArray[np.bool_]) -> RiskCoverage:
    """The curve and its area.

    Questions of equal confidence have no order of their own: the risk inside such a group is the
    average over all its orders, so that it rises or falls evenly from the group's start to its
    end. Neither curve nor area depends on the order of the input.

    Args:
        confidence: (n,) higher is surer; only the order matters.
        correct: (n,) whether the answer is right.

    Raises:
        ValueError: the lengths differ, or a confidence is NaN.
    """
    groups = _groups(confidence, correct)
    n = len(correct)
    sizes = np.bincount(groups)
    errors = np.bincount(groups[~correct], minlength=len(sizes))
    risk = _risks(sizes[np.newaxis], errors[np.newaxis], n)[0]
    area = float(risk.mean()) if n else float("nan")
    return RiskCoverage(np.arange(1, n + 1) / n if n else risk, risk, area)


def area_interval(
    confidence: NDArray[np.float64], correct: NDArray[np.bool_], *, seed: int, resamples: int
) -> tuple[float, float]:
    """95 % percentile bootstrap interval of the area over questions.

    Args:
        confidence: (n,) with n above 0.
        correct: (n,) whether the answer is right.
        seed: of the resampling.
        resamples: 1 or more.

    Raises:
        ValueError: the lengths differ, there is no question, or a confidence is NaN.
    """
    groups, n = _groups(confidence, correct), len(correct)
    n_groups = int(groups.max(initial=-1)) + 1
    # Questions of one group and one outcome are alike, so that only their number matters.
    kinds = groups * 2 + ~correct

    def areas(indices: NDArray[np.int64]) -> NDArray[np.float64]:
        rows = len(indices)
        keys = kinds[indices] + np.arange(rows)[:, np.newaxis] * (2 * n_groups)
        counts = np.bincount(keys.ravel(), minlength=rows * 2 * n_groups)
        right, wrong = np.moveaxis(counts.reshape(rows, n_groups, 2), 2, 0)
        means: NDArray[np.float64] = _risks(right + wrong, wrong, n).mean(axis=1)
        return means

    return interval_of(resampled(areas, n, seed=seed, resamples=resamples))


def _groups(confidence: NDArray[np.float64], correct: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(n,) number of each question's confidence among the different ones, the highest being 0."""
    if confidence.shape != correct.shape or confidence.ndim != 1:
        raise ValueError(
            f"{confidence.shape} confidences and {correct.shape} outcomes; "
            "one of each is needed for every question"
        )
    if np.isnan(confidence).any():
        raise ValueError("a confidence is NaN; a number is needed")
    return np.unique(-confidence, return_inverse=True)[1].astype(np.int64)


def _risks(sizes: NDArray[np.int64], errors: NDArray[np.int64], n: int) -> NDArray[np.float64]:
    """(rows, n) risk at each coverage.

    Args:
        sizes: (rows, groups) questions of each group; every row sums to n.
        errors: (rows, groups) wrong ones among them.
        n: questions.
    """
    shares = errors / np.maximum(sizes, 1)
    by_question = np.repeat(shares.ravel(), sizes.ravel()).reshape(len(sizes), n)
    risks: NDArray[np.float64] = by_question.cumsum(axis=1) / np.arange(1, n + 1)
    return risks

"""A measure with its interval, kept so that two readers can be held against each other in pairs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.benchmark.measures.bootstrap import RESAMPLES, SEED, interval_of, resampled

# Takes (rows, n) positions of questions, gives (rows,) values.
Statistic = Callable[[NDArray[np.int64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure of n questions.

    Args:
        name: of the measure.
        value: over all questions.
        samples: (resamples,) float64, the measure of each resample. The seed is always the same,
            so that sample i of two readers over the same questions is of the same resample.
    """

    name: str
    value: float
    samples: NDArray[np.float64]

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, percentile bootstrap over questions."""
        return interval_of(self.samples)


def estimate(name: str, statistic: Statistic, n: int, *, resamples: int = RESAMPLES) -> Estimate:
    """The statistic of n questions, with resamples of them.

    Raises:
        ValueError: `n` or `resamples` is below 1.
    """
    samples = resampled(statistic, n, seed=SEED, resamples=resamples)
    return Estimate(name, float(statistic(np.arange(n)[np.newaxis])[0]), samples)


def mean_estimate(name: str, values: NDArray[np.float64]) -> Estimate:
    """The mean of (n,) values, one for each question."""

    def mean(indices: NDArray[np.int64]) -> NDArray[np.float64]:
        means: NDArray[np.float64] = values[indices].mean(axis=1)
        return means

    return estimate(name, mean, len(values))


def difference(a: Estimate, b: Estimate) -> Estimate:
    """How far `a` is above `b`, of one measure over the same questions; its interval is paired.

    Raises:
        ValueError: they are not of the same measure.
    """
    if a.name != b.name:
        raise ValueError(f"{a.name} and {b.name} are two measures; a difference needs one")
    return Estimate(a.name, a.value - b.value, a.samples - b.samples)

"""Intervals by resampling queries.

Source: Efron and Tibshirani 1993, the percentile interval.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

SEED = 7
RESAMPLES = 10_000
_LEVEL = 0.95
# Indices held at once: 16 MiB, whatever the number of queries.
_AT_ONCE = 2**21


def mean_intervals(
    values: NDArray[np.float64], *, seed: int = SEED, resamples: int = RESAMPLES
) -> NDArray[np.float64]:
    """95 % percentile bootstrap intervals of the mean over queries.

    Args:
        values: (n_queries, n_measures), n_queries above 0. A resample draws whole queries, so the
            measures stay paired.
        seed: of the resampling; the same values and seed give the same intervals.
        resamples: 1 or more.

    Returns:
        (2, n_measures) float64: `out[0, m]` the lower and `out[1, m]` the upper end of measure m.

    Raises:
        ValueError: there is no query.
    """
    n = len(values)

    def means(indices: NDArray[np.int64]) -> NDArray[np.float64]:
        rows = len(indices)
        keys = indices + np.arange(rows)[:, np.newaxis] * n
        counts = np.bincount(keys.ravel(), minlength=rows * n).reshape(rows, n)
        product: NDArray[np.float64] = counts.astype(np.float64) @ values / n
        return product

    return _quantiles(resampled(means, n, seed=seed, resamples=resamples))


def resampled(
    statistic: Callable[[NDArray[np.int64]], NDArray[np.float64]],
    n: int,
    *,
    seed: int,
    resamples: int,
) -> NDArray[np.float64]:
    """(resamples, …) the statistic of each resample of n queries, drawn with replacement.

    Args:
        statistic: takes (rows, n) positions of queries, gives (rows, …) values.
        n: number of queries, above 0.
        seed: of the drawing.
        resamples: 1 or more.

    Raises:
        ValueError: `n` or `resamples` is below 1.
    """
    if n < 1 or resamples < 1:
        raise ValueError(f"{n} queries and {resamples} resamples; at least one of each is needed")
    draw = np.random.default_rng(seed)
    rows = max(1, _AT_ONCE // n)
    starts = range(0, resamples, rows)
    return np.concatenate(
        [statistic(draw.integers(0, n, size=(min(rows, resamples - s), n))) for s in starts]
    )


def interval_of(samples: NDArray[np.float64]) -> tuple[float, float]:
    """The middle 95 % of (resamples,) values."""
    low, high = _quantiles(samples).tolist()
    return low, high


def _quantiles(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    tail = (1 - _LEVEL) / 2
    ends: NDArray[np.float64] = np.quantile(samples, [tail, 1 - tail], axis=0)
    return ends

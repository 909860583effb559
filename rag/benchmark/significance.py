"""Is B better than A, or were these queries kind to it? Paired tests over per-query values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from rag.benchmark.measures.bootstrap import RESAMPLES, SEED, mean_intervals
from rag.benchmark.optional import optional_library
from rag.errors import FootnoteError

# 2**14 sign patterns are more than the resamples, so that few queries are tested exactly.
_EXACT_UP_TO = 14
_SIGNS_AT_ONCE = 2**22


class UnpairedValues(FootnoteError):
    """Two runs cannot be compared query by query."""


@dataclass(frozen=True, slots=True)
class PairedTest:
    """How B differs from A over the same queries.

    Args:
        n_queries: pairs compared.
        mean_a: of A's values.
        mean_b: of B's values.
        difference: mean_b - mean_a.
        interval: 95 % percentile bootstrap interval of the difference over queries.
        p_t_test: two-sided paired t-test, in [0, 1].
        p_randomisation: two-sided paired randomisation test, in (0, 1].
        higher_in_b: queries whose value is higher in B.
        equal: queries with the same value.
        higher_in_a: queries whose value is higher in A.
    """

    n_queries: int
    mean_a: float
    mean_b: float
    difference: float
    interval: tuple[float, float]
    p_t_test: float
    p_randomisation: float
    higher_in_b: int
    equal: int
    higher_in_a: int


def paired_test(
    a: Mapping[str, float],
    b: Mapping[str, float],
    *,
    seed: int = SEED,
    resamples: int = RESAMPLES,
) -> PairedTest:
    """Compare two runs by one measure.

    Values that differ by less than 1e-12 are equal: so much may come of the order of a sum.

    Args:
        a: query id -> value, finite.
        b: of the very same queries.
        seed: of the bootstrap and of the randomisation.
        resamples: of the bootstrap, and sign patterns drawn where trying all would be more.

    Raises:
        UnpairedValues: the queries are not the same, there are none, or a value is not finite.
        MissingLibrary: scipy is not installed.

    Source: Smucker, Allan and Carterette, CIKM 2007, on which tests to take.
    """
    _check_paired(a, b)
    query_ids = sorted(a)  # so that the order of the input decides nothing
    values = np.array([[a[query_id], b[query_id]] for query_id in query_ids], np.float64)
    if not np.isfinite(values).all():
        raise UnpairedValues("a value is NaN or infinite; measure the run again")
    differences = values[:, 1] - values[:, 0]
    differences[np.abs(differences) < 1e-12] = 0.0
    low, high = mean_intervals(differences[:, np.newaxis], seed=seed, resamples=resamples).ravel()
    mean_a, mean_b = values.mean(axis=0).tolist()
    return PairedTest(
        n_queries=len(query_ids),
        mean_a=mean_a,
        mean_b=mean_b,
        difference=float(differences.mean()),
        interval=(float(low), float(high)),
        p_t_test=t_test_p(differences),
        p_randomisation=randomisation_p(differences, seed=seed, resamples=resamples),
        higher_in_b=int((differences > 0).sum()),
        equal=int((differences == 0).sum()),
        higher_in_a=int((differences < 0).sum()),
    )


def t_test_p(differences: NDArray[np.float64]) -> float:
    """Two-sided p of the paired t-test, as `scipy.stats.ttest_rel` has it where it is defined.

    Where it is not: 1 when nothing differs or there is one query, 0 when all differ by the same.

    Args:
        differences: (n,) per query, n above 0.
    """
    n = len(differences)
    if n == 1 or not differences.any():
        return 1.0
    spread = float(differences.std(ddof=1))
    if spread == 0:
        return 0.0
    statistic = float(differences.mean()) / (spread / sqrt(n))
    stats = optional_library("scipy.stats", purpose="a t-test")
    return float(2 * stats.t.sf(abs(statistic), n - 1))


def randomisation_p(differences: NDArray[np.float64], *, seed: int, resamples: int) -> float:
    """Two-sided p of the paired randomisation test of the mean difference.

    Were A and B alike, each query's difference might as well have the other sign. p is the share
    of sign patterns whose mean is at least as far from 0 as the one seen: of all patterns where
    at most 14 queries differ, else of `resamples` drawn ones, the seen one counted among them
    (Phipson and Smyth 2010), so that it is never 0.

    Args:
        differences: (n,) per query, n above 0.
        seed: of the drawing.
        resamples: patterns drawn.
    """
    moving = differences[differences != 0]  # a sign changes nothing elsewhere
    seen = abs(float(moving.sum()))
    # Sums in another order may differ in their last digits and still be the same sum.
    bar = seen - 1e-9 * float(np.abs(moving).sum())
    n = len(moving)
    if n <= _EXACT_UP_TO:
        bits = np.arange(2**n)[:, np.newaxis] >> np.arange(n) & 1
        return float(np.mean(np.abs(_signed_sums(bits.astype(np.float64), moving)) >= bar))
    draw = np.random.default_rng(seed)
    rows = max(1, _SIGNS_AT_ONCE // n)
    n_extreme = 0
    for start in range(0, resamples, rows):
        size = (min(rows, resamples - start), n)
        drawn = draw.integers(0, 2, size=size, dtype=np.int8).astype(np.float64)
        n_extreme += int((np.abs(_signed_sums(drawn, moving)) >= bar).sum())
    return (n_extreme + 1) / (resamples + 1)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values corrected for being several, in the order given; each at most 1.

    Whoever calls each corrected p below 0.05 a finding is wrong about any of them with a
    probability of at most 0.05, however the tests depend on each other.

    Source: Holm, Scandinavian Journal of Statistics 1979.
    """
    corrected = [0.0] * len(p_values)
    highest = 0.0
    order = sorted(range(len(p_values)), key=lambda position: p_values[position])
    for rank, position in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[position]))
        corrected[position] = highest
    return tuple(corrected)


def _signed_sums(
    bits: NDArray[np.float64], differences: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(rows,) sums of the differences, with a minus where the bit is 0."""
    sums: NDArray[np.float64] = 2 * (bits @ differences) - differences.sum()
    return sums


def _check_paired(a: Mapping[str, float], b: Mapping[str, float]) -> None:
    if not a and not b:
        raise UnpairedValues("there is no query to compare by")
    unpaired = sorted(a.keys() ^ b.keys())
    if unpaired:
        shown = ", ".join(unpaired[:5]) + (", …" if len(unpaired) > 5 else "")
        raise UnpairedValues(
            f"{len(a)} queries against {len(b)}, {len(unpaired)} of them in one run only "
            f"({shown}); a paired test needs the same: run both systems on the same dataset"
        )

"""The chance that a right case scores above a wrong one."""

import numpy as np
from numpy.typing import NDArray

from rag.benchmark.reading.estimate import Estimate, estimate


def auroc_estimate(name: str, scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> Estimate:
    """Area under the ROC curve; equal scores count half. 0.5 where a resample has one class only.

    Args:
        name: of the measure.
        scores: (n,) higher is surer; may be infinite.
        labels: (n,) both values present.

    Raises:
        ValueError: only one class is present, the lengths differ, or a score is NaN.

    Source: Hanley and McNeil, Radiology 1982.
    """
    if scores.shape != labels.shape or np.isnan(scores).any():
        raise ValueError(f"{scores.shape} scores and {labels.shape} labels, none may be NaN")
    if labels.all() or not labels.any():
        raise ValueError(f"all {len(labels)} cases are of one class; both are needed")
    different, group = np.unique(scores, return_inverse=True)
    # Questions of one score and one class are alike, so that only their number matters.
    kinds = group.astype(np.int64) * 2 + labels
    width = 2 * len(different)

    def areas(indices: NDArray[np.int64]) -> NDArray[np.float64]:
        rows = len(indices)
        keys = kinds[indices] + np.arange(rows)[:, np.newaxis] * width
        counts = np.bincount(keys.ravel(), minlength=rows * width).reshape(rows, -1, 2)
        return _areas(counts[:, :, 0], counts[:, :, 1])

    return estimate(name, areas, len(scores))


def _areas(wrong: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """(rows,) areas of (rows, scores) counts, by rising score."""
    below = wrong.cumsum(axis=1) - wrong
    won = (right * (below + wrong / 2)).sum(axis=1)
    pairs = wrong.sum(axis=1) * right.sum(axis=1)
    areas: NDArray[np.float64] = np.where(pairs > 0, won / np.maximum(pairs, 1), 0.5)
    return areas

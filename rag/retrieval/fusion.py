"""Two kinds of scores of the same passages made into one."""

import numpy as np
from numpy.typing import NDArray

# A list of equal scores says nothing: its deviation is rounding noise below this.
_SMALLEST_DEVIATION = 1e-6


def fuse_z_scores(
    lexical: NDArray[np.float32],
    dense: NDArray[np.float32],
    *,
    lexical_weight: float,
    n_reference: int | None = None,
) -> NDArray[np.float64]:
    """out[i] = w z(lexical)[i] + (1 - w) z(dense)[i], with z(x) = (x - mean) / deviation.

    Mean and deviation are those of one question's candidates, so both kinds weigh by how far a
    passage stands out, whatever their units. A list whose scores are all equal counts nothing.

    Args:
        lexical: (n,) scores of the passages, higher is better.
        dense: (n,) scores of the same passages.
        lexical_weight: w, in [0, 1].
        n_reference: mean and deviation are taken over the first so many; None for all.

    Source: Lee, SIGIR 1997 (combination by normalised sum); z-scores as in Montague and Aslam,
    CIKM 2001. Chosen over reciprocal ranks by measurement: docs/decisions/0006-fusion.md.
    """
    if not 0 <= lexical_weight <= 1:
        raise ValueError(f"lexical_weight must lie in [0, 1], got {lexical_weight}")
    lexical_z, dense_z = _z_scores(lexical, n_reference), _z_scores(dense, n_reference)
    return lexical_weight * lexical_z + (1 - lexical_weight) * dense_z


def _z_scores(scores: NDArray[np.float32], n_reference: int | None) -> NDArray[np.float64]:
    wide = scores.astype(np.float64)
    reference = wide[:n_reference]
    if not len(reference) or (deviation := float(reference.std())) < _SMALLEST_DEVIATION:
        return np.zeros_like(wide)
    standardised: NDArray[np.float64] = (wide - reference.mean()) / deviation
    return standardised

"""The best of many scores, with one rule for equal ones."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def best_first(
    scores: NDArray[np.floating[Any]], numbers: NDArray[np.int64], k: int
) -> NDArray[np.int64]:
    """Positions of the `k` highest `scores`, highest first, lower `numbers` first among equals."""
    positions = np.arange(len(scores))
    if len(scores) > k:
        # The k-th highest score is the bar; a full sort of millions is not needed.
        positions = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
    order = np.lexsort((numbers[positions], -scores[positions]))
    return positions[order[:k]]

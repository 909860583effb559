"""From a logit to a probability."""

from math import exp

_CERTAIN = 700.0  # exp overflows beyond it; no logit that far differs from certainty


def probability(logit: float) -> float:
    """1 / (1 + exp(-logit)), for logits of any size."""
    return 1 / (1 + exp(-max(-_CERTAIN, min(_CERTAIN, logit))))

"""What the reader is taught to lower."""

from dataclasses import dataclass

import torch
from torch.nn import functional

from embeddings.reader_input import END, RELEVANCE, START, WINDOW
from embeddings.training.batches import NO_TARGET, Batch
from embeddings.training.recipe import LossWeights


@dataclass(frozen=True, slots=True)
class Losses:
    """Means over a batch: nats for the span, nats for each sentence and each window."""

    span: torch.Tensor
    sentence: torch.Tensor
    window: torch.Tensor

    def total(self, weights: LossWeights) -> torch.Tensor:
        """The weighted sum."""
        return (
            weights.span * self.span
            + weights.sentence * self.sentence
            + weights.window * self.window
        )


def losses(logits: torch.Tensor, batch: Batch) -> Losses:
    """Cross entropy of start and end over the window's tokens and [CLS]; of each relevance.

    Args:
        logits: (windows, tokens, 3).
        batch: that they were made from.
    """
    logits = logits.float()
    places = logits[..., :RELEVANCE].masked_fill(~batch.is_window[..., None], -1e4)
    span = 0.5 * (
        _place_loss(places[..., START], batch.start) + _place_loss(places[..., END], batch.end)
    )
    relevance = logits[..., RELEVANCE]
    is_sentence = torch.ones_like(batch.mask)
    is_sentence[:, WINDOW] = False
    return Losses(
        span=span,
        sentence=_relevance_loss(relevance, batch.relevance, is_sentence),
        window=_relevance_loss(relevance, batch.relevance, ~is_sentence),
    )


def _place_loss(scores: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    if bool((targets == NO_TARGET).all()):
        return scores.sum() * 0.0
    return functional.cross_entropy(scores, targets, ignore_index=NO_TARGET)


def _relevance_loss(
    logits: torch.Tensor, targets: torch.Tensor, chosen: torch.Tensor
) -> torch.Tensor:
    taught = chosen & ~torch.isnan(targets)
    if not bool(taught.any()):
        return logits.sum() * 0.0
    return functional.binary_cross_entropy_with_logits(logits[taught], targets[taught])

from math import log

import pytest
import torch

from embeddings.training.batches import NO_TARGET, Batch
from embeddings.training.loss import losses
from embeddings.training.recipe import LossWeights

pytestmark = pytest.mark.models

NAN = float("nan")


def batch_of(
    *,
    start: int = NO_TARGET,
    end: int = NO_TARGET,
    relevance: list[float] | None = None,
    is_window: list[bool] | None = None,
    n: int = 2,
) -> Batch:
    """One window of `n` tokens, the first of which is [CLS]."""
    row = torch.zeros(1, n, dtype=torch.int64)
    return Batch(
        ids=row,
        types=row,
        mask=torch.ones(1, n, dtype=torch.bool),
        is_window=torch.tensor([is_window or [True] * n]),
        start=torch.tensor([start]),
        end=torch.tensor([end]),
        relevance=torch.tensor([relevance or [NAN] * n]),
    )


def test_places_cost_the_mean_cross_entropy_of_start_and_end() -> None:
    # Start: e0 / (e0 + e^ln 3) = 1/4. End: 1/2, both are alike.
    logits = torch.tensor([[[0.0, 7.0, 9.0], [log(3), 7.0, 9.0]]])
    found = losses(logits, batch_of(start=0, end=1))
    assert float(found.span) == pytest.approx((log(4) + log(2)) / 2)
    assert (float(found.sentence), float(found.window)) == (0.0, 0.0)
    assert float(found.total(LossWeights())) == float(found.span)


def test_relevance_costs_the_cross_entropy_of_sentences_and_of_the_window_apart() -> None:
    # Of logit ln 3 the probability is 3/4, of -ln 3 it is 1/4.
    logits = torch.tensor([[[0.0, 0.0, log(3)], [0.0, 0.0, -log(3)]]])
    found = losses(logits, batch_of(relevance=[1.0, 1.0]))
    assert float(found.window) == pytest.approx(log(4 / 3))
    assert float(found.sentence) == pytest.approx(log(4))
    assert float(found.total(LossWeights())) == pytest.approx(log(4) + 0.5 * log(4 / 3))


def test_sentences_count_alike_in_the_mean() -> None:
    logits = torch.tensor([[[0.0, 0.0, 0.0], [0.0, 0.0, log(3)], [0.0, 0.0, log(3)]]])
    found = losses(logits, batch_of(n=3, relevance=[NAN, 1.0, 0.0]))
    assert float(found.sentence) == pytest.approx((log(4 / 3) + log(4)) / 2)


def test_where_no_answer_may_stand_no_probability_is_lost() -> None:
    logits = torch.tensor([[[0.0, 0.0, 0.0], [50.0, 50.0, 0.0], [0.0, 0.0, 0.0]]])
    found = losses(logits, batch_of(n=3, start=2, end=2, is_window=[True, False, True]))
    assert float(found.span) == pytest.approx(log(2))


def test_nothing_taught_costs_nothing_and_moves_nothing() -> None:
    logits = torch.randn(1, 2, 3, requires_grad=True)
    found = losses(logits, batch_of())
    assert found.total(LossWeights()).item() == 0.0
    found.total(LossWeights()).backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    assert not logits.grad.any()


def test_half_precision_logits_give_losses_in_full() -> None:
    logits = torch.zeros(1, 2, 3, dtype=torch.bfloat16)
    found = losses(logits, batch_of(start=0, end=0, relevance=[0.0, 1.0]))
    assert found.total(LossWeights()).dtype == torch.float32
    assert float(found.total(LossWeights())) == pytest.approx(2.5 * log(2))


def test_a_loss_that_counts_nothing_moves_nothing() -> None:
    logits = torch.zeros(1, 2, 3, requires_grad=True)
    found = losses(logits, batch_of(start=0, end=1, relevance=[1.0, 1.0]))
    found.total(LossWeights(sentence=0.0, window=0.0)).backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    assert logits.grad[..., :2].any()
    assert not logits.grad[..., 2].any()

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from rag.evaluation.logistic import fit_logistic


def test_without_a_signal_the_intercept_is_the_log_odds() -> None:
    weights, intercept = fit_logistic(np.zeros((4, 1)), np.array([1.0, 1.0, 1.0, 0.0]))
    assert intercept == pytest.approx(log(3))
    assert weights == pytest.approx([0.0])


def test_one_binary_feature_gives_the_difference_of_the_log_odds() -> None:
    # Closed form of a saturated model: 1 of 4 without the feature, 2 of 3 with it.
    feature = np.array([[0.0]] * 4 + [[1.0]] * 3)
    targets = np.array([1, 0, 0, 0, 1, 1, 0], np.float64)
    weights, intercept = fit_logistic(feature, targets)
    assert intercept == pytest.approx(log(1 / 3))
    assert weights == pytest.approx([log(2) - log(1 / 3)])


def test_probabilities_as_targets_are_matched_where_the_model_can() -> None:
    weights, intercept = fit_logistic(np.array([[0.0], [1.0]]), np.array([0.2, 0.9]))
    assert intercept == pytest.approx(log(0.25))
    assert weights == pytest.approx([log(9) - log(0.25)])


def test_it_agrees_with_scikit_learn() -> None:
    random = np.random.default_rng(11)
    features = random.normal(size=(400, 3)) * [1.0, 5.0, 0.2] + [0.0, 3.0, -1.0]
    logits = features @ [1.5, -0.4, 2.0] + 0.7
    labels = random.random(400) < 1 / (1 + np.exp(-logits))
    reference = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(features, labels)
    weights, intercept = fit_logistic(features, labels.astype(np.float64))
    assert weights == pytest.approx(reference.coef_[0], rel=1e-4)
    assert intercept == pytest.approx(reference.intercept_[0], rel=1e-4)


def test_a_ridge_agrees_with_scikit_learn_on_centred_weights() -> None:
    # scikit-learn leaves the intercept free; with balanced mirrored data it is 0 in both.
    features = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    labels = np.array([0.0, 0.0, 1.0, 1.0])
    reference = LogisticRegression(C=1 / 0.5, tol=1e-12, max_iter=10_000).fit(features, labels)
    weights, intercept = fit_logistic(features, labels, ridge=0.5)
    assert weights == pytest.approx(reference.coef_[0], rel=1e-5)
    assert intercept == pytest.approx(0.0, abs=1e-9)


def test_columns_that_are_alike_share_the_weight() -> None:
    column = np.array([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    targets = np.array([1, 0, 0, 0, 1, 1, 0], np.float64)
    weights, _ = fit_logistic(np.column_stack([column, column]), targets)
    assert weights.sum() == pytest.approx(log(2) - log(1 / 3), rel=1e-4)
    assert weights[0] == pytest.approx(weights[1])


@given(
    scores=st.lists(st.floats(-12, 12), min_size=10, max_size=40),
    n_positive=st.integers(5, 35),
)
def test_any_scores_give_the_maximum_of_the_likelihood(
    scores: list[float], n_positive: int
) -> None:
    """At the maximum the gradient is 0: predictions match the targets' sum and first moment."""
    n = min(n_positive, len(scores) - 5)
    targets = np.array([(n + 1) / (n + 2)] * n + [1 / (len(scores) - n + 2)] * (len(scores) - n))
    features = np.array(scores)[:, np.newaxis]
    weights, intercept = fit_logistic(features, targets)
    assert np.isfinite([*weights, intercept]).all()
    predicted = 1 / (1 + np.exp(-(features @ weights + intercept)))
    assert predicted.sum() == pytest.approx(targets.sum(), abs=1e-4)
    assert features[:, 0] @ (predicted - targets) == pytest.approx(0, abs=1e-3)

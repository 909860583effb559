"""Logistic regression for the few numbers that this project fits."""

import numpy as np
from numpy.typing import NDArray

_STEPS = 100
_CONVERGED = 1e-10
_CERTAIN = 700.0


def fit_logistic(
    features: NDArray[np.float64], targets: NDArray[np.float64], *, ridge: float = 1e-9
) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept that maximise the likelihood of `targets`.

    P(target) = 1 / (1 + exp(-(features @ weights + intercept))).

    Args:
        features: (n, k).
        targets: (n,) in [0, 1]; probabilities are allowed.
        ridge: squared-norm penalty on the weights; keeps steps finite when features are alike.

    Source: Newton's method (iteratively reweighted least squares), McCullagh and Nelder 1989.
    """
    rows = np.column_stack([features, np.ones(len(features))])
    penalty = np.full(rows.shape[1], ridge)
    solution = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        # Where a feature separates the targets, logits grow without end; exp overflows beyond 709.
        predicted = 1 / (1 + np.exp(-np.clip(rows @ solution, -_CERTAIN, _CERTAIN)))
        gradient = rows.T @ (predicted - targets) + penalty * solution
        hessian = (rows * (predicted * (1 - predicted))[:, np.newaxis]).T @ rows
        step = np.linalg.solve(hessian + np.diag(penalty), gradient)
        solution = solution - step
        if float(np.abs(step).max()) < _CONVERGED:
            break
    return solution[:-1], float(solution[-1])

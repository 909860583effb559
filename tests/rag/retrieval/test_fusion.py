import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.fusion import fuse_z_scores


def fused(
    lexical: list[float], dense: list[float], weight: float, *, n_reference: int | None = None
) -> list[float]:
    scores = fuse_z_scores(
        np.array(lexical, np.float32),
        np.array(dense, np.float32),
        lexical_weight=weight,
        n_reference=n_reference,
    )
    return [float(score) for score in scores]


def test_fused_scores_are_weighted_z_scores_by_hand() -> None:
    # 0, 2, 4: mean 2, variance 8/3, so z is -1.22474, 0, 1.22474. 0.1, 0.4, 0.1: mean 0.2,
    # variance 0.02, so z is -0.70711, 1.41421, -0.70711.
    assert fused([0, 2, 4], [0.1, 0.4, 0.1], 0.25) == pytest.approx(
        [-0.83652, 1.06066, -0.22415], abs=1e-5
    )


@pytest.mark.parametrize(("weight", "best"), [(0, 1), (1, 2)])
def test_weight_at_either_end_leaves_one_list(weight: float, best: int) -> None:
    scores = fused([0, 2, 4], [0.1, 0.4, 0.1], weight)
    assert scores.index(max(scores)) == best


@pytest.mark.parametrize("weight", [-0.01, 1.01, float("nan")])
def test_weight_outside_its_range_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match=r"lexical_weight must lie in \[0, 1\], got"):
        fused([1, 2], [1, 2], weight)


def test_list_of_equal_scores_counts_nothing() -> None:
    # A sum of such scores in floating point has a deviation of rounding noise alone.
    assert fused([7.1] * 3, [0.1, 0.4, 0.1], 0.5) == pytest.approx(
        [-0.35355, 0.70711, -0.35355], abs=1e-5
    )
    assert fused([0] * 3, [0.3] * 3, 0.5) == [0, 0, 0]


def test_one_or_no_candidate_scores_zero_or_nothing() -> None:
    assert fused([3], [0.5], 0.4) == [0]
    assert fused([], [], 0.4) == []


def test_mean_and_deviation_come_from_the_reference_alone() -> None:
    # Of 0, 2, 4 alone: a fourth score of 6 stands 4 / 1.63299 = 2.44949 above their mean.
    assert fused([0, 2, 4, 6], [0, 0, 0, 0], 1, n_reference=3) == pytest.approx(
        [-1.22474, 0, 1.22474, 2.44949], abs=1e-5
    )


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(-50, 50)), min_size=1, max_size=20),
    st.floats(0, 1),
)
def test_units_of_the_scores_do_not_matter(pairs: list[tuple[int, int]], weight: float) -> None:
    lexical, dense = [float(one) for one, _ in pairs], [float(two) for _, two in pairs]
    stretched = fused([8 * one + 16 for one in lexical], [two / 4 for two in dense], weight)
    assert stretched == pytest.approx(fused(lexical, dense, weight), abs=1e-4)

import numpy as np
import pytest

from rag.benchmark.reading.cosine_reader import CosineReader, best_threshold, tuned_cosine_reader
from rag.benchmark.reading.evidence_claims import EvidenceClaim
from tests.rag.benchmark.reading.made_readings import FakeEncoder


def best(scores: list[float], labels: list[int]) -> float:
    return best_threshold(np.array(scores), np.array(labels, np.bool_))


def test_the_threshold_of_the_highest_f1_lies_midway() -> None:
    # Selecting 1, 2, 3 or 4 gives F1 2/3, 1/2, 4/5, 2/3.
    assert best([0.2, 0.9, 0.7, 0.8], [0, 1, 1, 0]) == pytest.approx(0.45)


def test_equal_scores_are_selected_together() -> None:
    # The right one alone would be perfect, and cannot be had.
    assert best([0.5, 0.5, 0.1], [1, 0, 0]) == pytest.approx(0.3)


def test_where_all_are_selected_the_lowest_is_the_threshold() -> None:
    assert best([0.5, 0.25], [1, 1]) == 0.25


def test_relevance_is_the_cosine_above_the_threshold_tuned() -> None:
    claims = [EvidenceClaim("q", ("0.8", "0.6", "0.2"), (True, True, False))]
    reader = tuned_cosine_reader(FakeEncoder(), claims, lambda _d, _t: None)
    assert reader.threshold == pytest.approx(0.4)
    (read,) = reader.read("q", [["0.8", "0.2"]])
    assert read.relevance == pytest.approx((0.4, -0.2))
    assert read.spans == (None, None)
    assert read.answerable == pytest.approx(0.4)


def test_it_is_named_for_its_encoder() -> None:
    assert CosineReader(FakeEncoder()).identity.name == "cosine of fake"

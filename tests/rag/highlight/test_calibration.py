import json
from dataclasses import replace
from math import exp
from pathlib import Path

import pytest

from embeddings.reader import AnswerSpan
from rag.errors import CalibrationError
from rag.highlight.calibration import HighlightWeights, load_highlight_calibration
from rag.highlight.reading import SentenceReading
from tests.rag.highlight.tiny_reader import READER_SHA256, tiny_calibration

WEIGHTS = HighlightWeights(intercept=-1, relevance=1, span=0.5, answerable=0.25)


def reading(relevance: float, span: float, answerable: float) -> SentenceReading:
    return SentenceReading(relevance, AnswerSpan(0, 1, span), answerable)


def test_relevance_is_the_sigmoid_of_the_weighted_outputs() -> None:
    calibration = replace(tiny_calibration(), sentence=WEIGHTS)
    # -1 + 2 + 0.5 * 4 + 0.25 * -4 = 2
    assert calibration.relevance(reading(2, 4, -4)) == pytest.approx(1 / (1 + exp(-2)), abs=5e-5)
    assert calibration.relevance(None) == 0.0


def test_a_text_answers_by_the_highest_of_each_output() -> None:
    calibration = replace(tiny_calibration(), text=WEIGHTS)
    readings = [reading(2, -4, -9), None, reading(-5, 4, -4)]
    assert calibration.answerable(readings) == pytest.approx(1 / (1 + exp(-2)), abs=5e-5)
    assert calibration.answerable([]) == 0.0
    assert calibration.answerable([None]) == 0.0


def test_far_logits_are_certain_and_not_an_overflow() -> None:
    calibration = tiny_calibration()
    assert calibration.relevance(reading(1e9, 0, 0)) == 1.0
    assert calibration.relevance(reading(-1e9, 0, 0)) == 0.0


def test_it_is_written_and_read_back(tmp_path: Path) -> None:
    calibration = replace(tiny_calibration(), sentence=WEIGHTS, measures={"word_f1": 0.5})
    calibration.write(tmp_path / "own.json")
    assert load_highlight_calibration(tmp_path / "own.json") == calibration
    assert calibration.is_for(READER_SHA256)
    assert not calibration.is_for("00" * 32)
    with pytest.raises(CalibrationError, match="cannot be written"):
        calibration.write(tmp_path / "nowhere" / "own.json")


@pytest.mark.parametrize(
    "changes",
    [{"threshold": 0}, {"threshold": 1.1}, {"sentence": {}}, {"extra": 1}, {"text": None}],
)
def test_a_damaged_file_says_how_to_write_one(tmp_path: Path, changes: dict[str, object]) -> None:
    path = tmp_path / "own.json"
    tiny_calibration().write(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    with pytest.raises(CalibrationError, match="fit_highlight"):
        load_highlight_calibration(path)


@pytest.mark.parametrize("relevance", [0.0, -1.0, float("nan"), float("inf")])
def test_more_relevance_is_never_less_likely(relevance: float) -> None:
    with pytest.raises(ValueError, match="relevance above 0"):
        HighlightWeights(0, relevance, 0, 0)


def test_the_shipped_calibration_says_what_it_was_made_of() -> None:
    calibration = load_highlight_calibration()
    assert len(calibration.reader_sha256) == 64
    assert calibration.data
    assert calibration.measures["sentence_auc"] >= 0.7

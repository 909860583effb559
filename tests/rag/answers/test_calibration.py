import json
from dataclasses import asdict, replace
from math import log
from pathlib import Path

import pytest

from rag.answers.calibration import Calibration, load_calibration
from rag.errors import CalibrationError
from tests.rag.seeds_engine import seeds_engine

CALIBRATION = Calibration(
    encoder_sha256="ab" * 32,
    reader="similarity-1",
    slope=2.0,
    intercept=-1.0,
    threshold=0.5,
    n_answerable=8,
    n_unanswerable=8,
    auc=0.9,
    refused_answerable=0.0,
    refused_unanswerable=0.5,
)


@pytest.mark.parametrize(
    ("relevance", "confidence"),
    [
        (0.5, 0.5),  # logit 0
        (0.5 + log(3) / 2, 0.75),  # logit ln 3: odds of 3 to 1
        (0.5 - log(9) / 2, 0.1),
        (1e6, 1.0),
        (-1e6, 0.0),
    ],
)
def test_confidence_is_the_sigmoid_of_the_scaled_relevance(
    relevance: float, confidence: float
) -> None:
    assert CALIBRATION.confidence(relevance) == pytest.approx(confidence, abs=1e-12)


def test_it_belongs_to_one_encoder_and_one_reader() -> None:
    assert CALIBRATION.is_for("ab" * 32, "similarity-1")
    assert not CALIBRATION.is_for("cd" * 32, "similarity-1")
    assert not CALIBRATION.is_for("ab" * 32, "similarity-2")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    CALIBRATION.write(tmp_path / "c.json")
    assert load_calibration(tmp_path / "c.json") == CALIBRATION


def test_the_shipped_one_is_for_the_shipped_encoder_and_reader() -> None:
    engine = seeds_engine()
    assert load_calibration(None).is_for(engine.encoder_sha256, engine.reader_name)
    assert engine.version()["reader"]["is_calibrated"] is True


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "3",
        "{}",
        json.dumps({k: v for k, v in asdict(CALIBRATION).items() if k != "slope"}),
        json.dumps(asdict(CALIBRATION) | {"colour": "red"}),
        json.dumps(asdict(CALIBRATION) | {"slope": "steep"}),
        json.dumps(asdict(CALIBRATION) | {"slope": -1.0}),
        json.dumps(asdict(CALIBRATION) | {"slope": 0.0}),
        json.dumps(asdict(CALIBRATION) | {"slope": float("nan")}),
        json.dumps(asdict(CALIBRATION) | {"intercept": None}),
        json.dumps(asdict(CALIBRATION) | {"intercept": float("inf")}),
        json.dumps(asdict(CALIBRATION) | {"threshold": 1.5}),
        json.dumps(asdict(CALIBRATION) | {"threshold": float("nan")}),
    ],
)
def test_a_damaged_file_is_refused_with_what_to_do(content: str, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CalibrationError, match=r"c\.json is no calibration .*footnote calibrate"):
        load_calibration(path)


def test_a_missing_file_a_folder_and_another_encoding_are_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"reader": "\xe9"}')
    for path in (tmp_path / "absent.json", tmp_path, latin):
        with pytest.raises(CalibrationError, match="footnote calibrate"):
            load_calibration(path)


def test_confidence_rises_with_relevance_or_there_is_no_calibration() -> None:
    with pytest.raises(ValueError, match="slope must be above 0"):
        replace(CALIBRATION, slope=-0.1)

"""From what a reader says of a sentence to a probability, and from when a sentence is marked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from math import isfinite
from pathlib import Path
from typing import Any

from rag.calibration_file import write_calibration
from rag.errors import CalibrationError
from rag.highlight.reading import SentenceReading
from rag.probability import probability

_SHIPPED = "calibration.json"
_HOW = "write one with `python -m rag.evaluation.fit_highlight`"


@dataclass(frozen=True, slots=True)
class HighlightWeights:
    """Of a logistic regression over a reader's outputs.

    Args:
        intercept: of the logit.
        relevance: weight of the logit of a sentence, above 0.
        span: of the score of its best answer words.
        answerable: of the logit of the window that it was read in.
    """

    intercept: float
    relevance: float
    span: float
    answerable: float

    def __post_init__(self) -> None:
        if not all(isfinite(value) for value in asdict(self).values()) or self.relevance <= 0:
            raise ValueError(f"weights must be finite and relevance above 0, got {self}")

    def probability(self, *, relevance: float, span: float, answerable: float) -> float:
        """In [0, 1], rounded to 4 digits, as it is shown and compared."""
        logit = (
            self.intercept
            + self.relevance * relevance
            + self.span * span
            + self.answerable * answerable
        )
        return round(probability(logit), 4)


@dataclass(frozen=True, slots=True)
class HighlightCalibration:
    """Of one reader.

    Args:
        reader_sha256: weights of the reader that it was made with.
        sentence: gives the probability that a sentence answers, from its reading.
        text: gives the probability that a text answers, from the highest relevance, span score
            and window logit among its sentences.
        threshold: a sentence of this relevance or more is selected, in (0, 1].
        data: what it was learnt from.
        measures: of questions that it was not fitted on, by name.
    """

    reader_sha256: str
    sentence: HighlightWeights
    text: HighlightWeights
    threshold: float
    data: str
    measures: Mapping[str, float]

    def __post_init__(self) -> None:
        # At 0 a sentence that no reader could read would be selected.
        if not 0 < self.threshold <= 1:
            raise ValueError(f"threshold must lie in (0, 1], got {self.threshold}")

    def relevance(self, reading: SentenceReading | None) -> float:
        """Probability that a sentence answers; 0 for one that could not be read."""
        if reading is None:
            return 0.0
        return self.sentence.probability(
            relevance=reading.relevance, span=reading.answer.score, answerable=reading.answerable
        )

    def answerable(self, readings: Sequence[SentenceReading | None]) -> float:
        """Probability that a text answers; 0 for one that could not be read."""
        read = [reading for reading in readings if reading is not None]
        if not read:
            return 0.0
        return self.text.probability(
            relevance=max(reading.relevance for reading in read),
            span=max(reading.answer.score for reading in read),
            answerable=max(reading.answerable for reading in read),
        )

    def is_for(self, reader_sha256: str) -> bool:
        """Whether it was made with this reader."""
        return self.reader_sha256 == reader_sha256

    def write(self, path: Path) -> None:
        """Write it as JSON; a file that was there is replaced whole or not at all.

        Raises:
            CalibrationError: the file cannot be written.
        """
        write_calibration(path, {**asdict(self), "measures": dict(self.measures)})


def load_highlight_calibration(path: Path | None = None) -> HighlightCalibration:
    """The calibration in `path`, or the one of this package.

    Raises:
        CalibrationError: the file is missing, damaged or incomplete.
    """
    try:
        if path is None:
            text = resources.files("rag.highlight").joinpath(_SHIPPED).read_text(encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
        return _calibration(json.loads(text))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CalibrationError(
            f"{path or _SHIPPED} is no calibration of highlights ({error}); {_HOW}"
        ) from error


def _calibration(record: dict[str, Any]) -> HighlightCalibration:
    return HighlightCalibration(
        **{
            **record,
            "sentence": HighlightWeights(**record["sentence"]),
            "text": HighlightWeights(**record["text"]),
        }
    )

"""How sure an answer is, learnt from questions whose outcome is known, and when to refuse."""

import json
from dataclasses import asdict, dataclass
from importlib import resources
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from rag.calibration_file import write_calibration
from rag.errors import CalibrationError
from rag.probability import probability

_SHIPPED = "calibration.json"


class Refused(NamedTuple):
    """Shares of the questions that `threshold` refuses."""

    threshold: float
    answerable: float
    unanswerable: float


class Reliable(NamedTuple):
    """Of `n` questions with about this mean confidence, the share that was answered rightly."""

    confidence: float
    right: float
    n: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of one encoder with one reader.

    confidence = 1 / (1 + exp(-(slope * relevance + intercept))), after Platt 1999.

    Args:
        encoder_sha256: weights of the encoder that it was made with.
        reader: name of the reader that it was made with.
        slope: above 0: more relevance is more confidence.
        intercept: of the logit.
        threshold: a confidence below it is `no_answer`.
        n_answerable, n_unanswerable: questions that it was learnt from.
        auc: share of (answerable, unanswerable) pairs in the right order, in [0, 1].
        refused_answerable, refused_unanswerable: shares that the threshold refuses.
        curve: what other thresholds would refuse, by threshold.
        reliability: how often confidences of about the same height were right.
    """

    encoder_sha256: str
    reader: str
    slope: float
    intercept: float
    threshold: float
    n_answerable: int
    n_unanswerable: int
    auc: float
    refused_answerable: float
    refused_unanswerable: float
    curve: tuple[Refused, ...] = ()
    reliability: tuple[Reliable, ...] = ()

    def __post_init__(self) -> None:
        if not (isfinite(self.slope) and self.slope > 0 and isfinite(self.intercept)):
            raise ValueError(
                f"slope must be above 0 and intercept finite, got {self.slope}, {self.intercept}"
            )
        if not 0 <= self.threshold <= 1:
            raise ValueError(f"threshold must lie in [0, 1], got {self.threshold}")

    def confidence(self, relevance: float) -> float:
        """Probability that a sentence of this relevance answers its question."""
        logit = self.slope * relevance + self.intercept
        return probability(logit)

    def is_for(self, encoder_sha256: str, reader: str) -> bool:
        """Whether it was made with this encoder and reader."""
        return (self.encoder_sha256, self.reader) == (encoder_sha256, reader)

    def write(self, path: Path) -> None:
        """Write it as JSON; a file that was there is replaced whole or not at all.

        Raises:
            CalibrationError: the file cannot be written.
        """
        write_calibration(path, asdict(self))


def load_calibration(path: Path | None) -> Calibration:
    """The calibration in `path`, or the one of this package.

    Raises:
        CalibrationError: the file is missing, damaged or incomplete.
    """
    try:
        if path is None:
            text = resources.files("rag.answers").joinpath(_SHIPPED).read_text(encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
        fields = json.loads(text)
        fields["curve"] = tuple(Refused(*point) for point in fields.get("curve", ()))
        fields["reliability"] = tuple(Reliable(*bin_) for bin_ in fields.get("reliability", ()))
        return Calibration(**fields)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise CalibrationError(
            f"{path or _SHIPPED} is no calibration ({error}); write one with `footnote calibrate`"
        ) from error

"""What was measured, as numbers that JSON can hold."""

from dataclasses import dataclass

from embeddings.reader import ReaderIdentity
from rag.benchmark.reading.estimate import Estimate, difference
from rag.benchmark.reading.timed_reader import Speed

# The most that storing weights with fewer bits may cost, as a share.
TOLERATED_LOSS = 0.005


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """The reader less the one that it is held against, over the same questions.

    Args:
        against: the other's value.
        difference: in [-1, 1]; above 0 the reader is better.
        interval: 95 %, paired bootstrap.
        is_within: the reader loses at most 0.5 points.
    """

    against: float
    difference: float
    interval: tuple[float, float]
    is_within: bool


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """One measure, in [0, 1], with its 95 % bootstrap interval over questions."""

    measure: str
    value: float
    interval: tuple[float, float]
    paired: PairedDifference | None = None


@dataclass(frozen=True, slots=True)
class ReadingSection:
    """One data set: what was left out, the measures, the time; the other reader's, if any."""

    title: str
    reader: str
    facts: tuple[str, ...]
    measures: tuple[MeasuredValue, ...]
    speed: Speed
    against_speed: Speed | None = None


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """All data sets of one run.

    Args:
        reader: measured.
        against: what it was held against, if anything.
        sections: one for each data set that could be measured.
        failures: what could not be, each with the reason.
    """

    reader: ReaderIdentity
    against: ReaderIdentity | None
    sections: tuple[ReadingSection, ...]
    failures: tuple[str, ...] = ()


def measured_value(own: Estimate, other: Estimate | None) -> MeasuredValue:
    """A row of the report; both estimates are of the same questions."""
    if other is None:
        return MeasuredValue(own.name, own.value, own.interval)
    gap = difference(own, other)
    paired = PairedDifference(
        other.value, gap.value, gap.interval, is_within=gap.value >= -TOLERATED_LOSS
    )
    return MeasuredValue(own.name, own.value, own.interval, paired)

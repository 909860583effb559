from dataclasses import astuple

import pytest

from rag.benchmark.reading.timed_reader import TimedReader
from tests.rag.benchmark.reading.made_readings import FakeReader


def test_medians_are_over_questions() -> None:
    clock = iter([0.0, 0.010, 1.0, 1.030, 2.0])
    timed = TimedReader(FakeReader({}), clock=lambda: next(clock))
    timed.read("q", [["a"]])
    timed.read("q", [["a"], ["b"], ["c"]])
    assert timed.read("q", []) == ()
    assert astuple(timed.speed()) == pytest.approx((20, 10, 2))


def test_before_anything_was_read_there_is_no_speed() -> None:
    with pytest.raises(ValueError, match="nothing was read"):
        TimedReader(FakeReader({})).speed()

import time

import pytest

from rag.answers.stopwatch import Stopwatch


class Clock:
    """A clock that is wound by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "perf_counter", clock)
    return clock


def test_each_stage_gets_the_time_since_the_one_before(clock: Clock) -> None:
    watch = Stopwatch()
    clock.seconds += 0.002
    watch.lap("encode")
    clock.seconds += 0.0005
    watch.lap("retrieve")
    clock.seconds += 0.0015
    timings = watch.timings()
    assert (timings.encode, timings.retrieve) == (2.0, 0.5)
    assert (timings.read, timings.compose) == (0.0, 0.0)  # not reached
    assert timings.total == 4.0


def test_times_are_rounded_to_a_microsecond(clock: Clock) -> None:
    watch = Stopwatch()
    clock.seconds += 0.001_234_567
    watch.lap("read")
    assert watch.timings().read == 1.235

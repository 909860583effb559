"""Where the time of one question goes."""

import time

from rag.messages import Timings


class Stopwatch:
    """Milliseconds between laps, from its making."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Add the time since the last lap to `stage`, which a question may go through again."""
        now = time.perf_counter()
        self._laps[stage] = self._laps.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now

    def timings(self) -> Timings:
        """The laps, 0 for a stage that was not reached, rounded to a microsecond."""
        total = (time.perf_counter() - self._started) * 1000
        stages = {
            stage: round(self._laps.get(stage, 0.0), 3)
            for stage in ("encode", "retrieve", "read", "compose")
        }
        return Timings(**stages, total=round(total, 3))

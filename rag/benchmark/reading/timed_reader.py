"""How long reading takes, measured where it is called."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from embeddings.reader import ReaderIdentity, SentenceReader, WindowReading


@dataclass(frozen=True, slots=True)
class Speed:
    """Medians over questions, in milliseconds.

    Args:
        ms_per_question: of one `read` with all its windows.
        ms_per_window: of a question's time by its windows, which threads may read side by side.
        windows_per_question: mean.
    """

    ms_per_question: float
    ms_per_window: float
    windows_per_question: float


class TimedReader:
    """Implements `SentenceReader` by another one, and times each call that has a window."""

    def __init__(
        self, reader: SentenceReader, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._reader, self._clock = reader, clock
        self._taken: list[tuple[float, int]] = []  # seconds, windows

    @property
    def identity(self) -> ReaderIdentity:
        return self._reader.identity

    def read(self, question: str, windows: Sequence[Sequence[str]]) -> tuple[WindowReading, ...]:
        started = self._clock()
        readings = self._reader.read(question, windows)
        if windows:
            self._taken.append((self._clock() - started, len(windows)))
        return readings

    def speed(self) -> Speed:
        """Of all calls so far.

        Raises:
            ValueError: nothing was read.
        """
        if not self._taken:
            raise ValueError("nothing was read yet, so there is no time to tell")
        return Speed(
            ms_per_question=1000 * median(s for s, _ in self._taken),
            ms_per_window=1000 * median(s / n for s, n in self._taken),
            windows_per_question=sum(n for _, n in self._taken) / len(self._taken),
        )

"""The seam at which a reader is measured on one kind of data."""

from collections.abc import Callable
from typing import Protocol

from embeddings.reader import SentenceReader
from rag.benchmark.reading.estimate import Estimate

Tick = Callable[[int, int], None]  # told how many questions are done, and of how many


class ReadingTask(Protocol):
    """Questions with what is right; the same for every reader."""

    @property
    def title(self) -> str: ...

    @property
    def facts(self) -> tuple[str, ...]:
        """What a person must know to hold the numbers against others': what was left out."""
        ...

    def measure(self, reader: SentenceReader, tick: Tick) -> tuple[Estimate, ...]:
        """The measures in a fixed order, whatever the reader; one `read` for each question."""
        ...

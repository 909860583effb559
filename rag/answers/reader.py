"""The seam at which sentences are read against a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.answers.windows import Window
from rag.retrieval.query import Query
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one window.

    Args:
        relevance: of each sentence, a logit: above 0 it answers more likely than not. Readers
            are calibrated as a whole afterwards, so only order and spread matter here.
        answers: the words that answer in each sentence, spans in `document.text`, or None.
    """

    relevance: tuple[float, ...]
    answers: tuple[Span | None, ...]


class Reader(Protocol):
    """(question, windows) -> how well each sentence answers. Implementations are stateless."""

    @property
    def name(self) -> str:
        """Stable: a calibration belongs to one reader and one encoder."""
        ...

    @property
    def weights_sha256(self) -> str | None:
        """Of its network, None without one."""
        ...

    def read(self, query: Query, windows: Sequence[Window]) -> tuple[Reading, ...]:
        """One reading for each window, in their order."""
        ...

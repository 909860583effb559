"""The highlighter, opened when a text is first sent: most servers answer questions only."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from rag.settings import Settings
from server.readiness import Readiness

if TYPE_CHECKING:  # the reader's libraries load with the engine, after the port answers
    from rag.highlight.highlighter import Highlighter


class DeferredHighlighter:
    """Opens once what `load` makes; safe to use from several threads.

    Args:
        load: makes the highlighter; called again after a failure.
    """

    def __init__(self, load: "Callable[[], Highlighter]") -> None:
        self._load = load
        self._lock = Lock()
        self._opened: Highlighter | None = None

    @classmethod
    def of_engine(cls, settings: Settings, readiness: Readiness) -> "DeferredHighlighter":
        """With the network that the engine reads with, or a new one where it has none."""

        def load() -> "Highlighter":
            from rag.highlight.highlighter import Highlighter

            current = readiness.current
            return Highlighter.open(settings, reader=current.network if current else None)

        return cls(load)

    def get(self) -> "Highlighter":
        """The highlighter.

        Raises:
            EmbeddingError: its reader cannot be loaded.
            CalibrationError: its calibration cannot be read.
        """
        with self._lock:
            if self._opened is None:
                self._opened = self._load()
            return self._opened

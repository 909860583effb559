"""The engine of the newest generation, for as long as a process lives."""

import logging
import threading
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.reading import load_network
from rag.engine import Engine
from rag.errors import FootnoteError
from rag.index.generations import POINTER
from rag.settings import Settings

_log = logging.getLogger(__name__)


class CurrentEngine:
    """Opens a new generation when the pointer changes; callers keep the engine that they have.

    The old engine is not closed: questions in flight finish on it, and it goes when the last of
    them lets go. Safe to use from several threads.

    Args:
        settings: where the index is, and how to answer.
        encoder: shared by all generations.
        network: the reader's, likewise; None loads the one that `settings` names.
    """

    def __init__(
        self, settings: Settings, encoder: Encoder, network: SentenceReader | None = None
    ) -> None:
        self._settings, self._encoder = settings, encoder
        self._network = network or load_network(settings.reader)
        self._pointer: Path = settings.index.path / POINTER
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._seen: tuple[int, int] | None = None

    @property
    def network(self) -> SentenceReader | None:
        """The reader's network, for others to share; None when similarities alone read."""
        return self._network

    @property
    def generation(self) -> str:
        """The one that serves, "" before the first is open; opens none."""
        engine = self._engine
        return "" if engine is None else engine.generation

    def get(self) -> Engine:
        """The engine of the current generation.

        A pointer that is unchanged costs one `stat`. Who first sees it changed opens the new
        generation; all others go on with the one that serves until the new one is warm. When it
        cannot be opened, the one that serves goes on serving, and the reason is logged.

        Raises:
            IndexUnusable: no generation was ever opened, and the current one cannot be.
            CalibrationError: likewise, for want of its calibration.
        """
        engine, stamp = self._engine, self._stamp()
        if engine is not None and stamp == self._seen:
            return engine
        # Without an engine there is nothing to go on with: wait for it.
        if not self._lock.acquire(blocking=engine is None):
            assert engine is not None
            return engine
        try:
            if self._engine is None or stamp != self._seen:
                self._swap(stamp)
            assert self._engine is not None
            return self._engine
        finally:
            self._lock.release()

    def _swap(self, stamp: tuple[int, int] | None) -> None:
        try:
            engine = Engine.open(self._settings, encoder=self._encoder, network=self._network)
            engine.warm_up()
        except FootnoteError as error:
            if self._engine is None:
                raise
            _log.warning("still serving %s: %s", self._engine.generation, error)
        else:
            self._engine = engine
        self._seen = stamp

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._pointer.stat()
        except OSError:
            return None
        # The pointer is replaced by rename, so its inode changes even within one clock tick.
        return status.st_ino, status.st_mtime_ns

"""Loads models and index in the background, so that the port answers at once."""

from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.current_engine import CurrentEngine


class Readiness:
    """Whether questions can be answered yet, and with which engine.

    This module imports neither the web framework nor the engine: the command line starts loading
    while the framework is still being imported.

    Args:
        load: makes the engine; runs in a thread of its own.
        when_done: called in that thread after success or failure.
    """

    def __init__(
        self,
        load: "Callable[[], CurrentEngine]",
        *,
        when_done: "Callable[[Readiness], None] | None" = None,
    ) -> None:
        self._load = load
        self._when_done = when_done
        self._current: CurrentEngine | None = None
        self._failure: Exception | None = None
        self._done = Event()
        self._started = False
        self._lock = Lock()

    def start(self) -> None:
        """Begin loading; a second call does nothing."""
        with self._lock:
            if self._started:
                return
            self._started = True
        Thread(target=self._run, name="footnote-load", daemon=True).start()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Whether loading ended, well or not, within the time."""
        return self._done.wait(timeout_s)

    @property
    def current(self) -> "CurrentEngine | None":
        """The engine's holder once one warm question is done, else None."""
        return self._current

    @property
    def failure(self) -> Exception | None:
        return self._failure

    def _run(self) -> None:
        try:
            current = self._load()
            current.get().warm_up()
            self._current = current
        except Exception as error:
            self._failure = error
        self._done.set()
        if self._when_done is not None:
            self._when_done(self)

"""A bounded pool of threads: questions wait in a short line, and a full line is told to retry."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from server.problems import OVERLOADED, Problem

Result = TypeVar("Result")
RETRY_AFTER_S = 1


class WorkPool:
    """Runs blocking work off the event loop.

    Args:
        max_concurrent: pieces of work that run at once.
        max_waiting: pieces that may wait for a thread; one more is refused.
    """

    def __init__(self, *, max_concurrent: int, max_waiting: int) -> None:
        self._threads = ThreadPoolExecutor(max_concurrent, thread_name_prefix="footnote-work")
        self._capacity = max_concurrent + max_waiting
        self._admitted = 0
        self._lock = Lock()

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`.

        Raises:
            Problem: the line is full (503 with Retry-After).
        """
        with self._lock:
            if self._admitted >= self._capacity:
                raise Problem(
                    OVERLOADED,
                    "Too many questions are waiting; try again in a moment.",
                    headers={"Retry-After": str(RETRY_AFTER_S)},
                )
            self._admitted += 1
        future = self._threads.submit(work)
        # Counted down when the thread is free again, which is later than a cancelled await.
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Finish what runs, drop what waits."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _leave(self, _: "Future[Result]") -> None:
        with self._lock:
            self._admitted -= 1

"""`outcomes.jsonl` while a run goes on: appended, made durable in batches, mended after a crash."""

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from rag.benchmark.outcomes import QueryOutcome
from rag.benchmark.run_folder import RunError

# Outcomes between fsyncs: a power failure loses at most so many questions.
_SYNC_EVERY = 32


class OutcomeLog:
    """Holds the file for this process alone; the kernel lets go of it however the process ends.

    Args:
        path: made when missing. A last line that an interruption cut short is removed.

    Raises:
        RunError: another process is writing this run.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise RunError(
                f"another process is writing {path}; wait for it, or choose another --out"
            ) from error
        self._file.truncate(_end_of_whole_lines(path))
        self._waiting = 0

    def append(self, outcome: QueryOutcome) -> None:
        line = json.dumps(outcome.as_dict(), ensure_ascii=False)
        self._file.write(line.encode("utf-8", "surrogatepass") + b"\n")
        self._waiting += 1
        if self._waiting == _SYNC_EVERY:
            self.sync()

    def sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._waiting = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.sync()
        self._file.close()


def _end_of_whole_lines(path: Path) -> int:
    """Bytes up to the last line end before the first line that is no JSON."""
    end = 0
    with path.open("rb") as file:
        for line in file:
            try:
                json.loads(line)
            except ValueError:
                break
            if not line.endswith(b"\n"):
                break
            end += len(line)
    return end

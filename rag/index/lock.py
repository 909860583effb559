"""One indexer at a time in one folder, across processes."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import IndexBusy


@contextmanager
def indexing_lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the kernel lets go of it when the process ends, however it ends.

    Raises:
        IndexBusy: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "lock"
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise IndexBusy(
                f"process {owner} is indexing into {folder} already; wait for it to finish, "
                "or give this one another folder (index.path)"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield

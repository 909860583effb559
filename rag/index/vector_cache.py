"""Vectors of texts embedded before: only new or changed text costs an encoder pass."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from rag.errors import IndexingError

_LOOKUP = 500
_WAIT_S = 30.0  # for another process to let go of the file
_TRY_S, _PAUSE_S = 0.2, 0.05  # of one try to open it, and between two
# Damage, no database, or (ERROR) a table of another shape. A file that is locked, read-only or on
# a full disk is whole.
_UNREADABLE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
# Texts embedded between commits: a killed run loses at most this much work.
COMMIT_EVERY = 64


class VectorCache:
    """Vectors keyed by SHA-256 of the text and the encoder's fingerprint.

    A damaged cache is thrown away and begun anew: it holds nothing that the encoder cannot make
    again. One that is whole but cannot be opened or written is left as it is.

    Args:
        path: SQLite file, made when missing.
        encoder: makes what is missing.
        truncate: embed the beginning of a text that is longer than the encoder reads, instead of
            refusing it. Such vectors have keys of their own: a cache that refuses never finds them.
        wait_s: how long another process may hold the file, in seconds, before that is an error.

    Raises:
        IndexingError: the file cannot be opened or, later, read or written: it is locked for
            longer than that, read-only, or its disk is full.
    """

    def __init__(
        self, path: Path, encoder: Encoder, *, truncate: bool = False, wait_s: float = _WAIT_S
    ) -> None:
        self._path, self._encoder, self._truncate = path, encoder, truncate
        self._fingerprint = encoder.identity.fingerprint + ("\ntruncated" if truncate else "")
        self._connection = _opened(path, wait_s=wait_s)
        self.n_embedded = self.n_from_cache = 0

    @property
    def dimension(self) -> int:
        return self._encoder.identity.dimension

    def vectors(
        self, texts: Sequence[str], *, progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        """out[i] = vector of texts[i], (n, dimension) float32, rows of length 1.

        Args:
            texts: none longer than the encoder reads, unless this cache truncates.
            progress: called with the number of texts newly done.
        """
        keys = [self._key(text) for text in texts]
        with _clear_errors(self._path):
            # Committed at once: a transaction left open could not be written in later, when
            # another process has written meanwhile.
            with self._connection:
                self._connection.executemany(
                    "INSERT OR IGNORE INTO temp.used VALUES (?)", [(key,) for key in keys]
                )
            known = self._known(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        self.n_embedded += len(missing)
        self.n_from_cache += len(texts) - len(missing)
        progress(len(texts) - len(missing))
        pending = list(missing.items())
        for start in range(0, len(pending), COMMIT_EVERY):
            batch = pending[start : start + COMMIT_EVERY]
            vectors = self._encoder.encode_documents(
                [text for _, text in batch], truncate=self._truncate
            )
            progress(len(batch))
            made = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
            with _clear_errors(self._path), self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [(key, vector.tobytes()) for key, vector in made.items()],
                )
            known.update(made)
        made_or_known = [known[key] for key in keys]
        return np.array(made_or_known, np.float32).reshape(len(keys), self.dimension)

    def prune(self) -> None:
        """Forget every vector that was not asked for since this cache was opened."""
        with _clear_errors(self._path), self._connection:
            self._connection.execute(
                "DELETE FROM vectors WHERE key NOT IN (SELECT key FROM temp.used)"
            )

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        known: dict[bytes, NDArray[np.float32]] = {}
        unique = list(dict.fromkeys(keys))
        n_bytes = 4 * self.dimension
        for start in range(0, len(unique), _LOOKUP):
            batch = unique[start : start + _LOOKUP]
            marks = ", ".join("?" * len(batch))
            for key, vector in self._connection.execute(
                "SELECT key, vector FROM vectors "  # noqa: S608 only question marks
                f"WHERE length(vector) = ? AND key IN ({marks})",
                [n_bytes, *batch],
            ):
                known[key] = np.frombuffer(vector, np.float32)
        return known

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(
            self._fingerprint.encode() + b"\n" + text.encode("utf-8", "surrogatepass")
        ).digest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()


def _opened(path: Path, *, wait_s: float) -> sqlite3.Connection:
    with _clear_errors(path):
        try:
            return _once_free(path, wait_s=wait_s)
        except sqlite3.DatabaseError as error:
            if _primary_code(error) not in _UNREADABLE:
                raise
            for leftover in (
                path,
                path.with_name(path.name + "-wal"),
                path.with_name(path.name + "-shm"),
            ):
                leftover.unlink(missing_ok=True)
            return _once_free(path, wait_s=wait_s)


def _once_free(path: Path, *, wait_s: float) -> sqlite3.Connection:
    """The cache in `path`, tried until no other process keeps it from being opened.

    SQLite's own wait is not enough: two processes that turn a new file to write-ahead logging at
    once wait for one another, or one of them is refused without a wait.
    """
    until = time.monotonic() + wait_s
    while True:
        try:
            connection = _with_table(path)
        except sqlite3.OperationalError as error:
            if _primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE_S)
        else:
            connection.execute(f"PRAGMA busy_timeout = {int(1000 * wait_s)}")
            return connection


def _with_table(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_TRY_S)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        with connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) "
                "STRICT, WITHOUT ROWID"
            )
            connection.execute(
                "CREATE TEMP TABLE used (key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID"
            )
        # Reads every page, so that damage shows here and not halfway through an indexing run.
        connection.execute("SELECT count(*), max(length(key)) FROM vectors").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """What SQLite says of the cache, as an error that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise IndexingError(
            f"the vector cache {path} cannot be used: {error}; it has to be a file that this "
            "process may write, on a disk with room, and that no other process holds; wait for "
            "other runs to end, check its permissions and its disk, or name another file"
        ) from error


def _primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its refinement; -1 for an error of the Python module's own."""
    code = getattr(error, "sqlite_errorcode", None)
    return -1 if code is None else code & 0xFF

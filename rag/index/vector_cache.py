"""Vectors of texts embedded before: only new or changed text costs an encoder pass."""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder

_LOOKUP = 500
# Texts embedded between commits: a killed run loses at most this much work.
COMMIT_EVERY = 64


class VectorCache:
    """Vectors keyed by SHA-256 of the text and the encoder's fingerprint.

    A cache that SQLite cannot read is thrown away and begun anew: it holds nothing that the
    encoder cannot make again.

    Args:
        path: SQLite file, made when missing.
        encoder: makes what is missing.
        truncate: embed the beginning of a text that is longer than the encoder reads, instead of
            refusing it. Such vectors have keys of their own: a cache that refuses never finds them.
    """

    def __init__(self, path: Path, encoder: Encoder, *, truncate: bool = False) -> None:
        self._encoder, self._truncate = encoder, truncate
        self._fingerprint = encoder.identity.fingerprint + ("\ntruncated" if truncate else "")
        self._connection = _opened(path)
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
            with self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [(key, vector.tobytes()) for key, vector in made.items()],
                )
            known.update(made)
        made_or_known = [known[key] for key in keys]
        return np.array(made_or_known, np.float32).reshape(len(keys), self.dimension)

    def prune(self) -> None:
        """Forget every vector that was not asked for since this cache was opened."""
        with self._connection:
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


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _with_table(path)
    except sqlite3.DatabaseError:
        for leftover in (
            path,
            path.with_name(path.name + "-wal"),
            path.with_name(path.name + "-shm"),
        ):
            leftover.unlink(missing_ok=True)
        return _with_table(path)


def _with_table(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
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

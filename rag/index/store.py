"""The text side of a generation: SQLite, one file, opened read-only."""

import errno
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from rag.documents import OTHERS, Document, DocumentMetadata, Passage
from rag.errors import NotFound
from rag.index import analysis, rows
from rag.index.facets import Facets, read_facets
from rag.index.kept_documents import KeptDocuments
from rag.spans import Span

_DOCUMENT_COLUMNS = "document_id, text, blocks, sentences, metadata, source_path, source_sha256"
_PASSAGE_COLUMNS = (
    "p.passage_id, d.document_id, p.headings, p.context, p.sentences, p.page, p.n_tokens, "
    "p.number, p.first_sentence, p.document"
)
_PASSAGE_TABLES = "passages p JOIN documents d ON d.number = p.document"
# SQLite allows 32,766 bound values; a bound far below it keeps statements cachable.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its rows in the vector files."""

    passage: Passage
    number: int
    first_sentence: int
    document_number: int


class Place(NamedTuple):
    """The passage that holds a sentence, and the sentence's row in the vector files."""

    stored: StoredPassage
    row: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text."""

    document_id: str
    metadata: DocumentMetadata
    n_passages: int
    n_sentences: int
    source_path: str
    source_sha256: str


class StoreWriter:
    """Fills a new store; leaving it commits. Nothing is visible to readers before.

    Raises:
        OSError: in every step, when the file cannot be written, as on a full disk.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        schema = resources.files("rag.index").joinpath("schema.sql").read_text(encoding="utf-8")
        with _as_os_error(path):
            self._connection = sqlite3.connect(path)
            # The file is fsynced as a whole before the generation is published.
            self._connection.execute("PRAGMA journal_mode = OFF")
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.executescript(schema)
        self.n_documents = self.n_passages = self.n_sentences = 0

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Append a document with its passages.

        Raises:
            sqlite3.IntegrityError: a document of this id is already there.
        """
        with _as_os_error(self._path):
            self._add(document, passages)

    def _add(self, document: Document, passages: Sequence[Passage]) -> None:
        number = self.n_documents
        row = rows.document_row(document)
        marks = ", ".join("?" * (len(row) + 1))
        self._connection.execute(
            f"INSERT INTO documents VALUES ({marks})",  # noqa: S608 only question marks
            (number, *row),
        )
        named = [author for author in document.metadata.authors if author != OTHERS]
        self._connection.executemany(
            "INSERT INTO document_authors VALUES (?, ?)",
            [(number, author.name.casefold()) for author in named],
        )
        for passage in passages:
            passage_id, headings, context, sentences, page, n_tokens = rows.passage_row(passage)
            self._connection.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.n_passages,
                    passage_id,
                    number,
                    headings,
                    context,
                    sentences,
                    self.n_sentences,
                    page,
                    n_tokens,
                ),
            )
            self.n_passages += 1
            self.n_sentences += len(passage.sentences)
        self.n_documents += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                with _as_os_error(self._path):
                    self._connection.commit()
        finally:
            self._connection.close()


@contextmanager
def _as_os_error(path: Path) -> Iterator[None]:
    """What the operating system refused SQLite, as the error that files give."""
    try:
        yield
    except sqlite3.OperationalError as error:
        is_full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        code = errno.ENOSPC if is_full else errno.EIO
        raise OSError(code, os.strerror(code), str(path)) from error


class Store:
    """Reads one generation's documents and passages. Safe to use from several threads.

    Readers keep their files open: a generation that is deleted meanwhile stays readable.
    """

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self.document = KeptDocuments(self._read_document)
        self._facets = lru_cache(maxsize=1)(self._read_facets)

    def close(self) -> None:
        self._connection.close()

    def _read_document(self, document_id: str) -> Document:
        """The document of this id.

        Raises:
            NotFound: this generation holds no such document.
        """
        found = self._rows(
            f"SELECT {_DOCUMENT_COLUMNS} FROM documents WHERE document_id = ?",  # noqa: S608
            (document_id,),
        )
        if not found:
            raise NotFound("document", document_id)
        return rows.document_from_row(found[0])

    def facets(self, most: int) -> Facets:
        """The values that filters can be set to, at most so many of each; counted once."""
        return self._facets().shortened(most)

    def _read_facets(self) -> Facets:
        return read_facets(self._rows)

    def documents(self) -> Iterator[Document]:
        """All documents in indexing order, one at a time, over a connection of its own."""
        with closing(sqlite3.connect(self._uri, uri=True)) as connection:
            for row in connection.execute(
                f"SELECT {_DOCUMENT_COLUMNS} FROM documents ORDER BY number"  # noqa: S608
            ):
                yield rows.document_from_row(row)

    def summaries(self, *, limit: int, offset: int = 0) -> tuple[DocumentSummary, ...]:
        """Documents `offset` up to `offset + limit`, in indexing order, without their texts."""
        found = self._rows(
            "SELECT d.document_id, d.metadata, count(p.number), "
            "coalesce(sum(json_array_length(p.sentences)), 0), d.source_path, d.source_sha256 "
            "FROM documents d LEFT JOIN passages p ON p.document = d.number "
            "WHERE d.number >= ? AND d.number < ? GROUP BY d.number ORDER BY d.number",
            (offset, offset + limit),
        )
        return tuple(
            DocumentSummary(row[0], rows.metadata_from_json(row[1]), *row[2:]) for row in found
        )

    def counts(self) -> dict[str, int]:
        """How many documents, passages and sentences of passages there are."""
        documents, passages, sentences = self._rows(
            "SELECT (SELECT count(*) FROM documents), count(*), "
            "coalesce(sum(json_array_length(sentences)), 0) FROM passages"
        )[0]
        return {"documents": documents, "passages": passages, "sentences": sentences}

    def content_hashes(self) -> dict[str, str]:
        """document_id -> SHA-256 of its text, structure and metadata."""
        return dict(self._rows("SELECT document_id, content_sha256 FROM documents"))

    def passages(self, numbers: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages of these rows, by row."""
        found: dict[int, StoredPassage] = {}
        for start in range(0, len(numbers), _BATCH):
            batch = numbers[start : start + _BATCH]
            marks = ", ".join("?" * len(batch))
            for row in self._rows(
                f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGE_TABLES} "  # noqa: S608
                f"WHERE p.number IN ({marks})",
                batch,
            ):
                found[row[7]] = _stored(row)
        return found

    def passage(self, passage_id: str) -> StoredPassage:
        """The passage of this id.

        Raises:
            NotFound: this generation holds no such passage.
        """
        found = self._rows(
            f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGE_TABLES} WHERE p.passage_id = ?",  # noqa: S608
            (passage_id,),
        )
        if not found:
            raise NotFound("passage", passage_id)
        return _stored(found[0])

    def passages_within(self, document_id: str, span: Span) -> tuple[StoredPassage, ...]:
        """The passages of this document that share a character with `span`, in text order."""
        found = self._rows(
            f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGE_TABLES} "  # noqa: S608
            "WHERE d.document_id = ? AND json_extract(p.sentences, '$[#-1][1]') > ? "
            "AND json_extract(p.sentences, '$[0][0]') < ? ORDER BY p.number",
            (document_id, span.start, span.end),
        )
        return tuple(map(_stored, found))

    def places_within(self, document_id: str, span: Span) -> dict[Span, Place]:
        """Where the indexed sentences of these passages stand; held-back text stands nowhere."""
        return {
            sentence: Place(stored, stored.first_sentence + i)
            for stored in self.passages_within(document_id, span)
            for i, sentence in enumerate(stored.passage.sentences)
        }

    def all_passages(self) -> Iterator[StoredPassage]:
        """All passages in row order, over a connection of its own."""
        with closing(sqlite3.connect(self._uri, uri=True)) as connection:
            for row in connection.execute(
                f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGE_TABLES} ORDER BY p.number"  # noqa: S608
            ):
                yield _stored(row)

    def document_ids(self, numbers: Sequence[int] | None, *, limit: int) -> tuple[str, ...]:
        """The first document ids in their own order; of these rows alone, if they are given."""
        if numbers is None:
            found = self._rows(
                "SELECT document_id FROM documents ORDER BY document_id LIMIT ?", (limit,)
            )
            return tuple(row[0] for row in found)
        ids: list[str] = []
        for start in range(0, len(numbers), _BATCH):
            batch = numbers[start : start + _BATCH]
            marks = ", ".join("?" * len(batch))
            rows_found = self._rows(
                f"SELECT document_id FROM documents WHERE number IN ({marks})",  # noqa: S608
                batch,
            )
            ids.extend(row[0] for row in rows_found)
        return tuple(sorted(ids)[:limit])

    def find_document(self, *, urls: Sequence[str] = (), title: str = "") -> str | None:
        """Id of the one document that has one of these addresses, else of the one of this title.

        Both are compared as the source writes them. Where several documents fit, none is meant.
        A generation written before these look-ups had an index is read through.
        """
        named = [url for url in urls if url]
        marks = ", ".join("?" * len(named))
        by_url = f"json_extract(metadata, '$.url') IN ({marks})"
        return self._only(by_url, named) or self._only(
            "json_extract(metadata, '$.title') = ?", [title] if title else []
        )

    def _only(self, where: str, values: Sequence[str]) -> str | None:
        if not values:
            return None
        found = self._rows(
            f"SELECT document_id FROM documents WHERE {where} LIMIT 2",  # noqa: S608
            values,
        )
        return found[0][0] if len(found) == 1 else None

    def authors_named(self, name: str) -> tuple[str, ...]:
        """The authors whose name has all of these words, in folded case: "Lee" may be "ann lee".

        Of several, one that is named exactly is meant alone. Cost: one scan of the authors.
        """
        asked = set(analysis.words(name))
        rows = self._rows("SELECT DISTINCT name FROM document_authors ORDER BY name")
        names = tuple(row[0] for row in rows if asked and asked <= set(analysis.words(row[0])))
        return (name.casefold(),) if name.casefold() in names else names

    def document_numbers(self, where: str, values: Sequence[Any]) -> list[int]:
        """Rows of the documents that satisfy an SQL condition over the table `documents`.

        `where` is built by `rag.retrieval.filters` from fixed text; values are always bound.
        """
        found = self._rows(f"SELECT number FROM documents WHERE {where}", values)  # noqa: S608
        return [row[0] for row in found]

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _stored(row: Sequence[Any]) -> StoredPassage:
    return StoredPassage(rows.passage_from_row(row[:7]), row[7], row[8], row[9])

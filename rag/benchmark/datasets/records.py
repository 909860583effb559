"""One document of a judged collection as its file has it, and as the pipeline reads it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.benchmark.datasets.errors import DatasetError
from rag.documents import Document, DocumentMetadata
from rag.loaders.canonical_text import canonical_line
from rag.loaders.paragraphs import paragraphs_of
from rag.loaders.text_builder import TextBuilder


@dataclass(frozen=True, slots=True)
class Record:
    """A document before it is indexed.

    Args:
        record_id: as the judgements name it.
        title: may be empty.
        text: may be empty; wrapped lines are joined, others are paragraphs.
        raw: its bytes in the file.
        source_path: the file.
        place: file and line, for error messages.
        url: where it is published, "" when unknown.
    """

    record_id: str
    title: str
    text: str
    raw: bytes
    source_path: str
    place: str
    url: str = ""


def checked_id(value: object, *, field: str, where: str) -> str:
    """An id as a string; JSON may give a whole number.

    Raises:
        DatasetError: it is missing, empty, or could not stand in a TREC file, whose columns are
            parted by white space.
    """
    if not isinstance(value, str | int) or isinstance(value, bool):
        seen = "none" if value is None else type(value).__name__
        raise DatasetError(f"{where}: {field} must be a string, seen is {seen}; give it an id")
    text = str(value)
    if text.split() != [text] or not text.isprintable():
        raise DatasetError(
            f"{where}: {field} is {text!r}; an id needs at least one character and no white space "
            "or control characters, as run files part their columns by white space: rename it"
        )
    return text


def document_of(record: Record) -> Document | None:
    """The document that is indexed, or None when the record has neither title nor text.

    Its id is the record's. The title is its heading, and no more: where there is none, the id does
    not stand in for it, because titles are indexed. A title without text becomes the text, because
    a heading alone is no passage.
    """
    builder = TextBuilder()
    paragraphs = [part for part in map(canonical_line, paragraphs_of(record.text)) if part]
    title = canonical_line(record.title)
    if not paragraphs and title:
        paragraphs, title = [title], ""
    builder.heading(title, 1)
    for paragraph in paragraphs:
        builder.paragraph(paragraph)
    if builder.is_empty:
        return None
    return builder.build(
        record.record_id,
        DocumentMetadata(title=title, kind="record", url=record.url),
        source_path=record.source_path,
        source_sha256=hashlib.sha256(record.raw).hexdigest(),
    )


def stream_documents(records: Iterable[Record]) -> Iterator[Document]:
    """The documents of `records`, each made when asked for; records without text are passed."""
    return (document for record in records if (document := document_of(record)) is not None)

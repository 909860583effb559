"""BEIR `corpus.jsonl`: one JSON record a line with `_id`, `title` and `text`, read as a stream.

Format: Thakur et al., "BEIR", NeurIPS 2021, https://github.com/beir-cellar/beir/wiki.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from rag.documents import Document, DocumentMetadata, SkippedFile
from rag.errors import LoadError
from rag.loaders.canonical_text import canonical_line
from rag.loaders.paragraphs import paragraphs_of
from rag.loaders.source_file import SourceFile
from rag.loaders.text_builder import TextBuilder

_UTF8_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class _Record:
    record_id: str  # in canonical characters
    title: str
    text: str
    url: str


def recognises_beir(source: SourceFile) -> bool:
    """Whether the first line is an object with `_id` and `text`."""
    line = source.head_text.lstrip("\ufeff\n\t ").partition("\n")[0]
    return line.startswith("{") and '"_id"' in line and '"text"' in line


def load_beir(source: SourceFile) -> Iterator[Document | SkippedFile]:
    """A document `<file id>/<_id>` for each record; a broken line is reported and passed.

    Memory grows with the ids only. `source_sha256` of a document is that of its line.
    """
    seen: set[str] = set()
    for number, line in _lines(source):
        try:
            record = _read_record(line, seen, max_bytes=source.limits.max_line_bytes)
            yield _document(source, record, line)
        except LoadError as error:
            yield SkippedFile(f"{source.path}, line {number}", error.reason, error.detail)
        else:
            seen.add(record.record_id)


def _lines(source: SourceFile) -> Iterator[tuple[int, bytes]]:
    """Numbered lines that are not blank; of a line over the limit only the beginning."""
    longest = source.limits.max_line_bytes + 1
    with source.path.open("rb") as file:
        number, at_line_start = 0, True
        while part := file.readline(longest):
            if at_line_start:
                number += 1
                if line := part.removeprefix(_UTF8_BYTE_ORDER_MARK).strip():
                    yield number, line
            at_line_start = part.endswith(b"\n")


def _read_record(line: bytes, seen: set[str], *, max_bytes: int) -> _Record:
    if len(line) > max_bytes:
        raise LoadError("too large", f"the line has more than {max_bytes:,} bytes; split its text")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LoadError("broken line", f"it is no JSON ({error}); mend or remove it") from error
    if not isinstance(values, dict):
        raise LoadError("broken line", "it is no JSON object with _id, title and text")
    record_id, text, title = values.get("_id"), values.get("text"), values.get("title")
    canonical_id = _canonical_id(record_id)
    if not canonical_id:
        raise LoadError("broken line", "it has no _id; every record needs one")
    if canonical_id in seen:
        raise LoadError(
            "duplicate id",
            f"_id {record_id!r} or one like it stands on an earlier line; rename one",
        )
    if not isinstance(text, str):
        raise LoadError("broken line", f"its text is {type(text).__name__}, expected a string")
    return _Record(
        canonical_id, title if isinstance(title, str) else "", text, _url(values.get("metadata"))
    )


def _canonical_id(record_id: object) -> str:
    """In canonical characters; "" for what is no id.

    A browser would take a segment "." or ".." out of an address, and open another document.
    """
    if not isinstance(record_id, str | int) or isinstance(record_id, bool):
        return ""
    segments = canonical_line(str(record_id)).split("/")
    return "/".join("_" * len(part) if part in {".", ".."} else part for part in segments)


def _url(metadata: object) -> str:
    url = metadata.get("url") if isinstance(metadata, dict) else None
    return url if isinstance(url, str) else ""


def _document(source: SourceFile, record: _Record, line: bytes) -> Document:
    builder = TextBuilder()
    builder.heading(record.title, 1)
    for paragraph in paragraphs_of(record.text):
        builder.paragraph(paragraph)
    if builder.is_empty:
        raise LoadError("empty", f"record {record.record_id!r} has neither title nor text")
    return builder.build(
        f"{source.document_id}/{record.record_id}",
        DocumentMetadata(
            title=canonical_line(record.title) or record.record_id, kind="record", url=record.url
        ),
        source_path=str(source.path),
        source_sha256=hashlib.sha256(line).hexdigest(),
    )

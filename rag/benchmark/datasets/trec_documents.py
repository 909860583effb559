"""TREC documents: SGML (`<DOC><DOCNO>…`), JSONL, and `docno<TAB>text`, told apart by content.

SGML: https://trec.nist.gov/data/docs_eng.html. A title is looked for under the tags that the
collections use for it (TITLE, HEADLINE, HEAD, HL, TI, H3); the text is that of `<TEXT>`, or without
one all that is left.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from rag.benchmark.datasets.errors import DatasetError, place
from rag.benchmark.datasets.lines import (
    MAX_LINE_BYTES,
    first_line,
    json_object,
    numbered_lines,
    string_field,
    text_lines,
)
from rag.benchmark.datasets.records import Record, checked_id
from rag.errors import LoadError
from rag.loaders.text_encoding import decode

_DOC_TAG = re.compile(rb"<(/?)doc(?:\s[^<>]*)?>", re.IGNORECASE)
_DOCNO = re.compile(r"<docno>(.*?)</docno>", re.IGNORECASE | re.DOTALL)
_TITLES = tuple(
    re.compile(rf"<{tag}>(.*?)</{tag}>", re.IGNORECASE | re.DOTALL)
    for tag in ("title", "headline", "head", "hl", "ti", "h3")
)
_TEXT = re.compile(r"<text>(.*?)(?:</text>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PARAGRAPH_TAG = re.compile(r"</?p\b[^<>]*>|<br\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_ID_FIELDS = ("docno", "docid", "doc_id", "id", "_id")
_TEXT_FIELDS = ("text", "contents", "body")


def read_trec_documents(path: Path) -> Iterator[Record]:
    """The records of one file, one at a time.

    Raises:
        DatasetError: the file is in none of the three formats, or a document is broken.
    """
    line = first_line(path)
    if line.startswith("<"):
        return _sgml_records(path)
    if line.startswith("{"):
        return _json_records(path)
    if "\t" in line:
        return _tsv_records(path)
    raise DatasetError(
        f"{path} holds no documents in a known format; allowed are TREC SGML (<DOC><DOCNO>…), "
        "JSON lines with docno and text, and lines of docno<TAB>text; unpack it when it is "
        "compressed"
    )


def _sgml_records(path: Path) -> Iterator[Record]:
    opened: int | None = None  # the line of the <DOC> that is open
    parts: list[bytes] = []
    n_bytes = 0
    for number, line in numbered_lines(path):
        at = 0
        for tag in _DOC_TAG.finditer(line):
            is_closing = bool(tag[1])
            if is_closing is (opened is None):
                seen = tag[0].decode("ascii")
                raise DatasetError.at_line(
                    path, number, f"{seen} without its other half; <DOC> and </DOC> must alternate"
                )
            if opened is not None:
                yield _sgml_record(path, opened, b"\n".join([*parts, line[at : tag.start()]]))
            opened, parts, n_bytes, at = None if is_closing else number, [], 0, tag.end()
        if opened is not None:
            parts.append(line[at:])
            n_bytes += len(parts[-1]) + 1
            if n_bytes > MAX_LINE_BYTES:
                raise DatasetError.at_line(
                    path,
                    opened,
                    f"the document has more than {MAX_LINE_BYTES:,} bytes; is </DOC> missing?",
                )
    if opened is not None:
        raise DatasetError.at_line(path, opened, "<DOC> is never closed; the file may be cut short")


def _sgml_record(path: Path, number: int, data: bytes) -> Record:
    where = place(path, number)
    try:
        markup = _COMMENT.sub("", decode(data))
    except LoadError as error:
        raise DatasetError(f"{where}: the document is no text: {error.detail}") from error
    docno = _DOCNO.search(markup)
    if docno is None:
        raise DatasetError(f"{where}: the document has no <DOCNO>; every document needs one")
    rest = markup[: docno.start()] + markup[docno.end() :]
    title = next((pattern for pattern in _TITLES if pattern.search(rest)), None)
    titles: list[str] = title.findall(rest) if title else []
    rest = title.sub("", rest) if title else rest
    texts: list[str] = _TEXT.findall(rest) or [rest]
    return Record(
        record_id=checked_id(_plain(docno[1]).strip(), field="DOCNO", where=where),
        title=" ".join(_plain(text).strip() for text in titles),
        text="\n\n".join(map(_plain, texts)),
        raw=data,
        source_path=str(path),
        place=where,
    )


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub(" ", _PARAGRAPH_TAG.sub("\n\n", markup)))


def _json_records(path: Path) -> Iterator[Record]:
    for number, line in text_lines(path):
        fields, where = json_object(path, number, line), place(path, number)
        id_field = next((name for name in _ID_FIELDS if name in fields), _ID_FIELDS[0])
        text_field = next((name for name in _TEXT_FIELDS if name in fields), _TEXT_FIELDS[0])
        yield Record(
            record_id=checked_id(fields.get(id_field), field=id_field, where=where),
            title=string_field(fields, "title", where=where, default=""),
            text=string_field(fields, text_field, where=where),
            raw=line.encode("utf-8"),
            source_path=str(path),
            place=where,
        )


def _tsv_records(path: Path) -> Iterator[Record]:
    for number, line in text_lines(path):
        where = place(path, number)
        docno, tab, text = line.partition("\t")
        if not tab:
            raise DatasetError(f"{where}: it has no tab, expected is docno<TAB>text")
        yield Record(
            record_id=checked_id(docno.strip(), field="docno", where=where),
            title="",
            text=text.replace("\t", " "),
            raw=line.encode("utf-8"),
            source_path=str(path),
            place=where,
        )

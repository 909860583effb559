"""TREC topics: `<top><num>…<title>…<desc>…<narr>…</top>`, and `qid<TAB>text`.

Format: https://trec.nist.gov/data/topics_eng/. Fields are often left open, and carry labels such as
"Number:" that are no part of them.
"""

import html
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from rag.benchmark.datasets.errors import DatasetError, place
from rag.benchmark.datasets.lines import MAX_LINE_BYTES, first_line, text_lines
from rag.benchmark.datasets.queries import add_query
from rag.benchmark.datasets.records import checked_id
from rag.errors import LoadError
from rag.loaders.text_encoding import decode

_TOPIC = re.compile(r"<top>(.*?)</top>", re.IGNORECASE | re.DOTALL)
_FIELD = re.compile(r"<(num|dom|title|desc|smry|narr|con|fac|def|nat|head)>", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?:Number|Topic|Description|Narrative)\s*:", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


class TopicField(StrEnum):
    """Parts of a topic that may be asked."""

    TITLE = "title"
    DESC = "desc"
    NARR = "narr"


def read_topics(path: Path, fields: Sequence[TopicField] = ()) -> dict[str, str]:
    """Query id -> text, in file order.

    Args:
        path: topics in either format.
        fields: joined by a space; none stands for the title, or the description of a topic that
            has no title, or "". TSV has no fields.

    Raises:
        DatasetError: the file is in neither format, a topic lacks its number or one of the
            `fields`, or an id stands twice.
    """
    line = first_line(path)
    if line.startswith("<"):
        return _sgml_topics(path, fields)
    if "\t" in line:
        return _tsv_topics(path)
    raise DatasetError(
        f"{path} holds no topics in a known format; allowed are TREC topics (<top><num>…<title>…) "
        "and lines of qid<TAB>text"
    )


def _tsv_topics(path: Path) -> dict[str, str]:
    queries: dict[str, str] = {}
    for number, line in text_lines(path):
        where = place(path, number)
        query_id, tab, text = line.partition("\t")
        if not tab:
            raise DatasetError(f"{where}: it has no tab, expected is qid<TAB>text")
        add_query(
            queries,
            checked_id(query_id.strip(), field="qid", where=where),
            text.replace("\t", " "),
            where=where,
        )
    return queries


def _sgml_topics(path: Path, fields: Sequence[TopicField]) -> dict[str, str]:
    text = _text(path)
    queries: dict[str, str] = {}
    for topic in _TOPIC.finditer(text):
        where = place(path, text.count("\n", 0, topic.start()) + 1)
        parts = _parts(topic[1])
        number = checked_id(parts.get("num"), field="<num>", where=where)
        add_query(queries, number, _question(parts, fields, where=where), where=where)
    if not queries:
        raise DatasetError(f"{path} holds no topic; each must stand between <top> and </top>")
    return queries


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_LINE_BYTES + 1)
        if len(data) > MAX_LINE_BYTES:
            raise DatasetError(f"{path} has more than {MAX_LINE_BYTES:,} bytes; split the topics")
        return decode(data)
    except LoadError as error:
        raise DatasetError(f"{path} is no text: {error.detail}") from error


def _parts(topic: str) -> dict[str, str]:
    """The fields of a topic on one line each; of a repeated field the first."""
    starts = list(_FIELD.finditer(topic))
    ends = [*(start.start() for start in starts[1:]), len(topic)]
    parts: dict[str, str] = {}
    for start, end in zip(starts, ends, strict=True):
        content = html.unescape(_TAG.sub(" ", topic[start.end() : end]))
        line = " ".join(_LABEL.sub("", content, count=1).split())
        parts.setdefault(start[1].lower(), line)
    return parts


def _question(parts: dict[str, str], fields: Sequence[TopicField], *, where: str) -> str:
    if not fields:
        return parts.get(TopicField.TITLE) or parts.get(TopicField.DESC, "")
    missing = [field.value for field in fields if not parts.get(field)]
    if missing:
        raise DatasetError(
            f"{where}: the topic has no {' and no '.join(missing)}; it has: {', '.join(parts)}"
        )
    return " ".join(parts[field] for field in fields)

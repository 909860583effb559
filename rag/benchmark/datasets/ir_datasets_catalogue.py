"""Collections of the library ir_datasets by name, when it is installed: "ir_datasets:vaswani".

The library fetches what it does not have; nothing else here reaches a network.
Source: MacAvaney et al., SIGIR 2021, https://ir-datasets.com.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from rag.benchmark.dataset import Dataset
from rag.benchmark.datasets.collection import Collection, retrieval_dataset
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.judgements import Judgement, collect
from rag.benchmark.datasets.naming import dataset_name
from rag.benchmark.datasets.queries import add_query
from rag.benchmark.datasets.records import Record, checked_id
from rag.benchmark.optional import optional_library

PREFIX = "ir_datasets:"
_TEXT_FIELDS = ("text", "body", "abstract")
_NEEDED = ("docs", "queries", "qrels")


def open_ir_dataset(name: str) -> Dataset:
    """The judged queries of a collection.

    Its `sha256` is over the records, queries and judgements as JSON lines, because the library
    keeps each collection in files of another kind. For names below "beir/" the rule of BEIR holds:
    a document whose id is the query's is left out.

    Args:
        name: with `PREFIX`, as "ir_datasets:beir/scifact/test".

    Raises:
        MissingLibrary: ir_datasets is not installed.
        DatasetError: it knows no such name, cannot fetch it, or it has no documents, queries or
            judgements.
    """
    collection_name = name.removeprefix(PREFIX)
    library = optional_library("ir_datasets", purpose=name, install="pip install ir_datasets")
    try:
        library_dataset = library.load(collection_name)
    except KeyError as error:
        raise DatasetError(
            f"ir_datasets has no dataset {collection_name!r}; its names are listed at "
            "https://ir-datasets.com"
        ) from error
    try:
        return retrieval_dataset(_collection(name, collection_name, library_dataset))
    except DatasetError:
        raise
    # The library and its parsers fetch and unpack files of many makers, and fail in many ways.
    except Exception as error:
        raise DatasetError(
            f"{name} cannot be read: {type(error).__name__}: {error}; check that ir_datasets can "
            "open it here: it fetches what it does not have"
        ) from error


def _collection(name: str, collection_name: str, library_dataset: Any) -> Collection:  # noqa: ANN401
    missing = [part for part in _NEEDED if not getattr(library_dataset, f"has_{part}")()]
    if missing:
        raise DatasetError(
            f"{name} has no {' and no '.join(missing)}; name a part of it that has documents, "
            "queries and qrels, as beir/scifact/test"
        )
    queries = _queries(name, library_dataset)
    judgements = list(_judgements(name, library_dataset))
    digest = hashlib.sha256()
    for record in _records(name, library_dataset):
        digest.update(record.raw)
    for query in queries.items():
        digest.update(_json_line(*query))
    for row in judgements:
        digest.update(_json_line(row.query_id, row.document_id, row.grade))
    return Collection(
        name=dataset_name(collection_name),
        source=name,
        sha256=digest.hexdigest(),
        records=lambda: _records(name, library_dataset),
        queries=queries,
        judgements=collect(judgements),
        ignores_identical_ids=collection_name.startswith("beir/"),
    )


def _records(name: str, library_dataset: Any) -> Iterator[Record]:  # noqa: ANN401 as it is untyped
    for number, document in enumerate(library_dataset.docs_iter(), 1):
        where = f"{name}, document {number}"
        title, text = _title_and_text(document)
        record_id = checked_id(document.doc_id, field="doc_id", where=where)
        url = getattr(document, "url", "")
        yield Record(
            record_id=record_id,
            title=title,
            text=text,
            raw=_json_line(record_id, title, text),
            source_path=name,
            place=where,
            url=url if isinstance(url, str) else "",
        )


def _title_and_text(document: Any) -> tuple[str, str]:  # noqa: ANN401 as it is untyped
    """Title and text where a document has both by name, else all its text without a title."""
    title = getattr(document, "title", "")
    for field in _TEXT_FIELDS:
        text = getattr(document, field, None)
        if isinstance(text, str):
            return (title if isinstance(title, str) else ""), text
    return "", str(document.default_text())


def _queries(name: str, library_dataset: Any) -> dict[str, str]:  # noqa: ANN401 as it is untyped
    queries: dict[str, str] = {}
    for number, query in enumerate(library_dataset.queries_iter(), 1):
        where = f"{name}, query {number}"
        query_id = checked_id(query.query_id, field="query_id", where=where)
        add_query(queries, query_id, str(query.default_text()), where=where)
    return queries


def _judgements(name: str, library_dataset: Any) -> Iterator[Judgement]:  # noqa: ANN401
    for number, row in enumerate(library_dataset.qrels_iter(), 1):
        where = f"{name}, judgement {number}"
        yield Judgement(
            checked_id(row.query_id, field="query_id", where=where),
            checked_id(row.doc_id, field="doc_id", where=where),
            int(row.relevance),
            where,
        )


def _json_line(*values: str | int) -> bytes:
    return json.dumps(values).encode("ascii") + b"\n"

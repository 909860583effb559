"""TREC collections: documents, topics and qrels, in one folder or named by a YAML file.

A folder holds `documents*` (files or folders), one `topics*` and one `qrels*`. A YAML file names
them by paths relative to itself:

    documents: [disk4, disk5]     a file, a folder, or a list of them
    topics: topics.301-450        a file or a list
    qrels: qrels.robust           a file or a list
    topic_fields: [title, desc]   optional: what is asked
    name: robust04                optional
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rag.benchmark.dataset import Dataset
from rag.benchmark.datasets.collection import Collection, retrieval_dataset
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.judgements import Judgements, read_trec_qrels
from rag.benchmark.datasets.lines import sha256_of
from rag.benchmark.datasets.naming import dataset_name
from rag.benchmark.datasets.queries import add_query
from rag.benchmark.datasets.records import Record
from rag.benchmark.datasets.trec_documents import read_trec_documents
from rag.benchmark.datasets.trec_topics import TopicField, read_topics
from rag.loaders.found_files import FoundFile, find_files

_PARTS = ("documents", "topics", "qrels")
_OPTIONS = ("topic_fields", "name")
_MAX_BUNDLE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class _Bundle:
    name: str
    source: Path
    documents: tuple[Path, ...]
    topics: tuple[Path, ...]
    qrels: tuple[Path, ...]
    topic_fields: tuple[TopicField, ...] = ()


def recognises_trec(path: Path) -> bool:
    """Whether `path` is a folder with documents, topics and qrels, or a YAML file naming them."""
    if path.is_dir():
        return all(_beginning_with(path, part) for part in _PARTS)
    return set(_PARTS) <= _yaml_mapping(path).keys()


def open_trec(path: Path) -> Dataset:
    """The judged topics of a TREC collection.

    Raises:
        DatasetError: a part is missing or ambiguous; a file is in no known format or broken; an id
            stands twice; a grade is no whole number.
    """
    path = path.resolve()
    bundle = _folder_bundle(path) if path.is_dir() else _yaml_bundle(path)
    files = tuple(_files(bundle.documents))
    described = (bundle.source,) if bundle.source.is_file() else ()
    judgements = read_trec_qrels(bundle.qrels)
    return retrieval_dataset(
        Collection(
            name=bundle.name,
            source=str(bundle.source),
            sha256=sha256_of([*described, *files, *bundle.topics, *bundle.qrels]),
            records=lambda: _records(files),
            queries=_as_judged(_queries(bundle), judgements),
            judgements=judgements,
        )
    )


def _folder_bundle(folder: Path) -> _Bundle:
    documents, topics, qrels = (_beginning_with(folder, part) for part in _PARTS)
    for part, found in (("topics", topics), ("qrels", qrels)):
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise DatasetError(
                f"{folder} holds several {part} files ({names}); keep one, or write a YAML file "
                "with documents, topics and qrels that names those to use"
            )
    return _Bundle(dataset_name(folder.name), folder, tuple(documents), tuple(topics), tuple(qrels))


def _beginning_with(folder: Path, part: str) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.startswith(part))


def _yaml_bundle(path: Path) -> _Bundle:
    fields = _yaml_mapping(path)
    unknown = fields.keys() - {*_PARTS, *_OPTIONS}
    if unknown:
        raise DatasetError(
            f"{path} has unknown keys {', '.join(map(repr, sorted(map(str, unknown))))}; allowed "
            f"are {', '.join((*_PARTS, *_OPTIONS))}"
        )
    documents, topics, qrels = (_paths(path, part, fields[part]) for part in _PARTS)
    return _Bundle(
        name=dataset_name(str(fields.get("name") or path.stem)),
        source=path,
        documents=documents,
        topics=topics,
        qrels=qrels,
        topic_fields=_topic_fields(path, fields.get("topic_fields", [])),
    )


def _yaml_mapping(path: Path) -> dict[str, Any]:
    """The mapping in a small YAML file, {} in any other file."""
    if path.suffix.lower() not in {".yaml", ".yml"} or path.stat().st_size > _MAX_BUNDLE_BYTES:
        return {}
    try:
        value = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DatasetError(f"{path} cannot be read as YAML: {error}; mend it") from error
    return value if isinstance(value, dict) else {}


def _paths(path: Path, part: str, value: object) -> tuple[Path, ...]:
    names: list[Any] = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise DatasetError(f"{path}: {part} is {value!r}, expected a path or a list of paths")
    paths = tuple(path.parent / name for name in names)
    for entry in paths:
        if not entry.exists():
            raise DatasetError(
                f"{path}: {part} names {entry}, which does not exist; paths are relative to the "
                "YAML file"
            )
    return paths


def _topic_fields(path: Path, value: object) -> tuple[TopicField, ...]:
    names: list[Any] = value if isinstance(value, list) else [value]
    try:
        return tuple(TopicField(name) for name in names)
    except ValueError as error:
        allowed = ", ".join(TopicField)
        raise DatasetError(
            f"{path}: topic_fields is {value!r}, expected a list of {allowed}"
        ) from error


def _files(documents: Sequence[Path]) -> Iterator[Path]:
    for entry in find_files(documents):
        if not isinstance(entry, FoundFile):
            raise DatasetError(f"{entry.path} cannot be read: {entry.reason}, {entry.detail}")
        yield entry.path


def _records(files: Sequence[Path]) -> Iterator[Record]:
    for file in files:
        yield from read_trec_documents(file)


def _queries(bundle: _Bundle) -> dict[str, str]:
    queries: dict[str, str] = {}
    for path in bundle.topics:
        for query_id, text in read_topics(path, bundle.topic_fields).items():
            add_query(queries, query_id, text, where=str(path))
    return queries


def _as_judged(queries: dict[str, str], judgements: Judgements) -> dict[str, str]:
    """Queries under the ids of the judgements: TREC-1's topic "051" is judged as "51"."""
    judged = judgements.grades
    return {
        query_id
        if query_id in judged or (short := query_id.lstrip("0")) not in judged
        else short: text
        for query_id, text in queries.items()
    }

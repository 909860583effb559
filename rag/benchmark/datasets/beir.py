"""BEIR folders: `corpus.jsonl`, `queries.jsonl`, `qrels/<split>.tsv`.

Format: Thakur et al., "BEIR", NeurIPS 2021, https://github.com/beir-cellar/beir/wiki.
"""

from collections.abc import Iterator
from pathlib import Path

from rag.benchmark.dataset import Dataset
from rag.benchmark.datasets.collection import Collection, retrieval_dataset
from rag.benchmark.datasets.errors import DatasetError, place
from rag.benchmark.datasets.judgements import read_beir_qrels
from rag.benchmark.datasets.lines import (
    json_object,
    numbered_lines,
    sha256_of,
    string_field,
    text_lines,
)
from rag.benchmark.datasets.naming import dataset_name
from rag.benchmark.datasets.queries import add_query
from rag.benchmark.datasets.records import Record, checked_id

DEFAULT_SPLIT = "test"


def recognises_beir(path: Path) -> bool:
    """Whether `path` is a folder with a corpus and queries or qrels, or the qrels of such one."""
    if _is_qrels_file(path):
        return True
    has_company = (path / "queries.jsonl").is_file() or (path / "qrels").is_dir()
    return has_company and (path / "corpus.jsonl").is_file()


def open_beir(path: Path, *, split: str = DEFAULT_SPLIT) -> Dataset:
    """The dataset of one split; `path` may also be a qrels file, which then names the split.

    Only judged queries are asked. A document whose id is the query's is no answer to it.

    Raises:
        DatasetError: a file is missing; a line is broken; an id stands twice; a grade is no whole
            number.
    """
    path = path.resolve()
    if _is_qrels_file(path):
        folder, split = path.parent.parent, path.stem
    else:
        folder = path
    qrels = _qrels_path(folder, split)
    corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
    is_default = split == DEFAULT_SPLIT
    return retrieval_dataset(
        Collection(
            name=dataset_name(folder.name if is_default else f"{folder.name}-{split}"),
            source=str(folder if is_default else qrels),
            sha256=sha256_of([corpus, queries, qrels]),
            records=lambda: read_corpus(corpus),
            queries=read_queries(queries),
            judgements=read_beir_qrels(qrels),
            ignores_identical_ids=True,
        )
    )


def read_corpus(path: Path) -> Iterator[Record]:
    """The records of a `corpus.jsonl`, one line at a time.

    Raises:
        DatasetError: a line is no object with `_id` and `text`.
    """
    for number, line in numbered_lines(path):
        if not line.strip():
            continue
        fields, where = json_object(path, number, line), place(path, number)
        metadata = fields.get("metadata")
        url = metadata.get("url") if isinstance(metadata, dict) else None
        yield Record(
            record_id=checked_id(fields.get("_id"), field="_id", where=where),
            title=string_field(fields, "title", where=where, default=""),
            text=string_field(fields, "text", where=where),
            raw=line,
            source_path=str(path),
            place=where,
            url=url if isinstance(url, str) else "",
        )


def read_queries(path: Path) -> dict[str, str]:
    """Query id -> text of a `queries.jsonl`, in file order.

    Raises:
        DatasetError: a line is no object with `_id` and `text`, or an id stands twice.
    """
    queries: dict[str, str] = {}
    for number, line in text_lines(path):
        fields, where = json_object(path, number, line), place(path, number)
        query_id = checked_id(fields.get("_id"), field="_id", where=where)
        add_query(queries, query_id, string_field(fields, "text", where=where), where=where)
    return queries


def _is_qrels_file(path: Path) -> bool:
    is_tsv_of_qrels = path.suffix == ".tsv" and path.resolve().parent.name == "qrels"
    return is_tsv_of_qrels and (path.resolve().parent.parent / "corpus.jsonl").is_file()


def _qrels_path(folder: Path, split: str) -> Path:
    path = folder / "qrels" / f"{split}.tsv"
    if not path.is_file():
        splits = sorted(file.stem for file in (folder / "qrels").glob("*.tsv"))
        raise DatasetError(
            f"{folder} has no qrels/{split}.tsv; its splits are: {', '.join(splits) or 'none'}"
        )
    return path

"""Documents, queries and judgements into one RETRIEVAL dataset, checked against each other.

Memory: of the corpus only 8 bytes a document and the ids of judged documents are held.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np

from rag.benchmark.dataset import BenchmarkQuery, Dataset, Task
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.judgements import Judgements
from rag.benchmark.datasets.naming import counted, listed, listed_of
from rag.benchmark.datasets.records import Record, document_of, stream_documents

Grades = dict[str, dict[str, int]]
_MOST_KEPT = 5


@dataclass(frozen=True, slots=True)
class Collection:
    """The parts of a judged collection, as its files have them.

    Args:
        name, source, sha256: of the dataset.
        records: streams the corpus anew on every call.
        queries: query id -> text, in file order; may hold more than are judged.
        judgements: may name documents and queries that are not there.
        ignores_identical_ids: see `Dataset`.
        notes: what the reader noted.
    """

    name: str
    source: str
    sha256: str
    records: Callable[[], Iterator[Record]]
    queries: dict[str, str]
    judgements: Judgements
    ignores_identical_ids: bool = False
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Survey:
    """What one pass over the corpus found."""

    n_documents: int = 0
    of_queries: set[str] = field(default_factory=set)  # ids of queries that documents have too
    judged: set[str] = field(default_factory=set)  # judged ids that are in the corpus
    n_empty: int = 0
    first_empty: list[str] = field(default_factory=list)


def retrieval_dataset(collection: Collection) -> Dataset:
    """The dataset of judged queries; what does not fit together is left out and noted.

    Reads the corpus once, so that a broken line stops a run before anything is computed.

    Raises:
        DatasetError: an id stands twice in the corpus, a line of it is broken, it holds no text,
            or no judged query remains.
    """
    notes = [*collection.notes, *collection.judgements.notes]
    grades = collection.judgements.grades
    if collection.ignores_identical_ids:
        grades = _without_own_ids(grades, notes)
    grades = _of_known_queries(grades, collection.queries, notes)
    if not grades:
        raise DatasetError(
            f"{collection.source} has no judged query: none of the query ids of its judgements is "
            "among its queries; check that both files belong together"
        )
    survey = _survey(
        collection.records,
        judged={id_ for judged in grades.values() for id_ in judged},
        queries=grades.keys() if collection.ignores_identical_ids else frozenset(),
    )
    if survey.n_documents == survey.n_empty:
        raise DatasetError(f"the corpus of {collection.source} holds no document with text")
    _note_corpus(survey, grades, notes)
    _note_irrelevant(grades, notes)
    _note_blank(grades, collection.queries, notes)
    records = collection.records
    return Dataset(
        name=collection.name,
        task=Task.RETRIEVAL,
        documents=lambda: stream_documents(records()),
        queries=tuple(
            BenchmarkQuery(query_id, (text,))
            for query_id, text in collection.queries.items()
            if query_id in grades
        ),
        qrels=grades,
        sha256=collection.sha256,
        source=collection.source,
        notes=tuple(notes),
        ignores_identical_ids=collection.ignores_identical_ids,
    )


def _without_own_ids(grades: Grades, notes: list[str]) -> Grades:
    own = [query_id for query_id, judged in grades.items() if query_id in judged]
    if own:
        notes.append(
            f"{counted(len(own), 'judgement')} of a document whose id is the query's dropped, as "
            f"BEIR does: {listed(own)}"
        )
    return {
        query_id: {id_: grade for id_, grade in judged.items() if id_ != query_id}
        for query_id, judged in grades.items()
    }


def _of_known_queries(grades: Grades, queries: dict[str, str], notes: list[str]) -> Grades:
    """The grades of queries that have a text and a judged document."""
    unknown = [query_id for query_id in grades if query_id not in queries]
    if unknown:
        notes.append(
            f"{counted(len(unknown), 'judged query')} without a text left out: {listed(unknown)}"
        )
    emptied = [query_id for query_id in grades if query_id in queries and not grades[query_id]]
    if emptied:
        notes.append(
            f"{counted(len(emptied), 'query')} without any other judgement left out: "
            f"{listed(emptied)}"
        )
    # In the order of the queries, so that two files that say the same give the same dataset.
    return {query_id: grades[query_id] for query_id in queries if grades.get(query_id)}


def _survey(
    records: Callable[[], Iterator[Record]], *, judged: set[str], queries: AbstractSet[str]
) -> _Survey:
    survey, digests = _Survey(), array("Q")
    for record in records():
        survey.n_documents += 1
        digests.append(_digest(record.record_id))
        if record.record_id in judged:
            survey.judged.add(record.record_id)
        if record.record_id in queries:
            survey.of_queries.add(record.record_id)
        if _has_no_text(record):
            survey.n_empty += 1
            survey.first_empty += [record.record_id] * (survey.n_empty <= _MOST_KEPT)
    if suspects := _repeated(digests):
        _refuse_repeated(records(), suspects)
    return survey


def _has_no_text(record: Record) -> bool:
    # Making the document costs much more than this look, which settles nearly all of them.
    has_word = any(map(str.isalnum, record.text[:200])) or any(map(str.isalnum, record.title))
    return not has_word and document_of(record) is None


def _digest(document_id: str) -> int:
    """64 bits in place of an id: a million of them take 8 MB."""
    return int.from_bytes(hashlib.blake2b(document_id.encode(), digest_size=8).digest(), "big")


def _repeated(digests: "array[int]") -> frozenset[int]:
    ordered = np.sort(np.frombuffer(digests, np.uint64)) if digests else np.empty(0, np.uint64)
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())


def _refuse_repeated(records: Iterator[Record], suspects: frozenset[int]) -> None:
    """Two ids may share a digest; only the same id twice is an error."""
    seen: set[str] = set()
    for record in records:
        if _digest(record.record_id) not in suspects:
            continue
        if record.record_id in seen:
            raise DatasetError(
                f"{record.place}: the document id {record.record_id!r} stands on an earlier line; "
                "ids must be unique: rename or remove one"
            )
        seen.add(record.record_id)


def _note_corpus(survey: _Survey, grades: Grades, notes: list[str]) -> None:
    missing = sorted({id_ for judged in grades.values() for id_ in judged} - survey.judged)
    if missing:
        notes.append(
            f"{counted(len(missing), 'judged document')} missing from the corpus, which no system "
            f"can find: {listed(missing)}"
        )
    if survey.of_queries:
        own = [query_id for query_id in grades if query_id in survey.of_queries]
        notes.append(
            f"{counted(len(own), 'query')} with the id of a document, which is left out of the "
            f"query's ranking, as BEIR does: {listed(own)}"
        )
    if survey.n_empty:
        notes.append(
            f"{counted(survey.n_empty, 'document')} without text not indexed: "
            f"{listed_of(survey.first_empty, survey.n_empty)}"
        )


def _note_irrelevant(grades: Grades, notes: list[str]) -> None:
    without = [query_id for query_id, judged in grades.items() if max(judged.values()) <= 0]
    if without:
        notes.append(
            f"{counted(len(without), 'query')} without a relevant document kept, scoring 0: "
            f"{listed(without)}"
        )


def _note_blank(grades: Grades, queries: dict[str, str], notes: list[str]) -> None:
    blank = [query_id for query_id in grades if not queries[query_id]]
    if blank:
        notes.append(f"{counted(len(blank), 'blank query')} kept, scoring 0: {listed(blank)}")

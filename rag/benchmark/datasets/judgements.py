"""Judgements: query id -> document id -> grade, from BEIR's and TREC's files.

Formats: BEIR `query-id<TAB>corpus-id<TAB>score` below a header row; TREC `qid 0 docno rel`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.benchmark.datasets.errors import DatasetError, place
from rag.benchmark.datasets.lines import text_lines
from rag.benchmark.datasets.naming import counted
from rag.benchmark.datasets.records import checked_id

_HEADER_ADVICE = "the first line must be the header `query-id<TAB>corpus-id<TAB>score`"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row; `where` names its place in error messages."""

    query_id: str
    document_id: str
    grade: int
    where: str


@dataclass(frozen=True, slots=True)
class Judgements:
    """Grades by query, in file order, and what was odd about the file."""

    grades: dict[str, dict[str, int]]
    notes: tuple[str, ...] = ()


def read_beir_qrels(path: Path) -> Judgements:
    """The judgements of a `qrels/<split>.tsv`.

    Raises:
        DatasetError: the header is missing, a line has not three columns parted by tabs, a grade
            is no integer, or a document is judged twice with different grades.
    """
    return collect(_beir_rows(path))


def read_trec_qrels(paths: Iterable[Path]) -> Judgements:
    """The judgements of TREC qrels files.

    Raises:
        DatasetError: a line has not four columns, a grade is no integer, or a document is judged
            twice with different grades.
    """
    return collect(row for path in paths for row in _trec_rows(path))


def collect(rows: Iterable[Judgement]) -> Judgements:
    """Rows by query; a repeated row counts once.

    Raises:
        DatasetError: the same document has two grades for one query.
    """
    grades: dict[str, dict[str, int]] = {}
    n_repeated = 0
    for row in rows:
        of_query = grades.setdefault(row.query_id, {})
        if row.document_id not in of_query:
            of_query[row.document_id] = row.grade
            continue
        earlier = of_query[row.document_id]
        if earlier != row.grade:
            raise DatasetError(
                f"{row.where}: document {row.document_id} is judged {row.grade} for query "
                f"{row.query_id}, but {earlier} on an earlier line; keep one of the two"
            )
        n_repeated += 1
    repeated = f"{counted(n_repeated, 'repeated judgement')} counted once"
    return Judgements(grades, (repeated,) if n_repeated else ())


def _beir_rows(path: Path) -> Iterator[Judgement]:
    lines = text_lines(path)
    number, header = next(lines, (1, ""))
    columns = header.split("\t")
    if len(columns) != 3:
        raise DatasetError.at_line(path, number, f"seen is {header!r}; {_HEADER_ADVICE}")
    if _is_integer(columns[2]):
        raise DatasetError.at_line(
            path, number, f"it is a judgement ({header!r}); {_HEADER_ADVICE}: add it above"
        )
    for number, line in lines:
        columns = line.split("\t")
        if len(columns) != 3:
            raise DatasetError.at_line(
                path,
                number,
                f"it has {counted(len(columns), 'column')} parted by tabs, expected are 3: "
                "query-id, corpus-id, score",
            )
        yield _judgement(path, number, *columns)


def _trec_rows(path: Path) -> Iterator[Judgement]:
    for number, line in text_lines(path):
        columns = line.split()
        if len(columns) != 4:
            raise DatasetError.at_line(
                path,
                number,
                f"it has {counted(len(columns), 'column')}, expected are 4: qid 0 docno rel",
            )
        query_id, _, document_id, grade = columns
        yield _judgement(path, number, query_id, document_id, grade)


def _judgement(path: Path, number: int, query_id: str, document_id: str, grade: str) -> Judgement:
    where = place(path, number)
    if not _is_integer(grade):
        raise DatasetError(f"{where}: the grade is {grade!r}, expected a whole number")
    return Judgement(
        checked_id(query_id, field="the query id", where=where),
        checked_id(document_id, field="the document id", where=where),
        int(grade),
        where,
    )


def _is_integer(text: str) -> bool:
    digits = text.strip().removeprefix("-")
    return digits.isascii() and digits.isdigit()

"""Runs and judgements as trec_eval reads them.

trec_eval ignores the rank column: it sorts by score, read as float32, and equal scores by document
id from the end of the alphabet. A run written here has scores that strictly decrease in float32,
so that every tool sees the ranking that the system made.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rag.benchmark.outcomes import RankedItem
from rag.errors import FootnoteError

MAX_DEPTH = 1000
_Number = TypeVar("_Number", int, float)


class TrecFileError(FootnoteError):
    """A run or judgements that the TREC formats cannot hold, or a file that is not in them."""


def write_run(path: Path, rankings: Mapping[str, Sequence[RankedItem]], *, tag: str) -> None:
    """One line `qid Q0 docno rank score tag` for each item, rank from 1.

    Args:
        path: written anew.
        rankings: query id -> items, best first; a query without items has no line.
        tag: names the system.

    Raises:
        TrecFileError: an id or the tag is empty or holds white space, an item comes twice, a
            ranking is deeper than 1,000, or its scores rise or are not finite.
    """
    _check_word(tag, "the tag")
    # Checked whole before the first byte is written: no half of a run is left behind.
    lines = [
        f"{query_id} Q0 {item.item_id} {rank} {score!s} {tag}\n"
        for query_id, ranking in rankings.items()
        for rank, (item, score) in enumerate(
            zip(ranking, _checked(query_id, ranking), strict=True), start=1
        )
    ]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def read_run(path: Path) -> dict[str, tuple[RankedItem, ...]]:
    """Query id -> items in trec_eval's order: by falling float32 score, then docno descending.

    Raises:
        TrecFileError: the file cannot be read, a line has not six columns, a score is no finite
            number, or a document comes twice for a query.
    """
    scores: dict[str, dict[str, float]] = {}
    for where, (query_id, _, docno, _, score, _) in _rows(path, columns=6):
        value = _number(score, float, where)
        with np.errstate(over="ignore"):
            is_finite = math.isfinite(np.float32(value))
        if not is_finite:
            raise TrecFileError(f"{where}: the score {score} is not finite as float32")
        _add(scores, query_id, docno, value, where)
    # strcmp compares the bytes of UTF-8, which order as Python's strings do: by code point.
    return {
        query_id: tuple(
            RankedItem(docno, score)
            for docno, score in sorted(
                of_query.items(), key=lambda entry: (np.float32(entry[1]), entry[0]), reverse=True
            )
        )
        for query_id, of_query in scores.items()
    }


def write_qrels(path: Path, qrels: Mapping[str, Mapping[str, int]]) -> None:
    """One line `qid 0 docno rel` for each judgement.

    Raises:
        TrecFileError: an id is empty or holds white space.
    """
    lines: list[str] = []
    for query_id, grades in qrels.items():
        _check_word(query_id, "query id")
        for docno, grade in grades.items():
            _check_word(docno, f"query {query_id}: document id")
            lines.append(f"{query_id} 0 {docno} {grade}\n")
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Query id -> document id -> grade, in the file's order.

    Raises:
        TrecFileError: the file cannot be read, a line has not four columns, a grade is no whole
            number, or a document is judged twice for a query.
    """
    qrels: dict[str, dict[str, int]] = {}
    for where, (query_id, _, docno, grade) in _rows(path, columns=4):
        _add(qrels, query_id, docno, _number(grade, int, where), where)
    return qrels


def separated_scores(ranking: Sequence[RankedItem]) -> NDArray[np.float32]:
    """Scores that strictly decrease, so that sorting by score alone gives this very order.

    A score that float32 cannot tell from the one before becomes the next lower float32.

    Args:
        ranking: best first.

    Returns:
        (n,) float32; `out[i]` belongs to `ranking[i]`.

    Raises:
        TrecFileError: a score rises above the one before, or is not finite as float32.
    """
    lowest = np.float32(np.inf)
    before = math.inf
    separated = np.empty(len(ranking), np.float32)
    for position, item in enumerate(ranking):
        if item.score > before:
            raise TrecFileError(
                f"item {position + 1} of a ranking scores {item.score}, more than the {before} "
                "before it; give the items best first"
            )
        before = item.score
        with np.errstate(over="ignore", under="ignore"):
            score = np.float32(item.score)
            lowest = min(score, np.nextafter(lowest, np.float32(-np.inf)))
        if not np.isfinite(score) or not np.isfinite(lowest):
            raise TrecFileError(
                f"item {position + 1} of a ranking scores {item.score}; "
                "a finite number that float32 can hold is needed"
            )
        separated[position] = lowest
    return separated


def _checked(query_id: str, ranking: Sequence[RankedItem]) -> NDArray[np.float32]:
    _check_word(query_id, "query id")
    if len(ranking) > MAX_DEPTH:
        raise TrecFileError(
            f"query {query_id}: {len(ranking)} items, at most {MAX_DEPTH} are allowed; cut the tail"
        )
    seen: set[str] = set()
    for item in ranking:
        _check_word(item.item_id, f"query {query_id}: document id")
        if item.item_id in seen:
            raise TrecFileError(
                f"query {query_id}: {item.item_id} comes twice; keep each document's best score"
            )
        seen.add(item.item_id)
    try:
        return separated_scores(ranking)
    except TrecFileError as error:
        raise TrecFileError(f"query {query_id}: {error}") from error


def _check_word(word: str, what: str) -> None:
    if not word or any(character.isspace() for character in word):
        raise TrecFileError(
            f"{what} {word!r} is empty or holds white space, which parts the columns of a TREC "
            "file; rename it, for instance with _ for each blank"
        )


def _rows(path: Path, *, columns: int) -> Iterator[tuple[str, list[str]]]:
    """Where each line stands and what its columns hold; blank lines are passed over."""
    try:
        content = path.read_bytes()
        # Bytes part at ASCII white space alone, as trec_eval's isspace does.
        lines = [[word.decode() for word in line.split()] for line in content.split(b"\n")]
    except (OSError, UnicodeDecodeError) as error:
        raise TrecFileError(f"{path} cannot be read as UTF-8: {error}") from error
    for number, words in enumerate(lines, start=1):
        if not words:
            continue
        if len(words) != columns:
            raise TrecFileError(
                f"{path}, line {number}: {len(words)} columns, {columns} are needed; "
                "a run has `qid Q0 docno rank score tag`, qrels have `qid 0 docno rel`"
            )
        yield f"{path}, line {number}", words


def _number(word: str, kind: Callable[[str], _Number], where: str) -> _Number:
    try:
        return kind(word)
    except ValueError as error:
        raise TrecFileError(f"{where}: {word!r} is no number") from error


def _add(
    table: dict[str, dict[str, _Number]], query_id: str, docno: str, value: _Number, where: str
) -> None:
    of_query = table.setdefault(query_id, {})
    if docno in of_query:
        raise TrecFileError(f"{where}: {docno} comes twice for query {query_id}; keep one line")
    of_query[docno] = value

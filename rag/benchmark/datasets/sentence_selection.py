"""Answer-sentence selection: lines of `question`, `sentence` and `label`, as WikiQA and TrecQA.

A line may also hold an id of its question as `qid`, `question_id` or `id`; without one, questions
are told apart by their text and numbered from 1.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.benchmark.dataset import BenchmarkQuery, CandidateSentence, Dataset, Task
from rag.benchmark.datasets.errors import DatasetError, place
from rag.benchmark.datasets.lines import (
    first_line,
    json_object,
    sha256_of,
    string_field,
    text_lines,
)
from rag.benchmark.datasets.naming import counted, file_dataset_name, listed
from rag.benchmark.datasets.records import checked_id

_ID_FIELDS = ("qid", "question_id", "id")


@dataclass(slots=True)
class _Question:
    text: str
    candidates: list[CandidateSentence] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)


def recognises_sentence_selection(path: Path) -> bool:
    """Whether the first line of a file is an object with `question`, `sentence` and `label`."""
    if not path.is_file():
        return False
    line = first_line(path)
    return line.startswith("{") and all(
        f'"{name}"' in line for name in ("question", "sentence", "label")
    )


def open_sentence_selection(path: Path) -> Dataset:
    """Questions in the order in which they first appear, their sentences in file order.

    A sentence's id is its question's, a hyphen, and its position from 1. A question keeps all its
    sentences, wherever in the file they stand. One without a right sentence is asked and not
    measured, and noted.

    Raises:
        DatasetError: a line is broken, a label is no whole number, or an id has two questions.
    """
    path = path.resolve()
    questions: dict[str, _Question] = {}
    numbers: dict[str, str] = {}  # id of each question that the file gives none
    for number, line in text_lines(path):
        fields, where = json_object(path, number, line), place(path, number)
        text = string_field(fields, "question", where=where)
        query_id = _question_id(fields, numbers, text, where=where)
        question = questions.setdefault(query_id, _Question(text))
        if question.text != text:
            raise DatasetError(
                f"{where}: question {query_id!r} has another text on an earlier line; "
                "give one of the two another id"
            )
        _add_sentence(question, query_id, fields, where=where)
    return _dataset(path, questions)


def _dataset(path: Path, questions: dict[str, _Question]) -> Dataset:
    if not questions:
        raise DatasetError(f"{path} holds no question")
    without = [id_ for id_, question in questions.items() if max(question.labels.values()) <= 0]
    # Kept among the queries, so that the candidates' ids and the index are the file's.
    note = (
        f"{counted(len(without), 'question')} without a right sentence left out, as the field does"
    )
    return Dataset(
        name=file_dataset_name(path),
        task=Task.SENTENCES,
        documents=lambda: iter(()),
        queries=tuple(
            BenchmarkQuery(query_id, (question.text,), candidates=tuple(question.candidates))
            for query_id, question in questions.items()
        ),
        qrels={query_id: question.labels for query_id, question in questions.items()},
        sha256=sha256_of([path]),
        source=str(path),
        notes=(f"{note}: {listed(without)}",) if without else (),
    )


def _question_id(fields: dict[str, Any], numbers: dict[str, str], text: str, *, where: str) -> str:
    name = next((name for name in _ID_FIELDS if name in fields), None)
    if name is not None:
        return checked_id(fields[name], field=name, where=where)
    return numbers.setdefault(text, str(len(numbers) + 1))


def _add_sentence(
    question: _Question, query_id: str, fields: dict[str, Any], *, where: str
) -> None:
    label = fields.get("label")
    if not isinstance(label, int):
        raise DatasetError(f"{where}: label is {label!r}, expected 1 (right) or 0 (wrong)")
    sentence_id = f"{query_id}-{len(question.candidates) + 1}"
    text = string_field(fields, "sentence", where=where)
    question.candidates.append(CandidateSentence(sentence_id, text))
    question.labels[sentence_id] = int(label)

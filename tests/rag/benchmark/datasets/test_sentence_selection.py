from pathlib import Path

import pytest

from rag.benchmark.dataset import BenchmarkQuery, CandidateSentence, Task
from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.datasets.sentence_selection import (
    open_sentence_selection,
    recognises_sentence_selection,
)
from tests.rag.benchmark.datasets.written import write, write_lines


def line(question: str, sentence: str, label: object, **more: object) -> dict[str, object]:
    return {**more, "question": question, "sentence": sentence, "label": label}


def test_sentences_are_grouped_by_question_in_file_order(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "wikiqa" / "dev.jsonl",
        [
            line("Dogs?", "They bark.", 1),
            line("Cats?", "They purr.", 0),
            line("Dogs?", "They purr.", 0),
        ],
    )
    assert recognises_sentence_selection(path)
    dataset = open_sentence_selection(path)
    assert dataset.task is Task.SENTENCES
    assert dataset.queries == (
        BenchmarkQuery(
            "1",
            ("Dogs?",),
            candidates=(
                CandidateSentence("1-1", "They bark."),
                CandidateSentence("1-2", "They purr."),
            ),
        ),
        BenchmarkQuery("2", ("Cats?",), candidates=(CandidateSentence("2-1", "They purr."),)),
    )
    assert dataset.qrels == {"1": {"1-1": 1, "1-2": 0}, "2": {"2-1": 0}}
    assert dataset.notes == ("1 question without a right sentence left out, as the field does: 2",)
    assert list(dataset.documents()) == []
    assert (dataset.name, dataset.source) == ("wikiqa-dev", str(path))


@pytest.mark.parametrize("field", ["qid", "question_id", "id"])
def test_the_files_own_question_ids_are_kept(tmp_path: Path, field: str) -> None:
    path = write_lines(
        tmp_path / "a.jsonl",
        [
            line("Cats?", "They purr.", True, **{field: "1.4"}),
            line("Cats?", "They bark.", False, **{field: 7}),
        ],
    )
    dataset = open_sentence_selection(path)
    assert dataset.qrels == {"1.4": {"1.4-1": 1}, "7": {"7-1": 0}}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line("a", "b", "1")], "line 1: label is '1', expected 1"),
        ([line("a", "b", 1.0)], "line 1: label is 1.0"),
        ([line("a", "b", 1), {"question": "a", "label": 1}], "line 2: sentence is missing"),
        ([line("a", "b", 1, qid="x"), line("c", "b", 1, qid="x")], "line 2: question 'x' has ano"),
        ([line("a", "b", 1, qid=None)], "line 1: qid must be a string"),
        ([line("a", "b", 1), ["a"]], "line 2: it holds a JSON list"),
    ],
)
def test_a_broken_line_is_an_error_with_its_place(
    tmp_path: Path, lines: list[object], said: str
) -> None:
    with pytest.raises(DatasetError, match=said):
        open_sentence_selection(write_lines(tmp_path / "a.jsonl", lines))


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "\n")
    assert not recognises_sentence_selection(path)
    with pytest.raises(DatasetError, match="holds no question"):
        open_sentence_selection(path)

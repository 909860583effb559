from pathlib import Path

import pytest

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.reading.answerability import AnswerabilityTask
from rag.benchmark.reading.sample import Sample
from rag.benchmark.reading.squad_questions import read_squad_questions
from tests.rag.benchmark.reading.made_data import SLEEP, WAKE, answerable_or_not
from tests.rag.benchmark.reading.made_readings import FakeReader, Said

LOGITS = {"yes 3": 3.0, "yes 1": 1.0, "no 1": 1.0, "no 0": 0.0}


def task(path: Path, *, sample: Sample | None = None) -> AnswerabilityTask:
    read = read_squad_questions(path, left_out_titles=(), sample=sample or Sample())
    return AnswerabilityTask(read, window=0)


def test_each_sign_is_measured_and_their_sum(tmp_path: Path) -> None:
    # Only the window's logit differs between the questions: 3.5 of 4 pairs, and the sum follows.
    reader = FakeReader({SLEEP: Said(1.0, "hours", 2.0), WAKE: Said(0.0)}, answerable=LOGITS)
    found = task(answerable_or_not(tmp_path / "v2.json")).measure(reader, lambda _d, _t: None)
    assert {each.name: each.value for each in found} == {
        "AUROC by answerable": 0.875,
        "AUROC by relevance": 0.5,
        "AUROC by span": 0.5,
        "AUROC by sum": 0.875,
    }


def test_a_reader_without_words_can_be_measured(tmp_path: Path) -> None:
    found = task(answerable_or_not(tmp_path / "v2.json")).measure(
        FakeReader({}, answerable=LOGITS), lambda _d, _t: None
    )
    assert [each.value for each in found] == [0.875, 0.5, 0.5, 0.5]


def test_the_report_says_how_many_are_of_each_kind(tmp_path: Path) -> None:
    facts = task(answerable_or_not(tmp_path / "v2.json")).facts
    assert facts[0].startswith("4 questions measured, 1 left out")
    assert facts[1] == "2 answerable, 2 not"


def test_one_kind_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="all answerable or all not"):
        task(answerable_or_not(tmp_path / "v2.json"), sample=Sample(1))

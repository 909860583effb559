from pathlib import Path

import pytest

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.reading.sample import Sample
from rag.benchmark.reading.sentence_selection import (
    Clean,
    SentenceSelectionTask,
    sentence_selection_tasks,
)
from tests.rag.benchmark.reading.made_data import candidates
from tests.rag.benchmark.reading.made_readings import FakeReader, Said

QUESTIONS = {
    "first": {"a": 0, "b": 1, "c": 1},
    "second": {"d": 1, "e": 0},
    "no right one": {"f": 0},
    "all right": {"g": 1},
}
READER = FakeReader(
    {"a": Said(2.0), "b": Said(3.0), "c": Said(1.0), "d": Said(0.0), "e": Said(1.0)},
    bonus={"c": 5.0, "d": 2.0},
)


def tasks(folder: Path, clean: Clean) -> tuple[SentenceSelectionTask, SentenceSelectionTask]:
    path = candidates(folder / "dev.jsonl", QUESTIONS)
    return sentence_selection_tasks(path, clean=clean, sample=Sample())


def values(task: SentenceSelectionTask) -> dict[str, float]:
    return {each.name: each.value for each in task.measure(READER, lambda _d, _t: None)}


def test_candidates_alone_are_ranked_by_relevance(tmp_path: Path) -> None:
    # b a c: AP (1 + 2/3) / 2, RR 1; e d: both 1/2.
    alone, _ = tasks(tmp_path, Clean.TRECQA)
    assert values(alone) == pytest.approx({"MAP": (5 / 6 + 1 / 2) / 2, "MRR": 3 / 4})


def test_candidates_in_context_are_read_in_one_window(tmp_path: Path) -> None:
    # c b a and d e: nothing wrong before anything right.
    _, in_context = tasks(tmp_path, Clean.TRECQA)
    READER.windows.clear()
    assert values(in_context) == {"MAP": 1, "MRR": 1}
    assert READER.windows == [("a", "b", "c"), ("d", "e")]


@pytest.mark.parametrize(
    ("clean", "n_kept", "fact"),
    [
        (Clean.WIKIQA, 3, "3 questions measured, 1 left out: those without a right candidate"),
        (
            Clean.TRECQA,
            2,
            "2 questions measured, 2 left out: those without a right or without a wrong candidate",
        ),
    ],
)
def test_questions_that_no_ranking_decides_are_left_out(
    tmp_path: Path, clean: Clean, n_kept: int, fact: str
) -> None:
    alone, in_context = tasks(tmp_path, clean)
    assert len(alone.questions) == len(in_context.questions) == n_kept
    assert alone.facts == in_context.facts == (fact,)


def test_equal_relevance_keeps_the_order_of_the_file(tmp_path: Path) -> None:
    path = candidates(tmp_path / "dev.jsonl", {"q": {f"s{n}": int(n == 10) for n in range(12)}})
    alone, _ = sentence_selection_tasks(path, clean=Clean.WIKIQA, sample=Sample())
    assert values(alone) == pytest.approx({"MAP": 1 / 11, "MRR": 1 / 11})


def test_nothing_left_is_an_error(tmp_path: Path) -> None:
    path = candidates(tmp_path / "dev.jsonl", {"no right one": {"f": 0}})
    with pytest.raises(DatasetError, match="all questions are without a right candidate"):
        sentence_selection_tasks(path, clean=Clean.WIKIQA, sample=Sample())

from pathlib import Path

import pytest

from rag.benchmark.reading.answer_words import AnswerWordsTask
from rag.benchmark.reading.sample import Sample
from rag.benchmark.reading.squad_questions import read_squad_questions
from tests.rag.benchmark.reading.made_data import SLEEP, WAKE, asked, cats_and_dogs, squad
from tests.rag.benchmark.reading.made_readings import FakeReader, Said


def measured(path: Path, reader: FakeReader, *, window: int = 0) -> dict[str, float]:
    data = read_squad_questions(path, left_out_titles={"Dog breeds"}, sample=Sample())
    found = AnswerWordsTask(data, window).measure(reader, lambda _done, _total: None)
    return {each.name: each.value for each in found}


def test_values_are_the_means_worked_out_by_hand(tmp_path: Path) -> None:
    # "for sixteen hours" is said to all: F1 0.8 (precision 2/3, recall 1), 0, and 1.
    reader = FakeReader({SLEEP: Said(2.0, "for sixteen hours", 3.0), WAKE: Said(1.0, "dusk", 1.0)})
    found = measured(cats_and_dogs(tmp_path / "v1.json"), reader)
    assert found["EM"] == pytest.approx(1 / 3)
    assert found["F1"] == pytest.approx(1.8 / 3)
    assert found["sentence hit@1"] == pytest.approx(2 / 3)
    assert found["sentence hit@1, where marked"] == pytest.approx(2 / 3)


def test_a_paragraph_is_one_window_unless_a_size_is_given(tmp_path: Path) -> None:
    path = cats_and_dogs(tmp_path / "v1.json")
    whole, parted = FakeReader({}), FakeReader({})
    assert measured(path, whole) == measured(path, parted, window=1)
    assert whole.windows == [(SLEEP, WAKE)] * 3
    assert parted.windows == [(SLEEP,), (WAKE,)] * 3


def test_the_best_words_of_all_windows_are_said(tmp_path: Path) -> None:
    # The best span need not stand in the most relevant sentence.
    reader = FakeReader({SLEEP: Said(2.0, "Cats", -3.0), WAKE: Said(1.0, "at dusk", -1.0)})
    found = measured(cats_and_dogs(tmp_path / "v1.json"), reader, window=1)
    assert found["EM"] == pytest.approx(1 / 3)
    assert found["sentence hit@1"] == pytest.approx(2 / 3)


def test_the_words_elsewhere_are_no_hit_where_marked(tmp_path: Path) -> None:
    context = "Dusk falls early. They wake at Dusk."
    path = squad(tmp_path / "v1.json", {"Cats": [(context, [asked("When?", ("Dusk", 31))])]})
    found = measured(path, FakeReader({"Dusk falls early.": Said(1.0)}))
    assert found["sentence hit@1"] == 1
    assert found["sentence hit@1, where marked"] == 0
    assert found["EM"] == 0  # no words were found at all

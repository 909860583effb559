from pathlib import Path

import pytest

from rag.benchmark.datasets.errors import DatasetError
from rag.benchmark.reading.sample import Sample
from rag.benchmark.reading.squad_questions import even_titles, read_squad_questions
from rag.spans import Span
from tests.rag.benchmark.reading.made_data import answerable_or_not, asked, cats_and_dogs, squad


def test_without_titles_all_questions_are_kept(tmp_path: Path) -> None:
    read = read_squad_questions(
        cats_and_dogs(tmp_path / "v1.json"), left_out_titles=(), sample=Sample()
    )
    texts = [question.text for question in read.questions]
    assert texts == ["Who barks?", "How long?", "When do they wake?", "For how long?"]
    assert read.questions[3].answers == (Span(23, 28), Span(11, 28))
    assert not read.judges_answerability


def test_even_articles_of_another_file_are_left_out_by_title(tmp_path: Path) -> None:
    titles = even_titles(answerable_or_not(tmp_path / "v2.json"))
    assert titles == {"Dog breeds"}  # "Dog_breeds" in the other file
    read = read_squad_questions(
        cats_and_dogs(tmp_path / "v1.json"), left_out_titles=titles, sample=Sample()
    )
    assert len(read.questions) == 3
    assert read.facts[0].startswith("3 questions measured, 1 left out by their article's title")


def test_of_a_file_with_impossible_questions_only_odd_articles_are_kept(tmp_path: Path) -> None:
    path = answerable_or_not(tmp_path / "v2.json")
    read = read_squad_questions(path, left_out_titles=(), sample=Sample())
    assert [question.text for question in read.questions] == ["yes 3", "yes 1", "no 1", "no 0"]
    assert [len(question.answers) for question in read.questions] == [1, 1, 0, 0]
    assert read.judges_answerability


def test_a_sample_is_of_what_is_kept_and_said(tmp_path: Path) -> None:
    path = cats_and_dogs(tmp_path / "v1.json")
    two = [
        read_squad_questions(path, left_out_titles={"Dog breeds"}, sample=Sample(2, seed=1))
        for _ in range(2)
    ]
    assert two[0] == two[1]
    assert len(two[0].questions) == 2
    assert two[0].facts[1] == "a sample of 2 with seed 1 of these"


def test_a_question_whose_answers_stand_nowhere_is_left_out(tmp_path: Path) -> None:
    questions = [asked("a", ("Cats", 5), ("Cats", -1)), asked("b", ("Cats", 0))]
    path = squad(tmp_path / "v1.json", {"Cats": [("Cats purr.", questions)]})
    read = read_squad_questions(path, left_out_titles=(), sample=Sample())
    assert [question.text for question in read.questions] == ["b"]
    assert read.facts[-1] == "1 left out as no answer stands where it is said to"


def test_nothing_left_is_an_error(tmp_path: Path) -> None:
    path = cats_and_dogs(tmp_path / "v1.json")
    with pytest.raises(DatasetError, match="no question remains"):
        read_squad_questions(path, left_out_titles={"Dog breeds", "Cats"}, sample=Sample())


def test_a_question_without_text_is_an_error(tmp_path: Path) -> None:
    path = squad(tmp_path / "v1.json", {"Cats": [("Cats purr.", [{"answers": []}, {"id": "x"}])]})
    with pytest.raises(DatasetError, match=r"a question on Cats/0: KeyError 'answers'"):
        read_squad_questions(path, left_out_titles=(), sample=Sample())

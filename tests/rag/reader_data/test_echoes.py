import random

import pytest

from embeddings.training.example import AnswerWords, ReaderExample
from rag.reader_data.echoes import echo_of, with_echo

CATS = ReaderExample(
    "test",
    "Why do cats purr?",
    ("Cats sleep.", "They purr to calm themselves.", "Dogs bark."),
    (False, True, False),
    AnswerWords(1, 13, 29),
)


def echoed(example: ReaderExample) -> list[ReaderExample]:
    rng = random.Random(1)  # noqa: S311 test data
    return [with_echo(example, rng) for _ in range(300)]


def echoes(question: str) -> set[str]:
    rng = random.Random(2)  # noqa: S311 test data
    return {echo_of(question, rng) for _ in range(600)}


def test_the_answer_keeps_its_words_and_the_echo_stands_beside_it() -> None:
    kept = [example for example in echoed(CATS) if example.is_answerable]
    for example in kept:
        assert example.answer is not None
        words = example.sentences[example.answer.sentence]
        assert words[example.answer.start : example.answer.end] == "calm themselves."
        assert example.relevant.count(True) == 1
        assert example.relevant[example.answer.sentence]
    assert {example.answer.sentence for example in kept if example.answer} == {1, 2}


def test_in_place_of_the_answer_an_echo_leaves_nothing_that_answers() -> None:
    alone = [example for example in echoed(CATS) if not example.is_answerable]
    assert 40 < len(alone) < 110  # one in four of 300
    for example in alone:
        assert example.relevant == (False, False, False)
        assert example.answer is None
        assert example.sentences[::2] == ("Cats sleep.", "Dogs bark.")


def test_a_text_with_unknown_labels_keeps_its_answer() -> None:
    unsure = ReaderExample("test", "Why do cats purr?", ("To calm.", "Who knows."), (True, None))
    assert all(example.is_answerable for example in echoed(unsure))


def test_a_text_without_an_answer_gets_one_more_false_sentence_anywhere() -> None:
    dogs = ReaderExample("test", "Why do cats purr?", ("Dogs bark.", "Hens cluck."), (False, False))
    found = echoed(dogs)
    assert {example.relevant for example in found} == {(False, False, False)}
    places = {example.sentences.index("Dogs bark.") for example in found}
    assert places == {0, 1}


def test_a_question_comes_back_as_question_clause_and_title() -> None:
    found = echoes("Why do cats purr?")
    assert {"Why do cats purr?", "FAQ: Why do cats purr?", "Cats Purr"} <= found
    assert "Several studies have examined why cats purr." in found
    assert len(found) > 40


def test_a_title_joins_phrases_of_the_question() -> None:
    titles = echoes("How do safety behaviors hinder the use of exposure therapy?")
    assert "Safety Behaviors Hinder the Use of Exposure Therapy" in titles
    titles = echoes("Why are safety behaviors always, like doubt, part of panic?")
    assert "About Safety Behaviors Always and Part of Panic" in titles


def test_a_definition_is_asked_for_in_a_clause() -> None:
    assert "In this section we look at what an axolotl is." in echoes("What is an axolotl?")


def test_a_claim_is_never_stated_again() -> None:
    claim = "Folic acid lowers the risk of stroke."
    assert all(
        "whether" in echo.lower() or "claim that" in echo or echo.endswith("?")
        for echo in echoes(claim)
    )


def test_a_yes_no_question_is_only_asked_again() -> None:
    # "Paris the Capital of France" as a title would answer it.
    assert all(
        echo.rstrip(".”").find("?") > 0 for echo in echoes("Is Paris the capital of France?")
    )


@pytest.mark.parametrize("question", ["?", "what", "symptoms of flu", "Did he?", "a, b"])
def test_short_queries_have_an_echo_too(question: str) -> None:
    assert all(echo.strip() for echo in echoes(question))

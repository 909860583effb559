from random import Random

from embeddings.training.example import AnswerWords, ReaderExample
from embeddings.training.recipe import Stage
from rag.reader_data.augment import augment

CATS = ReaderExample(
    "toy",
    "Why do cats purr at night?",
    ("Cats sleep.", "They purr to calm themselves."),
    (False, True),
    AnswerWords(1, 13, 28),
)


def augmented(*, echoed: float, typed: float, times: int = 300) -> list[ReaderExample]:
    stage = Stage({}, 0.0, 0.0, echoed=echoed, typed=typed)
    rng = Random(4)  # noqa: S311 test data
    return [augment(CATS, stage, rng) for _ in range(times)]


def test_without_shares_nothing_changes() -> None:
    assert augmented(echoed=0.0, typed=0.0) == [CATS] * 300


def test_whole_shares_change_every_example() -> None:
    echoed = augmented(echoed=1.0, typed=0.0)
    assert all(example.sentences != CATS.sentences for example in echoed)
    assert {example.question for example in echoed} == {CATS.question}
    typed = augmented(echoed=0.0, typed=1.0)
    assert len({example.question for example in typed}) > 5
    assert all(example.sentences == CATS.sentences for example in typed)
    assert all(example.answer == CATS.answer for example in typed)


def test_a_share_is_a_share() -> None:
    echoed = sum(len(e.sentences) != 2 or e.answer is None for e in augmented(echoed=0.5, typed=0))
    assert 115 < echoed < 185  # 150, four standard deviations of 8.7 about it


def test_the_echo_is_of_the_question_as_it_was_written() -> None:
    # "Why do cats purr at night" has a form of its own as a clause; typed words have none.
    both = augmented(echoed=1.0, typed=1.0)
    new = [text for example in both for text in example.sentences if text not in CATS.sentences]
    assert any("why cats purr at night" in text for text in new)

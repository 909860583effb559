import pytest

from rag.answers.answer_types import sign_of_answer, states_time


@pytest.mark.parametrize(
    "text",
    [
        "It opened on 3 May.",
        "It opened in 1066.",
        "It opens on Tuesdays.",
        "Rome fell in 476 AD.",
        "It was built in the 4th century.",
        "The fair is on 3/4/25.",
        "Doors open at 9 am.",
        "By 2150 it will be gone.",
        "Bins are emptied on alternate weeks.",
        "The committee meets every second month.",
        "It is open daily.",
        "You hear from us within two days.",
        "It closes an hour before sunset.",
        "Bluebells flower in late spring.",
        "It is shut over Christmas.",
    ],
)
def test_a_time_is_stated(text: str) -> None:
    assert states_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is part of everyday life.",
        "It holds 1000 people.",
        "You may come.",
        "Room 12",
        "It springs from every source.",
        "Two weeks are enough.",
    ],
)
def test_no_time_is_stated(text: str) -> None:
    assert not states_time(text)


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("When does it open?", "It opens at noon.", "It opens slowly."),
        ("What does it cost?", "It costs 3 euros.", "It costs much."),
        ("How many are there?", "There are seven.", "There are many."),
        ("Who wrote it?", "It is by J. R. R. Tolkien.", "It is by a don."),
        ("Who sang it?", "It was sung by Élodie.", "It was sung by all."),
        ("Who built it?", "Øystein Åsen built it.", "A guild built it."),
    ],
)
def test_a_sentence_holds_an_answer_of_the_type_asked_for(
    question: str, answer: str, other: str
) -> None:
    sign = sign_of_answer(question)
    assert sign is not None
    assert sign.search(answer)
    assert not sign.search(other)


def test_a_question_of_no_type_has_no_sign() -> None:
    assert sign_of_answer("Why does it rain?") is None
    assert sign_of_answer("When should cats be fed?") is None

import pytest

from rag.questions.in_front import asked_of_thing_in_front


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("The family, can they join?", "Can the family join?"),
        ("What about the family, can they join?", "Can the family join?"),
        ("Great newts, are they protected?", "Are Great newts protected?"),
        ("and those limits, can they change later?", "Can those limits change later?"),
        (
            "the tides you mentioned, how do I find out what they are?",
            "How do I find out what the tides are?",
        ),
        ("ferns - do they spread?", "Do ferns spread?"),
        ("ok the fair, when is it", "When is the fair"),
    ],
)
def test_the_thing_takes_the_place_of_the_word_that_points_to_it(question: str, asked: str) -> None:
    assert asked_of_thing_in_front(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Hi, what is it?",
        "Sorry, what are they?",
        "What about now, is it open?",
        "No smoking areas, where are they?",
        "My exam is tomorrow, is it hard?",
        "In winter, do they sleep?",
        "What if I have a setback, does that mean I failed?",
        "When guides leave, do they return?",
        "The fair, when is the market?",
        "Can they join?",
    ],
)
def test_nothing_else_is_a_thing_in_front(question: str) -> None:
    assert asked_of_thing_in_front(question) is None

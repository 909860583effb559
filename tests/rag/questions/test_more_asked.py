import pytest

from rag.questions.more_asked import More, more_asked, more_in


@pytest.mark.parametrize(
    "question",
    [
        "tell me more",
        "Can you say more?",
        "ok, go on",
        "And what else?",
        "more please",
        "Could you please tell me a bit more about that?",
        "Anything else?",
    ],
)
def test_more_of_what_was_said_is_asked_for(question: str) -> None:
    assert more_asked(question) == More()


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("explain the first one", 0),
        ("Tell me more about the second point.", 1),
        ("what about the third?", 2),
        ("Can you expand on [2]?", 1),
        ("more on number 3 please", 2),
        ("And the last one?", None),
        ("Explain the last argument in more detail.", -1),
        ("the second one please", 1),
        ("number 3?", 2),
        ("No. 2?", 1),
        ("give me an example of the third one", 2),
        ("and the second?", None),
        ("Which number 3?", None),
    ],
)
def test_more_may_be_asked_of_one_statement(question: str, of: int | None) -> None:
    more = more_asked(question)
    assert (more and more.of) == of


@pytest.mark.parametrize(
    "question",
    ["Tell me more about mosses.", "What else improves?", "Who else may come?", "more", "Go", "?"],
)
def test_what_names_something_asks_for_that(question: str) -> None:
    assert (more_asked(question) is not None) is (question == "more")


@pytest.mark.parametrize(
    ("turns", "is_more"),
    [
        (("What are examples of herbs?", "another one"), True),
        (("What are examples of herbs?", "another example please"), True),
        (("What are examples of herbs?", "ok", "Give me an example."), False),
        (("Give an example of herbs.", "give me another example", "one more"), True),
        (("Give an example of herbs.", "Give me an example."), True),
        (("What are herbs?", "Give me another example."), False),
        (("What are herbs?", "Another one?"), True),
        (("What are the risks of herbs?", "Any other risks?"), True),
        (("What are the risks of herbs?", "Any other benefits?"), False),
        (("another one",), False),
        (("What does the first report say?", "And the second one?"), False),
    ],
)
def test_another_of_the_same_is_more_of_it(turns: tuple[str, ...], is_more: bool) -> None:
    assert more_in(turns)[-1] == (More(is_another=True) if is_more else None)

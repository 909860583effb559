import pytest

from rag.answers.candidates import Candidate, ReadQuestion
from rag.answers.more import asks_for_more, further
from tests.rag.answers.tiny_windows import candidate_of, query_of, window_of


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
    assert asks_for_more(question)


@pytest.mark.parametrize(
    "question",
    ["Tell me more about mosses.", "What else improves?", "Who else may come?", "more", "Go", "?"],
)
def test_what_names_something_asks_for_that(question: str) -> None:
    assert asks_for_more(question) is (question == "more")


PAGE = window_of("Ferns have roots.", "Ferns need shade.", "Ferns are old.")
OTHER = window_of("Ferns grow in Norway.", "Stones are grey.", document_id="other")


def _further(*shown: Candidate, most: int = 8) -> list[str]:
    read = ReadQuestion(
        query_of("What are ferns?"),
        (PAGE, OTHER),
        (
            candidate_of(PAGE, 1, 2.0),
            candidate_of(OTHER, 0, 1.0),
            candidate_of(PAGE, 0, 0.5),
            candidate_of(PAGE, 2, -3.0),
            candidate_of(OTHER, 1, -4.0),
        ),
    )
    found = further(read, shown, is_sure=lambda c: c.relevance > 0, most=most)
    return [candidate.text for candidate in found]


def test_the_rest_of_the_section_comes_first_what_follows_before_what_stands_above() -> None:
    assert _further(candidate_of(PAGE, 1, 2.0)) == ["Ferns are old.", "Ferns have roots."]
    assert _further(candidate_of(PAGE, 1, 2.0), most=1) == ["Ferns are old."]


def test_then_what_answers_next_best() -> None:
    section = [candidate_of(PAGE, i, 2.0) for i in range(3)]
    assert _further(*section) == ["Ferns grow in Norway."]


def test_what_is_unsure_or_far_below_is_not_shown_by_itself() -> None:
    whole = [candidate_of(PAGE, i, 9.0) for i in range(3)]
    assert _further(*whole) == []


def test_nothing_is_shown_twice() -> None:
    everything = [*(candidate_of(PAGE, i, 2.0) for i in range(3)), candidate_of(OTHER, 0, 1.0)]
    assert _further(*everything) == ["Stones are grey."]  # the rest of its section

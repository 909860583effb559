import pytest

from rag.answers.candidates import ReadQuestion
from rag.answers.comparison import Compared, compared_in, names_both, told_apart
from rag.answers.windows import Window
from tests.rag.answers.tiny_windows import candidate_of, query_of, window_of

FERNS_AND_MOSSES = Compared(frozenset(("fern",)), frozenset(("moss",)))


@pytest.mark.parametrize(
    "question",
    [
        "What is the difference between ferns and mosses?",
        "differences between a fern and a moss",
        "Explain the distinction between ferns and mosses.",
        "How do ferns differ from mosses?",
        "How are ferns different from mosses?",
        "How do ferns and mosses differ?",
        "Explain how a fern differs in form from a moss.",
        "What distinguishes ferns from mosses?",
        "What sets a fern apart from a moss?",
        "How can I tell ferns from mosses?",
        "Compare ferns with mosses.",
        "ferns vs mosses",
    ],
)
def test_a_question_that_wants_two_things_told_apart_names_them(question: str) -> None:
    assert compared_in(question) == FERNS_AND_MOSSES


@pytest.mark.parametrize(
    "question",
    [
        "Why does it matter to tell ferns from mosses?",
        "What is a fern?",
        "What happens if gardeners miss the difference between ferns and mosses?",
        "What is the difference between two ferns?",
        "Do ferns grow better than mosses?",
        "What makes the difference?",
    ],
)
def test_another_question_wants_nothing_told_apart(question: str) -> None:
    assert compared_in(question) is None


def _read(*windows: Window) -> ReadQuestion:
    candidates = (
        candidate_of(window, i, -float(i)) for window in windows for i in range(len(window.texts))
    )
    ranked = sorted(candidates, key=lambda candidate: -candidate.relevance)
    return ReadQuestion(query_of("How do ferns differ from mosses?"), windows, tuple(ranked))


def _told(read: ReadQuestion, *, floor: float = -9.0) -> list[str]:
    return [candidate.text for candidate in told_apart(read, FERNS_AND_MOSSES, floor=floor)]


PAIR = window_of(
    "People mix up ferns and mosses.",
    "Ferns have roots.",
    "In contrast, mosses cling to stone.",
    "Mosses are old.",
)


def test_two_sentences_in_a_row_set_one_thing_against_the_other() -> None:
    assert _told(_read(PAIR)) == ["Ferns have roots.", "In contrast, mosses cling to stone."]


def test_one_sentence_may_do_so_alone() -> None:
    window = window_of("Unlike mosses, ferns have roots.", document_id="one")
    assert _told(_read(PAIR, window)) == ["Unlike mosses, ferns have roots."]


def test_a_turn_to_something_else_tells_nothing_apart() -> None:
    assert _told(_read(window_of("Ferns have roots.", "In contrast, stones have none."))) == []


def test_what_is_read_far_below_tells_nothing_apart() -> None:
    assert _told(_read(PAIR), floor=-0.5) == []


def test_both_things_are_named_by_what_was_found_or_one_is_not() -> None:
    assert names_both([PAIR], FERNS_AND_MOSSES)
    under_heading = window_of("They cling to stone.", context=("Mosses",))
    assert not names_both([under_heading], FERNS_AND_MOSSES)
    assert names_both([under_heading, window_of("Ferns have roots.")], FERNS_AND_MOSSES)

import pytest

from rag.answers.calibration import load_calibration
from rag.answers.candidates import EVEN, ranked_candidates, states_something
from rag.answers.reader import Reading
from rag.documents import BlockKind
from rag.spans import Span
from tests.rag.answers.tiny_windows import window_of


def test_every_sentence_is_a_candidate_most_relevant_first() -> None:
    window = window_of(
        "Cats.", "Dogs.", "Cows.", kinds=(BlockKind.FACT,) + (BlockKind.HEADING,) * 2
    )
    answer = Span(6, 9)
    reading = Reading(relevance=(0.1, 2.0, -1.0), answers=(None, answer, None))
    candidates = ranked_candidates([window], [reading])
    assert [c.text for c in candidates] == ["Dogs.", "Cats.", "Cows."]
    assert [c.relevance for c in candidates] == [2.0, 0.1, -1.0]
    assert [c.answer for c in candidates] == [answer, None, None]
    assert candidates[1].kind is BlockKind.FACT
    assert candidates[0].passage is window.passage


def test_the_shipped_calibration_says_that_even_is_even() -> None:
    assert load_calibration(None).confidence(EVEN) == pytest.approx(0.5, abs=0.03)


def test_equal_relevance_is_ordered_by_document_then_position() -> None:
    windows = [window_of("One.", "Two.", document_id="b"), window_of("Three.", document_id="a")]
    readings = [Reading((1.0, 1.0), (None, None)), Reading((1.0,), (None,))]
    for order in (1, -1):
        candidates = ranked_candidates(windows[::order], readings[::order])
        assert [c.text for c in candidates] == ["Three.", "One.", "Two."]


def test_a_header_row_is_no_candidate() -> None:
    window = window_of("Day | Opens", "Mon | 9", kinds=(BlockKind.HEADER_ROW, BlockKind.FACT))
    candidates = ranked_candidates([window], [Reading((2.0, 1.0), (None, None))])
    assert [c.text for c in candidates] == ["Mon | 9"]


def test_no_windows_give_no_candidates() -> None:
    assert ranked_candidates([], []) == ()


def test_a_window_without_a_reading_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ranked_candidates([window_of("Cats.")], [])


@pytest.mark.parametrize(
    ("sentence", "is_statement"),
    [
        ("Cats sleep.", True),
        ("CPD: 3 Hours", True),
        ("Do cats sleep?", False),
        ("“Do cats sleep?”", False),
        ("Do cats sleep? Yes.", True),
        ("For example:", False),
        ("These are the:", False),
        ("It counts for all who hold one of these:", True),  # long enough to hold the answer
    ],
)
def test_questions_and_bare_lead_ins_state_nothing(sentence: str, is_statement: bool) -> None:
    assert states_something(sentence) is is_statement


def test_what_states_nothing_is_no_candidate_however_relevant() -> None:
    window = window_of("Do cats sleep?", "For example:", "They sleep.")
    reading = Reading(relevance=(9.0, 8.0, -7.0), answers=(None,) * 3)
    assert [c.text for c in ranked_candidates([window], [reading])] == ["They sleep."]

from dataclasses import replace

from rag.answers.candidates import Candidate
from rag.answers.selection import in_reading_order, select
from tests.rag.answers.tiny_windows import candidate_of, window_of

CATS = window_of("Cats sleep.", "Owls hoot.", "Dogs bark.", "Cows moo.", document_id="cats")
FISH = window_of("Fish swim.", "Birds fly.", document_id="fish")


def texts(candidates: tuple[Candidate, ...]) -> list[str]:
    return [candidate.text for candidate in candidates]


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert select((), most=8) == ()
    assert in_reading_order(()) == ()


def test_what_lies_hardly_below_the_best_is_shown() -> None:
    candidates = [
        candidate_of(CATS, 0, 3.0),
        candidate_of(FISH, 0, 2.2),  # exactly at the margin
        candidate_of(FISH, 1, 2.19),
    ]
    assert texts(select(candidates, most=8)) == ["Cats sleep.", "Fish swim."]


def test_the_margin_is_from_the_best_whatever_its_height() -> None:
    candidates = [candidate_of(CATS, 0, -7.0), candidate_of(FISH, 0, -7.5)]
    assert len(select(candidates, most=8)) == 2


def test_no_more_than_asked_for_are_shown() -> None:
    candidates = [candidate_of(CATS, i, 1.0 - i / 10) for i in range(4)]
    for most in (1, 2, 3, 4, 20):
        assert len(select(candidates, most=most)) == min(most, 4)


def test_a_thing_is_said_once_in_the_words_of_the_most_relevant() -> None:
    twice = window_of(
        "A three-hour masterclass designed to help participants gain a clear understanding of the "
        "distinction between safety behaviours and coping strategies, and their relevance.",
        "A three-hour masterclass designed to ensure participants develop a clear understanding of "
        "the distinction between safety behaviours and coping strategies, with their relevance.",
        "Dogs bark.",
    )
    candidates = [candidate_of(twice, i, 1.0 - i / 10) for i in (1, 0, 2)]
    ordered = sorted(candidates, key=lambda c: -c.relevance)
    chosen = select(ordered, most=8)
    assert texts(chosen) == [ordered[0].text, "Dogs bark."]


def test_a_repetition_does_not_use_up_a_place() -> None:
    again = window_of("Cats sleep.", document_id="other")
    candidates = [
        candidate_of(CATS, 0, 1.0),
        candidate_of(again, 0, 0.9),
        candidate_of(FISH, 0, 0.8),
    ]
    assert texts(select(candidates, most=2)) == ["Cats sleep.", "Fish swim."]


def test_the_most_relevant_is_first_and_the_rest_follow_their_source() -> None:
    chosen = (
        candidate_of(CATS, 2, 3.0),
        candidate_of(FISH, 1, 2.9),
        candidate_of(CATS, 1, 2.8),
        candidate_of(FISH, 0, 2.7),
        candidate_of(CATS, 0, 2.6),
    )
    # Passages in order of their best sentence, each passage in the order of its text.
    assert texts(in_reading_order(chosen)) == [
        "Dogs bark.",
        "Fish swim.",
        "Birds fly.",
        "Cats sleep.",
        "Owls hoot.",
    ]


def test_two_statements_keep_the_order_of_relevance() -> None:
    chosen = (candidate_of(CATS, 3, 2.0), candidate_of(CATS, 0, 1.0))
    assert texts(in_reading_order(chosen)) == ["Cows moo.", "Cats sleep."]


def test_passages_of_one_document_are_kept_apart() -> None:
    later = replace(CATS.passage, passage_id="cats#1")
    chosen = (
        candidate_of(FISH, 0, 3.0),
        replace(candidate_of(CATS, 3, 2.0), passage=later),
        candidate_of(CATS, 1, 1.9),
        replace(candidate_of(CATS, 2, 1.8), passage=later),
    )
    expected = ["Fish swim.", "Dogs bark.", "Cows moo.", "Owls hoot."]
    assert texts(in_reading_order(chosen)) == expected

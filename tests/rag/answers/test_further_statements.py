from dataclasses import replace

import pytest

from rag.answers.candidates import Candidate
from rag.answers.further_statements import (
    FurtherFeatures,
    FurtherWeights,
    further_features,
    select_answering,
    shipped_further_weights,
)
from rag.documents import BlockKind
from tests.rag.answers.tiny_windows import candidate_of, window_of

CATS = window_of("Cats sleep.", "Owls hoot.", "Dogs bark.", "Cows moo.", document_id="cats")
FISH = window_of("Fish swim.", "Birds fly.", document_id="fish")
# One is likely that lies no further behind than 1; nothing else counts.
BY_HAND = FurtherWeights(2.0, FurtherFeatures(-2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
QUESTION = "Who makes a sound?"


def texts(candidates: tuple[Candidate, ...]) -> list[str]:
    return [candidate.text for candidate in candidates]


def test_of_nothing_nothing_is_selected() -> None:
    assert select_answering((), QUESTION, BY_HAND, most=8) == ()


def test_the_best_is_shown_however_low_and_others_where_they_are_likely() -> None:
    candidates = [
        candidate_of(CATS, 0, -7.0),
        candidate_of(FISH, 0, -8.0),
        candidate_of(FISH, 1, -11.0),
    ]
    assert texts(select_answering(candidates, QUESTION, BY_HAND, most=8)) == [
        "Cats sleep.",
        "Fish swim.",
    ]


def test_of_a_list_less_likely_ones_are_shown_too() -> None:
    candidates = [candidate_of(CATS, 0, 3.0), candidate_of(FISH, 0, 1.2)]  # likelihood 0.17
    assert len(select_answering(candidates, QUESTION, BY_HAND, most=8)) == 1
    assert len(select_answering(candidates, QUESTION, BY_HAND, most=8, is_list=True)) == 2


def test_beside_a_sentence_that_is_unsure_less_likely_ones_are_shown() -> None:
    unsure = [candidate_of(CATS, 0, -2.0), candidate_of(FISH, 0, -3.5)]  # likelihood 0.27
    sure = [candidate_of(CATS, 0, 2.0), candidate_of(FISH, 0, 0.5)]
    assert len(select_answering(unsure, QUESTION, BY_HAND, most=8)) == 2
    assert len(select_answering(sure, QUESTION, BY_HAND, most=8)) == 1


def test_no_more_than_asked_for_are_shown() -> None:
    candidates = [candidate_of(CATS, i, 1.0 - i / 10) for i in range(4)]
    for most in (1, 2, 3, 4, 20):
        chosen = select_answering(candidates, QUESTION, BY_HAND, most=most)
        assert len(chosen) == min(most, 4)


def test_a_repetition_is_not_shown_and_uses_up_no_place() -> None:
    again = window_of("Cats sleep.", document_id="other")
    candidates = [
        candidate_of(CATS, 0, 1.0),
        candidate_of(again, 0, 0.9),
        candidate_of(FISH, 0, 0.8),
    ]
    chosen = select_answering(candidates, QUESTION, BY_HAND, most=2)
    assert texts(chosen) == ["Cats sleep.", "Fish swim."]


def test_beside_a_fact_of_one_page_none_of_another_is_shown() -> None:
    fair = window_of("Date: 3 May", "Time: 7 PM", kinds=(BlockKind.FACT,) * 2, document_id="fair")
    other = window_of("date: 2 May", kinds=(BlockKind.FACT,), document_id="other")
    facts = [candidate_of(fair, 0, 2.0), candidate_of(other, 0, 1.9), candidate_of(fair, 1, 1.8)]
    assert texts(select_answering(facts, QUESTION, BY_HAND, most=8)) == [
        "Date: 3 May",
        "Time: 7 PM",
    ]
    said = [candidate_of(CATS, 0, 2.0), *facts[1:]]
    assert len(select_answering(said, QUESTION, BY_HAND, most=8)) == 3


def test_the_features_tell_where_a_sentence_stands_and_how_far_behind() -> None:
    later = replace(candidate_of(FISH, 0, 0.5), passage=CATS.passage)
    candidates = [
        candidate_of(CATS, 1, 2.0),
        candidate_of(CATS, 3, 1.5),
        candidate_of(FISH, 0, 1.0),
        later,
        candidate_of(CATS, 0, -4.5),  # out of sight
    ]
    assert further_features(candidates, "Which animals are loud?") == [
        FurtherFeatures(0.5, 1.5, 1, 1.5, 1.0, 1, 1.0),
        FurtherFeatures(1.0, 1.0, 2, 1.5, 0.0, 0, 1.0),
        FurtherFeatures(1.5, 0.5, 3, 1.5, float(later.span > candidates[0].span), 2, 1.0),
    ]


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("What safe limits are there?", 1.0),
        ("which signs show it", 1.0),
        ("What happens then?", 0.0),
        ("What is it?", 0.0),
        ("Who leads it?", 0.0),
    ],
)
def test_a_plural_that_is_asked_for_is_seen(question: str, several: float) -> None:
    candidates = [candidate_of(CATS, 0, 2.0), candidate_of(CATS, 1, 1.0)]
    (features,) = further_features(candidates, question)
    assert features.several == several


def test_the_shipped_weights_prefer_what_lies_near_the_best() -> None:
    weights = shipped_further_weights()
    near, far = (
        FurtherFeatures(behind, 2.0 - behind, 1.0, 3.0, 0.0, 0.0, 0.0) for behind in (0.2, 3.0)
    )
    assert 0 < weights.likelihood(far) < weights.likelihood(near) < 1

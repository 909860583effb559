import random

import pytest

from rag.reader_data.claim_questions import as_keywords, as_question


def questions(claim: str) -> set[str]:
    rng = random.Random(0)  # noqa: S311 test data
    return {as_question(claim, rng) for _ in range(100)}


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Zinc reduces the length of colds.", "Does zinc reduce the length of colds?"),
        ("Neutrophils produce IL-1β.", "Do neutrophils produce IL-1β?"),
        ("TMEM27 is a marker for beta cells.", "Is TMEM27 a marker for beta cells?"),
        ("Mortality has remained stable.", "Has mortality remained stable?"),
        ("Zinc has an effect on colds.", "Does zinc have an effect on colds?"),
        ("A high dose can harm.", "Can a high dose harm?"),
    ],
)
def test_a_claim_is_turned_into_a_question(claim: str, question: str) -> None:
    assert question in questions(claim)


@pytest.mark.parametrize(
    "claim", ["Mice that lack PKG are ill.", "In mice, zinc reduces pain.", "Zinc cures colds."]
)
def test_a_claim_that_cannot_simply_be_turned_is_asked_whole(claim: str) -> None:
    found = questions(claim)
    assert f"Is it true that {claim[0].lower()}{claim[1:-1]}?" in found
    assert not any(
        question.split()[0] in ("Do", "Are") and "that" not in question and "show" not in question
        for question in found
    )


def test_keywords_are_the_words_of_content() -> None:
    assert (
        as_keywords("Zinc does not reduce the length of colds.") == "Zinc not reduce length colds"
    )

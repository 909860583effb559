import random

import pytest

from embeddings.training.typed_questions import as_typed, keywords

QUESTIONS = (
    "What is an axolotl?",
    "Why didn't the king's behaviour change?",
    "is it?",
    "?",
    "What",
    "a b c",
    "Où est la gare ?",
)


def typed(question: str, *, times: int = 400) -> set[str]:
    rng = random.Random(3)  # noqa: S311 test data
    return {as_typed(question, rng) for _ in range(times)}


@pytest.mark.parametrize("question", QUESTIONS)
def test_something_is_always_typed(question: str) -> None:
    assert all(form.strip() for form in typed(question))


def test_the_same_state_gives_the_same_form() -> None:
    assert typed(QUESTIONS[1]) == typed(QUESTIONS[1])
    assert len(typed(QUESTIONS[1])) > 100


def test_an_empty_question_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        typed("  ")


def test_question_marks_capitals_and_courtesy_come_and_go() -> None:
    forms = typed("What is an axolotl?")
    assert {"What is an axolotl", "what is an axolotl?", "axolotl"} <= forms
    assert "please tell me what an axolotl is" in forms


def test_spelling_crosses_the_atlantic_and_apostrophes_go() -> None:
    assert "Why didn't the king's behavior change?" in typed(
        "Why didn't the king's behaviour change?"
    )
    assert "Why didnt the kings behaviour change?" in typed(
        "Why didn't the king's behaviour change?"
    )


def test_names_keep_their_spelling() -> None:
    assert not any("Harbour" in form for form in typed("Who attacked Pearl Harbor?"))


def test_slips_spare_the_first_letters_of_short_words() -> None:
    # Small words alone: whatever slips, every word still begins as it did.
    allowed = {"w", "i", "t"}
    forms = [form for form in typed("Who is Tim?") if len(form.split()) == 3 and "," not in form]
    assert {word[0].lower() for form in forms for word in form.split()} <= allowed
    assert any(form.rstrip("?").lower() != "who is tim" for form in forms)


def test_keywords_keep_order_and_negation() -> None:
    assert keywords("Why do cats not purr at the vet's?") == "cats not purr vet's"


def test_keywords_lose_brackets_that_are_not_their_own() -> None:
    assert keywords("Does Lp(a) lower cholesterol (LDL)?") == "Lp(a) lower cholesterol LDL"


def test_a_question_of_stop_words_stays_whole() -> None:
    assert keywords("What is it?") == "What is it?"

import random

import pytest

from rag.reader_data.medquad_questions import QUESTION_TYPES, asked, subject_of


def forms(question_type: str, subject: str) -> set[str]:
    rng = random.Random(0)  # noqa: S311 test data
    return {asked(question_type, subject, rng) for _ in range(200)}


@pytest.mark.parametrize(
    ("focus", "subject"),
    [
        ("Parasites - Hookworm", "Hookworm"),
        ("Bile Duct Cancer (Cholangiocarcinoma)", "Bile Duct Cancer"),
        ("Causes of Diabetes", None),
        ("What I need to know about Gas", None),
        ("(ALL)", None),
    ],
)
def test_a_subject_is_named_as_people_name_it(focus: str, subject: str | None) -> None:
    assert subject_of(focus) == subject


def test_every_type_has_several_forms_that_name_the_subject() -> None:
    for question_type in QUESTION_TYPES:
        found = forms(question_type, "sarcoidosis")
        assert len(found) >= 3
        assert all("sarcoidosis" in form.lower() for form in found)


def test_a_title_is_asked_in_small_letters_too() -> None:
    assert {"What is Lyme Disease?", "What is lyme disease?"} <= forms(
        "information", "Lyme Disease"
    )


def test_verbs_agree_with_a_plural() -> None:
    found = forms("information", "Thyroid Diseases") | forms("treatment", "Thyroid Diseases")
    assert {"What are Thyroid Diseases?", "How are Thyroid Diseases treated?"} <= found
    assert not any("is Thyroid" in form or "Diseases is" in form for form in found)


def test_diabetes_is_one_illness() -> None:
    assert "What is Diabetes?" in forms("information", "Diabetes")

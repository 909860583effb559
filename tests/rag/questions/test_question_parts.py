"""Questions taken apart."""

import pytest

from rag.questions.question_parts import Clause, parts_of


@pytest.mark.parametrize(
    ("question", "asking", "clause", "subject", "others"),
    [
        ("When is the concert?", "When", Clause.BE, "the concert", []),
        ("At what time is the concert?", "At what time", Clause.BE, "the concert", []),
        ("Who wrote the report on ferns?", "Who", Clause.SUBJECT, None, ["the report on ferns"]),
        ("How do tree ferns spread?", "How", Clause.DO, "tree ferns", []),
        ("What does the garden plan include?", "What", Clause.DO, "the garden plan", []),
        ("Is the course live on Zoom?", "", Clause.BE, "the course", ["Zoom"]),
        (
            "How many bird species live in Peru?",
            "How many bird species",
            Clause.SUBJECT,
            None,
            ["Peru"],
        ),
        ("What might a very shy child hide?", "What", Clause.DO, "a very shy child", []),
        ("Why is rust wear bad for old chains?", "Why", Clause.BE, "rust wear", ["old chains"]),
        ("When was the library in Oslo founded?", "When", Clause.BE, "the library in Oslo", []),
        ("Tell me about the concert.", "", Clause.BARE, None, ["the concert"]),
        ("And mosses", "", Clause.BARE, None, ["mosses"]),
        ("Since when?", "Since when", Clause.BARE, None, []),
        ("???", "", Clause.BARE, None, []),
        ("", "", Clause.BARE, None, []),
    ],
)
def test_a_question_has_words_that_ask_a_subject_and_others(
    question: str, asking: str, clause: Clause, subject: str | None, others: list[str]
) -> None:
    parts = parts_of(question)
    assert parts.asking == asking
    assert parts.clause is clause
    assert (parts.subject.of(question) if parts.subject else None) == subject
    assert [phrase.of(question) for phrase in parts.others] == others


def test_a_phrase_has_a_head_a_number_and_parts() -> None:
    question = "What is the effect of taxes on wine?"
    (phrase,) = parts_of(question).phrases
    assert phrase.head.text == "effect"
    assert not phrase.is_plural
    assert [part.of(question) for part in phrase.parts()] == ["taxes", "wine", "the effect"]


@pytest.mark.parametrize(
    ("phrase", "is_plural"),
    [
        ("ferns", True),
        ("children", True),
        ("the ferns of Norway", True),
        ("ferns and mosses", True),
        ("the difference between ferns and mosses", False),
        ("the bus", False),
        ("grass", False),
    ],
)
def test_number_is_that_of_the_head(phrase: str, is_plural: bool) -> None:
    (found,) = parts_of(f"Who painted {phrase}?").others
    assert found.is_plural == is_plural


def test_a_name_in_a_question_is_no_verb() -> None:
    question = "Which is the oldest church in the United States?"
    subject = parts_of(question).subject
    assert subject is not None
    assert subject.of(question) == "the oldest church in the United States"

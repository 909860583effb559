"""What a question means after others."""

import pytest

from rag.answers.follow_up import MOST_READINGS, readings


@pytest.mark.parametrize(
    ("earlier", "question", "reading"),
    [
        ("When is the concert?", "Who conducts it?", "Who conducts the concert?"),
        ("When is the concert?", "And where?", "Where is the concert?"),
        ("What date is the fair?", "And what time?", "What time is the fair?"),
        ("What are glaciers?", "How do they move?", "How do glaciers move?"),
        ("What are glaciers?", "Give me an example.", "Give me an example of glaciers."),
        ("What are glaciers?", "What are their dangers?", "What are glaciers' dangers?"),
        ("How do ferns spread?", "What about mosses?", "How do mosses spread?"),
        ("How do ferns spread?", "And mosses?", "How do mosses spread?"),
        (
            "What is the difference between alpine ferns and tree ferns?",
            "Why are the two often confused?",
            "Why are alpine ferns and tree ferns often confused?",
        ),
        (
            "Who wrote the report on ferns?",
            "When was it published?",
            "When was the report on ferns published?",
        ),
        ("What are herbs for?", "Which ones do cooks use?", "Which herbs do cooks use?"),
    ],
)
def test_a_leaning_question_is_read_in_full(earlier: str, question: str, reading: str) -> None:
    found = readings(question, [earlier])
    assert found.leans
    assert found.texts[0] == reading


@pytest.mark.parametrize(
    "question",
    [
        "How do clients learn when they avoid what they fear?",  # "they" stands for its clients
        "Is it wise to water ferns at noon in summer?",
        "Why does this approach of slow drying keep the colours?",
        "Does the report say that the bridge was closed?",
    ],
)
def test_a_question_that_names_its_subject_stands_alone(question: str) -> None:
    assert not readings(question, ["When is the concert?"]).leans


def test_nothing_to_lean_on_leaves_a_question_as_it_is() -> None:
    assert readings("Why do they fail?", []).texts == ()
    assert readings("Why do they fail?", ["???"]).texts == ()


def test_a_chain_of_follow_ups_carries_what_the_first_one_named() -> None:
    found = readings("How long does it last?", ["When is the concert?", "Where is it?"])
    assert found.texts[0] == "How long does the concert last?"


def test_few_readings_are_tried_each_once() -> None:
    found = readings("What does it do?", ["What is the role of tax on wine in the city of Rome?"])
    assert 0 < len(found.texts) <= MOST_READINGS
    assert len(set(found.texts)) == len(found.texts)

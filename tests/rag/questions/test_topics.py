"""What a question is about."""

import pytest

from rag.questions.question_parts import parts_of
from rag.questions.topics import Kind, topics_of


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("When is the concert?", ["the concert"]),
        ("What is a tiered plan?", ["the tiered plan"]),
        ("Do ferns harm cattle?", ["ferns", "cattle", "harming cattle"]),
        ("Can gardeners slip back?", ["gardeners", "slipping back"]),
        (
            "Are bakers told to stop kneading early?",
            ["bakers", "kneading", "stopping kneading early"],
        ),
        ("Who painted Anna's house?", ["Anna's house", "Anna"]),
        (
            "What is the difference between ferns and mosses?",
            ["the difference between ferns and mosses", "ferns and mosses", "the difference"],
        ),
        ("What time is it?", []),
        ("???", []),
    ],
)
def test_subject_objects_deeds_and_parts_in_this_order(question: str, topics: list[str]) -> None:
    assert [topic.text for topic in topics_of(parts_of(question))][: len(topics) or None] == topics


def test_topics_say_what_pronouns_choose_by() -> None:
    topics = {topic.text: topic for topic in topics_of(parts_of("Do patients of Anna Berg sleep?"))}
    assert topics["patients of Anna Berg"].is_plural
    assert topics["patients of Anna Berg"].is_person
    assert topics["Anna Berg"].kind is Kind.NAME
    assert topics["Anna Berg"].takes_possessive


def test_an_indefinite_thing_can_be_several() -> None:
    (topic, *_) = topics_of(parts_of("What is a notebook in Oslo?"))
    assert topic.text == "the notebook in Oslo"
    assert topic.as_plural == "the notebooks in Oslo"
    (topic, *_) = topics_of(parts_of("How is a hierarchy built?"))
    assert topic.as_plural == "the hierarchies"

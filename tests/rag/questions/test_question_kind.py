"""The form of answer that a question's wording asks for."""

import pytest

from rag.questions.question_kind import (
    QuestionKind,
    asks_what_is_somewhere,
    asks_when,
    kind_of,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Are tides good or bad for sand castles?", QuestionKind.CONTESTED),
        ("Do night trains help or hurt airlines?", QuestionKind.CONTESTED),
        ("Should schools ban phones?", QuestionKind.CONTESTED),
        ("Is it ever OK to wake a baby?", QuestionKind.CONTESTED),
        ("pros and cons of brick", QuestionKind.CONTESTED),
        ("What are the benefits and risks of fasting?", QuestionKind.CONTESTED),
        ("Do historians disagree about the plague?", QuestionKind.CONTESTED),
        ("Give examples of mammals.", QuestionKind.EXAMPLES),
        ("Give me an example.", QuestionKind.EXAMPLES),
        ("mosses, for instance?", QuestionKind.EXAMPLES),
        ("List the causes of the war.", QuestionKind.LIST),
        ("What are the steps of glazing a pot?", QuestionKind.LIST),
        ("Which advantages does the plan have?", QuestionKind.LIST),
        ("What ingredients are needed?", QuestionKind.LIST),
        ("What is a quark?", QuestionKind.OTHER),
        ("What does photosynthesis mean?", QuestionKind.OTHER),
        ("Define entropy.", QuestionKind.OTHER),
        ("When is the concert?", QuestionKind.OTHER),
        ("What is the fee for the tour in May?", QuestionKind.OTHER),
        ("contingency plans", QuestionKind.OTHER),
        ("???", QuestionKind.OTHER),
    ],
)
def test_kind_of(question: str, kind: QuestionKind) -> None:
    assert kind_of(question) is kind


def test_a_long_question_takes_no_long_time() -> None:
    assert kind_of("is it " * 300 + "a " * 100) is QuestionKind.OTHER


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When is the concert?", True),
        ("and when's the concert", True),
        ("When were the tickets sold?", True),
        ("When should cats be fed?", False),
        ("What happened when the bell was rung?", False),
    ],
)
def test_asks_when(question: str, *, asked: bool) -> None:
    assert asks_when(question) is asked


@pytest.mark.parametrize(
    ("question", "somewhere"),
    [
        ("What are safe limits in climbing?", ("What are safe limits?", "climbing")),
        ("what is a neap tide in the study of seas", ("what is a neap tide?", "the study of seas")),
        ("What is a belay?", None),
        ("What is the effect of tides in summer?", None),
        ("What is the weather in Oslo?", None),
        ("What is a town in which tides matter?", None),
    ],
)
def test_asks_what_is_somewhere(question: str, somewhere: tuple[str, str] | None) -> None:
    assert asks_what_is_somewhere(question) == somewhere

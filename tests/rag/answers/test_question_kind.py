"""The form of answer that a question's wording asks for."""

import pytest

from rag.answers.question_kind import QuestionKind, kind_of


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
        ("What is a quark?", QuestionKind.DEFINITION),
        ("What does photosynthesis mean?", QuestionKind.DEFINITION),
        ("Define entropy.", QuestionKind.DEFINITION),
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

import pytest

from rag.answers.not_mentioned import not_mentioned
from rag.index import analysis

USED = frozenset(analysis.terms("Ferns grow in the shade of a garden and need water and trauma."))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Do ferns grow in Norway?", ("Norway",)),
        ("Are ferns safe in pregnancy?", ("pregnancy",)),
        ("Does fern therapy help OCD?", ("therapy", "OCD")),
        ("Do ferns grow in gardens?", ()),
        ("Why do people forget to water ferns, and what is the main benefit of it?", ()),
        ("What is a trauma-informed garden?", ()),
        ("I'd like to know who's there", ()),
        ("???", ()),
    ],
)
def test_nouns_that_no_document_uses(question: str, expected: tuple[str, ...]) -> None:
    assert not_mentioned([question], USED.__contains__) == expected


def test_each_word_is_told_once_and_no_more_than_five() -> None:
    questions = ["Do cats like Oslo?", "Oslo, dogs, cows, hens, sheep?"]
    assert not_mentioned(questions, USED.__contains__) == ("cats", "Oslo", "dogs", "cows", "hens")

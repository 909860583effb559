import pytest

from rag.questions.source_asked import source_asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who wrote that?", "Who wrote the article?"),
        ("And when was it published?", "And when was the article published?"),
        ("who is the author of this text?", "who is the author of the article?"),
        ("Who wrote the leaflet?", "Who wrote the leaflet?"),
        ("what's the date?", "what's the date?"),
        ("and the title", "and the title"),
    ],
)
def test_who_wrote_it_and_when_is_asked_of_the_source(question: str, asked: str) -> None:
    assert source_asked(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote Hamlet?",
        "When was the report on ferns published?",
        "What is the date of the fair?",
    ],
)
def test_what_names_something_is_asked_of_that(question: str) -> None:
    assert source_asked(question) is None

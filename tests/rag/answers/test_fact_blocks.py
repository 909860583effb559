"""The details of a thing, and who wrote a source and when: from facts that stand on a page."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rag.answers.fact_blocks import details_asked
from rag.engine import Engine
from rag.messages import Answer, AskRequest, Outcome, Turn
from tests.rag.seeds_engine import ask, index_of, quotes, shipped_encoder


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("All the details of the course, please", "the course"),
        ("What practical information is there about the summer fair?", "the summer fair"),
        ("Key facts about the walk: when, where, how long?", "the walk"),
        ("Details about tides", None),
        ("What is practical about the course?", None),
    ],
)
def test_details_asked(question: str, thing: str | None) -> None:
    assert details_asked(question) == thing


@pytest.mark.parametrize(
    "question",
    [
        "All the details of the masterclass please",
        "Practical details of the masterclass please: when, what time, where, how many CPD points?",
    ],
)
def test_details_are_the_facts_of_the_page_in_their_order(question: str) -> None:
    assert quotes(ask(question)) == [
        "CPD: 3 Hours",
        "Mode: Live on Zoom or watch as a recording after the course date.",
        "Date: 14 November 2025",
        "Time: 9 AM - 12 noon",
    ]


def test_details_of_what_no_page_names_are_not_those_of_another_thing() -> None:
    assert ask("What are the details of the refund policy?").outcome is Outcome.NO_ANSWER


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("library")
    documents = folder / "documents"
    documents.mkdir()
    _article(documents / "ferns.md", "Ferns", "Ann Lee", "2019-03-05", "Ferns grow in shade.")
    _article(documents / "mosses.md", "Mosses", "Ben Ray", "2021-07-01", "Mosses hold water.")
    (documents / "fair.txt").write_text(
        "The summer fair\nDate: 3 June 2024\nPlace: the green\nThe fair sells many old plants.\n"
    )
    settings = index_of([documents], folder / "index")
    with closing(Engine.open(settings, encoder=shipped_encoder())) as engine:
        yield engine


def _article(path: Path, title: str, author: str, date: str, text: str) -> None:
    path.write_text(
        f"---\ntitle: {title}\nauthor: {author}\ndate: {date}\n---\n# {title}\n\n{text} "
        f"They are old plants.\n"
    )


def _ask(engine: Engine, question: str, *history: Turn) -> Answer:
    return engine.ask(AskRequest(question=question, history=history))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Who wrote the article about ferns?", "author: Ann Lee"),
        ("Who is the author of the page on mosses?", "author: Ben Ray"),
        ("When was the article on mosses published?", "date: 2021-07-01"),
        ("When did the piece about ferns come out?", "date: 2019-03-05"),
    ],
)
def test_who_wrote_the_article_on_a_topic_is_told_by_that_article(
    library: Engine, question: str, quote: str
) -> None:
    assert quotes(_ask(library, question))[:1] == [quote]


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the article about volcanoes?",
        # A date stands on it, but not the day on which it was published.
        "When was the page on the summer fair published?",
    ],
)
def test_the_facts_of_another_article_are_no_answer(library: Engine, question: str) -> None:
    assert _ask(library, question).outcome is Outcome.NO_ANSWER


def test_it_is_the_article_that_was_just_cited(library: Engine) -> None:
    question = "Who wrote the article about ferns?"
    passages = tuple(c.passage_id for c in _ask(library, question).citations)
    answer = _ask(library, "When did it come out?", Turn(question=question, passage_ids=passages))
    assert quotes(answer)[:1] == ["date: 2019-03-05"]

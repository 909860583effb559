import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from rag.messages import (
    MAX_HISTORY_TURNS,
    MAX_QUESTION_CHARACTERS,
    MAX_STATEMENTS,
    Answer,
    AskRequest,
    Citation,
    Filters,
    Outcome,
    ScoreKind,
    SearchRequest,
    SpanMessage,
    Statement,
    System,
    TextPositionSelector,
    TextQuoteSelector,
    Timings,
    Turn,
)

CITATION = Citation(
    index=1,
    document_id="cats",
    title="On Cats",
    section="Sleep › Naps",
    page=None,
    passage_id="cats#0",
    url="",
    deep_link="/sources/cats?start=0&end=11#cited:~:text=Cats%20sleep.",
    score=1.5,
    score_kind=ScoreKind.SENTENCE_RELEVANCE,
    source_sha256="ab" * 32,
    csl={"id": "cats", "issued": {"date-parts": [[2025, 7, 28]]}},
    selector=(
        TextPositionSelector(start=0, end=11),
        TextQuoteSelector(exact="Cats sleep.", suffix=" 😀"),
    ),
)
ANSWER = Answer(
    id="1",
    outcome=Outcome.ANSWERED,
    answer="Cats sleep. [1]",
    statements=(Statement(text="Cats sleep.", span=SpanMessage(start=0, end=11), citations=(1,)),),
    citations=(CITATION,),
    confidence=0.75,
    generation="g",
    timings_ms=Timings(encode=1, retrieve=2, read=3, compose=4, total=10),
)


def test_an_answer_survives_json() -> None:
    assert Answer.model_validate_json(ANSWER.model_dump_json()) == ANSWER


def test_selectors_are_told_apart_by_their_type() -> None:
    again = Citation.model_validate_json(CITATION.model_dump_json())
    assert [type(part) for part in again.selector] == [TextPositionSelector, TextQuoteSelector]


def test_a_citation_has_the_names_of_the_convention() -> None:
    fields = json.loads(CITATION.model_dump_json())
    assert list(fields) == [
        "index",
        "document_id",
        "title",
        "section",
        "page",
        "passage_id",
        "url",
        "deep_link",
        "score",
        "score_kind",
        "source_sha256",
        "csl",
        "selector",
    ]
    assert fields["page"] is None
    assert fields["selector"] == [
        {"type": "TextPositionSelector", "start": 0, "end": 11},
        {"type": "TextQuoteSelector", "exact": "Cats sleep.", "prefix": "", "suffix": " 😀"},
    ]


@pytest.mark.parametrize(
    "selector",
    [
        {"type": "TextQuoteSelector", "start": 0, "end": 1},
        {"type": "CssSelector", "value": "p"},
        {"type": "TextPositionSelector", "start": -1, "end": 1},
        {"start": 0, "end": 1, "exact": "x"},
    ],
)
def test_a_selector_of_another_shape_is_refused(selector: dict[str, Any]) -> None:
    fields = json.loads(CITATION.model_dump_json()) | {"selector": [selector]}
    with pytest.raises(ValidationError, match="selector"):
        Citation.model_validate(fields)


def test_a_question_is_enough_to_ask() -> None:
    asked = AskRequest.model_validate({"question": "x"})
    assert asked.max_statements == 8
    assert asked.filters == Filters()
    assert asked.history == ()
    assert SearchRequest.model_validate({"question": "x"}).system is System.HYBRID


def test_everything_that_the_convention_names_can_be_asked() -> None:
    asked = AskRequest.model_validate_json(
        """{"question": "x", "history": [{"question": "y", "passage_ids": ["cats#0"]}],
        "audience": "therapist", "filters": {"document_ids": [], "kind": ["pdf"], "subject": [],
        "published_after": "2024-01-01", "published_before": null}, "max_statements": 8,
        "region": "GB", "lang": "en"}"""
    )
    assert asked.history == (Turn(question="y", passage_ids=("cats#0",)),)
    assert asked.filters == Filters(kind=("pdf",), published_after=date(2024, 1, 1))


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "x" * MAX_QUESTION_CHARACTERS},
        {"history": [{"question": "y"}] * MAX_HISTORY_TURNS},
        {"max_statements": MAX_STATEMENTS},
        {"max_statements": 1},
    ],
)
def test_limits_themselves_are_allowed(fields: dict[str, Any]) -> None:
    asked = AskRequest.model_validate({"question": "x"} | fields)
    assert asked.model_dump(include=set(fields), exclude_defaults=True).keys() == fields.keys()


@pytest.mark.parametrize(
    "fields",
    [
        {"question": ""},
        {"question": "x" * (MAX_QUESTION_CHARACTERS + 1)},
        {"question": None},
        {"question": "\ud800"},
        {"history": [{"question": "y"}] * (MAX_HISTORY_TURNS + 1)},
        {"history": [{"question": ""}]},
        {"max_statements": 0},
        {"max_statements": MAX_STATEMENTS + 1},
        {"audience": "pirate"},
        {"region": "gb"},
        {"region": "GBR"},
        {"filters": {"colour": ["red"]}},
        {"filters": {"published_after": "soon"}},
        {"questions": "x"},
    ],
)
def test_what_lies_beyond_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AskRequest.model_validate({"question": "x"} | fields)


@pytest.mark.parametrize("confidence", [-0.01, 1.01])
def test_confidence_is_a_probability(confidence: float) -> None:
    with pytest.raises(ValidationError, match="confidence"):
        Answer.model_validate(ANSWER.model_dump() | {"confidence": confidence})


def test_messages_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(CITATION, "title", "Dogs")  # noqa: B010 mypy refuses the assignment, rightly

"""The promise: an answer is made of source sentences and nothing else, and anyone can check it."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.index import analysis
from rag.messages import Answer, Outcome
from rag.spans import Span, from_utf16, to_utf16
from tests.rag.seeds_engine import (
    SEEDS,
    all_seeds_questions,
    ask,
    position_of,
    quote_of,
    seeds_engine,
)

TEASER = "Collaborative, youth-centered distress tolerance education blends peer mentoring"


def assert_keeps_the_promise(answer: Answer) -> None:
    assert_is_numbered(answer)
    for statement, citation in zip(answer.statements, answer.citations, strict=True):
        document = seeds_engine().document(citation.document_id)
        position, quote = position_of(citation), quote_of(citation)
        assert document.text[position.start : position.end] == quote.exact == statement.text
        assert document.text[max(0, position.start - 32) : position.start] == quote.prefix
        assert document.text[position.end : position.end + 32] == quote.suffix
        for beside in filter(None, (statement.before, statement.after)):
            assert document.text[beside.span.start : beside.span.end] == beside.text
        assert Span(position.start, position.end) in {s.span for s in document.sentences}
        assert citation.source_sha256 == document.source_sha256
        verification = seeds_engine().verify(citation)
        assert verification.verified, verification.reason
    assert_is_nothing_else(answer)
    assert_survives_the_way_out(answer)


def assert_is_numbered(answer: Answer) -> None:
    """Indices run from 1 in the order in which the answer first uses them."""
    used = [index for statement in answer.statements for index in statement.citations]
    assert list(dict.fromkeys(used)) == list(range(1, len(answer.citations) + 1))
    assert [c.index for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def assert_is_nothing_else(answer: Answer) -> None:
    """Without its statements and their numbers, an answer is empty."""
    text = answer.answer
    assert (answer.outcome is Outcome.NO_ANSWER) == (answer.reason is not None)
    assert (answer.outcome is Outcome.ANSWERED) == bool(text) == bool(answer.statements)
    for statement in reversed(answer.statements):
        assert text[statement.span.start : statement.span.end] == statement.text
        numbers = "".join(f" [{index}]" for index in statement.citations)
        assert text[statement.span.end :].strip() == numbers.strip()
        text = text[: statement.span.start].rstrip()
    assert text == ""


def assert_survives_the_way_out(answer: Answer) -> None:
    assert Answer.model_validate_json(answer.model_dump_json()) == answer
    assert Answer.model_validate(json.loads(json.dumps(answer.model_dump(mode="json")))) == answer
    units = answer.answer.encode("utf-16-le")
    for statement in answer.statements:
        span = Span(statement.span.start, statement.span.end)
        there = to_utf16(answer.answer, span)
        assert units[2 * there.start : 2 * there.end].decode("utf-16-le") == statement.text
        assert from_utf16(answer.answer, there) == span


@pytest.mark.parametrize("question", [q.text for q in all_seeds_questions()])
def test_every_answer_to_the_seed_questions_keeps_the_promise(question: str) -> None:
    assert_keeps_the_promise(ask(question))


def words_of_the_seeds() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    return sorted({word for text in texts for word in analysis.words(text)})


@given(
    words=st.lists(st.sampled_from(words_of_the_seeds()), min_size=1, max_size=12),
    ending=st.sampled_from(["", "?", "!?", " ???", "…"]),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_answer_to_words_of_the_documents_keeps_the_promise(
    words: list[str], ending: str
) -> None:
    assert_keeps_the_promise(ask(" ".join(words) + ending))


@given(question=st.text(min_size=1, max_size=200).filter(lambda text: bool(text.strip())))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_answer_to_any_text_at_all_keeps_the_promise(question: str) -> None:
    assert_keeps_the_promise(ask(question))

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from rag.engine import Engine
from rag.messages import (
    Answer,
    Citation,
    Outcome,
    SearchResponse,
    TextPositionSelector,
    TextQuoteSelector,
    Verification,
)

QUESTIONS = (
    "How do safety behaviours differ from coping strategies?",
    "What are safety behaviors?",
    "What date is the safety behaviours course?",
    "Are safety behaviors good or bad for treatment?",
    "What conversation should come first when designing exposure tasks?",
)
UNANSWERABLE = "What is the boiling point of nitrogen?"


def ask(client: httpx.Client, question: str, **fields: object) -> Answer:
    response = client.post("/v1/ask", json={"question": question, **fields})
    assert response.status_code == 200
    return Answer.model_validate_json(response.content)


def position(citation: Citation) -> TextPositionSelector:
    return next(part for part in citation.selector if isinstance(part, TextPositionSelector))


def quoted(citation: Citation) -> str:
    return next(part for part in citation.selector if isinstance(part, TextQuoteSelector)).exact


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_is_a_slice_of_the_document_over_http(
    client: httpx.Client, question: str
) -> None:
    answer = ask(client, question)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations
    for citation in answer.citations:
        document = client.get(f"/v1/documents/{citation.document_id}").json()
        place = position(citation)
        assert document["text"][place.start : place.end] == quoted(citation)


@pytest.mark.parametrize("question", QUESTIONS)
def test_statements_stand_in_the_answer_and_in_their_quotes(
    client: httpx.Client, question: str
) -> None:
    answer = ask(client, question)
    by_index = {citation.index: citation for citation in answer.citations}
    assert sorted(by_index) == list(range(1, len(answer.citations) + 1))
    for statement in answer.statements:
        assert answer.answer[statement.span.start : statement.span.end] == statement.text
        assert [quoted(by_index[index]) for index in statement.citations] == [
            statement.text for _ in statement.citations
        ]


def test_a_question_beyond_the_documents_gets_no_answer_and_200(client: httpx.Client) -> None:
    answer = ask(client, UNANSWERABLE)
    assert answer.outcome is Outcome.NO_ANSWER
    assert (answer.statements, answer.citations) == ((), ())


def test_answers_are_never_stored(client: httpx.Client) -> None:
    response = client.post("/v1/ask", json={"question": QUESTIONS[0]})
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-type"] == "application/json"


def test_filters_and_history_are_taken(client: httpx.Client) -> None:
    everything = ask(client, QUESTIONS[1])
    only = everything.citations[0].document_id
    answer = ask(
        client,
        QUESTIONS[1],
        filters={"document_ids": [only]},
        history=[{"question": "What is exposure?", "passage_ids": []}],
        max_statements=2,
    )
    assert {citation.document_id for citation in answer.citations} == {only}
    assert len(answer.statements) <= 2


def test_a_follow_up_says_what_it_was_taken_to_mean(client: httpx.Client) -> None:
    first = ask(client, "When is the masterclass?")
    assert first.interpreted_as is None
    passages = [citation.passage_id for citation in first.citations]
    turn = {"question": "When is the masterclass?", "passage_ids": passages}
    answer = ask(client, "How many CPD hours does it give?", history=[turn])
    assert answer.interpreted_as == "How many CPD hours does the masterclass give?"
    assert answer.outcome is Outcome.ANSWERED


def test_questions_at_the_same_time_get_their_own_answers(client: httpx.Client) -> None:
    def first_words(question: str) -> str:
        return ask(client, question).answer

    alone = [first_words(question) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(first_words, QUESTIONS * 4))
    assert together == alone * 4


def test_search_ranks_passages_and_locates_their_sentences(
    client: httpx.Client, engine: Engine
) -> None:
    for system in ("hybrid", "dense", "bm25"):
        body = {"question": "inhibitory learning", "top_k": 3, "system": system}
        response = client.post("/v1/search", json=body)
        found = SearchResponse.model_validate_json(response.content)
        assert 1 <= len(found.hits) <= 3
        scores = [hit.score for hit in found.hits]
        assert scores == sorted(scores, reverse=True)
        for hit in found.hits:
            text = engine.document(hit.document_id).text
            assert text[hit.span.start : hit.span.end] == hit.text


def verified(client: httpx.Client, citation: dict[str, Any]) -> Verification:
    response = client.post("/v1/verify", json=citation)
    assert response.status_code == 200
    return Verification.model_validate_json(response.content)


def test_a_true_citation_verifies_and_a_changed_one_does_not(client: httpx.Client) -> None:
    citation = ask(client, QUESTIONS[0]).citations[0].model_dump(mode="json")
    assert verified(client, citation) == Verification(verified=True, reason=None)

    for selector in citation["selector"]:
        if "exact" in selector:
            selector["exact"] = selector["exact"].replace("e", "E", 1)
    refusal = verified(client, citation)
    assert not refusal.verified
    assert refusal.reason


def test_a_citation_of_an_unknown_document_is_refused(client: httpx.Client) -> None:
    citation = ask(client, QUESTIONS[0]).citations[0].model_dump(mode="json")
    refusal = verified(client, citation | {"document_id": "nowhere"})
    assert not refusal.verified

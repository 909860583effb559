import json
import logging
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import httpx
import pytest

from rag.errors import InvalidQuestion
from rag.messages import Answer, AskRequest
from rag.settings import ServerSettings
from server.problems import CATALOGUE, MEDIA_TYPE
from tests.server.live import serving_script

CANARY = "zanzibar-canary-7391"


@pytest.fixture
def records(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def problem(response: httpx.Response, status: int, slug: str) -> dict[str, object]:
    """The problem's body, after checking all that every problem has in common."""
    assert response.status_code == status
    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.headers["x-content-type-options"] == "nosniff"
    body: dict[str, object] = response.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == response.headers["x-request-id"]
    assert body["instance"] == f"urn:footnote:request:{body['request_id']}"
    assert CANARY not in response.text
    assert CANARY not in str(response.headers)
    return body


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"question": ""}, ["#/question"]),
        ({"question": CANARY * 200}, ["#/question"]),
        ({}, ["#/question"]),
        ({"question": [CANARY]}, ["#/question"]),
        ({"question": "a", CANARY: 1}, ["#"]),
        ({"question": "a", "max_statements": CANARY}, ["#/max_statements"]),
        ({"question": "a", "region": CANARY}, ["#/region"]),
        ({"question": "a", "audience": CANARY}, ["#/audience"]),
        ({"question": "a", "filters": {"published_after": CANARY}}, ["#/filters/published_after"]),
        ({"question": "a", "filters": {CANARY: CANARY}}, ["#/filters"]),
        ({"question": "a", "filters": {"kind": ["x", 2]}}, ["#/filters/kind/1"]),
        ({"question": "", "history": [{"question": ""}]}, ["#/question", "#/history/0/question"]),
        ([CANARY], ["#"]),
        (CANARY, ["#"]),
    ],
)
def test_a_wrong_body_is_told_where_and_never_what(
    client: httpx.Client, body: object, pointers: list[str], records: pytest.LogCaptureFixture
) -> None:
    found = problem(client.post("/v1/ask", json=body), 422, "invalid-request")
    errors = found["errors"]
    assert isinstance(errors, list)
    assert [error["pointer"] for error in errors] == pointers
    assert all(error["detail"] for error in errors)
    assert CANARY not in records.text


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"question": ""}, "It must have 1 character or more"),
        ({"question": "a" * 2001}, "It may have at most 2,000 characters"),
        ({"question": 1}, "It must be text"),
        ({"region": "GBX"}, "It must be the two capital letters of a country (ISO 3166-1), as GB"),
        ({"max_statements": 99}, "It must be 20 or less"),
        ({"max_statements": "many"}, "It must be a whole number"),
        ({"max_statements": "2"}, "It must be a whole number"),
        ({"max_statements": True}, "It must be a whole number"),
        ({"lang": "CANARYX!!"}, "It must be the tag of a language (BCP 47), as en-GB"),
        ({"filters": {"published_before": 0}}, "It must be a day, as 2024-01-31"),
        ({"filters": {"published_before": "1706659200"}}, "It must be a day, as 2024-01-31"),
        ({"audience": "x"}, "It must be 'student', 'therapist' or 'evaluator'"),
        ({"filters": {"published_after": "May"}}, "It must be a day, as 2024-01-31"),
        ({"filters": {"kind": "article"}}, "It must be a list"),
        ({"history": [{"question": "a"}] * 21}, "It may have at most 20 entries"),
    ],
)
def test_what_a_field_must_be_is_told_in_words(
    client: httpx.Client, fields: dict[str, object], detail: str
) -> None:
    found = problem(
        client.post("/v1/ask", json={"question": "a", **fields}), 422, "invalid-request"
    )
    errors = found["errors"]
    assert isinstance(errors, list)
    assert [error["detail"] for error in errors] == [detail]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"filters": {"document_ids": ["\ud800"]}}, "#/filters/document_ids/0"),
        ({"filters": {"kind": ["\ud800"]}}, "#/filters/kind/0"),
        ({"filters": {"subject": ["\ud800"]}}, "#/filters/subject/0"),
        ({"filters": {"author": ["a", "a\ud800"]}}, "#/filters/author/1"),
        ({"history": [{"question": "a", "passage_ids": ["\ud800"]}]}, "#/history/0/passage_ids/0"),
        ({"lang": "\ud800"}, "#/lang"),
    ],
)
def test_a_lone_surrogate_is_no_text(
    client: httpx.Client, fields: dict[str, object], pointer: str
) -> None:
    # httpx itself cannot send one: JSON escapes it.
    body = json.dumps({"question": "And why?", **fields})
    response = client.post("/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert problem(response, 422, "invalid-request")["errors"] == [
        {"detail": "It must be text without lone surrogates", "pointer": pointer}
    ]


def test_a_lone_surrogate_in_a_citation_is_no_text(client: httpx.Client) -> None:
    question = {"question": "When is the masterclass?"}
    citation = client.post("/v1/ask", json=question).json()["citations"][0]
    texts = [name for name, value in citation.items() if isinstance(value, str)]
    assert len(texts) >= 7
    for name in {*texts} - {"score_kind"}:
        changed = {**citation, name: "a\ud800"}
        for path, sent in (
            ("/v1/verify", changed),
            ("/v1/export", {"format": "apa", "citations": [changed]}),
        ):
            headers = {"Content-Type": "application/json"}
            response = client.post(path, content=json.dumps(sent), headers=headers)
            problem(response, 422, "invalid-request")


def test_a_parameter_is_told_by_its_name(client: httpx.Client) -> None:
    found = problem(client.get("/v1/documents?limit=5000"), 422, "invalid-request")
    assert found["errors"] == [
        {"detail": "The query parameter limit must be 1,000 or less", "pointer": "#"}
    ]


@pytest.mark.parametrize(
    "body", [f'{{"question": "{CANARY}"', f"{CANARY}", f'{{"question": "{CANARY}\\ud800"}}']
)
def test_broken_json_is_not_repeated(client: httpx.Client, body: str) -> None:
    response = client.post("/v1/ask", content=body, headers={"Content-Type": "application/json"})
    problem(response, 422, "invalid-request")


def test_a_body_that_is_not_utf8_is_malformed(client: httpx.Client) -> None:
    response = client.post(
        "/v1/ask",
        content=b'{"question": "\xff' + CANARY.encode() + b'"}',
        headers={"Content-Type": "application/json"},
    )
    problem(response, 400, "malformed-request")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_only_json_is_taken(client: httpx.Client, content_type: str | None) -> None:
    # A browser sends these across sites without asking first; JSON it does not.
    headers = {"Content-Type": content_type} if content_type else {}
    response = client.post("/v1/ask", content=f'{{"question":"{CANARY}"}}', headers=headers)
    problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize("question", [" ", "\n\t"])
def test_a_blank_question_is_invalid(client: httpx.Client, question: str) -> None:
    found = problem(client.post("/v1/ask", json={"question": question}), 422, "invalid-request")
    assert "#/question" in str(found["errors"])


def test_wrong_addresses_and_methods(client: httpx.Client) -> None:
    problem(client.get(f"/{CANARY}"), 404, "not-found")
    problem(client.get(f"/v1/documents/{CANARY}"), 404, "not-found")
    problem(client.get(f"/problems/{CANARY}"), 404, "not-found")
    problem(client.get(f"/assets/0/{CANARY}"), 404, "not-found")
    refused = client.get("/v1/ask", params={"question": CANARY})
    problem(refused, 405, "method-not-allowed")
    assert refused.headers["allow"] == "POST"
    problem(client.get("/v1/documents", params={"limit": CANARY}), 422, "invalid-request")


def test_a_large_body_is_refused_announced_or_streamed() -> None:
    def unused(_: AskRequest) -> Answer:
        raise AssertionError

    def chunks() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(64):
            yield CANARY.encode() * 4
        yield b'"}'

    json_type = {"Content-Type": "application/json"}
    with serving_script(unused, ServerSettings(max_body_bytes=1024)) as client:
        announced = client.post("/v1/ask", json={"question": CANARY * 60})
        problem(announced, 413, "body-too-large")
        streamed = client.post("/v1/ask", content=chunks(), headers=json_type)
        problem(streamed, 413, "body-too-large")
        elsewhere = client.post("/nowhere", json={"question": CANARY * 60})
        problem(elsewhere, 413, "body-too-large")


def test_a_body_that_does_not_arrive_in_time_is_refused() -> None:
    def unused(_: AskRequest) -> Answer:
        raise AssertionError

    head = {"Content-Type": "application/json", "Content-Length": "1000"}
    with (
        serving_script(unused, ServerSettings(max_body_seconds=0.3)) as client,
        socket.create_connection((client.base_url.host, client.base_url.port or 0), 10) as slow,
    ):
        lines = [
            "POST /v1/ask HTTP/1.1",
            "Host: localhost",
            *(f"{k}: {v}" for k, v in head.items()),
        ]
        slow.sendall("\r\n".join([*lines, "", '{"question": "']).encode())
        answer = b""
        while part := slow.recv(65_536):  # until the service closes the connection
            answer += part
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/body-too-slow" in answer


def test_an_unexpected_error_tells_neither_caller_nor_log_the_question(
    records: pytest.LogCaptureFixture,
) -> None:
    def fail(request: AskRequest) -> Answer:
        try:
            int(request.question)  # its error quotes the text
        except ValueError as error:
            raise RuntimeError(f"cannot answer {request.question}") from error
        raise AssertionError

    with serving_script(fail) as client:
        response = client.post("/v1/ask", json={"question": f"Where is {CANARY}?"})
        found = problem(response, 500, "internal-error")
        metrics = client.get("/metrics").text
    assert CANARY not in records.text
    assert all(CANARY not in str(record.__dict__) for record in records.records)
    assert CANARY not in metrics
    # The operator still finds the place.
    logged = [record.getMessage() for record in records.records if "failed" in record.getMessage()]
    assert len(logged) == 1
    assert str(found["request_id"]) in logged[0]
    assert "RuntimeError" in logged[0]
    assert "because of ValueError" in logged[0]
    assert "test_problems.py" in logged[0]


def test_an_invalid_question_keeps_the_engines_reason() -> None:
    def refuse(_: AskRequest) -> Answer:
        raise InvalidQuestion("the question is empty; type at least one character")

    with serving_script(refuse) as client:
        response = client.post("/v1/ask", json={"question": "x"})
    found = problem(response, 422, "invalid-request")
    assert found["errors"] == [
        {"detail": "the question is empty; type at least one character", "pointer": "#/question"}
    ]


def test_a_full_line_is_told_to_retry() -> None:
    busy, release = Barrier(2), Event()

    def hold(_: AskRequest) -> Answer:
        busy.wait(10)
        release.wait(10)
        raise InvalidQuestion("released")

    one_at_once = ServerSettings(max_concurrent=1, max_waiting=0)
    with serving_script(hold, one_at_once) as client, ThreadPoolExecutor(1) as thread:
        first = thread.submit(client.post, "/v1/ask", json={"question": "one"})
        busy.wait(10)
        second = client.post("/v1/ask", json={"question": CANARY})
        ready = client.get("/readyz")
        release.set()
        assert first.result(10).status_code == 422
    problem(second, 503, "overloaded")
    assert int(second.headers["retry-after"]) >= 1
    assert ready.json() == {"status": "ready", "generation": "scripted"}  # busy is ready


def test_a_browser_gets_errors_as_pages(client: httpx.Client) -> None:
    response = client.get(f"/sources/{CANARY}", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert CANARY not in response.text


@pytest.mark.parametrize("slug", sorted(CATALOGUE))
def test_every_kind_of_problem_is_explained(client: httpx.Client, slug: str) -> None:
    page = client.get(CATALOGUE[slug].type)
    assert page.status_code == 200
    assert CATALOGUE[slug].title in page.text


def test_questions_leave_no_trace(client: httpx.Client, records: pytest.LogCaptureFixture) -> None:
    for path in ("/v1/ask", "/v1/search"):
        response = client.post(path, json={"question": f"What is {CANARY}?"})
        assert response.status_code == 200
        assert CANARY not in str(response.headers)
    assert CANARY not in client.get("/metrics").text
    assert all(CANARY not in str(record.__dict__) for record in records.records)
    assert "POST /v1/ask 200" in records.text


def test_the_schema_names_what_every_post_may_be_refused_with(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    posts = {path: methods["post"] for path, methods in paths.items() if "post" in methods}
    assert {"/v1/ask", "/v1/search", "/v1/verify", "/v1/export", "/v1/highlight"} <= posts.keys()
    for route in posts.values():
        assert {"400", "413", "415", "422", "503"} <= route["responses"].keys()
        assert MEDIA_TYPE in route["responses"]["400"]["content"]


def test_the_documentation_tells_what_the_pages_tell() -> None:
    written = (Path(__file__).parents[2] / "docs" / "problems.md").read_text(encoding="utf-8")
    for kind in CATALOGUE.values():
        assert f"## {kind.type}\n\n**{kind.status} – {kind.title}.** {kind.explanation}" in written

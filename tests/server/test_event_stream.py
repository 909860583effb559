import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx
import pytest
from httpx_sse import ServerSentEvent, connect_sse

from rag.errors import InvalidQuestion
from rag.messages import Answer, AskRequest, Outcome
from server import event_stream
from tests.server.live import serving_script
from tests.server.test_problems import CANARY, problem

QUESTIONS = (
    "How do safety behaviours differ from coping strategies?",
    "Do safety behaviours help or hurt?",
    "What is the boiling point of nitrogen?",
    "I don't want to live anymore",
)
AS_EVENTS = {"Accept": "text/event-stream"}


def streamed(client: httpx.Client, question: str) -> list[ServerSentEvent]:
    with connect_sse(client, "POST", "/v1/ask", json={"question": question}) as source:
        return list(source.iter_sse())


def put_together(events: list[ServerSentEvent]) -> dict[str, object]:
    """The answer that a client builds from the events."""
    citations: list[object] = []
    statements: list[object] = []
    answer: dict[str, object] = {"safety": None}
    for event in events:
        data = event.json()
        if event.event == "citation":
            citations.append(data)
        elif event.event == "statement":
            statements.append(data)
        elif event.event == "safety":
            answer["safety"] = data
        else:
            answer |= data
    return answer | {"citations": citations, "statements": statements}


def without_what_differs(answer: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in answer.items() if key not in {"id", "timings_ms"}}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_events_put_together_are_the_answer(client: httpx.Client, question: str) -> None:
    events = streamed(client, question)
    whole = client.post("/v1/ask", json={"question": question}).json()
    together = put_together(events)
    Answer.model_validate_json(json.dumps(together))  # every field is there
    assert without_what_differs(together) == without_what_differs(whole)


def test_citations_come_before_the_statements_that_need_them(client: httpx.Client) -> None:
    cited: set[int] = set()
    names = []
    for event in streamed(client, QUESTIONS[0]):
        names.append(event.event)
        if event.event == "citation":
            cited.add(event.json()["index"])
        if event.event == "statement":
            assert set(event.json()["citations"]) <= cited
    assert names[:3] == ["meta", "citation", "statement"]
    assert names[-1] == "done"
    assert names.count("done") == 1


def test_help_comes_first_of_all(client: httpx.Client) -> None:
    events = streamed(client, "I don't want to live anymore")
    assert [event.event for event in events] == ["safety", "meta", "done"]
    assert events[1].json()["outcome"] == Outcome.SAFETY


def test_the_headers_keep_proxies_from_holding_events_back(client: httpx.Client) -> None:
    response = client.post("/v1/ask", json={"question": QUESTIONS[2]}, headers=AS_EVENTS)
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache, no-store, no-transform"
    assert response.headers["x-accel-buffering"] == "no"


@pytest.mark.parametrize(
    ("accept", "is_stream"),
    [
        ("text/event-stream", True),
        ("application/json, Text/Event-Stream;q=0.5", True),
        ("*/*", False),
        ("application/json", False),
    ],
)
def test_the_accept_header_chooses(client: httpx.Client, accept: str, is_stream: bool) -> None:
    response = client.post("/v1/ask", json={"question": QUESTIONS[2]}, headers={"Accept": accept})
    assert response.headers["content-type"].startswith("text/event-stream") is is_stream


def test_an_error_before_the_first_event_has_its_own_status(client: httpx.Client) -> None:
    refused = client.post("/v1/ask", json={"question": ""}, headers=AS_EVENTS)
    problem(refused, 422, "invalid-request")

    def refuse(_: AskRequest) -> Answer:
        raise InvalidQuestion("the question is empty")

    with serving_script(refuse) as scripted:
        response = scripted.post("/v1/ask", json={"question": "x"}, headers=AS_EVENTS)
    problem(response, 422, "invalid-request")


def broken(_: AskRequest) -> Answer:
    raise RuntimeError(CANARY)


def refused(_: AskRequest) -> Answer:
    raise InvalidQuestion("the question is empty")


@pytest.mark.parametrize(
    ("script", "status", "slug"),
    [(broken, 500, "internal-error"), (refused, 422, "invalid-request")],
)
def test_a_late_error_is_the_last_event_and_tells_nothing_typed(
    script: Callable[[AskRequest], Answer],
    status: int,
    slug: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    release = Event()

    def slow(request: AskRequest) -> Answer:
        release.wait(10)
        return script(request)

    monkeypatch.setattr(event_stream.event_stream, "__kwdefaults__", {"ping_s": 0.05})
    body = {"question": CANARY}
    with (
        serving_script(slow) as client,
        client.stream("POST", "/v1/ask", json=body, headers=AS_EVENTS) as response,
    ):
        assert response.status_code == 200
        pieces = response.iter_text()
        assert next(pieces).startswith(": ping\n\n")
        release.set()
        text = "".join(pieces)
    *_, last = [block for block in text.split("\n\n") if block]
    name, _, data = last.partition("\n")
    assert name.removeprefix(": ping") == "event: error"
    told = json.loads(data.removeprefix("data: "))
    assert (told["status"], told["type"]) == (status, f"/problems/{slug}")
    assert CANARY not in text
    assert CANARY not in caplog.text


def test_a_caller_who_leaves_frees_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    release = Event()

    def slow(_: AskRequest) -> Answer:
        release.wait(10)
        raise InvalidQuestion("released")

    monkeypatch.setattr(event_stream.event_stream, "__kwdefaults__", {"ping_s": 0.05})
    with serving_script(slow) as client, ThreadPoolExecutor(1) as thread:
        with client.stream(
            "POST", "/v1/ask", json={"question": "x"}, headers=AS_EVENTS
        ) as response:
            next(response.iter_raw())
        alive = thread.submit(client.get, "/livez")
        assert alive.result(10).status_code == 200
        release.set()

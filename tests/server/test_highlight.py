import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import httpx
import pytest

from embeddings.errors import UnknownModel
from rag.current_engine import CurrentEngine
from rag.errors import IndexUnusable
from rag.highlight.highlighter import Highlighter
from rag.messages import Answer, AskRequest, HighlightResponse
from rag.safety.gate import load_gate
from rag.settings import SafetySettings, ServerSettings, Settings
from server.app import create_app
from server.deferred_highlighter import DeferredHighlighter
from server.readiness import Readiness
from tests.rag.highlight.tiny_reader import WordReader, tiny_calibration
from tests.server.live import FixedEngine, ScriptedEngine, serving

QUESTION = "Who saw the fern?"
TEXT = "Nobody was there.\n\nA girl saw 😀 the fern."
CANARY = "zanzibar-canary-7391"


def unused(_: AskRequest) -> Answer:
    raise AssertionError


def ready_engine() -> CurrentEngine:
    return FixedEngine(ScriptedEngine(unused))


def word_highlighter() -> Highlighter:
    return Highlighter(WordReader(), tiny_calibration(), load_gate(SafetySettings()))


@contextmanager
def highlighting(
    load: Callable[[], Highlighter] = word_highlighter,
    *,
    engine: Callable[[], CurrentEngine] = ready_engine,
    server: ServerSettings | None = None,
    waits: bool = True,
) -> Iterator[httpx.Client]:
    readiness = Readiness(engine)
    settings = Settings(server=server or ServerSettings())
    app = create_app(settings, readiness, highlighter=DeferredHighlighter(load))
    with serving(app) as client:
        assert not waits or readiness.wait(10)
        yield client


@pytest.fixture(scope="module")
def texts() -> Iterator[httpx.Client]:
    """A client of a server that reads texts with `WordReader`."""
    with highlighting() as client:
        yield client


def post(client: httpx.Client, **fields: object) -> httpx.Response:
    return client.post("/v1/highlight", json=fields)


def test_sentences_and_answers_are_spans_of_the_text(texts: httpx.Client) -> None:
    response = post(texts, question=QUESTION, text=TEXT)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {
        "answerable": 0.8808,
        "sentences": [
            {"start": 0, "end": 17, "relevance": 0.1192, "selected": False, "answer": None},
            {
                "start": 19,
                "end": 41,
                "relevance": 0.8808,
                "selected": True,
                "answer": {"start": 36, "end": 40},
            },
        ],
        "safety": None,
    }


@pytest.mark.parametrize(
    ("fields", "pointers"),
    [
        ({"question": "", "text": CANARY}, ["#/question"]),
        ({"question": CANARY * 200, "text": "a"}, ["#/question"]),
        ({"question": " ", "text": CANARY}, ["#/question"]),
        ({"question": CANARY}, ["#/text"]),
        ({"question": "a", "text": ""}, ["#/text"]),
        ({"question": "a", "text": "x" * 99_990 + CANARY}, ["#/text"]),
        ({"question": "a", "text": [CANARY]}, ["#/text"]),
        ({"question": "a", "text": "b", CANARY: 1}, ["#"]),
    ],
)
def test_a_wrong_request_is_told_where_and_never_what(
    texts: httpx.Client,
    fields: dict[str, object],
    pointers: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    response = post(texts, **fields)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == pointers
    assert CANARY not in response.text + caplog.text


@pytest.mark.parametrize("character", ["a", "é", "蕨", "😀"])
def test_a_hundred_thousand_characters_of_any_script_fit(
    texts: httpx.Client, character: str
) -> None:
    # json.dumps escapes all that is not ASCII: 12 bytes for the last of these.
    body = json.dumps({"question": "😀" * 2000, "text": character * 100_000})
    response = texts.post(
        "/v1/highlight", content=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 200


def test_a_larger_body_is_refused() -> None:
    with highlighting(server=ServerSettings(max_body_bytes=1024)) as client:
        response = post(client, question=QUESTION, text=CANARY * 100)
    assert response.status_code == 413
    assert CANARY not in response.text


def test_while_starting_it_asks_for_patience() -> None:
    started, proceed = Event(), Event()

    def slow() -> CurrentEngine:
        started.set()
        proceed.wait(10)
        return ready_engine()

    with highlighting(engine=slow, waits=False) as client:
        assert started.wait(10)
        response = post(client, question=QUESTION, text=TEXT)
        proceed.set()
    assert response.status_code == 503
    assert response.json()["type"] == "/problems/not-ready"
    assert int(response.headers["retry-after"]) > 0


def test_it_needs_no_index() -> None:
    def without_index() -> CurrentEngine:
        raise IndexUnusable("there is none")

    with highlighting(engine=without_index) as client:
        assert post(client, question=QUESTION, text=TEXT).status_code == 200


def test_a_missing_reader_is_a_problem_of_its_own_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def missing() -> Highlighter:
        raise UnknownModel("lost-reader", shipped=(), reason="it is no folder of a reader")

    with highlighting(missing) as client:
        response = post(client, question=CANARY, text=CANARY)
    assert response.status_code == 503
    assert response.json()["type"] == "/problems/reader-unusable"
    assert "lost-reader" in caplog.text
    assert CANARY not in caplog.text + response.text


def test_a_full_line_of_texts_is_told_to_retry_and_holds_up_no_question() -> None:
    reading, proceed = Event(), Event()

    def slow() -> Highlighter:
        reading.set()
        proceed.wait(10)
        return word_highlighter()

    server = ServerSettings(max_concurrent=2, max_waiting=0)
    with highlighting(slow, server=server) as client, ThreadPoolExecutor(1) as threads:
        first = threads.submit(post, client, question=QUESTION, text=TEXT)
        assert reading.wait(10)
        refused = post(client, question=QUESTION, text=TEXT)
        assert client.get("/readyz").status_code == 200
        proceed.set()
        assert first.result(10).status_code == 200
    assert refused.status_code == 503
    assert refused.json()["type"] == "/problems/overloaded"
    assert int(refused.headers["retry-after"]) > 0


def test_the_highlighter_is_opened_once_and_again_after_a_failure() -> None:
    opened: list[Highlighter] = []

    def second_time() -> Highlighter:
        opened.append(word_highlighter())
        if len(opened) == 1:
            raise UnknownModel("late", shipped=(), reason="it is not there yet")
        return opened[-1]

    deferred = DeferredHighlighter(second_time)
    with pytest.raises(UnknownModel):
        deferred.get()
    assert deferred.get() is deferred.get() is opened[1]


def test_it_reads_with_the_network_of_the_engine() -> None:
    reader = WordReader()

    class WithNetwork(FixedEngine):
        network = reader

    readiness = Readiness(lambda: WithNetwork(ScriptedEngine(unused)))
    readiness.start()
    assert readiness.wait(10)
    assert DeferredHighlighter.of_engine(Settings(), readiness).get().reader is reader


def test_the_endpoint_is_documented(texts: httpx.Client) -> None:
    entry = texts.get("/openapi.json").json()["paths"]["/v1/highlight"]["post"]
    assert entry["responses"].keys() >= {"200", "413", "415", "422", "503"}
    assert entry["requestBody"]["content"]["application/json"]["schema"]


def test_the_shipped_reader_highlights_over_http(client: httpx.Client) -> None:
    response = post(
        client,
        question="How do ferns spread?",
        text="Ferns spread by spores. The town has a clock.",
    )
    found = HighlightResponse.model_validate_json(response.content)
    assert [(sentence.start, sentence.end) for sentence in found.sentences] == [(0, 23), (24, 45)]
    assert found.sentences[0].relevance > found.sentences[1].relevance

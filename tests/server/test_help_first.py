"""Help waits for nothing: no index, no model, no line, no limit of length."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import httpx
import pytest

from rag.current_engine import CurrentEngine
from rag.messages import Answer, Outcome
from rag.settings import Settings
from server.app import create_app
from server.readiness import Readiness
from tests.server.command import footnote
from tests.server.live import serving

DISCLOSURE = "I don't want to live anymore"
HARMLESS = "What is exposure?"
DOORS = ("/v1/ask", "/v1/search", "/v1/highlight")
PADDING = "The course was clear and I would like to read more of it. " * 60


def body(path: str, question: str) -> dict[str, str]:
    text = {"text": "A fern grows in the shade."} if path == "/v1/highlight" else {}
    return {"question": question, "region": "GB", **text}


@pytest.fixture(scope="module")
def starting() -> Iterator[httpx.Client]:
    """A client of a service whose models never come."""
    release = Event()

    def load() -> CurrentEngine:
        release.wait(60)
        raise RuntimeError("never loaded")

    try:
        with serving(create_app(Settings(), Readiness(load))) as client:
            yield client
    finally:
        release.set()


@pytest.mark.parametrize("path", DOORS)
def test_a_starting_service_gives_help_and_refuses_all_else(
    starting: httpx.Client, path: str
) -> None:
    helped = starting.post(path, json=body(path, DISCLOSURE))
    assert helped.status_code == 200
    assert helped.json()["safety"]["resources"][0]["phone"] == "116 123"
    assert helped.json().get("generation", "") == ""
    assert starting.post(path, json=body(path, HARMLESS)).status_code == 503


def test_a_reply_to_help_is_met_with_help_while_starting(starting: httpx.Client) -> None:
    asked = {"question": "no", "history": [{"question": DISCLOSURE}]}
    assert starting.post("/v1/ask", json=asked).json()["outcome"] == "safety"


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("question", [DISCLOSURE + ". " + PADDING, PADDING + DISCLOSURE])
def test_a_message_too_long_to_be_asked_gets_help(
    starting: httpx.Client, path: str, question: str
) -> None:
    helped = starting.post(path, json=body(path, question))
    assert helped.status_code == 200
    assert helped.json()["safety"]["emergency"]["phone"] == "999"
    refused = starting.post(path, json=body(path, PADDING))
    assert refused.status_code == 422
    assert PADDING[:20] not in refused.text


def test_help_for_a_message_too_long_comes_as_events_where_those_are_asked_for(
    starting: httpx.Client,
) -> None:
    shown = starting.post(
        "/v1/ask",
        json=body("/v1/ask", PADDING + DISCLOSURE),
        headers={"Accept": "text/event-stream"},
    )
    assert shown.text.startswith("event: safety\n")


def test_a_service_with_a_full_line_gives_help() -> None:
    app = create_app(Settings(), Readiness(lambda: pytest.fail("not needed")))
    state = app.state.footnote
    state.readiness._current = SimpleNamespace(generation="g1")
    state.pool._admitted = state.pool._capacity

    async def asked(question: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post("/v1/ask", json=body("/v1/ask", question))

    assert asyncio.run(asked(HARMLESS)).status_code == 503
    answer = Answer.model_validate_json(asyncio.run(asked(DISCLOSURE)).content)
    assert (answer.outcome, answer.generation) == (Outcome.SAFETY, "g1")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_the_command_line_gives_help_without_an_index(command: str, tmp_path: Path) -> None:
    index = tmp_path / "none"
    for question in (DISCLOSURE, PADDING + DISCLOSURE):
        asked = ("--index", index, command, "-", "--region", "gb")
        shown = footnote(*asked, stdin=question)
        assert shown.returncode == 0, shown.stderr
        assert "call 116 123" in shown.stdout
        as_json = footnote(*asked, "--json", stdin=question)
        assert json.loads(as_json.stdout)["safety"]["emergency"]["phone"] == "999"
    assert footnote("--index", index, command, HARMLESS).returncode == 1


def test_the_command_line_gives_help_for_a_reply_to_help(tmp_path: Path) -> None:
    shown = footnote("--index", tmp_path / "none", "ask", "no", "--after", DISCLOSURE)
    assert (shown.returncode, "search tool, not a person" in shown.stdout) == (0, True)

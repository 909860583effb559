"""A disclosure gets help by every door. A new door fails here until it passes the gate."""

import json
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from rag.engine import Engine
from rag.highlight.highlighter import Highlighter
from rag.messages import Answer, Outcome, Safety, SearchResponse
from rag.settings import ServerSettings, Settings
from server.app import create_app
from server.middleware.host_check import allowed_names
from server.readiness import Readiness
from tests.server.command import footnote
from tests.server.doors import (
    cli_doors,
    doors_of,
    http_doors,
    parameters_that_could_carry_text,
    request_for,
)

DISCLOSURE = "I don't want to live anymore"
LOOK_ALIKE = "Deadlines are killing me, how is procrastination a safety behaviour?"
KNOWN_PARAMETERS = {"limit", "offset", "document_id", "accept-language", "region"}


def never() -> "None":
    raise AssertionError


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings(), Readiness(lambda: never()))  # type: ignore[arg-type, return-value]


def body_for(app: FastAPI, schema: str, question: str) -> dict[str, str]:
    required = app.openapi()["components"]["schemas"][schema]["required"]
    return dict.fromkeys(required, question)


def test_doors_are_found(app: FastAPI) -> None:
    assert {"/v1/ask", "/v1/search", "/v1/highlight"} <= {path for path, _ in http_doors(app)}
    assert {"ask", "search", "highlight"} <= set(cli_doors())
    assert {"ask", "search"} <= set(doors_of(Engine))
    assert {"highlight"} <= set(doors_of(Highlighter))


def test_no_address_takes_typed_text(app: FastAPI) -> None:
    assert set(parameters_that_could_carry_text(app)) <= KNOWN_PARAMETERS


def test_every_http_door_shows_help(app: FastAPI, client: httpx.Client) -> None:
    for path, schema in http_doors(app):
        response = client.post(path, json=body_for(app, schema, DISCLOSURE) | {"region": "GB"})
        assert response.status_code == 200, path
        safety = Safety.model_validate(response.json()["safety"])
        assert safety.resources[0].phone == "116 123", path
        harmless = client.post(path, json=body_for(app, schema, LOOK_ALIKE)).json()
        assert harmless["safety"] is None, path


def test_every_method_that_takes_a_question_shows_help(engine: Engine) -> None:
    for owner in (engine, Highlighter.open(Settings())):
        kind = type(owner)
        for name in doors_of(kind):
            method = getattr(owner, name)
            assert method(request_for(kind, name, DISCLOSURE)).safety is not None, name
            assert method(request_for(kind, name, LOOK_ALIKE)).safety is None, name


def test_every_command_that_takes_a_question_shows_help_and_exits_with_0(
    seeds_settings: Settings, tmp_path: Path
) -> None:
    index = seeds_settings.index.path
    file = tmp_path / "text.txt"
    file.write_text("A fern grows in the shade.\n", encoding="utf-8")
    for command in cli_doors():
        takes_file = [str(file)] if command == "highlight" else []
        asked = [*command.split(), "-", *takes_file]
        shown = footnote("--index", index, *asked, stdin=DISCLOSURE, env={"LC_ALL": "en_GB.UTF-8"})
        assert shown.returncode == 0, shown.stderr
        assert "call 116 123" in shown.stdout
        assert "search tool, not a person" in shown.stdout
        as_json = footnote("--index", index, *asked, "--json", "--region", "us", stdin=DISCLOSURE)
        assert as_json.returncode == 0, as_json.stderr
        safety = Safety.model_validate(json.loads(as_json.stdout)["safety"])
        assert safety.resources[0].phone == "988"


def test_help_comes_before_and_instead_of_a_search(client: httpx.Client) -> None:
    answer = Answer.model_validate_json(
        client.post("/v1/ask", json={"question": DISCLOSURE}).content
    )
    assert answer.outcome is Outcome.SAFETY
    assert (answer.statements, answer.citations, answer.nearest) == ((), (), ())
    assert answer.confidence == 0
    assert (answer.timings_ms.encode, answer.timings_ms.retrieve) == (0, 0)
    found = SearchResponse.model_validate_json(
        client.post("/v1/search", json={"question": DISCLOSURE}).content
    )
    assert found.hits == ()
    assert 'footnote_answers_total{outcome="safety"}' in client.get("/metrics").text


def test_the_conversation_stays_open_after_a_card(client: httpx.Client) -> None:
    body = {
        "question": "How do safety behaviours differ from coping strategies?",
        "history": [{"question": DISCLOSURE}],
    }
    answer = Answer.model_validate_json(client.post("/v1/ask", json=body).content)
    assert answer.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("languages", "region", "phone"),
    [
        ("en-GB,en;q=0.8", None, "116 123"),
        ("en-GB", "US", "988"),
        ("de", None, "0800 111 0 111"),
        ("en", None, None),
    ],
)
def test_the_region_is_the_requests_or_else_the_browsers(
    client: httpx.Client, languages: str, region: str | None, phone: str | None
) -> None:
    for path in ("/v1/ask", "/v1/search"):
        response = client.post(
            path,
            json={"question": DISCLOSURE, "region": region},
            headers={"Accept-Language": languages},
        )
        assert response.json()["safety"]["resources"][0]["phone"] == phone


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("127.0.0.2", 200),
        ("127.0.0.1.rebound.example", 400),
        ("128.0.0.1", 400),
        ("rebound.example", 400),
        ("localhost.rebound.example", 400),
    ],
)
def test_a_name_that_is_not_ours_is_refused(client: httpx.Client, host: str, status: int) -> None:
    assert client.get("/livez", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("host", "is_local"),
    [("localhost", True), ("127.0.0.2", True), ("::1", True), ("0.0.0.0", False), ("", False)],
)
def test_a_service_on_any_loopback_address_answers_to_no_other_names(
    host: str, is_local: bool
) -> None:
    assert allowed_names(ServerSettings(host=host)) == (() if is_local else ("*",))
    named = ServerSettings(host=host, allowed_hosts=("example.org",))
    assert allowed_names(named) == ("example.org",)

import re
from threading import Event

import httpx
import pytest

from embeddings.catalogue import load_reader
from rag.current_engine import CurrentEngine
from rag.engine import Engine
from rag.errors import IndexUnusable
from rag.settings import Settings
from server.app import create_app
from server.readiness import Readiness
from tests.server.live import serving


def test_a_ready_service_says_what_it_is(client: httpx.Client, engine: Engine) -> None:
    assert client.get("/livez").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "generation": engine.generation}
    version = client.get("/version").json()
    assert version.keys() >= {
        "app", "generation", "corpus_sha256", "encoder", "reader", "chunking"
    }  # fmt: skip
    assert version["encoder"].keys() >= {"name", "sha256", "dimension", "max_tokens"}
    reader = load_reader(threads=1).identity
    assert version["reader"]["sha256"] == reader.weights_sha256
    assert version["reader"]["name"] == f"{reader.name}-{reader.weights_sha256[:12]}"


@pytest.mark.parametrize("path", ["/", "/livez", "/v1/documents", "/sources/nowhere"])
def test_head_is_answered_as_get_without_a_body(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


def test_the_port_answers_before_the_models_are_loaded(current: CurrentEngine) -> None:
    may_load = Event()

    def load() -> CurrentEngine:
        may_load.wait(30)
        return current

    readiness = Readiness(load)
    with serving(create_app(Settings(), readiness)) as client:
        assert client.get("/livez").status_code == 200
        assert client.get("/metrics").status_code == 200
        assert client.get("/").status_code == 200
        for early in (
            client.get("/readyz"),
            client.get("/version"),
            client.get("/v1/documents"),
            client.post("/v1/ask", json={"question": "Too early?"}),
        ):
            assert early.status_code == 503
            assert early.json()["type"] == "/problems/not-ready"
            assert int(early.headers["retry-after"]) >= 1
        may_load.set()
        assert readiness.wait(30)
        assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("failure", "problem"),
    [
        (IndexUnusable("/secret/folder holds no index"), "/problems/index-unusable"),
        (RuntimeError("/secret/folder exploded"), "/problems/not-ready"),
    ],
)
def test_a_failed_start_stays_unready_and_tells_no_details(
    failure: Exception, problem: str
) -> None:
    def load() -> CurrentEngine:
        raise failure

    readiness = Readiness(load)
    with serving(create_app(Settings(), readiness)) as client:
        assert readiness.wait(10)
        response = client.get("/readyz")
        assert (response.status_code, response.json()["type"]) == (503, problem)
        assert "secret" not in response.text
    assert readiness.failure is failure


def test_metrics_count_by_route_template_and_outcome(client: httpx.Client) -> None:
    client.post("/v1/ask", json={"question": "What are safety behaviors?"})
    client.get("/v1/documents/nowhere")
    client.get("/typed/into/the/address")
    client.request("PRIVATE", "/v1/ask")
    text = client.get("/metrics").text
    assert 'footnote_requests_total{route="/v1/ask",status="200"}' in text
    assert 'footnote_requests_total{route="/v1/documents/{document_id:path}",status="404"}' in text
    assert 'footnote_requests_total{route="unmatched",status="404"}' in text
    assert 'footnote_answers_total{outcome="answered"}' in text
    assert 'footnote_answers_total{outcome="safety"}' in text
    assert "footnote_index_documents 4.0" in text
    stages = set(re.findall(r'footnote_stage_duration_seconds_count{stage="(\w+)"}', text))
    assert stages == {"encode", "retrieve", "read", "compose"}
    assert "footnote_request_duration_seconds_bucket" in text
    assert "nowhere" not in text
    assert "PRIVATE" not in text


def test_openapi_documents_answers_and_problems(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    ask = schema["paths"]["/v1/ask"]["post"]
    assert ask["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Answer"
    }
    assert {"413", "415", "422", "503"} <= ask["responses"].keys()
    for status in ("413", "415", "422", "503"):
        assert "application/problem+json" in ask["responses"][status]["content"]
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    assert "not meant for diagnosis" in schema["info"]["description"]

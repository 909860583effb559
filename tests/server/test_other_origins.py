"""Pages of other sites: which may ask, and what they may load."""

import logging

import httpx
import pytest

from rag.messages import Answer, AskRequest
from rag.settings import ServerSettings
from server.assets import read_assets
from server.problems import MEDIA_TYPE
from tests.server.live import serving_script

LISTED = "https://school.example"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type",
}


def unused(_: AskRequest) -> Answer:
    raise AssertionError


def allowed(client: httpx.Client, origin: str) -> str | None:
    response = client.options("/v1/ask", headers={"Origin": origin, **PREFLIGHT})
    found: str | None = response.headers.get("access-control-allow-origin")
    assert (found is not None) is (response.status_code == 200)
    return found


def test_no_other_site_may_ask_unless_it_is_listed(client: httpx.Client) -> None:
    assert allowed(client, LISTED) is None


@pytest.mark.parametrize(
    ("origin", "header"), [("https://evil.example", "content-type"), (LISTED, "x-secret")]
)
def test_a_refused_preflight_is_a_problem_that_is_identified_and_logged(
    caplog: pytest.LogCaptureFixture, origin: str, header: str
) -> None:
    caplog.set_level(logging.INFO)
    asked = {**PREFLIGHT, "Origin": origin, "Access-Control-Request-Headers": header}
    with serving_script(unused, ServerSettings(allowed_origins=(LISTED,))) as client:
        response = client.options("/v1/ask", headers=asked)
    assert response.status_code == 403
    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.json()["type"] == "/problems/cross-origin-refused"
    assert "origin" in response.headers["vary"].lower()
    assert "content-type" in response.headers["access-control-allow-headers"].lower()
    request_id = response.headers["x-request-id"]
    assert response.json()["request_id"] == request_id
    assert any(request_id in record.getMessage() for record in caplog.records)


def test_a_preflight_under_another_host_name_is_refused_as_any_request() -> None:
    asked = {**PREFLIGHT, "Origin": LISTED, "Host": "evil.example"}
    with serving_script(unused, ServerSettings(allowed_origins=(LISTED,))) as client:
        response = client.options("/v1/ask", headers=asked)
    assert (response.status_code, response.json()["type"]) == (400, "/problems/malformed-request")


def test_a_listed_site_can_read_that_the_service_failed() -> None:
    def fail(_: AskRequest) -> Answer:
        raise RuntimeError

    with serving_script(fail, ServerSettings(allowed_origins=(LISTED,))) as client:
        response = client.post("/v1/ask", json={"question": "a"}, headers={"Origin": LISTED})
    assert response.status_code == 500
    assert response.headers["access-control-allow-origin"] == LISTED


def test_a_listed_site_may_ask_and_its_neighbours_may_not() -> None:
    with serving_script(unused, ServerSettings(allowed_origins=(LISTED,))) as client:
        assert allowed(client, LISTED) == LISTED
        for other in ("https://school.example.evil.example", "http://school.example", "null"):
            assert allowed(client, other) is None
        answer = client.post("/v1/ask", json={"question": ""}, headers={"Origin": LISTED})
        assert answer.headers["access-control-allow-origin"] == LISTED
        assert "retry-after" in answer.headers["access-control-expose-headers"].lower()
        assert "access-control-allow-credentials" not in answer.headers


def test_every_site_may_load_the_scripts(client: httpx.Client) -> None:
    script = client.get(read_assets().address("api.js"), headers={"Origin": LISTED})
    assert script.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("origin", ["school.example", "https://school.example/", "ftp://x", ""])
def test_an_origin_is_scheme_and_host_only(origin: str) -> None:
    with pytest.raises(ValueError, match="allowed_origins"):
        ServerSettings(allowed_origins=(origin,))

"""Pages of other sites: which may ask, and what they may load."""

import httpx
import pytest

from rag.messages import Answer, AskRequest
from rag.settings import ServerSettings
from server.assets import read_assets
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

import re
from pathlib import Path

import httpx
import pytest

from rag.purpose import INTENDED_PURPOSE
from server.assets import read_assets


def test_pages_and_answers_carry_strict_headers(client: httpx.Client) -> None:
    for response in (client.get("/"), client.get("/livez"), client.get("/nowhere")):
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"


def test_the_purpose_is_told_in_the_api_and_the_readme_too(client: httpx.Client) -> None:
    assert client.get("/openapi.json").json()["info"]["description"] == INTENDED_PURPOSE
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert INTENDED_PURPOSE in " ".join(readme.split())


def test_the_purpose_is_on_sources_and_errors_too(client: httpx.Client) -> None:
    source = client.get("/v1/documents").json()["documents"][0]["document_id"]
    for path in (f"/sources/{source}", "/nowhere"):
        page = client.get(path, headers={"Accept": "text/html"})
        assert INTENDED_PURPOSE in page.text


@pytest.mark.parametrize("path", ["/", "/problems/not-ready"])
def test_pages_load_only_our_own_files(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.headers["cache-control"] == "no-cache"
    without_help = re.sub(r'<details class="help">.*?</details>', "", page.text, flags=re.DOTALL)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', without_help)
    assert all(address.startswith(("/", "#")) for address in addresses)
    for address in addresses:
        if address.startswith("/assets/"):
            assert client.get(address).status_code == 200
    assert "style=" not in page.text
    assert "<script>" not in page.text
    assert INTENDED_PURPOSE in page.text


def test_assets_are_kept_for_as_long_as_they_stay_the_same(client: httpx.Client) -> None:
    assets = read_assets()
    for name in assets.files:
        response = client.get(assets.address(name))
        assert response.content == assets.files[name].content
        assert "immutable" in response.headers["cache-control"]
    assert client.get("/assets/old/ask.js").status_code == 404
    assert client.get(f"/assets/{assets.version}/../../assets.py").status_code == 404


def test_scripts_never_write_html() -> None:
    for name, asset in read_assets().files.items():
        source = asset.content.decode()
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ):
            assert forbidden not in source, name


def test_the_icon_is_found_where_browsers_look(client: httpx.Client) -> None:
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_a_source_is_readable_without_scripts(client: httpx.Client) -> None:
    for summary in client.get("/v1/documents").json()["documents"]:
        page = client.get(f"/sources/{summary['document_id']}")
        assert page.status_code == 200
        assert len(re.findall("<h1[ >]", page.text)) == 1
        assert "<mark" not in page.text


def test_the_deep_link_of_every_citation_marks_its_quote(client: httpx.Client) -> None:
    question = {"question": "How do safety behaviours differ from coping strategies?"}
    answer = client.post("/v1/ask", json=question).json()
    for citation in answer["citations"]:
        page = client.get(citation["deep_link"])
        (quote,) = [part["exact"] for part in citation["selector"] if "exact" in part]
        marks = re.findall(r'<mark id="cited"[^>]*>(.*?)</mark>', page.text, re.DOTALL)
        assert len(marks) == 1
        assert len(marks[0]) >= len(quote)

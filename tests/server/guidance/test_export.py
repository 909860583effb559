import json
from typing import Any

import httpx
import pytest

from rag.current_engine import CurrentEngine
from rag.settings import ServerSettings, Settings
from server.app import create_app
from server.readiness import Readiness
from tests.server.live import serving

QUESTION = "Do safety behaviours help or harm treatment?"


@pytest.fixture(scope="module")
def answer(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert found["outcome"] == "answered"
    return found


def export(client: httpx.Client, kind: str, citations: object, **more: object) -> httpx.Response:
    body = {"format": kind, "citations": citations, **more}
    return client.post("/v1/export", json=body)


@pytest.mark.parametrize(
    ("kind", "media_type", "file"),
    [
        ("apa", "text/plain; charset=utf-8", "sources.txt"),
        ("bibtex", "application/x-bibtex; charset=utf-8", "sources.bib"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "sources.json"),
        ("markdown", "text/markdown; charset=utf-8", "sources.md"),
    ],
)
def test_each_format_has_its_media_type_and_file_name(
    client: httpx.Client, answer: dict[str, Any], kind: str, media_type: str, file: str
) -> None:
    response = export(client, kind, answer["citations"])
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["content-disposition"] == f'attachment; filename="{file}"'
    assert response.headers["cache-control"] == "no-store"
    assert response.text.endswith("\n")


def test_apa_holds_every_quote_both_sides_and_references_with_letters(
    client: httpx.Client, answer: dict[str, Any]
) -> None:
    text = export(client, "apa", answer["citations"]).text
    for statement in answer["statements"]:
        assert statement["text"].removesuffix(".") in text
    assert text.index("Supports: whether safety") < text.index("Cautions: whether safety")
    # Both documents are by one author and of one day, so the titles decide the letters.
    assert (
        "QuickTakes. (2024a, November 27). What are the main arguments supporting the use of "
        "safety behaviors in anxiety treatment? [AI-generated study answer].\n\n"
        "QuickTakes. (2024b, November 27). What is the impact of safety behaviors on the "
        "effectiveness of exposure therapy? [AI-generated study answer].\n"
    ) in text


def test_csl_json_is_that_of_the_citations(client: httpx.Client, answer: dict[str, Any]) -> None:
    items = json.loads(export(client, "csl-json", answer["citations"]).text)
    by_id = {citation["document_id"]: citation["csl"] for citation in answer["citations"]}
    assert {item["id"]: item for item in items} == by_id


def test_links_in_markdown_open_the_passage(client: httpx.Client, answer: dict[str, Any]) -> None:
    text = export(client, "markdown", answer["citations"][:1]).text
    address = text.partition("[In its source](<")[2].partition(">")[0]
    page = client.get(address)
    assert page.status_code == 200
    assert page.text.count('id="cited"') == 1


def test_a_citation_that_does_not_verify_is_refused_without_repeating_it(
    client: httpx.Client, answer: dict[str, Any]
) -> None:
    first, *rest = answer["citations"]
    position, quote = first["selector"]
    forged = first | {"selector": [position, quote | {"exact": "zanzibar-canary"}]}
    unknown = first | {"document_id": "zanzibar-canary"}
    response = export(client, "apa", [*rest, forged, unknown])
    assert response.status_code == 422
    problem = response.json()
    assert problem["type"] == "/problems/unverified-citation"
    assert problem["errors"] == [
        {
            "detail": "the document's text at this position is not the quote",
            "pointer": f"#/citations/{len(rest)}",
        },
        {
            "detail": "the index holds no such document",
            "pointer": f"#/citations/{len(rest) + 1}",
        },
    ]
    assert "zanzibar" not in response.text


@pytest.mark.parametrize(
    "body",
    [
        {"format": "apa", "citations": []},
        {"format": "word", "citations": []},
        {"citations": []},
        {"format": "apa", "citations": [{"index": 1}]},
    ],
)
def test_what_is_not_an_export_is_refused(client: httpx.Client, body: dict[str, Any]) -> None:
    response = client.post("/v1/export", json=body)
    assert response.status_code == 422
    assert response.json()["type"] == "/problems/invalid-request"


def test_links_begin_with_the_public_address_where_it_is_set(
    seeds_settings: Settings, current: CurrentEngine, answer: dict[str, Any]
) -> None:
    server = ServerSettings(public_url="https://ask.example.org/footnote/", host="0.0.0.0")
    readiness = Readiness(lambda: current)
    settings = seeds_settings.model_copy(update={"server": server})
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(30)
        body = {"format": "markdown", "citations": answer["citations"]}
        text = client.post("/v1/export", json=body, headers={"Host": "evil.example"}).text
    assert "](<https://ask.example.org/footnote/sources/" in text
    assert "evil.example" not in text


@pytest.mark.parametrize(
    "url", ["ask.example.org", "javascript:x", "https://a b", "https://a/?q=1"]
)
def test_a_public_address_is_a_web_address_without_a_query(url: str) -> None:
    with pytest.raises(ValueError, match="public_url"):
        ServerSettings(public_url=url)

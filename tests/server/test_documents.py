from pathlib import Path

import httpx
import pytest

from embeddings.encoder import Encoder
from rag.current_engine import CurrentEngine
from rag.index.build import build_index
from rag.settings import IndexSettings, Settings
from server.app import create_app
from server.readiness import Readiness
from tests.server.live import serving


def test_documents_are_paged_in_a_stable_order(client: httpx.Client) -> None:
    whole = client.get("/v1/documents").json()
    assert (whole["total"], whole["limit"], whole["offset"]) == (4, 100, 0)
    pages = [
        client.get("/v1/documents", params={"limit": 3, "offset": offset}).json()["documents"]
        for offset in (0, 3, 6)
    ]
    assert [len(page) for page in pages] == [3, 1, 0]
    assert pages[0] + pages[1] == whole["documents"]


@pytest.mark.parametrize("offset", [-1, 1_000_000_001, 2**63 - 1, 10**30])
def test_an_offset_that_no_index_can_have_is_refused(client: httpx.Client, offset: int) -> None:
    response = client.get("/v1/documents", params={"offset": offset})
    assert (response.status_code, response.json()["type"]) == (422, "/problems/invalid-request")


def test_a_document_tells_what_it_is_and_where_its_parts_stand(client: httpx.Client) -> None:
    for summary in client.get("/v1/documents").json()["documents"]:
        document = client.get(f"/v1/documents/{summary['document_id']}").json()
        assert document["metadata"] == summary["metadata"]
        assert document["metadata"]["title"]
        ends = [0]
        for block in document["blocks"]:
            start, end = block["span"]["start"], block["span"]["end"]
            assert ends[-1] <= start < end <= len(document["text"])
            assert (block["level"] is not None) == (block["kind"] == "heading")
            ends.append(end)
        sections = document["sections"]
        assert sections[0]["span"]["start"] == document["blocks"][0]["span"]["start"]
        assert sections[-1]["span"]["end"] == ends[-1]


def test_a_document_tells_which_sides_its_parts_take_and_who_says_so(client: httpx.Client) -> None:
    document = client.get("/v1/documents/001_6e42ce251e573ad5").json()
    whole, *blocks = document["stances"]
    assert whole == {
        "stance": "supports",
        "about": "whether safety behaviours help or harm treatment",
        "assigned_by": "the maintainers of Footnote, by reading; not reviewed by a clinician",
        "assigned": "2026-11-25",
        "section": None,
        "span": None,
    }
    quoted: dict[str, str] = {}
    for stance in blocks:
        text = document["text"][stance["span"]["start"] : stance["span"]["end"]]
        quoted.setdefault(stance["stance"], text)
    assert quoted.keys() == {"mixed", "cautions"}
    assert quoted["mixed"].startswith("The debate surrounding the use of safety behaviors")
    assert quoted["cautions"].startswith("While these arguments highlight potential benefits")
    sections = client.get("/v1/documents/000_899c46a37953c817").json()["stances"]
    assert {"Controversial Role in Treatment", "Mixed Research Findings"} == {
        stance["section"] for stance in sections if stance["section"]
    }


def test_a_document_that_does_not_speak_on_the_matter_takes_no_side(client: httpx.Client) -> None:
    assert client.get("/v1/documents/003_235ab887927219db").json()["stances"] == []


def test_no_file_path_of_the_server_is_told(client: httpx.Client) -> None:
    listed = client.get("/v1/documents").text
    assert ".txt" not in listed
    assert "source_path" not in listed


@pytest.mark.parametrize("path", ["/v1/documents/nowhere", "/v1/documents/", "/sources/nowhere"])
def test_an_unknown_document_is_not_found(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json()["type"] == "/problems/not-found"
    assert "nowhere" not in response.text


def test_any_file_name_can_be_an_id(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "documents" / "été & more"
    folder.mkdir(parents=True)
    (folder / "why? 100% #1.md").write_text("# Fern spores\n\nA fern spreads by spores.\n")
    settings = Settings(index=IndexSettings(path=tmp_path / "index"))
    build_index([tmp_path / "documents"], settings, encoder, progress=None)
    readiness = Readiness(lambda: CurrentEngine(settings, encoder))
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(30)
        answer = client.post("/v1/ask", json={"question": "How does a fern spread?"}).json()
        (summary,) = client.get("/v1/documents").json()["documents"]
        search = client.post("/v1/search", json={"question": "fern spores"}).json()
        for link in {part["deep_link"] for part in [*answer["citations"], *search["hits"]]}:
            page = client.get(link)
            assert page.status_code == 200
            assert '<mark id="cited"' in page.text
    assert "why? 100% #1" in summary["document_id"]


@pytest.mark.parametrize(
    ("stated", "told", "shown"), [("2008", "2008", "2008"), ("March 2021", "2021-03", "March 2021")]
)
def test_a_date_is_told_and_shown_as_precise_as_the_source(
    tmp_path: Path, encoder: Encoder, stated: str, told: str, shown: str
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "fern.md").write_text(f"---\ndate: {stated}\n---\nA fern spreads by spores.\n")
    settings = Settings(index=IndexSettings(path=tmp_path / "index"))
    build_index([folder], settings, encoder, progress=None)
    readiness = Readiness(lambda: CurrentEngine(settings, encoder))
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(30)
        metadata = client.get("/v1/documents/fern").json()["metadata"]
        page = client.get("/sources/fern").text
        listed = client.get("/documents").text
    assert metadata["published"] == told
    assert f'<time datetime="{told}">{shown}</time>' in page
    assert f"<bdi>{shown}</bdi>" in listed


def test_a_new_generation_is_served_without_a_restart(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "fern.txt").write_text("A fern spreads by spores.\n")
    settings = Settings(index=IndexSettings(path=tmp_path / "index"))
    build_index([folder], settings, encoder, progress=None)
    readiness = Readiness(lambda: CurrentEngine(settings, encoder))
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(30)
        before = client.get("/version").json()["generation"]
        in_flight = readiness.current.get() if readiness.current else None
        assert in_flight is not None
        (folder / "moss.txt").write_text("Moss grows on the shaded side of a stone.\n")
        build_index([folder], settings, encoder, progress=None)
        after = client.get("/version").json()["generation"]
        listed = client.get("/v1/documents").json()
        metrics = client.get("/metrics").text
        # Whoever still holds the old engine can finish with it.
        assert [summary.document_id for summary in in_flight.summaries(limit=10)] == ["fern"]
    assert before != after
    assert {summary["document_id"] for summary in listed["documents"]} == {"fern", "moss"}
    assert "footnote_index_documents 2.0" in metrics

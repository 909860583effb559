import html
import re
from collections.abc import Iterator

import httpx
import pytest

from rag.documents import Author, DocumentMetadata
from rag.engine import Engine
from rag.index.store import DocumentSummary
from rag.messages import Answer, AskRequest
from rag.settings import Settings
from server.app import create_app
from server.readiness import Readiness
from server.routes.sources import DOCUMENTS_ON_A_PAGE
from tests.server.live import FixedEngine, ScriptedEngine, serving

HOSTILE = "<img src=x onerror=alert(1)>"


def unasked(_: AskRequest) -> Answer:
    raise AssertionError("nobody asks here")


class Shelf(ScriptedEngine):
    """An engine with so many documents of which only summaries exist."""

    def __init__(self, total: int) -> None:
        super().__init__(unasked)
        self._total = total

    @property
    def n_documents(self) -> int:
        return self._total

    def summaries(self, *, limit: int, offset: int = 0) -> tuple[DocumentSummary, ...]:
        return tuple(
            DocumentSummary(f"a/{n} ?", metadata(n), 1, 1, "", "")
            for n in range(offset, min(offset + limit, self._total))
        )


def metadata(number: int) -> DocumentMetadata:
    if number == 0:
        return DocumentMetadata(
            title=HOSTILE, kind="note", authors=(Author(literal=HOSTILE),), subject="Ferns"
        )
    return DocumentMetadata(title=f"Title {number}", kind="" if number == 1 else "pdf")


def serving_engine(engine: Engine) -> Iterator[httpx.Client]:
    readiness = Readiness(lambda: FixedEngine(engine))
    with serving(create_app(Settings(), readiness)) as client:
        assert readiness.wait(10)
        yield client


@pytest.fixture(scope="module")
def shelf() -> Iterator[httpx.Client]:
    yield from serving_engine(Shelf(2 * DOCUMENTS_ON_A_PAGE + 3))


def linked(page: httpx.Response) -> list[str]:
    return re.findall(r'href="(/sources/[^"]+)"', page.text)


def test_every_document_is_listed_with_what_it_states(client: httpx.Client) -> None:
    page = client.get("/documents")
    assert page.headers["cache-control"] == "no-cache"
    documents = client.get("/v1/documents").json()["documents"]
    assert linked(page) == [f"/sources/{document['document_id']}" for document in documents]
    shown = html.unescape(page.text)
    for document in documents:
        assert document["metadata"]["title"] in shown
        assert all(author in shown for author in document["metadata"]["authors"])
        assert document["metadata"]["subject"] in shown
    assert "28 July 2025" in shown
    assert '<a href="/documents" aria-current="page">' in page.text


def test_long_lists_come_in_pages_that_lead_to_each_other(shelf: httpx.Client) -> None:
    seen: list[str] = []
    address: str | None = "/documents"
    while address:
        page = shelf.get(address)
        seen += linked(page)
        found = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = found and found[1]
    assert seen == [f"/sources/a/{n}%20%3F" for n in range(2 * DOCUMENTS_ON_A_PAGE + 3)]
    assert f'start="{2 * DOCUMENTS_ON_A_PAGE + 1}"' in page.text
    assert 'rel="prev" href="/documents?page=2"' in page.text


@pytest.mark.parametrize("page", ["4", "0", "-1", "1.0", "x", "", "٣", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(shelf: httpx.Client, page: str) -> None:
    assert shelf.get("/documents", params={"page": page}).status_code == 404


def test_hostile_metadata_is_shown_as_text(shelf: httpx.Client) -> None:
    page = shelf.get("/documents").text
    assert HOSTILE not in page
    assert html.escape(HOSTILE) in page
    assert "Nothing is stated about it" in page


def test_an_index_without_documents_says_what_to_do() -> None:
    for client in serving_engine(Shelf(0)):
        assert "There is no document yet." in client.get("/documents").text

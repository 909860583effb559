"""A document that attacks whoever shows it, indexed and asked for like any other."""

import json
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from embeddings.encoder import Encoder
from rag.current_engine import CurrentEngine
from rag.index.build import build_index
from rag.messages import Answer
from rag.settings import IndexSettings, Settings
from server.app import create_app
from server.event_stream import events
from server.readiness import Readiness
from tests.server.chat import ask_and_wait, show_chat
from tests.server.live import serving

pytestmark = pytest.mark.browser

QUESTION = "How do marsh ferns spread?"
IMAGE = "<img src=x onerror=alert(1)>"
OVERRIDE = "\u202e"  # right-to-left override, never closed
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"  # which Markdown turns into the text of IMAGE
HOSTILE = f"""---
title: "{OVERRIDE}Marsh ferns {IMAGE}"
url: "javascript:alert(document.domain)"
---

# {OVERRIDE}Spreading {ESCAPED}

Marsh ferns spread {ESCAPED} by spores\u200b that \U0001f331 wind carries to x\u0302 {OVERRIDE}far.

[Click](javascript:alert(3)) to see marsh ferns spread by &lt;script&gt;alert(4)&lt;/script&gt;.
"""


@pytest.fixture(scope="module")
def hostile(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "ferns.md").write_text(HOSTILE, encoding="utf-8")
    settings = Settings(index=IndexSettings(path=folder / "index"))
    build_index([folder / "ferns.md"], settings, encoder, progress=None)
    readiness = Readiness(lambda: CurrentEngine(settings, encoder))
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(30)
        yield client


def test_it_is_shown_as_text_with_right_marks_and_no_script_runs(
    page: Page, hostile: httpx.Client
) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    answer = hostile.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["outcome"] == "answered"
    texts = [statement["text"] for statement in answer["statements"]]
    assert any(
        f"{IMAGE} by spores that \U0001f331 wind carries to x\u0302" in text for text in texts
    )
    chat = show_chat(page, hostile, mode="inline")
    turn = ask_and_wait(page, QUESTION)
    for quote in turn.locator(".chip").all():
        quote.click()
    for n, statement in enumerate(answer["statements"]):
        shown = turn.locator(".quote").nth(n).locator("blockquote").first
        assert "".join(shown.locator(".words").all_text_contents()) == statement["text"]
        characters = list(statement["text"])
        marked = ["".join(characters[m["start"] : m["end"]]) for m in statement["highlights"]]
        assert "".join(shown.locator("mark").all_text_contents()) == "".join(marked)
    inside = "chat => [...chat.shadowRoot.querySelectorAll('img, script, b, iframe')].length"
    assert chat.evaluate(inside) == 0
    links = turn.get_by_role("link").evaluate_all("links => links.map(link => link.protocol)")
    assert set(links) <= {"http:", "https:"}


def test_an_override_of_direction_ends_with_the_text_it_stands_in(
    page: Page, hostile: httpx.Client
) -> None:
    # The loaders take overrides out; a service may be another one, so the chat relies on nothing.
    answer = hostile.post("/v1/ask", json={"question": QUESTION}).json()
    for statement in answer["statements"]:
        statement["text"] = OVERRIDE + statement["text"][:-1] + OVERRIDE
    for citation in answer["citations"]:
        citation["title"] = OVERRIDE + citation["title"]
        citation["section"] = OVERRIDE + citation["section"]
    stream = b"".join(events(Answer.model_validate_json(json.dumps(answer))))
    page.route("**/v1/ask", lambda route: route.fulfill(body=stream))
    show_chat(page, hostile, mode="inline")
    turn = ask_and_wait(page, QUESTION)
    turn.locator(".chip").first.click()
    # Words of the interface after the document's: their first letter is left of a later one.
    for name in ("Copy answer", "Helpful", "Read it in the source"):
        isolated = turn.get_by_text(name).first.evaluate(
            """node => {
              const text = [...node.childNodes].find((child) => child.nodeType === 3);
              const place = (at) => {
                const range = document.createRange();
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                return range.getBoundingClientRect().left;
              };
              return place(0) < place(3);
            }"""
        )
        assert isolated, name
    sources = turn.locator(".sources li")
    number, title = sources.locator(".fine").first, sources.get_by_role("link").first
    left, right = number.bounding_box(), title.bounding_box()  # "[1] Title", not "Title [1]"
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]


def test_nearest_passages_and_what_is_covered_are_text_too(
    page: Page, hostile: httpx.Client
) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    chat = show_chat(page, hostile, mode="inline")
    turn = ask_and_wait(page, "When was the treaty of Utrecht signed?")
    turn.locator(".nearest summary").click()
    expect(turn.locator(".passage").first).to_contain_text(IMAGE)
    expect(turn.locator(".sources")).to_contain_text(f"Marsh ferns {IMAGE}")
    assert chat.evaluate("chat => chat.shadowRoot.querySelectorAll('img, script').length") == 0

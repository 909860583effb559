"""What a person does at the guidance desk, in a browser that is watched."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Locator, Page, expect

from rag.messages import Answer
from server.event_stream import events
from tests.server.chromium import quiet

CONTESTED = "Do safety behaviours help or harm treatment?"
UNCOVERED = "What is the boiling point of nitrogen?"
DISCLOSURE = "I don't want to live anymore"


@contextmanager
def desk_page(
    context: BrowserContext, client: httpx.Client, *, at: str = "/guidance", is_quiet: bool = True
) -> Iterator[Page]:
    """A page at the desk. When it `is_quiet`, anything written to its console fails the test."""
    with quiet(context) if is_quiet else nullcontext():
        page = context.new_page()
        page.goto(str(client.base_url.join(at)))
        yield page
        context.close()


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def ask_and_wait(page: Page, question: str) -> None:
    """Ask, and wait for everything that comes below the answer."""
    ask(page, question)
    expect(page.get_by_role("heading", name=question, level=2)).to_be_visible()
    expect(page.locator(".passage-card").first).to_be_visible()
    expect(page.locator("#related")).to_be_visible()


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def allow_clipboard(context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])


def clipboard(page: Page) -> str:
    text = page.evaluate("navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


def bodies(page: Page, path: str) -> list[dict[str, Any]]:
    """What is posted to `path` from now on."""
    posted: list[dict[str, Any]] = []

    def note(request: Any) -> None:  # noqa: ANN401 Playwright's request
        if request.method == "POST" and request.url.endswith(path):
            posted.append(request.post_data_json)

    page.on("request", note)
    return posted


def answer_with(page: Page, answer: dict[str, Any]) -> None:
    """Let the next questions be answered with this."""
    stream = b"".join(events(Answer.model_validate_json(json.dumps(answer))))
    page.route("**/v1/ask", lambda route: route.fulfill(body=stream))

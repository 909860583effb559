"""Pages with the chat widget on them, and how a person uses it."""

from html import escape

import httpx
from playwright.sync_api import Locator, Page, Route, expect

from server.demo.site import policy

QUESTION = "How do safety behaviours differ from coping strategies?"
NOT_COVERED = "What is the boiling point of nitrogen?"
CONTESTED = "Do safety behaviours help or hurt?"
DISCLOSURE = "I don't want to live anymore"

_PATH = "/page-with-a-chat"


def origin_of(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


def show_chat(
    page: Page, client: httpx.Client, *, head: str = "", body: str = "", **attributes: str
) -> Locator:
    """A page of the service's own origin, under a foreign page's policy, with one chat.

    Args:
        page: goes there.
        client: of the service.
        head: further HTML of the head.
        body: further HTML before the chat.
        attributes: of the chat; `site_key` is `site-key`.
    """
    origin = origin_of(client)
    given = " ".join(
        f'{name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items()
    )
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<script type="module" src="{origin}/widget/footnote-chat.js"></script>{head}</head>'
        f"<body><main><h1>A page</h1>{body}<footnote-chat {given}></footnote-chat></main></body>"
        "</html>"
    )

    def answer(route: Route) -> None:
        headers = {"Content-Security-Policy": policy(origin)}
        route.fulfill(body=html, content_type="text/html", headers=headers)

    page.route(f"{origin}{_PATH}", answer)
    page.goto(f"{origin}{_PATH}")
    page.wait_for_function("customElements.get('footnote-chat') !== undefined")
    return page.locator("footnote-chat")


def box(page: Page) -> Locator:
    return page.locator("footnote-chat textarea#question")


def ask(page: Page, question: str) -> None:
    box(page).fill(question)
    box(page).press("Enter")


def ask_and_wait(page: Page, question: str) -> Locator:
    """The last turn, once its answer is whole."""
    ask(page, question)
    turn = page.locator("footnote-chat .turn").last
    expect(turn.locator("h3")).to_contain_text(question)
    expect(turn.locator(".actions, .refusal, .safety, .failed").first).to_be_visible()
    return turn


def heard_events(page: Page) -> list[dict[str, object]]:
    """The chat's events since `listen`, oldest first."""
    found: list[dict[str, object]] = page.evaluate("window.heard")
    return found


def listen(page: Page) -> None:
    """Notes the events of the chat as they reach the document."""
    page.evaluate(
        """() => {
          window.heard = [];
          for (const name of "open close ask answer citation feedback error".split(" ")) {
            document.addEventListener(`footnote-${name}`, ({ detail }) =>
              window.heard.push({ name, ...detail }));
          }
        }"""
    )

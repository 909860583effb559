"""The chat for everybody: axe in every state, small and zoomed screens, forced colours, touch."""

import json
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.server.accessibility import violations
from tests.server.chat import (
    CONTESTED,
    DISCLOSURE,
    NOT_COVERED,
    QUESTION,
    ask,
    ask_and_wait,
    box,
    show_chat,
)

pytestmark = pytest.mark.browser


def refuse(route: Route) -> None:
    route.fulfill(status=503, headers={"Retry-After": "3"}, body=json.dumps({"status": 503}))


@pytest.mark.parametrize("mode", ["launcher", "inline"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    browser: Browser, client: httpx.Client, scheme: Literal["light", "dark"], mode: str
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    chat = show_chat(page, client, mode=mode)
    states: dict[str, list[str]] = {}

    def look(state: str) -> None:
        states[state] = violations(page)

    if mode == "launcher":
        look("closed")
        chat.locator(".launcher").click()
    expect(page.locator(".suggestion").first).to_be_visible()
    look("empty")
    box(page).fill("x" * 2001)
    look("too long")
    waiting: list[Route] = []
    page.route("**/v1/ask", lambda route: waiting.append(route))
    ask(page, QUESTION)
    expect(page.locator(".waiting")).to_be_visible()
    look("waiting")
    page.get_by_role("button", name="Stop").click()
    look("stopped")
    page.unroute("**/v1/ask")
    page.route("**/v1/ask", refuse)
    ask(page, QUESTION)
    expect(page.locator(".failed")).to_be_visible()
    look("failed")
    page.unroute("**/v1/ask")
    turn = ask_and_wait(page, CONTESTED)
    look("answered")
    turn.locator(".chip").first.click()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    turn.get_by_role("button", name="Copy answer").click()
    turn.get_by_role("button", name="Helpful", exact=True).click()
    look("source, copy and feedback")
    turn = ask_and_wait(page, NOT_COVERED)
    turn.locator(".nearest summary").click()
    look("no answer")
    ask_and_wait(page, DISCLOSURE)
    look("help")
    assert {state: found for state, found in states.items() if found} == {}
    context.close()


def everything(page: Page) -> None:
    turn = ask_and_wait(page, CONTESTED)
    turn.locator(".chip").first.click()
    turn = ask_and_wait(page, NOT_COVERED)
    turn.locator(".nearest summary").click()
    ask_and_wait(page, DISCLOSURE)


@pytest.mark.parametrize("mode", ["launcher", "inline"])
@pytest.mark.parametrize(("width", "height", "zoom"), [(320, 640, 1), (640, 512, 2), (320, 256, 4)])
def test_nothing_overflows_when_small_or_zoomed(
    browser: Browser, client: httpx.Client, mode: str, width: int, height: int, zoom: float
) -> None:
    # A browser's zoom makes a window of 1280 by 1024 pixels this small for the page.
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=zoom
    )
    page = context.new_page()
    chat = show_chat(page, client, mode=mode)
    if mode == "launcher":
        chat.locator(".launcher").click()
    everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = chat.evaluate(
        """(chat, width) => [...chat.shadowRoot.querySelectorAll(".chat *:not(.visually-hidden)")]
          .filter((node) => node.getBoundingClientRect().right > width + 1)
          .map((node) => node.className)""",
        width,
    )
    assert wide == []
    if height > 256:  # where there is no room, the box scrolls with the page
        expect(box(page)).to_be_in_viewport()
    context.close()


def test_a_low_panel_leaves_most_of_its_height_to_read(
    browser: Browser, client: httpx.Client
) -> None:
    # A telephone of 360 by 640 pixels at twice the size of text: as many em.
    page = browser.new_context(viewport={"width": 180, "height": 320}).new_page()
    long_words = {"heading": "Ask everything that we read", "placeholder": "What is it about? " * 5}
    chat = show_chat(page, client, **long_words)
    chat.locator(".launcher").click()
    turn = ask_and_wait(page, CONTESTED)
    header, form = page.locator(".header").bounding_box(), page.locator(".ask").bounding_box()
    assert header is not None
    assert form is not None
    assert form["y"] + form["height"] == 320
    assert form["y"] - header["height"] > 0.55 * 320
    shown = turn.locator("h3").bounding_box()
    assert shown is not None
    assert header["height"] <= shown["y"] < form["y"]
    box(page).fill("a long question " * 10)
    assert box(page).evaluate("box => box.rows") > 1
    page.locator(".foot summary").scroll_into_view_if_needed()
    expect(page.locator(".close")).to_be_in_viewport()
    page.context.close()


def test_everything_to_press_is_large_enough(page: Page, client: httpx.Client) -> None:
    chat = show_chat(page, client)
    chat.locator(".launcher").click()
    everything(page)
    small = chat.evaluate(
        """chat => [...chat.shadowRoot.querySelectorAll("button, summary, textarea, .source > a")]
          .filter((node) => node.checkVisibility())
          .map((node) => [node.className || node.textContent, node.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 24 || height < 24)
          .map(([name]) => name)"""
    )
    assert small == []


def test_quotes_have_the_language_that_their_source_names(page: Page, client: httpx.Client) -> None:
    listed = client.get("/v1/documents?limit=200").json()
    for document in listed["documents"]:
        document["metadata"]["language"] = "en-GB"
    page.route("**/v1/documents*", lambda route: route.fulfill(json=listed))
    show_chat(page, client, mode="inline", lang="de")
    expect(page.locator(".suggestion").first).to_be_visible()
    turn = ask_and_wait(page, QUESTION)
    expect(turn.locator(".quote blockquote").first).to_have_attribute("lang", "en-GB")


def test_quotes_of_an_unknown_language_are_not_said_to_be_in_the_interfaces(
    page: Page, client: httpx.Client
) -> None:
    page.route("**/v1/documents*", lambda route: route.abort())
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    known = answer["citations"][0]["csl"].get("language", "")
    page.route("**/v1/documents*", lambda route: route.fulfill(json={"documents": []}))
    show_chat(page, client, mode="inline", lang="de")
    turn = ask_and_wait(page, QUESTION)
    expect(turn.locator(".quote blockquote").first).to_have_attribute("lang", known)


def test_nothing_moves_for_those_who_want_no_motion(browser: Browser, client: httpx.Client) -> None:
    for motion, expected in (("reduce", "none"), ("no-preference", "breathe")):
        context = browser.new_context(reduced_motion=motion)  # type: ignore[arg-type]
        page = context.new_page()
        page.route("**/v1/ask", lambda _: None)
        show_chat(page, client, mode="inline")
        ask(page, QUESTION)
        name = page.locator(".waiting").evaluate(
            "node => getComputedStyle(node, '::after').animationName"
        )
        assert name == expected
        context.close()


def test_forced_colours_keep_buttons_and_marks_apart(
    browser: Browser, client: httpx.Client
) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    show_chat(page, client, mode="inline")
    turn = ask_and_wait(page, CONTESTED)
    turn.locator(".chip").first.click()
    chips = turn.locator(".chip")
    widths = [
        chips.nth(n).evaluate("chip => getComputedStyle(chip).borderTopWidth") for n in (0, 1)
    ]
    assert widths == ["3px", "1px"]
    mark = turn.locator("mark").first
    assert mark.evaluate("mark => getComputedStyle(mark).forcedColorAdjust") == "none"
    assert violations(page) == []
    context.close()


def test_on_a_touch_screen_the_keyboard_stays_away_from_the_answer(
    browser: Browser, client: httpx.Client
) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True)
    page = context.new_page()
    show_chat(page, client, mode="inline")
    page.locator(".suggestion").first.tap()
    expect(page.locator(".quote").first).to_be_visible()
    expect(page.get_by_role("log")).to_be_focused()
    context.close()


def test_a_cleared_answer_leaves_the_focus_in_the_box(page: Page, client: httpx.Client) -> None:
    show_chat(page, client, mode="inline")
    ask_and_wait(page, QUESTION)
    page.get_by_role("button", name="Clear conversation").press("Enter")
    expect(box(page)).to_be_focused()
    expect(page.get_by_role("button", name="Clear conversation")).to_have_count(0)

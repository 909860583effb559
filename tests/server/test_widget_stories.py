"""Whole stories, on a site that is not the service's: its own origin, policy and rude style."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from rag.current_engine import CurrentEngine
from rag.settings import Settings
from server.app import create_app
from server.demo.site import demo_site
from server.readiness import Readiness
from tests.server.chat import (
    CONTESTED,
    DISCLOSURE,
    NOT_COVERED,
    QUESTION,
    ask,
    ask_and_wait,
    box,
    heard_events,
    listen,
    origin_of,
)
from tests.server.chromium import quiet
from tests.server.command import MODULE, environment
from tests.server.live import free_port, serving

pytestmark = pytest.mark.browser


@contextmanager
def elsewhere(
    seeds_settings: Settings, current: CurrentEngine, *, is_listed: bool = True
) -> Iterator[str]:
    """The demo's site, whose service allows it, or another one."""
    port = free_port()
    allowed = f"http://127.0.0.1:{port if is_listed else free_port()}"
    server = seeds_settings.server.model_copy(update={"allowed_origins": (allowed,)})
    settings = seeds_settings.model_copy(update={"server": server})
    readiness = Readiness(lambda: current)
    with serving(create_app(settings, readiness)) as client:
        assert readiness.wait(30)
        with serving(demo_site(origin_of(client)), port=port) as site:
            yield origin_of(site)


@pytest.fixture(scope="module")
def site(seeds_settings: Settings, current: CurrentEngine) -> Iterator[str]:
    with elsewhere(seeds_settings, current) as origin:
        yield origin


def open_launcher(page: Page, site: str) -> None:
    page.goto(f"{site}/")
    page.get_by_role("button", name="Ask the reading list").click()


def test_a_student_asks_follows_a_source_asks_on_and_asks_what_is_not_covered(
    page: Page, site: str
) -> None:
    open_launcher(page, site)
    question = page.locator(".suggestion").first.text_content() or ""
    page.locator(".suggestion").first.click()
    turn = page.locator(".turn").last
    expect(turn.locator("h3")).to_contain_text(question)
    quote = turn.locator(".quote").first
    expect(quote.locator("mark").first).to_be_visible()
    words = "".join(quote.locator("blockquote p .words").all_text_contents())
    quote.get_by_role("button", name="Source 1:").click()
    with page.expect_popup() as opened:
        quote.get_by_role("link", name="Read it in the source (opens in a new tab)").click()
    marked = opened.value.locator("mark#cited")
    expect(marked).to_be_in_viewport()
    assert marked.text_content() == words
    assert question not in opened.value.url
    opened.value.close()

    ask_and_wait(page, "When is the masterclass?")
    turn = ask_and_wait(page, "How many CPD hours does it give?")
    expect(turn).to_contain_text("Understood as: How many CPD hours does the masterclass give?")

    turn = ask_and_wait(page, NOT_COVERED)
    expect(turn).to_contain_text("No sentence found that answers this.")
    expect(turn.locator(".quote")).to_have_count(0)
    turn.get_by_role("link", name=question).first.scroll_into_view_if_needed()
    expect(page.locator(".turn")).to_have_count(4)


def test_the_chat_in_the_page_works_under_the_same_policy_and_style(page: Page, site: str) -> None:
    page.goto(f"{site}/inline")
    turn = ask_and_wait(page, CONTESTED)
    expect(turn.locator(".column")).to_have_count(3)
    quote = turn.locator(".quote").first
    looks = quote.evaluate(
        """quote => {
          const style = (node) => getComputedStyle(node);
          const words = quote.querySelector("p");
          return [style(words).letterSpacing, style(words).textAlign, style(words).textShadow,
                  style(words).textIndent, style(quote).boxSizing];
        }"""
    )
    assert looks == ["normal", "start", "none", "0px", "border-box"]
    assert (
        page.locator("footnote-chat").evaluate(
            "chat => chat.shadowRoot.querySelectorAll('[style], style, link, script').length"
        )
        == 0
    )
    page.reload()  # this page keeps the conversation for the session
    expect(page.locator(".turn .quote").first).to_be_visible()


def test_the_dialog_lies_above_everything_of_the_page(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_launcher(page, site)
    close = page.get_by_role("button", name="Close")
    expect(close).to_be_visible()
    assert (
        close.evaluate(
            """button => {
          const { x, y, width, height } = button.getBoundingClientRect();
          return document.elementFromPoint(x + width / 2, y + height / 2).localName;
        }"""
        )
        == "footnote-chat"
    )


def test_a_site_that_is_not_listed_is_told_plainly(
    browser: Browser, seeds_settings: Settings, current: CurrentEngine
) -> None:
    context = browser.new_context()  # a browser writes the refusal to the console
    page = context.new_page()
    with elsewhere(seeds_settings, current, is_listed=False) as origin:
        page.goto(f"{origin}/inline")
        listen(page)
        ask(page, QUESTION)
        failed = page.locator(".failed")
        expect(failed).to_contain_text("The service cannot be reached from this page.")
        expect(failed).to_contain_text("it may not know this site")
        expect(box(page)).to_have_value(QUESTION)
        assert heard_events(page)[-1]["kind"] == "unreachable"
        assert page.locator(".quote").count() == 0
    context.close()


@contextmanager
def served(index: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A real process that serves, ready."""
    process = subprocess.Popen(
        [*MODULE, "--index", str(index), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment({}),
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(httpx.TransportError):
                address = f"http://127.0.0.1:{port}/readyz"
                if httpx.get(address, trust_env=False).status_code == 200:
                    break
            time.sleep(0.1)
        else:
            pytest.fail("the server did not become ready")
        yield process
    finally:
        process.kill()
        process.wait(10)


def test_a_service_that_dies_while_asking_is_asked_again_when_it_is_back(
    browser: Browser, seeds_settings: Settings
) -> None:
    context = browser.new_context(locale="en-US")  # a browser writes failures to the console
    page = context.new_page()
    port = free_port()
    index = seeds_settings.index.path
    with served(index, port) as process:
        page.goto(f"http://127.0.0.1:{port}/")
        ask_and_wait(page, "When is the masterclass?")
        process.send_signal(signal.SIGSTOP)
        ask(page, QUESTION)
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
    failed = page.locator(".failed")
    expect(failed).to_contain_text("The service cannot be reached")
    expect(box(page)).to_have_value(QUESTION)
    failed.get_by_role("button", name="Try again").click()
    expect(failed).to_contain_text("The service cannot be reached")
    with served(index, port):
        failed.get_by_role("button", name="Try again").click()
        expect(page.locator(".turn").last.locator(".quote").first).to_be_visible()
        expect(page.locator(".turn")).to_have_count(2)
        expect(box(page)).to_have_value("")
    context.close()


def test_a_person_in_danger_finds_help_first_and_can_go_on(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="en-GB")
    with quiet(context):
        page = context.new_page()
        open_launcher(page, site)
        ask_and_wait(page, QUESTION)
        ask_and_wait(page, DISCLOSURE)
        card = page.get_by_role("alert")
        expect(card).to_be_in_viewport()
        expect(card).to_contain_text("You do not have to carry this alone.")
        first = card.get_by_role("link").first
        expect(first).to_have_attribute("href", "tel:116123")
        expect(card).to_contain_text("a search tool, not a person")
        for link in card.get_by_role("link").all():
            address = link.get_attribute("href") or ""
            assert address.startswith(("tel:", "sms:", "https://")), address
        expect(box(page)).to_be_focused()
        turn = ask_and_wait(page, "What are safety behaviors?")
        expect(turn.locator(".quote").first).to_be_visible()
        expect(turn).not_to_contain_text("Understood as")
    context.close()


def test_everything_can_be_done_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/")
    focused = "document.activeElement?.shadowRoot?.activeElement?.textContent ?? ''"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "Ask the reading list":
            break
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".actions")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(focused) == "1":
            break
    page.keyboard.press("Enter")
    expect(turn.locator(".source")).to_be_visible()
    page.keyboard.press("Tab")
    assert "Read it in the source" in page.evaluate(focused)
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("mark#cited")).to_be_in_viewport()
    opened.value.close()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(focused) == "Ask the reading list"


def test_a_german_reader_gets_german_words_around_english_quotes(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(locale="de-DE")
    with quiet(context):
        page = context.new_page()
        page.goto(f"{site}/")
        page.locator("footnote-chat").evaluate("chat => { chat.lang = 'de'; }")
        page.get_by_role("button", name="Ask the reading list").click()
        turn = ask_and_wait(page, CONTESTED)
        expect(turn.locator(".column h4")).to_have_text(["Bedenken", "Dafür", "Beides"])
        n_quotes = turn.locator(".quote").count()
        expect(turn).to_contain_text(f"{n_quotes} Zitate aus 3 Dokumenten, Wort für Wort")
        expect(page.get_by_role("status")).to_contain_text(f"Antwort: {n_quotes} Zitate")
        in_favour = turn.locator(".column", has=page.get_by_role("heading", name="Dafür"))
        button = in_favour.get_by_role("button", name=re.compile(r"Quelle \d+:")).first
        button.click()
        source = turn.get_by_role("group", name=re.compile(r"Quelle \d+:"))
        expect(source).to_contain_text("KI-erzeugte Lernantwort · 27. November 2024")
        expect(source.get_by_role("link")).to_contain_text("In der Quelle lesen")
        turn = ask_and_wait(page, NOT_COVERED)
        expect(turn).to_contain_text("Kein Satz gefunden, der das beantwortet.")
        ask_and_wait(page, DISCLOSURE)
        link = page.get_by_role("alert").get_by_role("link", name="0800 111 0 111 anrufen")
        expect(link).to_have_attribute("href", "tel:08001110111")
        page.get_by_role("button", name="Gespräch löschen").click()
        expect(page.locator(".turn")).to_have_count(0)
    context.close()


def test_the_demo_serves_a_site_that_its_service_lists(seeds_settings: Settings) -> None:
    port, site_port = free_port(), free_port()
    index = {"FOOTNOTE__INDEX__PATH": str(seeds_settings.index.path)}
    command = [sys.executable, "-m", "server.demo"]
    with subprocess.Popen(
        [*command, "--port", str(port), "--site-port", str(site_port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(index),
    ) as process:
        try:
            assert process.stdout is not None
            site = f"http://127.0.0.1:{site_port}"
            said = process.stdout.readline().decode()
            assert said.startswith(f"The other site is ready: {site}/ ")
            with httpx.Client(trust_env=False, headers={"Origin": site}, timeout=30) as browser:
                for path in ("/", "/inline"):
                    assert f"http://127.0.0.1:{port}/widget/" in browser.get(f"{site}{path}").text
                answer = browser.post(
                    f"http://127.0.0.1:{port}/v1/ask", json={"question": QUESTION}
                )
            assert answer.headers["access-control-allow-origin"] == site
            assert answer.json()["outcome"] == "answered"
        finally:
            process.terminate()

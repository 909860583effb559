import json
from collections.abc import Iterator
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from rag.errors import InvalidQuestion
from rag.messages import Answer, AskRequest
from server.event_stream import events
from tests.server.accessibility import violations
from tests.server.chromium import chromium, skip_without_chromium
from tests.server.live import serving_script

pytestmark = pytest.mark.browser

QUESTION = "How do safety behaviours differ from coping strategies?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    skip_without_chromium()
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when anything is written to its console."""
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        complaints.append(f"{message.type}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def ask(page: Page, client: httpx.Client, question: str) -> None:
    page.goto(str(client.base_url))
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def test_a_citation_leads_to_the_marked_sentence(page: Page, client: httpx.Client) -> None:
    ask(page, client, QUESTION)
    quote = page.locator(".quote blockquote").first
    expect(quote).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Answer:")
    shown = quote.locator("p").evaluate(
        "node => { const copy = node.cloneNode(true);"
        " copy.querySelectorAll('.chip').forEach((chip) => chip.remove());"
        " return copy.textContent; }"
    )
    quote.get_by_role("link", name="Source 1:").click()
    marked = page.locator("mark#cited")
    expect(marked).to_be_in_viewport()
    assert marked.text_content() == shown
    assert "question" not in page.url


def test_the_query_alone_scrolls_to_the_mark(page: Page, client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": "What does normalising errors do?"}).json()
    citations = answer["citations"] or answer["nearest"]
    path = citations[0]["deep_link"].partition("#")[0]
    page.goto(str(client.base_url.join(path)))
    expect(page.locator("mark#cited")).to_be_in_viewport()


def test_a_follow_up_shows_what_it_was_understood_as(page: Page, client: httpx.Client) -> None:
    ask(page, client, "When is the masterclass?")
    expect(page.locator(".quote").first).to_be_visible()
    expect(page.get_by_text("Understood as:")).to_have_count(0)
    page.get_by_label("Your question").fill("How many CPD hours does it give?")
    page.keyboard.press("Enter")
    meaning = "Understood as: How many CPD hours does the masterclass give?"
    expect(page.get_by_text(meaning)).to_be_visible()


def test_no_answer_is_said_plainly(page: Page, client: httpx.Client) -> None:
    ask(page, client, "What is the boiling point of nitrogen?")
    expect(page.get_by_text("Not in these documents.", exact=False).first).to_be_visible()
    expect(page.locator(".quote")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("Not in these documents")
    expect(page.get_by_label("Your question")).to_have_value(
        "What is the boiling point of nitrogen?"
    )


def test_an_example_question_can_be_chosen_by_keyboard(page: Page, client: httpx.Client) -> None:
    page.goto(str(client.base_url))
    example = page.locator(".examples button").first
    example.focus()
    question = example.text_content()
    page.keyboard.press("Enter")
    expect(page.locator(".result")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value(question or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_at_320_pixels(
    browser: Browser, client: httpx.Client, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    ask(page, client, QUESTION)
    expect(page.locator(".quote").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".chip").first.click()
    expect(page.locator("mark#cited")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_hostile_text_and_code_points_are_shown_as_they_are(
    page: Page, client: httpx.Client
) -> None:
    text = "<img src=x onerror=alert(1)> 🌱 cafe\u0301 grows."
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    statement, citation = answer["statements"][0], answer["citations"][0]
    start = text.index("🌱")
    fabricated = answer | {
        "statements": [
            statement
            | {"text": text, "citations": [1], "highlights": [{"start": start, "end": start + 7}]}
        ],
        "citations": [citation | {"title": text, "deep_link": "javascript:alert(2)"}],
    }
    stream = b"".join(events(Answer.model_validate_json(json.dumps(fabricated))))
    page.route("**/v1/ask", lambda route: route.fulfill(body=stream))
    ask(page, client, QUESTION)
    quote = page.locator(".quote blockquote")
    expect(quote).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".quote mark").all_text_contents() == ["🌱 cafe\u0301"]
    assert page.locator(".result img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0


def test_a_safety_message_is_shown_with_ways_to_reach_someone(
    page: Page, client: httpx.Client
) -> None:
    page.set_extra_http_headers({"Accept-Language": "en-GB"})
    ask(page, client, "I don't want to live anymore")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("You do not have to carry this alone.")
    expect(alert.get_by_role("link").first).to_have_text("Call 116 123")
    expect(alert.get_by_role("link", name="Call 116 123")).to_have_attribute("href", "tel:116123")
    expect(alert.get_by_role("link", name="Text 85258")).to_have_attribute("href", "sms:85258")
    expect(alert.get_by_role("listitem").last).to_contain_text("Emergency services")
    expect(page.locator(".quote")).to_have_count(0)

    page.get_by_label("Your question").fill(QUESTION)  # the conversation stays open
    page.keyboard.press("Enter")
    expect(page.locator(".quote").first).to_be_visible()


def test_an_emergency_puts_its_number_first_on_the_card(page: Page, client: httpx.Client) -> None:
    page.set_extra_http_headers({"Accept-Language": "en-US"})
    ask(page, client, "i swallowed all my tablets")
    links = page.get_by_role("alert").get_by_role("link")
    expect(links.first).to_have_attribute("href", "tel:911")
    expect(page.get_by_role("alert").get_by_role("link", name="Call 911")).to_have_count(1)


def test_an_error_keeps_the_question_and_can_be_tried_again(browser: Browser) -> None:
    # Not the fixture's page: a browser writes failed requests to the console by itself.
    def refuse(_: AskRequest) -> Answer:
        raise InvalidQuestion("nothing to search for")

    context = browser.new_context()
    page = context.new_page()
    with serving_script(refuse) as client:
        ask(page, client, "Kept?")
        expect(page.get_by_role("status")).to_contain_text("nothing to search for")
        expect(page.get_by_label("Your question")).to_have_value("Kept?")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".failed")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_answer_or_its_source(
    browser: Browser, client: httpx.Client, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    ask(page, client, QUESTION)
    expect(page.locator(".quote").first).to_be_visible()
    assert violations(page) == []
    page.locator(".chip").first.click()
    expect(page.locator("mark#cited")).to_be_in_viewport()
    assert violations(page) == []
    page.close()

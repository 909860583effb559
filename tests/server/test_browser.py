"""The start page, where a student asks."""

import json
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from rag.errors import InvalidQuestion
from rag.messages import Answer, AskRequest
from server.event_stream import events
from tests.server.accessibility import violations
from tests.server.chat import DISCLOSURE, NOT_COVERED, QUESTION, ask, ask_and_wait, box, show_chat
from tests.server.live import serving_script

pytestmark = pytest.mark.browser


def test_a_citation_leads_to_the_marked_sentence(page: Page, client: httpx.Client) -> None:
    page.goto(str(client.base_url))
    turn = ask_and_wait(page, QUESTION)
    expect(page.get_by_role("status")).to_contain_text("Answer:")
    quote = turn.locator(".quote").first
    shown = "".join(quote.locator("blockquote p .words").all_text_contents())
    quote.get_by_role("button", name="Source 1:").click()
    with page.expect_popup() as opened:
        quote.get_by_role("link", name="Read it in the source").click()
    marked = opened.value.locator("mark#cited")
    expect(marked).to_be_in_viewport()
    assert marked.text_content() == shown
    assert "question" not in opened.value.url
    expect(turn).to_be_visible()  # the source opened beside the conversation


def test_the_query_alone_scrolls_to_the_mark(page: Page, client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": "What does normalising errors do?"}).json()
    citations = answer["citations"] or answer["nearest"]
    path = citations[0]["deep_link"].partition("#")[0]
    page.goto(str(client.base_url.join(path)))
    expect(page.locator("mark#cited")).to_be_in_viewport()


def test_a_follow_up_shows_what_it_was_understood_as(page: Page, client: httpx.Client) -> None:
    page.goto(str(client.base_url))
    ask_and_wait(page, "When is the masterclass?")
    expect(page.get_by_text("Understood as:")).to_have_count(0)
    ask_and_wait(page, "How many CPD hours does it give?")
    meaning = "Understood as: How many CPD hours does the masterclass give?"
    expect(page.get_by_text(meaning)).to_be_visible()


def test_no_answer_is_said_plainly_with_what_there_is(page: Page, client: httpx.Client) -> None:
    page.goto(str(client.base_url))
    turn = ask_and_wait(page, NOT_COVERED)
    expect(turn.get_by_text("No sentence found that answers this.")).to_be_visible()
    expect(turn.locator(".quote")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("No sentence found that answers this.")
    covers = turn.locator("details", has_text="What these documents cover")
    expect(covers.get_by_role("link").first).to_be_visible()
    passages = turn.locator(".passage")
    expect(passages.first).to_be_hidden()
    turn.get_by_text("Nearest passages: not an answer").click()
    expect(passages).to_have_count(3)
    turn.get_by_role("button", name="Change the question").click()
    expect(box(page)).to_have_value(NOT_COVERED)
    expect(box(page)).to_be_focused()


def test_what_the_documents_cover_is_shown_in_full_once(page: Page, client: httpx.Client) -> None:
    page.goto(str(client.base_url))
    ask_and_wait(page, NOT_COVERED)
    ask_and_wait(page, "Who won the world cup?")
    for language in ("en", "de"):
        page.locator("footnote-chat").evaluate("(chat, lang) => { chat.lang = lang; }", language)
        covers = page.locator(".turn details:has(.sources)")
        expect(covers).to_have_count(2)
        expect(covers.first).to_have_attribute("open", "")
        expect(covers.last).not_to_have_attribute("open", "")


@pytest.mark.parametrize("path", ["/", "/page-with-a-chat"])
def test_the_ring_of_focus_stands_clear_of_the_words_on_a_phone(
    browser: Browser, client: httpx.Client, path: str
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    if path == "/":
        page.goto(str(client.base_url))
    else:
        show_chat(page, client, open="")
    turn = ask_and_wait(page, QUESTION)
    ring = page.get_by_role("log").evaluate(
        """log => {
          const { outlineOffset, outlineWidth } = getComputedStyle(log);
          const { left } = log.getBoundingClientRect();
          const inner = left - parseFloat(outlineOffset);
          const outer = inner - parseFloat(outlineWidth);
          return { isSeen: log.matches(":focus-visible"), inner, outer };
        }"""
    )
    words = turn.locator("h3").bounding_box()
    assert words is not None
    assert ring["isSeen"]
    assert 0 <= ring["outer"] < ring["inner"] <= words["x"] - 2
    context.close()


def test_on_a_phone_the_menu_is_one_line(browser: Browser, client: httpx.Client) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(str(client.base_url))
    tops = page.locator(".nav a").evaluate_all("all => all.map(a => a.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    page.close()


def test_an_example_question_can_be_chosen_by_keyboard(page: Page, client: httpx.Client) -> None:
    page.goto(str(client.base_url))
    example = page.locator(".suggestion").first
    example.focus()
    question = example.text_content() or ""
    page.keyboard.press("Enter")
    expect(page.locator(".turn h3")).to_contain_text(question)
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".suggestion")).to_have_count(0)
    expect(box(page)).to_be_focused()


def test_the_documents_are_listed_below(page: Page, client: httpx.Client) -> None:
    page.goto(str(client.base_url))
    page.get_by_text("Answers come from 4 documents").click()
    listed = page.locator("#documents").get_by_role("link")
    expect(listed).to_have_count(4)
    listed.first.click()
    expect(page.locator("article.source")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_at_320_pixels(
    browser: Browser, client: httpx.Client, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page = context.new_page()
    page.goto(str(client.base_url))
    for question in (QUESTION, NOT_COVERED, DISCLOSURE):
        ask_and_wait(page, question)
    page.locator(".chip").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    with context.expect_page() as opened:
        page.locator(".source a").first.click()
    expect(opened.value.locator("mark#cited")).to_be_in_viewport()
    assert opened.value.evaluate("document.documentElement.scrollWidth") <= 320
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
    page.goto(str(client.base_url))
    turn = ask_and_wait(page, QUESTION)
    quote = turn.locator(".quote blockquote")
    expect(quote).to_contain_text("<img src=x onerror=alert(1)>")
    assert "".join(quote.locator("mark").all_text_contents()) == "🌱 cafe\u0301"
    turn.get_by_role("button", name="Source 1: <img").click()
    expect(turn.locator(".source")).to_contain_text("Read it in the source")
    assert turn.locator("img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0


def test_a_safety_message_is_shown_with_ways_to_reach_someone(
    page: Page, client: httpx.Client
) -> None:
    page.set_extra_http_headers({"Accept-Language": "en-GB"})
    page.goto(str(client.base_url))
    ask_and_wait(page, DISCLOSURE)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("You do not have to carry this alone.")
    expect(alert.locator("p").first).to_have_attribute("lang", "en")
    expect(alert.get_by_role("link").first).to_have_text("Call 116 123")
    expect(alert.get_by_role("link", name="Call 116 123")).to_have_attribute("href", "tel:116123")
    expect(alert.get_by_role("link", name="Text 85258")).to_have_attribute("href", "sms:85258")
    expect(alert.get_by_role("listitem").last).to_contain_text("Emergency services")
    expect(page.locator(".quote")).to_have_count(0)

    turn = ask_and_wait(page, QUESTION)  # the conversation stays open
    expect(turn.locator(".quote").first).to_be_visible()


def test_an_emergency_puts_its_number_first_on_the_card(page: Page, client: httpx.Client) -> None:
    page.set_extra_http_headers({"Accept-Language": "en-US"})
    page.goto(str(client.base_url))
    ask_and_wait(page, "i swallowed all my tablets")
    links = page.get_by_role("alert").get_by_role("link")
    expect(links.first).to_have_attribute("href", "tel:911")
    expect(page.get_by_role("alert").get_by_role("link", name="Call 911")).to_have_count(1)


def test_an_error_keeps_the_question_and_can_be_tried_again(browser: Browser) -> None:
    # Not the fixture's page: a browser writes failed requests to the console by itself.
    refusals: list[str] = []

    def refuse(request: AskRequest) -> Answer:
        refusals.append(request.question)
        raise InvalidQuestion("nothing to search for")

    context = browser.new_context()
    page = context.new_page()
    with serving_script(refuse) as client:
        page.goto(str(client.base_url))
        ask(page, "Kept?")
        expect(page.get_by_role("status")).to_contain_text("nothing to search for")
        expect(box(page)).to_have_value("Kept?")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".failed")).to_be_visible()
        assert refusals == ["Kept?", "Kept?"]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_answer_or_its_source(
    browser: Browser, client: httpx.Client, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(str(client.base_url))
    expect(page.locator(".suggestion").first).to_be_visible()
    assert violations(page) == []
    ask_and_wait(page, QUESTION)
    page.locator(".chip").first.click()
    assert violations(page) == []
    with page.expect_popup() as opened:
        page.locator(".source a").first.click()
    expect(opened.value.locator("mark#cited")).to_be_in_viewport()
    assert violations(opened.value) == []
    page.close()

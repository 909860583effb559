"""Whom to reach, one tap away in the chat, whatever was typed."""

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from rag.safety.directory import load_directory
from tests.server.accessibility import violations
from tests.server.chat import NOT_COVERED, ask, ask_and_wait, box, show_chat

pytestmark = pytest.mark.browser

LINES = {
    "en": ("In danger, or worried about someone?", "Call 116 123", "Website"),
    "es": ("¿En peligro, o le preocupa alguien?", "Llamar al 116 123", "Sitio web"),
    "de": ("In Gefahr, oder in Sorge um jemanden?", "116 123 anrufen", "Website"),
    "fr": ("En danger, ou inquiet pour quelqu’un ?", "Appeler le 116 123", "Site web"),
}


def fold(within: Page | Locator) -> Locator:
    return within.locator("details.help")


@pytest.mark.parametrize("lang", LINES)
@pytest.mark.parametrize("mode", ["launcher", "inline"])
def test_help_is_one_tap_away_below_the_box(
    page: Page, client: httpx.Client, lang: str, mode: str
) -> None:
    chat = show_chat(page, client, mode=mode, region="GB", lang=lang, open="")
    named, call, website = LINES[lang]
    help_line = fold(page)
    assert help_line.evaluate("fold => fold.open") is False
    below, above = help_line.bounding_box(), box(page).bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] >= above["y"] + above["height"]
    help_line.get_by_text(named).click()
    first = help_line.get_by_role("link", name=call)
    expect(first).to_have_attribute("href", "tel:116123")
    expect(first).to_be_in_viewport()
    expect(help_line.get_by_role("link", name=website).first).to_be_visible()
    expect(help_line.locator("li")).to_have_count(4)
    expect(box(page)).to_be_in_viewport()
    assert violations(page) == []
    chat.evaluate("chat => { chat.setAttribute('region', 'US'); chat.lang = 'en'; }")
    help_line.locator("summary").click()
    expect(help_line.get_by_role("link", name="Call 988")).to_be_visible()
    expect(help_line).to_contain_text("These lines are for: United States.")


def test_where_the_region_is_not_known_there_is_help_for_any_place(
    browser: Browser, client: httpx.Client
) -> None:
    page = browser.new_context(locale="en").new_page()
    show_chat(page, client, mode="inline")
    fold(page).locator("summary").click()
    expect(fold(page).get_by_role("link", name="Website")).to_have_count(3)
    expect(fold(page)).to_contain_text("Call the emergency number where you are")
    expect(fold(page)).to_contain_text("These lines are for any place.")
    page.context.close()


def test_it_stands_below_what_was_not_answered_and_below_what_failed(
    browser: Browser, client: httpx.Client
) -> None:
    context = browser.new_context(locale="en-GB")  # a browser writes failures to the console
    page = context.new_page()
    show_chat(page, client, mode="inline")
    turn = ask_and_wait(page, NOT_COVERED)
    page.route("**/v1/*", lambda route: route.abort())
    fold(turn).locator("summary").click()
    expect(fold(turn).get_by_role("link", name="Call 116 123")).to_be_visible()
    ask(page, NOT_COVERED)
    failed = page.locator(".failed")
    fold(failed).locator("summary").click()
    expect(fold(failed).get_by_role("link", name="Call 116 123")).to_be_visible()
    context.close()


def test_a_service_that_does_not_tell_leaves_nobody_without_a_way(
    browser: Browser, client: httpx.Client
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.route("**/v1/help-lines*", lambda route: route.abort())
    show_chat(page, client, mode="inline")
    fold(page).locator("summary").click()
    first = load_directory().contacts(None).lines[0]
    expect(fold(page).locator("li").first).to_contain_text(first.name)
    address = fold(page).get_by_role("link").first.get_attribute("href")
    assert address is not None
    assert address.rstrip("/") == first.url
    expect(fold(page)).to_contain_text("Call the emergency number where you are")
    page.unroute("**/v1/help-lines*")
    fold(page).locator("summary").click()
    fold(page).locator("summary").click()
    expect(fold(page).get_by_role("link", name="Call 116 123")).to_be_visible()
    context.close()


def test_a_page_whose_foot_names_them_has_no_second_line(page: Page, client: httpx.Client) -> None:
    page.goto(str(client.base_url))
    expect(box(page)).to_be_visible()
    expect(fold(page.locator("footnote-chat"))).to_be_hidden()
    expect(fold(page.locator("footer"))).to_be_visible()

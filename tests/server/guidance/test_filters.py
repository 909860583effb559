"""The filters of the guidance desk."""

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.desk import (
    CONTESTED,
    ask,
    ask_and_wait,
    bodies,
    desk_page,
)

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)> \u202egnidloh\u202c zero\u200bwidth 🌱 fox\u0303 grows."


def test_filters_and_audience_are_sent_with_question_and_search(page: Page) -> None:
    asked, searched = bodies(page, "/v1/ask"), bodies(page, "/v1/search")
    page.get_by_role("checkbox", name="Magazine article").check()
    page.get_by_role("checkbox", name="Scott Green").check()
    page.get_by_label("Published from").fill("2025-01-31")
    ask_and_wait(page, "How can exposure tasks follow a client's values?")
    filters = {
        "kind": ["magazine-article"],
        "subject": [],
        "author": ["Scott Green"],
        "document_ids": [],
        "published_after": "2025-01-31",
        "published_before": None,
    }
    assert asked[0]["audience"] == "therapist"
    assert asked[0]["filters"] == searched[0]["filters"] == filters
    assert page.url.endswith("/guidance?kind=magazine-article&author=Scott+Green&after=2025-01-31")


def test_filters_of_the_address_hold_and_a_question_in_it_does_not(
    browser: Browser, client: httpx.Client
) -> None:
    at = "/guidance?kind=training-brief&document=gone%2Fid&after=soon&question=canary&q=canary"
    with desk_page(browser.new_context(), client, at=at) as page:
        expect(page.get_by_role("checkbox", name="Training brief")).to_be_checked()
        expect(page.get_by_role("button", name="Remove the filter gone/id")).to_be_visible()
        expect(page.get_by_label("Published from")).to_have_value("")
        assert "canary" not in page.locator("body").inner_text()
        expect(page.get_by_label("Your question")).to_have_value("")

        asked = bodies(page, "/v1/ask")
        ask(page, CONTESTED)
        expect(page.locator(".none")).to_contain_text("Filters leave some documents out.")
        page.get_by_role("button", name="Ask all documents").click()
        expect(page.locator(".column").first).to_be_visible()
        assert [body["question"] for body in asked] == [CONTESTED, CONTESTED]
        assert page.url.endswith("/guidance")


def test_one_document_alone_can_be_asked(page: Page) -> None:
    ask_and_wait(page, CONTESTED)
    title = page.locator(".passage-card h3").first.inner_text()
    page.locator(".passage-card").first.get_by_role("button", name="Ask only this").click()
    expect(page.get_by_role("button", name="Remove the filter")).to_have_count(1)
    expect(page.locator("#result")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".passage-card").first).to_be_visible()
    assert set(page.locator(".passage-card h3").all_inner_texts()) == {title}
    assert "?document=" in page.url


@pytest.mark.parametrize("day", ["2024-13-45", "2025-02-29", "0000-01-01", "soon"])
def test_a_day_that_no_calendar_has_is_no_filter(
    browser: Browser, client: httpx.Client, day: str
) -> None:
    with desk_page(browser.new_context(), client, at=f"/guidance?before={day}") as page:
        ask_and_wait(page, CONTESTED)
        expect(page.locator(".column").first).to_be_visible()


def test_days_in_the_wrong_order_are_named_as_the_reason(
    browser: Browser, client: httpx.Client
) -> None:
    at = "/guidance?after=2025-06-01&before=2024-02-29"
    with desk_page(browser.new_context(), client, at=at) as page:
        ask(page, CONTESTED)
        expect(page.locator(".none")).to_have_text(
            "No document can be from 1 June 2025 or later and from 29 February 2024 or earlier."
        )
        expect(page.get_by_role("status")).to_contain_text("No document can be from 1 June 2025")
        page.get_by_role("button", name="Ask all documents").click()
        expect(page.locator(".column").first).to_be_visible()


def test_focus_stays_at_the_filter_that_was_changed(browser: Browser, client: httpx.Client) -> None:
    at = "/guidance?kind=gone&kind=also+gone"
    with desk_page(browser.new_context(), client, at=at) as page:
        brief = page.get_by_role("checkbox", name="Training brief")
        brief.check()
        expect(brief).to_be_focused()
        page.get_by_role("checkbox", name="gone", exact=True).click()
        expect(page.locator("#filters summary")).to_be_focused()
        expect(page.get_by_role("checkbox", name="also gone")).to_be_checked()

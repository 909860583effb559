"""Stories of evaluators, and what holds on every page to read."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.accessibility import violations
from tests.server.library import EMOJI, Library

pytestmark = pytest.mark.browser


def test_an_evaluator_opens_a_run_and_downloads_it(page: Page, library: Library) -> None:
    page.goto(str(library.client.base_url))
    page.get_by_role("link", name="Benchmarks").click()
    expect(page.get_by_text("is not finished", exact=False)).to_be_visible()
    page.get_by_role("link", name="bm25").click()
    expect(page.get_by_role("heading", name="bm25 on kitchen")).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("link", name="Ranking, as a TREC run").click()
    assert caught.value.suggested_filename == "kitchen-bm25-run.trec"
    assert Path(caught.value.path()).read_text(encoding="utf-8") == "q0 Q0 d1 1 0.5 bm25\n"


def test_an_evaluator_compares_two_runs_by_keyboard(page: Page, library: Library) -> None:
    page.goto(str(library.client.base_url.join("/benchmarks")))
    page.get_by_label("Run A, the baseline").select_option("seeds/hybrid")
    page.get_by_label("Run B").select_option("seeds/served")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("seeds/served against seeds/hybrid")
    expect(page.locator("table").first).to_contain_text("full_answer")


def test_help_is_two_keys_away_on_every_page(browser: Browser, library: Library) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(str(library.client.base_url.join("/documents")))
    page.get_by_text("In danger, or worried about someone?").focus()
    page.keyboard.press("Enter")
    call = page.get_by_role("link", name="Call 116 123")
    expect(call).to_be_visible()
    expect(call).to_have_attribute("href", "tel:116123")
    context.close()


ADDRESSES = (
    "/documents",
    "/sources/walk",
    "/sources/hostile",
    "/benchmarks",
    "/benchmarks/runs/kitchen/bm25",
    "/benchmarks/runs/kitchen/dense",
    "/benchmarks/compare?a=seeds/hybrid&b=seeds/served",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, library: Library, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 720}, color_scheme=scheme, locale="en-GB"
    )
    page = context.new_page()
    pages = [str(library.client.base_url.join(address)) for address in ADDRESSES]
    for address in (*pages, library.address("town", "One thing grows.", EMOJI)):
        page.goto(address)
        for fold in page.locator("details:visible").all():
            fold.evaluate("fold => { fold.open = true; }")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()

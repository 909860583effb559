"""Whole stories at the guidance desk, in a real browser."""

import re
from pathlib import Path

import httpx
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.accessibility import violations
from tests.server.desk import (
    CONTESTED,
    DISCLOSURE,
    UNCOVERED,
    allow_clipboard,
    ask,
    ask_and_wait,
    bodies,
    clipboard,
    column,
    desk_page,
)

pytestmark = pytest.mark.browser

MATTER = "whether safety behaviours help or harm treatment"
MAINTAINERS = "Assigned by the maintainers of Footnote, by reading; not reviewed by a clinician."
QUOTE = re.compile(r"Quote \d+:")


def test_a_therapist_asks_filters_reads_in_place_and_takes_citations_away(page: Page) -> None:
    allow_clipboard(page.context)
    ask_and_wait(page, CONTESTED)

    # Both sides beside each other, and who says so.
    supports, cautions = column(page, "Supports"), column(page, "Cautions")
    for side in (supports, cautions):
        assert side.locator(".quote").count() >= 1
    expect(page.locator(".side-note")).to_have_text(f"Sides on {MATTER}. {MAINTAINERS}")
    left, right = supports.bounding_box(), cautions.bounding_box()
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]

    # Where the sentences come from, in plain words.
    source = page.locator(".sources li").first
    expect(source.locator(".provenance")).to_contain_text("AI-generated study answer")
    expect(source.locator(".provenance div").last).to_have_text("Peer reviewednot stated")

    # The citations, as the service writes them.
    page.get_by_role("button", name="Copy the answer as APA").click()
    expect(page.locator(".take .outcome").first).to_have_text("Copied as APA.")
    apa = clipboard(page)
    assert "Supports: whether safety behaviours help or harm treatment (assigned by the" in apa
    assert "QuickTakes. (2024a, November 27)." in apa
    first = supports.locator(".quote").first
    first.get_by_text("Cite").click()
    first.get_by_role("button", name="as BibTeX").click()
    expect(first.locator(".outcome").first).to_have_text("Copied as BibTeX.")
    assert clipboard(page).startswith("@misc{quicktakes2024")

    # Read in place: the sentence is marked and in view.
    words = first.locator("blockquote p:not(.neighbour)").text_content()
    first.get_by_role("button", name=QUOTE).click()
    pane = page.get_by_role("complementary", name="Source, read in place")
    expect(pane.get_by_role("heading", level=2)).to_be_focused()
    expect(pane.locator("mark.current")).to_have_text(words or "")
    expect(pane.locator("mark.current")).to_be_in_viewport()
    counted = pane.get_by_text(re.compile(r"Quote \d+ of \d+")).text_content() or ""
    position, n_quotes = map(int, re.findall(r"\d+", counted))
    assert n_quotes > 1
    way, other = ("Next", position + 1) if position < n_quotes else ("Previous", position - 1)
    pane.get_by_role("button", name=f"{way} quote in this source").click()
    expect(pane.get_by_text(f"Quote {other} of {n_quotes}")).to_be_visible()
    expect(pane.locator("mark.current")).not_to_have_text(words or "")
    expect(pane.locator("mark.current")).to_be_in_viewport()
    address = pane.get_by_role("link", name="Open the full page").get_attribute("href")
    marked = pane.locator("mark.current").text_content()
    pane.get_by_role("button", name="Close").click()
    expect(first.get_by_role("button", name=QUOTE)).to_be_focused()

    # One kind alone.
    page.get_by_role("checkbox", name="Training brief").check()
    expect(page.get_by_role("button", name="Remove the filter Training brief")).to_be_visible()
    expect(page.get_by_text("Only from: Training brief")).to_be_visible()
    assert page.url.endswith("/guidance?kind=training-brief")
    expect(page.locator(".passage-card h3").first).to_contain_text("Safety Behaviours vs")
    titles = page.locator(".passage-card h3").all_text_contents()
    assert {title.split("–")[0].strip() for title in titles} == {
        "Safety Behaviours vs Coping Strategies"
    }

    # The address of the passage, for anyone.
    assert address is not None
    page.goto(address)
    expect(page.locator("mark#cited")).to_have_text(marked or "")
    expect(page.locator("mark#cited")).to_be_in_viewport()


def test_what_is_not_covered_is_said_and_what_is_nearest_is_no_answer(page: Page) -> None:
    ask_and_wait(page, UNCOVERED)
    expect(page.locator(".none")).to_contain_text("No sentence found that answers this.")
    expect(page.get_by_role("status")).to_contain_text("No sentence found that answers this.")
    heading = page.get_by_role("heading", name="Nearest passages – not an answer")
    expect(heading).to_be_visible()
    assert page.locator(".passage-card:not(.not-an-answer)").count() == 0
    assert page.locator(".quote").count() == 0
    covers = page.locator(".covers")
    expect(covers.get_by_text("What these documents cover")).to_be_visible()
    expect(covers.locator(".sources li a").locator("visible=true")).to_have_count(4)
    expect(page.get_by_label("Your question")).to_have_value(UNCOVERED)
    assert "[object" not in page.locator("main").inner_text()


def test_a_person_in_danger_sees_help_first_and_nothing_else(
    browser: Browser, client: httpx.Client
) -> None:
    with desk_page(browser.new_context(locale="en-GB"), client) as page:
        sent = bodies(page, "/v1/ask")
        ask_and_wait(page, UNCOVERED)
        ask_and_wait(page, CONTESTED)
        page.locator(".chip").first.click()
        expect(page.locator("#reader")).to_be_visible()
        ask(page, DISCLOSURE)
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("You do not have to carry this alone.")
        expect(alert).to_be_in_viewport()
        link = alert.get_by_role("link", name="Call 116 123")
        expect(link).to_have_attribute("href", "tel:116123")
        for below in ("#passages", "#related", "#reader", ".quote", ".take", "#filters"):
            expect(page.locator(below).locator("visible=true")).to_have_count(0)
        assert violations(page) == []

        ask(page, "how many would it take?")
        expect(alert).to_have_count(1)
        expect(page.locator("#result")).to_have_attribute("aria-busy", "false")
        expect(alert).to_be_visible()
        assert sent[-1]["history"] == [{"question": DISCLOSURE, "passage_ids": []}]

        ask_and_wait(page, CONTESTED)  # the box stays open
        expect(page.locator(".quote").first).to_be_visible()
        # What was said in need is not kept in the list of this visit.
        assert DISCLOSURE not in page.locator("#earlier").inner_text()
        # Nor sent on, nor anything from before it.
        ask_and_wait(page, UNCOVERED)
        assert [turn["question"] for turn in sent[-1]["history"]] == [CONTESTED]


def test_the_paper_has_question_sides_sources_references_and_date_and_no_controls(
    page: Page, tmp_path: Path
) -> None:
    ask_and_wait(page, CONTESTED)
    expect(page.locator(".references li").first).to_be_visible()
    # Not what a screen reader alone hears, as "Before it:".
    quotes = page.locator(".quote blockquote p:not(.neighbour), .neighbour bdi").all_inner_texts()
    references = page.locator(".references li").all_inner_texts()
    page.locator(".chip").first.click()
    expect(page.locator("#reader mark.current")).to_be_visible()
    path = tmp_path / "answer.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    with pypdfium2.PdfDocument(path) as pdf:
        width, height = pdf[0].get_size()
        printed = " ".join(" ".join(_text(pdf[n]) for n in range(len(pdf))).split())
    assert (round(width), round(height)) == (595, 842)  # A4 in points
    assert CONTESTED in printed
    assert "Supports" in printed
    assert "Cautions" in printed
    assert f"{MATTER}. {MAINTAINERS}" in printed
    for text in (*quotes, *references):
        assert " ".join(text.split()) in printed
    assert "Peer reviewed: not stated" in printed
    assert "Asked on " in printed
    for control in ("Filters", "Copy", "Download", "Passages", "Read in place", "Only this"):
        assert control not in printed


def test_the_address_never_holds_the_question(page: Page) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    for question in (CONTESTED, UNCOVERED, DISCLOSURE):
        ask(page, question)
        expect(page.locator("#result")).to_have_attribute("aria-busy", "false")
        seen.extend((page.url, page.title()))
    ask_and_wait(page, CONTESTED)
    page.get_by_role("checkbox", name="Magazine article").check()
    expect(page.locator("#result")).to_have_attribute("aria-busy", "false")
    page.locator("#related button").first.click()
    expect(page.locator("#result")).to_have_attribute("aria-busy", "false")
    page.locator(".passage-tools .plain").first.click()
    seen.extend((page.url, page.title()))
    told = " ".join(seen).casefold()
    for word in ("harm", "nitrogen", "anymore", "boiling"):
        assert word not in told
    assert page.evaluate("history.length") <= 2
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []
    page.reload()
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.locator("#earlier")).to_be_hidden()


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    allow_clipboard(page.context)
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("")
    page.keyboard.type("and/or")  # where one types, a slash is a slash
    expect(page.get_by_label("Your question")).to_have_value("and/or")
    ask_and_wait(page, CONTESTED)
    chip = page.locator(".quote .chip").first
    _tab_to(page, ".quote .chip")
    page.keyboard.press("Enter")
    pane = page.locator("#reader")
    expect(pane.locator("h2")).to_be_focused()
    _tab_to(page, "#reader .reader-text")
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(chip).to_be_focused()
    _tab_to(page, ".cite summary")
    page.keyboard.press("Enter")
    _tab_to(page, ".cite .choice")
    page.keyboard.press("Enter")
    expect(page.locator(".cite .outcome").first).to_have_text("Copied as APA.")
    assert clipboard(page).startswith("“")


def test_the_shortcut_can_be_turned_off(page: Page) -> None:
    page.get_by_label("goes to this box").uncheck()
    page.keyboard.press("/")
    expect(page.get_by_label("Your question")).not_to_be_focused()


def _text(page: "pypdfium2.PdfPage") -> str:
    text = page.get_textpage().get_text_range()
    assert isinstance(text, str)
    return text


def _tab_to(page: Page, selector: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")

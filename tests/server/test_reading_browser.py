"""Stories of people who read: the source reader, the list of documents and the benchmarks."""

import re

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.server.library import EMOJI, PAGED, TOWN, Library

pytestmark = pytest.mark.browser


def marked(page: Page, selector: str = "mark.current") -> str:
    return "".join(page.locator(selector).all_text_contents())


def test_a_therapist_steps_from_an_answer_to_the_next_citation_and_a_related_article(
    page: Page, library: Library
) -> None:
    asked = {"question": "What grows in spring?"}
    answer = library.client.post("/v1/ask", json=asked).json()
    of_document = sorted(
        (
            citation
            for citation in answer["citations"]
            if citation["document_id"] == answer["citations"][0]["document_id"]
        ),
        key=lambda citation: citation["selector"][0]["start"],
    )
    quotes = [
        next(part["exact"] for part in citation["selector"] if "exact" in part)
        for citation in of_document
    ]
    quote, other = quotes[:2]
    page.goto(str(library.client.base_url.join(of_document[0]["deep_link"])))
    expect(page.locator("mark#cited")).to_be_in_viewport()
    assert marked(page) == quote
    expect(page.locator(".cited-position")).to_contain_text(f"Citation 1 of {len(quotes)}")

    page.get_by_role("link", name="Next citation").click()
    expect(page.locator(".cited-position")).to_contain_text(f"Citation 2 of {len(quotes)}")
    expect(page.locator("mark#cited")).to_be_in_viewport()
    assert marked(page) == other
    assert page.locator("mark#cited").count() == 1
    original = page.get_by_role("link", name="Open the original here")
    expect(original).to_have_attribute(
        "href", re.compile(r"^https://town\.example/old#:~:text=One")
    )

    page.get_by_role("link", name="A second walk").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A second walk")
    assert page.url.endswith("/sources/walk")


def test_the_original_opens_at_the_words(context: BrowserContext, library: Library) -> None:
    context.route(
        "https://town.example/**", lambda route: route.fulfill(body=TOWN, content_type="text/plain")
    )
    page = context.new_page()
    page.goto(library.address("town", "It ends in winter."))
    page.get_by_role("link", name="Open the original here").click()
    expect(page).to_have_url(re.compile(r"^https://town\.example/old"))


def test_stepping_works_by_keys_and_keeps_the_focus(page: Page, library: Library) -> None:
    page.goto(library.address("town", "It ends in winter.", "One thing grows.", EMOJI))
    expect(page.locator(".cited-position")).to_contain_text("Citation 3 of 3")
    page.keyboard.press("Alt+ArrowUp")
    assert marked(page) == "One thing grows."
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")  # there is none before the first
    assert marked(page) == EMOJI
    expect(page.locator(".cited-position")).to_contain_text("Citation 1 of 3")

    step = page.get_by_role("link", name="Next citation")
    step.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert marked(page) == "It ends in winter."
    expect(step).to_be_focused()
    expect(step).to_have_attribute("aria-disabled", "true")


def test_stepping_needs_no_script(browser: Browser, library: Library) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(library.address("town", EMOJI, "One thing grows.", "It ends in winter."))
    for number, quote in ((2, "One thing grows."), (3, "It ends in winter.")):
        page.get_by_role("link", name="Next citation").click()
        expect(page.locator(".cited-position")).to_contain_text(f"Citation {number} of 3")
        expect(page.locator("mark#cited")).to_be_in_viewport()
        assert marked(page) == quote
    page.get_by_role("link", name="Previous citation").click()
    assert marked(page) == "One thing grows."
    expect(page.get_by_role("link", name="Link to this passage")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    "quote", [EMOJI, "\U0001f469\u200d\U0001f469\u200d\U0001f467", "q\u0307-shaped"]
)
def test_emoji_and_combining_accents_are_marked_exactly(
    page: Page, library: Library, quote: str
) -> None:
    page.goto(library.address("town", quote))
    assert marked(page) == quote
    assert page.locator("mark").count() == 1


def test_a_sentence_over_inline_markup_and_line_ends_is_one_mark(
    page: Page, library: Library
) -> None:
    text = library.document("town").text
    start = text.index("It was")
    quote = text[start : text.index("of year.") + len("of year.")]
    assert "\r" not in text
    page.goto(library.address("town", quote))
    assert marked(page) == quote
    assert " ".join(quote.split()) == "It was very small, and quite warm for the time of year."


def test_a_passage_that_is_not_there_is_not_marked_and_that_is_said(
    page: Page, library: Library
) -> None:
    page.goto(str(library.client.base_url.join("/sources/town?start=5&end=999999")))
    expect(page.get_by_text("so nothing is marked")).to_be_visible()
    assert page.locator("mark").count() == 0


def test_the_link_to_a_passage_is_copied(context: BrowserContext, library: Library) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(library.address("town", EMOJI, "It ends in winter."))
    page.get_by_role("link", name="Next citation").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{library.client.base_url}/sources/town?start=")
    assert copied.endswith("#cited:~:text=It%20ends%20in%20winter.")
    page.goto(copied)
    assert marked(page) == "It ends in winter."


def test_where_copying_is_refused_the_link_can_be_copied_by_hand(
    page: Page, library: Library
) -> None:
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))"
    )
    page.goto(library.address("town", "It ends in winter."))
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label("Link to this passage, to copy by hand")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(r"/sources/town\?start=\d+&end=\d+#cited:~:text="))


def test_the_contents_show_the_section_that_is_read(page: Page, library: Library) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(library.address("town", "It ends in winter."))
    beside = page.get_by_role("navigation", name="Contents", exact=True)
    expect(beside.get_by_role("link", name="Does it grow?")).to_be_visible()
    beside.get_by_role("link", name="Does it grow?").click()
    expect(beside.locator("[aria-current=location]")).to_have_text("Does it grow?")
    assert page.locator("details.contents").is_hidden()


def test_on_a_small_screen_the_contents_are_folded(page: Page, library: Library) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(str(library.client.base_url.join("/sources/town")))
    folded = page.locator("details.contents")
    folded.locator("summary").click()
    folded.get_by_role("link", name="The end").click()
    expect(page.get_by_role("heading", name="The end")).to_be_in_viewport()
    expect(folded).not_to_have_attribute("open", "")


def test_a_hostile_document_is_plain_text(page: Page, library: Library) -> None:
    text = library.document("hostile").text
    quote = text[: text.index("Ferns")].strip()
    page.goto(library.address("hostile", quote))
    assert "<img src=x onerror=alert(1)>" in marked(page)
    assert page.locator("article img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    page.goto(str(library.client.base_url.join("/documents")))
    assert page.locator("img").count() == 0


def test_pages_of_a_paged_source_are_shown(page: Page, library: Library) -> None:
    page.goto(library.address("paged", PAGED[1]))
    assert page.locator("p.page").all_text_contents() == ["Page 1", "Page 2"]
    assert marked(page) == PAGED[1]


def test_the_text_has_a_readable_measure(page: Page, client: httpx.Client) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    name = client.get("/v1/documents").json()["documents"][0]["document_id"]
    page.goto(str(client.base_url.join(f"/sources/{name}")))
    per_line = page.evaluate(
        """() => [...document.querySelectorAll(".text > p:not(.page)")].flatMap((paragraph) => {
          const range = document.createRange();
          range.selectNodeContents(paragraph);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
          return lines > 3 ? [paragraph.textContent.length / lines] : [];
        })"""
    )
    assert len(per_line) >= 3
    assert 50 <= sum(per_line) / len(per_line) <= 75


def test_the_text_is_printed_without_what_only_a_screen_needs(page: Page, library: Library) -> None:
    page.goto(library.address("town", "It ends in winter.", EMOJI))
    page.emulate_media(media="print")
    for selector in (".cited-bar", ".top", ".contents.beside", "details.contents", ".help"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("mark.current")).to_be_visible()


def test_a_reader_by_keyboard_alone_reaches_everything(page: Page, library: Library) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(library.address("town", EMOJI, "It ends in winter.").partition("#")[0])
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "() => { const at = document.activeElement;"
                " const { outlineStyle } = getComputedStyle(at);"
                " const isSeen = outlineStyle !== 'none';"
                " return isSeen ? at.textContent.trim() : 'INVISIBLE ' + at.outerHTML; }"
            )
        )
    assert [entry for entry in seen if entry.startswith("INVISIBLE <a")] == []
    said = " | ".join(seen)
    for name in (
        "Does it grow?",
        "Next citation",
        "Open the original here",
        "Copy link",
        "A second walk",
    ):
        assert name in said
    assert "In danger, or worried about someone?" in said


def test_forced_colours_still_tell_the_current_mark(browser: Browser, library: Library) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(library.address("town", "One thing grows.", EMOJI))
    styles = page.evaluate(
        "() => [...document.querySelectorAll('mark')].map((mark) => {"
        " const { backgroundColor, borderBottomStyle } = getComputedStyle(mark);"
        " return [backgroundColor, borderBottomStyle]; })"
    )
    assert len(styles) == 2
    assert styles[0][0] != styles[1][0]
    assert {style for _, style in styles} == {"dotted", "solid"}
    context.close()

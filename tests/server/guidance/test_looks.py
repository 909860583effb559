"""How the guidance desk looks: on screen, on a phone, in print, enlarged, to axe."""

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.accessibility import violations
from tests.server.desk import (
    CONTESTED,
    UNCOVERED,
    answer_with,
    ask,
    ask_and_wait,
    desk_page,
)

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)> \u202egnidloh\u202c zero\u200bwidth 🌱 fox\u0303 grows."


def test_columns_stand_in_the_order_of_the_answer_on_screen_and_in_print(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    some = answer["statements"][:3]
    groups = ("mixed", "supports", "mixed")
    changed = [s | {"group": group} for s, group in zip(some, groups, strict=True)]
    answer_with(page, answer | {"statements": changed})
    ask(page, CONTESTED)
    expect(page.locator(".column h3")).to_have_text(["Mixed", "Supports"])
    page.emulate_media(media="print")
    chips = page.locator(".column .chip").evaluate_all(
        "all => all.map(chip => chip.getBoundingClientRect()).map(({ x, y }) => [x, y])"
    )
    assert len({x for x, _ in chips}) == 1
    assert chips == sorted(chips, key=lambda place: place[1])


def test_a_single_side_is_named_above_and_who_assigned_it_once_below(
    page: Page, client: httpx.Client
) -> None:
    answer = client.post("/v1/ask", json={"question": CONTESTED}).json()
    taken = next(statement for statement in answer["statements"] if statement["group"])
    side = {name: value for name, value in taken.items() if name.startswith("group")}
    alone = [s | side | {"group": "mixed"} for s in answer["statements"][:2]]
    answer_with(page, answer | {"statements": alone})
    ask_and_wait(page, CONTESTED)
    named = page.locator(".one-side")
    expect(named).to_have_text("The matter is contested, and one side of it is quoted: Mixed.")
    above, quote = named.bounding_box(), page.locator(".quote").first.bounding_box()
    assert above is not None
    assert quote is not None
    assert above["y"] < quote["y"]
    expect(page.locator(".column")).to_have_count(0)
    expect(page.locator(".quote").get_by_text("Mixed", exact=True)).to_have_count(2)
    expect(page.get_by_text("Assigned by the maintainers")).to_have_count(1)
    expect(page.locator(".side-note")).to_contain_text("whether safety behaviours help or harm")


def test_paper_adds_no_emphasis_and_has_the_addresses_of_sources(
    page: Page, client: httpx.Client
) -> None:
    listed = client.get("/v1/documents").json()
    for document in listed["documents"]:
        document["metadata"]["url"] = f"https://source.example/{document['document_id']}"
    page.route("**/v1/documents?*", lambda route: route.fulfill(json=listed))
    page.reload()
    ask_and_wait(page, CONTESTED)
    page.emulate_media(media="print")
    weights = page.locator(".quote blockquote p").first.evaluate(
        "p => [p, p.querySelector('mark')].map(node => getComputedStyle(node).fontWeight)"
    )
    assert weights[0] == weights[1]
    source = page.locator(".sources li").first
    shown = source.locator(".source-title").evaluate(
        "a => [getComputedStyle(a, '::after').content, a.href]"
    )
    assert "attr(href)" in shown[0] or shown[1] in shown[0]
    expect(source.locator(".provenance")).to_contain_text("https://source.example/0")


def test_on_a_phone_the_answer_comes_into_view(browser: Browser, client: httpx.Client) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    with desk_page(context, client) as page:
        ask_and_wait(page, CONTESTED)
        expect(page.locator(".quote blockquote").first).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("heading", name=CONTESTED)).to_be_in_viewport(ratio=1)
        ask_and_wait(page, UNCOVERED)
        expect(page.locator(".none")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 800, 1600])
def test_nothing_overflows_and_axe_finds_nothing_in_any_state(
    browser: Browser, client: httpx.Client, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 720},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    with desk_page(context, client) as page:

        def check() -> None:
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width

        expect(page.locator("#related")).to_be_visible()
        check()
        ask_and_wait(page, CONTESTED)
        expect(page.locator(".references li").first).to_be_visible()
        page.locator(".cite summary").first.click()
        check()
        page.locator(".passage-card").first.get_by_role("button", name="Read in").click()
        expect(page.locator("#reader mark.current").first).to_be_in_viewport()
        check()
        if not page.locator("#filters").get_attribute("open"):
            page.locator("#filters").evaluate("node => { node.open = true; }")
        page.get_by_role("checkbox", name="Training brief").check()
        expect(page.locator("#chosen")).to_be_visible()
        check()
        ask_and_wait(page, UNCOVERED)
        check()


def test_forced_colours_leave_nothing_unreadable(browser: Browser, client: httpx.Client) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    with desk_page(context, client) as page:
        ask_and_wait(page, CONTESTED)
        page.locator(".quote .chip").first.click()
        expect(page.locator("#reader mark.current")).to_be_visible()
        assert violations(page) == []


def test_at_twice_the_size_of_text_nothing_is_cut(browser: Browser, client: httpx.Client) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 512}, device_scale_factor=2)
    with desk_page(context, client) as page:
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        ask_and_wait(page, CONTESTED)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640

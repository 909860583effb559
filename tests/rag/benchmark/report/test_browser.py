from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from rag.benchmark.report import write_report
from tests.rag.benchmark.report.run_folders import three_systems
from tests.server.chromium import chromium, skip_without_chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    skip_without_chromium()
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report(three_systems(tmp_path_factory.mktemp("runs"))).html.as_uri()


@pytest.mark.parametrize("width", [1280, 800, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_renders_without_a_request_or_a_complaint(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: seen.append(request.url))
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Benchmark report")
    expect(page.get_by_role("table", name="kitchen: means over queries")).to_be_visible()
    assert page.locator("svg.plot:visible").count() == 7  # of each plot one width
    assert page.evaluate("document.documentElement.scrollWidth") == width
    # The style element passed the policy, and the plots take its colours.
    soft = page.evaluate("getComputedStyle(document.querySelector('.plot text')).fill")
    assert soft == page.evaluate("getComputedStyle(document.querySelector('.lead')).color")
    assert seen == [address]
    context.close()


def test_a_wide_table_scrolls_in_its_own_frame_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(address)
    frame = page.get_by_role("region", name="kitchen: time per query")
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("node => node.scrollLeft > 0", arg=frame.element_handle())
    page.close()

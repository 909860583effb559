from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.server.desk import desk_page


@pytest.fixture
def page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    with desk_page(browser.new_context(), client) as page:
        yield page


@pytest.fixture
def failing_page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    """A page whose requests may fail: the browser writes those to the console by itself."""
    with desk_page(browser.new_context(), client, is_quiet=False) as page:
        yield page

"""What axe finds on a page, by the rules of WCAG 2.2 A and AA and its best practices."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": _TAGS}}


def violations(page: Page) -> list[str]:
    """Each violation on the page as it is shown now, shadow trees included: rule and elements."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes']]}"
        for violation in found
    ]

"""Takes the README's picture of an answer: python -m tests.server.screenshot docs/answer.png"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from embeddings.catalogue import load_encoder
from rag.current_engine import CurrentEngine
from rag.index.build import build_index
from rag.settings import IndexSettings, Settings
from server.app import create_app
from server.readiness import Readiness
from tests.server.chat import QUESTION, ask_and_wait
from tests.server.chromium import chromium
from tests.server.live import serving

SEEDS = Path(__file__).parents[2] / "seeds"
MAX_BYTES = 200_000


def show_whole(page: Page) -> None:
    """Makes the window as tall as the page, so that the box at its bottom covers nothing."""
    size = page.viewport_size
    assert size is not None
    size["height"] = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size(size)
    page.evaluate("scrollTo(0, 0)")


def take(out: Path, *, question: str, width: int, scheme: str) -> None:
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index=IndexSettings(path=Path(folder)))
        build_index(
            [*sorted(SEEDS.glob("*.txt")), SEEDS / "stances.yaml"], settings, encoder, progress=None
        )
        readiness = Readiness(lambda: CurrentEngine(settings, encoder))
        with serving(create_app(settings, readiness)) as client, chromium() as browser:
            assert readiness.wait(30)
            page = browser.new_page(
                viewport={"width": width, "height": 800},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(str(client.base_url))
            ask_and_wait(page, question)
            page.get_by_role("button", name="Source 1:").click()
            page.locator("h1").click()  # takes the caret out of the picture
            show_whole(page)
            page.screenshot(path=out)
    if out.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{out} has {out.stat().st_size:,} bytes, over {MAX_BYTES:,}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--scheme", choices=["light", "dark"], default="light")
    given = parser.parse_args()
    take(given.out, question=given.question, width=given.width, scheme=given.scheme)

"""Takes the picture: python -m tests.rag.benchmark.report_screenshot RUNS docs/report.png"""

import argparse
import tempfile
from pathlib import Path

from rag.benchmark.report import write_report
from tests.server.chromium import chromium

MAX_BYTES = 250_000


def take(runs: Path, out: Path, *, width: int, scheme: str) -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        files = write_report(runs, out=Path(folder))
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page.goto(files.html.as_uri())
        # Down to the first dataset's last plot: the rest says the same of other data.
        plot = page.locator("main > section:not(.overview)").first.locator("figure").last
        box = plot.bounding_box()
        assert box is not None
        bottom = box["y"] + box["height"] + 24
        page.screenshot(
            path=out, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": bottom}
        )
    if out.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{out} has {out.stat().st_size:,} bytes, over {MAX_BYTES:,}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, help="a folder of `footnote bench run`")
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--scheme", choices=["light", "dark"], default="light")
    given = parser.parse_args()
    take(given.runs, given.out, width=given.width, scheme=given.scheme)

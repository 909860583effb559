"""Looks at every page in every state: `make pages`.

Writes `pages.md` into the folder, with what axe, the content security policy and a narrow window
find and how soon the first answer is seen, and the pictures that it shows into `pictures/`.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Literal

from playwright.sync_api import Browser, Page, expect

from embeddings.catalogue import load_encoder
from rag.current_engine import CurrentEngine
from rag.index.build import build_index
from rag.settings import IndexSettings, ServerSettings, Settings
from server.app import create_app
from server.demo.site import demo_site
from server.readiness import Readiness
from tests.rag.benchmark.report.run_folders import three_systems
from tests.server import chat, desk
from tests.server.accessibility import violations
from tests.server.chromium import chromium
from tests.server.live import serving

SEEDS = Path(__file__).parents[2] / "seeds"
MAX_BYTES = 230_000  # of a picture
WIDE, NARROW = 1280, 320
THROTTLE = 4
ROUNDS = 5
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class State:
    """A page as somebody sees it.

    Args:
        name: for the report.
        path: of the page, on the service.
        act: what is done there.
        picture: file name without its end, for states that are shown in the documentation.
        on_other_site: whether `path` is of the demo's site instead.
    """

    name: str
    path: str
    act: Act = lambda _page: None
    picture: str = ""
    on_other_site: bool = False


def _asking(question: str) -> Act:
    def act(page: Page) -> None:
        chat.ask_and_wait(page, question)

    return act


def _with_citation(page: Page) -> None:
    chat.ask_and_wait(page, chat.QUESTION)
    page.get_by_role("button", name="Source 1:").first.click()


def _launched(page: Page) -> None:
    page.get_by_role("button", name="Ask the reading list").click()
    chat.ask_and_wait(page, chat.QUESTION)


def _at_desk(question: str) -> Act:
    def act(page: Page) -> None:
        desk.ask(page, question)
        page.locator(".passage-card, .safety").first.wait_for()
        page.wait_for_load_state("networkidle")

    return act


def _read_in_place(page: Page) -> None:
    desk.ask_and_wait(page, chat.CONTESTED)
    page.get_by_role("button", name="Quote 1:").first.click()
    page.get_by_role("complementary", name="Source, read in place").locator("mark").first.wait_for()


def states(citation: str) -> tuple[State, ...]:
    """All of them; `citation` is the link of one in an answer that cites several."""
    return (
        State("Ask: nothing asked", "/", picture="ask-start"),
        State("Ask: an answer, a citation open", "/", _with_citation, "ask-answer"),
        State("Ask: both sides", "/", _asking(chat.CONTESTED), "ask-both-sides"),
        State("Ask: no answer", "/", _asking(chat.NOT_COVERED), "ask-no-answer"),
        State("Ask: a person in danger", "/", _asking(chat.DISCLOSURE), "ask-help"),
        State("Another site: the chat open", "/", _launched, "other-site", on_other_site=True),
        State("Another site: the chat in the page", "/inline", on_other_site=True),
        State("Guidance: nothing asked", "/guidance"),
        State("Guidance: both sides", "/guidance", _at_desk(chat.CONTESTED), "guidance"),
        State("Guidance: a source in place", "/guidance", _read_in_place, "guidance-source"),
        State("Guidance: no answer", "/guidance", _at_desk(chat.NOT_COVERED)),
        State("Guidance: a person in danger", "/guidance", _at_desk(chat.DISCLOSURE)),
        State("A source, cited in two places", citation, picture="source"),
        State("Documents", "/documents"),
        State("Benchmarks", "/benchmarks", picture="benchmarks"),
        State("An error explained", "/problems/not-ready"),
    )


@dataclass(frozen=True, slots=True)
class Site:
    """The service and the other site, both on this machine."""

    service: str
    other: str
    citation: str


@contextmanager
def served() -> Iterator[Site]:
    """The seeds with their stances, some runs, and the demo's site that may ask."""
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        runs = three_systems(Path(folder) / "runs")
        index = IndexSettings(path=Path(folder) / "index")
        server = ServerSettings(allowed_origins=("*",), benchmarks=runs)
        settings = Settings(index=index, server=server)
        paths = [*sorted(SEEDS.glob("*.txt")), SEEDS / "stances.yaml"]
        build_index(paths, settings, encoder, progress=None)
        readiness = Readiness(lambda: CurrentEngine(settings, encoder))
        with serving(create_app(settings, readiness)) as client:
            assert readiness.wait(60)
            service = chat.origin_of(client)
            answer = client.post("/v1/ask", json={"question": chat.QUESTION}).json()
            with serving(demo_site(service)) as other:
                yield Site(service, chat.origin_of(other), answer["citations"][0]["deep_link"])


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one state at one width in one scheme."""

    state: State
    width: int
    scheme: Scheme
    by_axe: tuple[str, ...]
    by_policy: tuple[str, ...]
    overflow: int  # pixels wider than the window


def look(
    browser: Browser, site: Site, state: State, width: int, scheme: Scheme
) -> tuple[Seen, Page]:
    """What is found, and the page, to be pictured and closed."""
    page = browser.new_page(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en-GB"
    )
    page.add_init_script(
        "window.refused = [];"
        "addEventListener('securitypolicyviolation', e => refused.push(e.effectiveDirective));"
    )
    page.goto((site.other if state.on_other_site else site.service) + state.path)
    page.wait_for_load_state("networkidle")
    state.act(page)
    seen = Seen(
        state,
        width,
        scheme,
        by_axe=tuple(violations(page)),
        by_policy=tuple(page.evaluate("window.refused")),
        overflow=page.evaluate("document.documentElement.scrollWidth - innerWidth"),
    )
    return seen, page


def take(page: Page, path: Path) -> None:
    """Save what the window shows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    if path.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{path} has {path.stat().st_size:,} bytes, over {MAX_BYTES:,}")


def first_answer_ms(browser: Browser, address: str, ask: Act, shown: str) -> tuple[float, float]:
    """Milliseconds from opening a page until it can be asked, and from asking until it answers.

    The processor is throttled; nothing is cached. Waiting through the driver makes both upper ends.
    """
    context = browser.new_context()
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    started = perf_counter()
    page.goto(address)
    expect(page.get_by_role("textbox").first).to_be_editable()
    ready = perf_counter()
    ask(page)
    page.locator(shown).first.wait_for()
    answered = perf_counter()
    context.close()
    return 1000 * (ready - started), 1000 * (answered - ready)


def _ask(page: Page) -> None:
    box = page.get_by_role("textbox").first
    box.fill(chat.QUESTION)
    box.press("Enter")


def report(found: list[Seen], speeds: dict[str, list[tuple[float, float]]]) -> str:
    """`pages.md`."""
    by_state: dict[str, list[Seen]] = {}
    for seen in found:
        by_state.setdefault(seen.state.name, []).append(seen)
    lines = [
        "# The pages, looked at",
        "",
        f"{date.today().isoformat()}, written by `make pages`: each "
        f"state at {WIDE} and {NARROW} pixels, light and dark, in Chromium.",
        "",
        "axe runs the rules of WCAG 2.2 A and AA and its best practices; the policy is the strict "
        "one of every response, with Trusted Types, and on the other site that site's own.",
        "",
        "| state | axe | policy | wider than the window |",
        "|---|---|---|---|",
    ]
    for name, looks in by_state.items():
        axe = sum(len(seen.by_axe) for seen in looks)
        policy = sum(len(seen.by_policy) for seen in looks)
        overflow = max(seen.overflow for seen in looks)
        lines.append(f"| {name} | {axe} | {policy} | {max(0, overflow)} px |")
    lines += [
        f"\n{seen.state.name}, {seen.width}, {seen.scheme}: {v}"
        for seen in found
        for v in seen.by_axe
    ]
    lines += [
        "",
        f"How soon an answer is seen, over loopback, the processor throttled {THROTTLE} times, "
        f"nothing cached, medians of {ROUNDS}:",
        "",
        "| page | until it can be asked | from asking until the first statement |",
        "|---|---|---|",
    ]
    for name, pairs in speeds.items():
        ready, answered = (statistics.median(values) for values in zip(*pairs, strict=True))
        lines.append(f"| {name} | {ready:.0f} ms | {answered:.0f} ms |")
    shown = {seen.state.picture: seen.state.name for seen in found if seen.state.picture}
    for picture, name in shown.items():
        lines += ["", f"## {name}", "", f"![{name}](pictures/{picture}.png)"]
        lines += [f"![{name}, dark, 320 pixels wide](pictures/{picture}-dark-320.png)"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Look, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.server.page_report", description=__doc__)
    parser.add_argument("out", type=Path, help="folder that gets pages.md and pictures/")
    out: Path = parser.parse_args().out
    found: list[Seen] = []
    with served() as site, chromium() as browser:
        for state in states(site.citation):
            for width in (WIDE, NARROW):
                for scheme in SCHEMES:
                    seen, page = look(browser, site, state, width, scheme)
                    found.append(seen)
                    if state.picture and (width, scheme) == (WIDE, "light"):
                        take(page, out / "pictures" / f"{state.picture}.png")
                    if state.picture and (width, scheme) == (NARROW, "dark"):
                        take(page, out / "pictures" / f"{state.picture}-dark-320.png")
                    page.close()
        speeds = {
            name: [
                first_answer_ms(browser, site.service + path, _ask, shown) for _ in range(ROUNDS)
            ]
            for name, path, shown in (
                ("Ask", "/", "footnote-chat blockquote"),
                ("Guidance", "/guidance", "main blockquote"),
            )
        }
    (out / "pages.md").write_text(report(found, speeds), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The Chromium of the system, without a network of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

EXECUTABLE = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def quiet(context: BrowserContext) -> Iterator[None]:
    """Fails when anything goes wrong on a page of the context or is written to its console."""
    complaints: list[str] = []
    context.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    context.on("weberror", lambda failed: complaints.append(str(failed.error)))
    yield
    assert complaints == []


def skip_without_chromium() -> None:
    if not EXECUTABLE.exists() and "CI" not in os.environ:
        pytest.skip(f"{EXECUTABLE} is not installed")

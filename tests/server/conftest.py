from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from rag.current_engine import CurrentEngine
from rag.engine import Engine
from rag.index.build import build_index
from rag.settings import IndexSettings, Settings
from server.app import create_app
from server.readiness import Readiness
from tests.server.chromium import chromium, quiet, skip_without_chromium
from tests.server.library import Library, serving_library
from tests.server.live import serving

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder(threads=2)


@pytest.fixture(scope="session")
def seeds_settings(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Settings:
    """Settings of an index over the seed documents with their stances."""
    settings = Settings(index=IndexSettings(path=tmp_path_factory.mktemp("index")))
    paths = [*sorted(SEEDS.glob("*.txt")), SEEDS / "stances.yaml"]
    build_index(paths, settings, encoder, progress=None)
    return settings


@pytest.fixture(scope="session")
def current(seeds_settings: Settings, encoder: Encoder) -> CurrentEngine:
    return CurrentEngine(seeds_settings, encoder)


@pytest.fixture(scope="session")
def engine(current: CurrentEngine) -> Engine:
    return current.get()


@pytest.fixture(scope="session")
def client(seeds_settings: Settings, current: CurrentEngine) -> Iterator[httpx.Client]:
    """A client of a ready server over the seed documents."""
    readiness = Readiness(lambda: current)
    with serving(create_app(seeds_settings, readiness)) as client:
        assert readiness.wait(30)
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    skip_without_chromium()
    with chromium() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A context whose pages fail the test when anything is written to their consoles."""
    context = browser.new_context(locale="en-US")
    with quiet(context):
        yield context
        context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Library]:
    with serving_library(tmp_path_factory.mktemp("library"), encoder) as library:
        yield library

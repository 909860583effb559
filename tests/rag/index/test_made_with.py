from pathlib import Path

import pytest

from rag.engine import Engine
from rag.index.made_with import other_settings
from rag.index.manifest import read_manifest
from rag.settings import IndexSettings, PassageSettings, RetrievalSettings, Settings
from tests.rag.index.tiny_encoder import TinyEncoder


def test_the_settings_that_an_index_was_made_with_differ_in_nothing(generation: Path) -> None:
    assert list(other_settings(read_manifest(generation), Settings())) == []


def test_each_setting_that_has_another_value_now_is_named_with_both(generation: Path) -> None:
    settings = Settings(
        index=IndexSettings(dense="HNSW32"),
        passages=PassageSettings(max_tokens=64),
        retrieval=RetrievalSettings(bm25_k1=2, bm25_b=0.5, candidates=7),
    )
    assert list(other_settings(read_manifest(generation), settings)) == [
        "index.dense is HNSW32, the index was made with Flat",
        "retrieval.bm25_k1 is 2.0, the index was made with 1.2",
        "retrieval.bm25_b is 0.5, the index was made with 0.75",
        "passages.max_tokens is 64, the index was made with 192",
    ]


def test_opening_warns_of_them(
    generation: Path, tiny: TinyEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(
        index=IndexSettings(path=generation.parent.parent), retrieval=RetrievalSettings(bm25_k1=2)
    )
    Engine.open(settings, encoder=tiny).close()
    assert "bm25_k1 is 2.0, the index was made with 1.2; run `footnote index` again" in caplog.text

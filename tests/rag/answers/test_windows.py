from pathlib import Path

import numpy as np
import pytest

from rag.answers.windows import read_windows
from rag.documents import BlockKind
from rag.index.store import Store, StoreWriter
from rag.retrieval.hybrid import RankedPassage
from tests.rag.answers.tiny_windows import window_of

VECTORS = np.array([[1, 0], [0, 1], [0.5, 0.5], [0.25, 0]], np.float16)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two documents of one passage each: sentences 0 to 1, and 2 to 3."""
    first = window_of("Cats.", "Dogs.", document_id="a")
    second = window_of("Cows:", "Owls.", kinds=(BlockKind.PARAGRAPH, BlockKind.LIST_ITEM))
    with StoreWriter(tmp_path / "documents.sqlite") as writer:
        for window in (first, second):
            writer.add(window.document, [window.passage])
    return Store(tmp_path / "documents.sqlite")


def test_windows_come_in_the_order_of_the_ranking_with_their_own_vectors(store: Store) -> None:
    ranked = [RankedPassage(1, 2.0, 0.9, 0.0), RankedPassage(0, 1.0, 0.8, 0.0)]
    first, second = read_windows(store, VECTORS, ranked)
    store.close()
    assert (first.texts, second.texts) == (("Cows:", "Owls."), ("Cats.", "Dogs."))
    assert first.kinds == (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    assert first.vectors.tolist() == [[0.5, 0.5], [0.25, 0]]
    assert second.vectors.tolist() == [[1, 0], [0, 1]]
    assert first.vectors.dtype == np.float32
    assert first.ranked is ranked[0]


def test_nothing_ranked_gives_no_windows(store: Store) -> None:
    assert read_windows(store, VECTORS, []) == ()
    store.close()

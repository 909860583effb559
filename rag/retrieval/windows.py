"""Ranked passages with their text and sentence vectors, ready to be read."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.answers.reader import Window
from rag.index.store import Store, StoredPassage
from rag.passages import sentences_of
from rag.retrieval.hybrid import RankedPassage


def read_windows(
    store: Store, sentence_vectors: NDArray[np.float16], ranked: Sequence[RankedPassage]
) -> tuple[Window, ...]:
    """One window for each ranked passage, in their order."""
    stored = store.passages([passage.number for passage in ranked])
    return tuple(
        _window(store, sentence_vectors, stored[passage.number], passage) for passage in ranked
    )


def _window(
    store: Store,
    sentence_vectors: NDArray[np.float16],
    stored: StoredPassage,
    ranked: RankedPassage,
) -> Window:
    document = store.document(stored.passage.document_id)
    sentences = sentences_of(document, stored.passage)
    first = stored.first_sentence
    return Window(
        document=document,
        passage=stored.passage,
        ranked=ranked,
        sentences=stored.passage.sentences,
        kinds=tuple(document.blocks[sentence.block].kind for sentence in sentences),
        vectors=sentence_vectors[first : first + len(sentences)].astype(np.float32),
    )

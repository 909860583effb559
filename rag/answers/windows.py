"""Ranked passages with their text and sentence vectors, ready to be read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.documents import BlockKind, Document, Passage
from rag.index import analysis
from rag.index.store import Store, StoredPassage
from rag.passages import sentences_of
from rag.retrieval.hybrid import RankedPassage
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of one passage, with all that a reader may look at.

    Args:
        document: whose text it is.
        passage: that the sentences belong to.
        ranked: how the passage was found.
        sentences: spans in `document.text`, in text order.
        kinds: the kind of block that each sentence stands in.
        vectors: (n_sentences, dimension) float32, rows of length 1.
    """

    document: Document
    passage: Passage
    ranked: RankedPassage
    sentences: tuple[Span, ...]
    kinds: tuple[BlockKind, ...]
    vectors: NDArray[np.float32]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(span.of(self.document.text) for span in self.sentences)


def terms_of(window: Window) -> frozenset[str]:
    """The index terms of its sentences and of the headings above them."""
    return frozenset(analysis.terms("\n".join((*window.passage.context, *window.texts))))


def titled_terms(document: Document, passage: Passage) -> frozenset[str]:
    """The index terms of a passage, of the headings above it and of its document's whole title."""
    texts = (span.of(document.text) for span in passage.sentences)
    said = (document.metadata.title, *passage.context, *texts)
    return frozenset(analysis.terms("\n".join(said)))


def names_most(window: Window, words: str) -> bool:
    """Whether the passage, its headings or its document's title hold two thirds of the words."""
    asked = frozenset(analysis.terms(words))
    said = titled_terms(window.document, window.passage)
    return len(asked & said) * 3 >= len(asked) * 2 > 0


def names_all(window: Window, words: str) -> bool:
    """Whether the passage holds every one of the words, or says it in its headings."""
    return frozenset(analysis.terms(words)) <= terms_of(window)


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

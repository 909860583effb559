"""The seam at which sentences are read against a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.documents import BlockKind, Document, Passage
from rag.retrieval.hybrid import RankedPassage
from rag.retrieval.query import Query
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one window.

    Args:
        relevance: of each sentence, a logit: above 0 it answers more likely than not. Readers
            are calibrated as a whole afterwards, so only order and spread matter here.
        answers: the words that answer in each sentence, spans in `document.text`, or None.
    """

    relevance: tuple[float, ...]
    answers: tuple[Span | None, ...]


class Reader(Protocol):
    """(question, windows) -> how well each sentence answers. Implementations are stateless."""

    @property
    def name(self) -> str:
        """Stable: a calibration belongs to one reader and one encoder."""
        ...

    def read(self, query: Query, windows: Sequence[Window]) -> tuple[Reading, ...]:
        """One reading for each window, in their order."""
        ...

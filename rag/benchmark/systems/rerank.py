"""The best passages put in a new order by a network that reads them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from embeddings.reader import SentenceReader
from rag.retrieval.hybrid import RankedPassage
from rag.sentences import split_sentences


def rerank(
    question: str,
    ranked: Sequence[RankedPassage],
    texts: Sequence[str],
    network: SentenceReader,
    *,
    weight: float,
) -> tuple[RankedPassage, ...]:
    """The first `len(texts)` passages by a mixture of their scores and the network's.

    Both are made comparable by z-scores over the passages that are read; the rest follow as they
    were, with scores below.

    Args:
        question: as it was asked.
        ranked: best first.
        texts: of the passages to read, in the order of `ranked`.
        network: reads each text; "it answers" is the score.
        weight: share of the network's score, 0 to 1.
    """
    if not texts:
        return tuple(ranked)
    windows = [[span.of(text) for span in split_sentences(text)] or [text] for text in texts]
    read = np.array([reading.answerable for reading in network.read(question, windows)])
    found = np.array([passage.score for passage in ranked[: len(texts)]])
    mixed = weight * _z(read) + (1 - weight) * _z(found)
    order = np.lexsort((np.arange(len(mixed)), -mixed))
    lowest = float(mixed.min())
    rest = ranked[len(texts) :]
    return (
        *(replace(ranked[i], score=float(mixed[i])) for i in order),
        *(replace(p, score=lowest - 1 - n) for n, p in enumerate(rest)),
    )


def _z(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    if scores.min() == scores.max():  # rounding gives equal scores a deviation just above 0
        return np.zeros_like(scores)
    z: NDArray[np.float64] = (scores - scores.mean()) / scores.std()
    return z

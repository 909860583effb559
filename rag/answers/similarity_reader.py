"""The first reader: a linear model over similarities that are known from indexing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from rag.answers.features import (
    FEATURES,
    Asked,
    WindowTerms,
    asked_by,
    is_elsewhere,
    missing_share,
    window_features,
    window_terms,
)
from rag.answers.reader import Reading
from rag.answers.windows import Window
from rag.documents import BlockKind
from rag.index.lexical import LexicalIndex
from rag.retrieval.query import Query

SIMILARITY_READER = "similarity-1"  # its name

_SHIPPED = "similarity_weights.json"
_FITTING_FACT = FEATURES.index("fitting_fact")
_ANSWER_TYPE = FEATURES.index("answer_type")


@dataclass(frozen=True, slots=True)
class LinearWeights:
    """A logit from features: `intercept + sum(weights[name] * feature[name])`."""

    intercept: float
    weights: dict[str, float]

    def __post_init__(self) -> None:
        if self.weights.keys() != set(FEATURES):
            raise ValueError(
                f"weights are for {sorted(self.weights)}, features are {sorted(FEATURES)}"
            )

    def logits(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """out[i] = logit of features[i], (n,) from (n, n_features)."""
        column = np.array([self.weights[name] for name in FEATURES], np.float64)
        logits: NDArray[np.float64] = features @ column + self.intercept
        return logits


@dataclass(frozen=True, slots=True)
class SimilarityScores:
    """Of one window's sentences.

    Args:
        logits: higher answers better.
        fitting_facts: the feature of this name: 1 for a fact of the type that is asked for.
        wrong_types: 1 for a sentence that holds no date, number or name where one is asked for.
        missing: see `features.missing_share`.
        astray: 1 for a fact of a window on something else, see `features.is_elsewhere`.
    """

    logits: tuple[float, ...]
    fitting_facts: tuple[float, ...]
    wrong_types: tuple[float, ...]
    missing: float
    astray: tuple[float, ...]


def shipped_weights() -> LinearWeights:
    """The weights of this package; the file says how they were fitted."""
    text = resources.files("rag.answers").joinpath(_SHIPPED).read_text(encoding="utf-8")
    fields = json.loads(text)
    return LinearWeights(intercept=fields["intercept"], weights=fields["weights"])


class SimilarityReader:
    """Reads without a network: cosines of stored vectors, shared words, the form of a sentence.

    It marks no words inside a sentence: similarity says which sentence, not which words.
    """

    def __init__(self, lexical: LexicalIndex, weights: LinearWeights) -> None:
        self._lexical, self._weights = lexical, weights

    @property
    def name(self) -> str:
        return SIMILARITY_READER

    @property
    def weights_sha256(self) -> None:
        return None

    def read(self, query: Query, windows: Sequence[Window]) -> tuple[Reading, ...]:
        return tuple(
            Reading(relevance=scores.logits, answers=(None,) * len(scores.logits))
            for scores in self.score(query, windows)
        )

    def score(self, query: Query, windows: Sequence[Window]) -> tuple[SimilarityScores, ...]:
        """What is known of each window's sentences, in the windows' order."""
        asked = asked_by(query, self._lexical)
        return tuple(self._score_one(asked, window) for window in windows)

    def _score_one(self, asked: Asked, window: Window) -> SimilarityScores:
        terms = window_terms(window)
        features = window_features(asked, window, terms)
        return SimilarityScores(
            logits=tuple(map(float, self._weights.logits(features))),
            fitting_facts=tuple(map(float, features[:, _FITTING_FACT])),
            wrong_types=tuple(
                float(asked.answer_sign is not None and not fits)
                for fits in features[:, _ANSWER_TYPE]
            ),
            missing=missing_share(asked, terms),
            astray=_astray(asked, window, terms),
        )


def _astray(asked: Asked, window: Window, terms: WindowTerms) -> tuple[float, ...]:
    is_fact = [kind is BlockKind.FACT for kind in window.kinds]
    elsewhere = any(is_fact) and is_elsewhere(asked, window, terms)
    return tuple(float(fact and elsewhere) for fact in is_fact)

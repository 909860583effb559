"""Fits the similarity reader's weights: `python -m rag.evaluation.fit_similarity SQUAD.json`.

Asks questions of SQuAD-format articles through the very index and retrieval that serve, and learns
which sentences of the passages found hold the answer. The articles are those that neither encoder
nor reader was taught, among as many others. Deterministic.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from rag.answers.features import FEATURES, asked_by, window_features, window_terms
from rag.evaluation.logistic import fit_logistic
from rag.evaluation.reading_source import WindowSource, held_out_corpus
from rag.evaluation.squad_questions import AskedQuestion, hit_rate, indexed
from rag.index.opened import OpenGeneration
from rag.settings import Settings

# Encyclopedic prose has neither facts of this kind nor lead-ins: set by hand.
_BY_HAND = {"fitting_fact": 3.0, "is_lead_in": -2.0}
# Crowd workers wrote these questions with the answer in sight, of whatever type it was; people who
# ask "when" of a short page mean the date. Added to what was fitted.
_ADDED = {"answer_type": 1.0}
_FITTED = tuple(name for name in FEATURES if name not in _BY_HAND)
_HELD_OUT_EVERY = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, report what the held-out quarter says, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("squad", type=Path, help="SQuAD-format JSON")
    parser.add_argument(
        "--every", type=int, default=20, help="article n is held out if n %% EVERY is EVERY - 1"
    )
    parser.add_argument("--questions", type=int, default=4000, help="asked, evenly drawn")
    parser.add_argument("--out", type=Path, default=Path("rag/answers/similarity_weights.json"))
    options = parser.parse_args(arguments)
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        asked = held_out_corpus(
            options.squad, corpus, every=options.every, n_questions=options.questions
        )
        generation, settings = indexed(corpus, encoder)
        features, labels, questions = _examples(asked, generation, settings, encoder)
        generation.close()
    held_out = questions % _HELD_OUT_EVERY == 0
    columns = [FEATURES.index(name) for name in _FITTED]
    weights, intercept = fit_logistic(
        features[~held_out][:, columns], labels[~held_out].astype(np.float64)
    )
    fitted = dict(zip(_FITTED, weights, strict=True))
    scores = features[:, columns] @ weights
    report = {
        "reader": "similarity-1",
        "encoder_sha256": encoder.identity.weights_sha256,
        "data": f"SQuAD v1.1 train (CC BY-SA 4.0), articles n with n % {options.every} = "
        f"{options.every - 1}, which no network was taught: {len(asked)} questions",
        "held_out_questions": len(np.unique(questions[held_out])),
        "held_out_hit_at_1": hit_rate(scores, labels, questions, held_out, 1),
        "held_out_hit_at_3": hit_rate(scores, labels, questions, held_out, 3),
        "set_by_hand": {**_BY_HAND, **{f"{name} (added)": x for name, x in _ADDED.items()}},
        "intercept": round(intercept, 4),
        "weights": {
            name: round(float(fitted.get(name, 0)) + _BY_HAND.get(name, 0) + _ADDED.get(name, 0), 4)
            for name in FEATURES
        },
    }
    options.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


def _examples(
    asked: Sequence[AskedQuestion], generation: OpenGeneration, settings: Settings, encoder: Encoder
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]:
    """Features and labels of every sentence found, and the position of its question."""
    source = WindowSource(generation, settings, encoder, tokens=None)
    features: list[NDArray[np.float64]] = []
    labels: list[bool] = []
    questions: list[int] = []
    for position, entry in enumerate(asked):
        found = source.find(entry.question)
        asked_for = asked_by(found.query, generation.lexical)
        for window in found.windows:
            features.append(window_features(asked_for, window, window_terms(window)))
            labels.extend(entry.labels(window))
            questions.extend([position] * len(window.sentences))
    return np.concatenate(features), np.array(labels, np.bool_), np.array(questions)


if __name__ == "__main__":
    main()

"""Fits the similarity reader's weights: `python -m rag.evaluation.fit_similarity SQUAD.json`.

Asks questions of SQuAD-format articles through the very index and retrieval that serve, and learns
which sentences of the passages found hold the answer. Deterministic for a seed.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.catalogue import load_encoder
from embeddings.encoder import Encoder
from rag.answers.features import FEATURES, asked_by, window_features
from rag.answers.windows import Window, read_windows
from rag.evaluation.logistic import fit_logistic
from rag.index.build import build_index
from rag.index.generations import current_generation
from rag.index.opened import OpenGeneration, open_generation
from rag.retrieval.hybrid import Retriever
from rag.retrieval.query import make_query
from rag.settings import IndexSettings, Settings

# Encyclopedic prose has neither facts of this kind nor lead-ins: set by hand.
_BY_HAND = {"fitting_fact": 3.0, "is_lead_in": -2.0}
# Crowd workers wrote these questions with the answer in sight, of whatever type it was; people who
# ask "when" of a short page mean the date. Added to what was fitted.
_ADDED = {"answer_type": 1.0}
_FITTED = tuple(name for name in FEATURES if name not in _BY_HAND)
_HELD_OUT_EVERY = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    document_id: str
    answer: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, report what the held-out quarter says, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("squad", type=Path, help="SQuAD-format JSON")
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--questions", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("rag/answers/similarity_weights.json"))
    options = parser.parse_args(arguments)
    random_order = random.Random(options.seed)  # noqa: S311 a reproducible sample, no secret
    articles = json.loads(options.squad.read_text(encoding="utf-8"))["data"]
    random_order.shuffle(articles)
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        asked = _write_corpus(Path(folder) / "corpus.jsonl", articles[: options.articles])
        random_order.shuffle(asked)
        generation, settings = _indexed(Path(folder), encoder)
        features, labels, questions = _examples(
            asked[: options.questions], generation, settings, encoder
        )
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
        "data": f"SQuAD v1.1 train (CC BY-SA 4.0), {options.articles} articles, "
        f"{options.questions} questions, seed {options.seed}",
        "held_out_questions": len(np.unique(questions[held_out])),
        "held_out_hit_at_1": _hit_rate(scores, labels, questions, held_out, 1),
        "held_out_hit_at_3": _hit_rate(scores, labels, questions, held_out, 3),
        "set_by_hand": {**_BY_HAND, **{f"{name} (added)": x for name, x in _ADDED.items()}},
        "intercept": round(intercept, 4),
        "weights": {
            name: round(float(fitted.get(name, 0)) + _BY_HAND.get(name, 0) + _ADDED.get(name, 0), 4)
            for name in FEATURES
        },
    }
    options.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


def _write_corpus(path: Path, articles: Sequence[dict[str, object]]) -> list[_Asked]:
    """Every paragraph as one document, in BEIR's form; returns the questions asked of them."""
    asked: list[_Asked] = []
    lines: list[str] = []
    for article in articles:
        title = str(article["title"]).replace("_", " ")
        paragraphs = article["paragraphs"]
        assert isinstance(paragraphs, list)
        for paragraph in paragraphs:
            name = str(len(lines))
            lines.append(json.dumps({"_id": name, "title": title, "text": paragraph["context"]}))
            asked.extend(
                _Asked(qa["question"].strip(), f"corpus/{name}", qa["answers"][0]["text"].strip())
                for qa in paragraph["qas"]
                if qa["answers"] and qa["answers"][0]["answer_start"] >= 0
            )
    path.write_text("\n".join(lines), encoding="utf-8")
    return asked


def _indexed(folder: Path, encoder: Encoder) -> tuple[OpenGeneration, Settings]:
    settings = Settings(index=IndexSettings(path=folder / "index"))
    build_index([folder / "corpus.jsonl"], settings, encoder)
    return open_generation(current_generation(settings.index.path), encoder), settings


def _examples(
    asked: Sequence[_Asked], generation: OpenGeneration, settings: Settings, encoder: Encoder
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]:
    """Features and labels of every sentence read, and the position of its question."""
    retriever = Retriever(
        generation.dense, generation.lexical, generation.passage_documents, settings.retrieval
    )
    features: list[NDArray[np.float64]] = []
    labels: list[bool] = []
    questions: list[int] = []
    for position, entry in enumerate(asked):
        query = make_query(entry.question, encoder=encoder, spelling=None)
        asked_for = asked_by(query, generation.lexical)
        ranked = retriever.rank(query, top_k=settings.answers.passages_read)
        for window in read_windows(generation.store, generation.sentence_vectors, ranked):
            features.append(window_features(asked_for, window))
            labels.extend(_labels(window, entry))
            questions.extend([position] * len(window.sentences))
    return np.concatenate(features), np.array(labels, np.bool_), np.array(questions)


def _labels(window: Window, entry: _Asked) -> list[bool]:
    is_its_paragraph = window.document.document_id == entry.document_id
    return [is_its_paragraph and entry.answer in text for text in window.texts]


def _hit_rate(
    scores: NDArray[np.float64],
    labels: NDArray[np.bool_],
    questions: NDArray[np.int64],
    chosen: NDArray[np.bool_],
    k: int,
) -> float:
    """Share of the chosen questions with a right sentence among the k best."""
    hits = [
        bool(labels[questions == q][np.argsort(-scores[questions == q], kind="stable")[:k]].any())
        for q in np.unique(questions[chosen])
    ]
    return round(float(np.mean(hits)), 4)


if __name__ == "__main__":
    main()

"""Fits how the network's and the similarities' scores count: `python -m rag.evaluation.fit_reader`.

Questions of SQuAD-format articles that the network was not taught go through the index, retrieval
and close reading that serve, once as they are and once with their own paragraph left out, so that
the weights learn which sentence answers and whether any does. Confidence is fitted on the best
sentence of each. Deterministic.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.catalogue import load_encoder, load_reader
from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.close_reading import stretches
from rag.answers.similarity_reader import SimilarityReader, shipped_weights
from rag.answers.trained_reader import AROUND, read_text, reader_name
from rag.answers.windows import Window, read_windows
from rag.evaluation.calibrate import fit_calibration
from rag.evaluation.logistic import fit_logistic
from rag.evaluation.squad_questions import (
    AskedQuestion,
    hit_rate,
    indexed,
    read_articles,
    write_corpus,
)
from rag.index.opened import OpenGeneration
from rag.retrieval.hybrid import Retriever
from rag.retrieval.query import Query, make_query
from rag.settings import ReaderSettings, Settings

FEATURES = ("relevance", "span", "answerable", "similarity")
_DISTRACTORS = 10  # of every so many articles the last is indexed as well, and not asked


@dataclass(frozen=True, slots=True)
class ReadSentences:
    """What was read for a set of questions, a row for each sentence.

    Args:
        features: (n, 4), see `FEATURES`.
        labels: (n,) whether it answers.
        questions: (n,) number of its question, 2 q as it is and 2 q + 1 with its own paragraph
            left out.
    """

    features: NDArray[np.float64]
    labels: NDArray[np.bool_]
    questions: NDArray[np.int64]


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, report, and write the weights and the calibration."""
    options = _parser().parse_args(arguments)
    encoder, network = load_encoder(), load_reader(options.reader)
    articles = read_articles(options.squad)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        # The held-out articles come first, so that their questions do.
        n_asked = len(write_corpus(corpus, articles[options.every - 1 :: options.every]))
        distractors = articles[_DISTRACTORS - 1 :: options.every]
        asked = write_corpus(corpus, [*articles[options.every - 1 :: options.every], *distractors])[
            :n_asked
        ]
        asked = asked[:: max(1, n_asked // options.questions)]
        generation, settings = indexed(corpus, encoder)
        source = _Source(generation, settings, encoder, network, options.tokens)
        read = _together([source.read(number, entry) for number, entry in enumerate(asked)])
        generation.close()
    weights, intercept = fit_logistic(read.features, read.labels.astype(np.float64))
    scores = read.features @ weights + intercept
    has_paragraph = read.questions % 2 == 0
    report = {
        "reader_sha256": network.identity.weights_sha256,
        "encoder_sha256": encoder.identity.weights_sha256,
        "data": f"SQuAD v1.1 train (CC BY-SA 4.0), articles n with n % {options.every} = "
        f"{options.every - 1}, which the network was not taught: {len(asked)} questions, each "
        "with and without its paragraph",
        "hit_at_1": hit_rate(scores, read.labels, read.questions, has_paragraph, 1),
        "hit_at_3": hit_rate(scores, read.labels, read.questions, has_paragraph, 3),
        "similarity_hit_at_1": hit_rate(
            read.features[:, -1], read.labels, read.questions, has_paragraph, 1
        ),
        "weights": {
            "intercept": round(intercept, 4),
            **{name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)},
        },
    }
    options.weights.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    best = _best_rows(scores, read.questions)
    calibration = fit_calibration(
        scores[best],
        read.labels[best],
        encoder_sha256=encoder.identity.weights_sha256,
        reader=reader_name(network.identity),
    )
    calibration.write(options.calibration)
    sys.stdout.write(options.calibration.read_text(encoding="utf-8"))


class _Source:
    """Asks questions of an index and reads as the service does."""

    def __init__(
        self,
        generation: OpenGeneration,
        settings: Settings,
        encoder: Encoder,
        network: SentenceReader,
        tokens: int,
    ) -> None:
        self._generation, self._encoder, self._network = generation, encoder, network
        self._similarity = SimilarityReader(generation.lexical, shipped_weights())
        self._retriever = Retriever(
            generation.dense, generation.lexical, generation.passage_documents, settings.retrieval
        )
        self._passages_read, self._tokens = settings.answers.passages_read, tokens

    def read(self, number: int, asked: AskedQuestion) -> ReadSentences:
        query = make_query(asked.question, encoder=self._encoder, spelling=None)
        ranked = self._retriever.rank(query, top_k=self._passages_read)
        windows = read_windows(self._generation.store, self._generation.sentence_vectors, ranked)
        others = [w for w in windows if w.document.document_id != asked.document_id]
        return _together(
            [
                self._sentences(2 * number, query, windows, asked),
                self._sentences(2 * number + 1, query, others, asked),
            ]
        )

    def _sentences(
        self, number: int, query: Query, windows: Sequence[Window], asked: AskedQuestion
    ) -> ReadSentences:
        cheap = [reading.relevance for reading in self._similarity.read(query, windows)]
        chosen = stretches(windows, cheap, tokens=self._tokens, around=AROUND)
        texts = [read_text(windows[stretch.window], stretch) for stretch in chosen]
        rows: list[tuple[float, float, float, float]] = []
        labels: list[bool] = []
        for stretch, read in zip(chosen, self._network.read(query.text, texts), strict=True):
            right = asked.labels(windows[stretch.window])
            for position in range(stretch.start, stretch.end):
                i = position - stretch.end
                if (span := read.spans[i]) is not None:
                    similarity = cheap[stretch.window][position]
                    rows.append((read.relevance[i], span.score, read.answerable, similarity))
                    labels.append(right[position])
        features = np.array(rows, np.float64).reshape(len(rows), len(FEATURES))
        return ReadSentences(features, np.array(labels, np.bool_), np.full(len(rows), number))


def _together(parts: Sequence[ReadSentences]) -> ReadSentences:
    return ReadSentences(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.questions for part in parts]),
    )


def _best_rows(scores: NDArray[np.float64], questions: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of each question's highest score, by question."""
    order = np.lexsort((-scores, questions))
    _, firsts = np.unique(questions[order], return_index=True)
    return order[firsts]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rag.evaluation.fit_reader", description=__doc__
    )
    add = parser.add_argument
    add("squad", type=Path, help="the SQuAD train file of which the network was taught the rest")
    add("--reader", default=ReaderSettings().name, help="a reader's name or folder")
    add("--every", type=int, default=20, help="article n is held out if n %% EVERY is EVERY - 1")
    add("--questions", type=int, default=2000, help="asked, evenly drawn (default: %(default)s)")
    add("--tokens", type=int, default=ReaderSettings().tokens, help="read for one question")
    add("--weights", type=Path, default=Path("rag/answers/reader_weights.json"))
    add("--calibration", type=Path, default=Path("rag/answers/calibration.json"))
    return parser


if __name__ == "__main__":
    main()

"""Fits how the network's and the similarities' scores count: `python -m rag.evaluation.fit_reader`.

Questions of SQuAD-format articles that the network was not taught go through the index, retrieval
and close reading that serve, once as they are and once with their own paragraph left out, so that
the weights learn which sentence answers and whether any does; so do the questions on the practice
corpora of this package. Confidence is fitted on the best sentence of each question of the former,
as practice is easier than new documents are; practice sets the threshold. Deterministic.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.catalogue import load_encoder, load_reader
from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.trained_reader import FURTHER, reader_name
from rag.evaluation.calibrate import fit_calibration
from rag.evaluation.logistic import fit_logistic
from rag.evaluation.practice import practice_corpora
from rag.evaluation.questions import read_questions
from rag.evaluation.reading_source import (
    FEATURES,
    ReadingSource,
    ReadSentences,
    WindowSource,
    held_out_corpus,
    source_of,
    together,
)
from rag.evaluation.squad_questions import hit_rate, indexed
from rag.settings import ReaderSettings

# A practice question counts as so many of SQuAD: there are few, and people ask as they do.
_PRACTICE_COUNTS = 3
# Of practice questions, which are easier than most: of corpora that nothing was fitted on the same
# threshold refuses twice as many.
_FALSE_REFUSALS = 0.02
_BY_HAND = {"astray": -2.0}  # see `ReadingWeights`


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, report, and write the weights and the calibration.

    Raises:
        CalibrationError: no question is held out, or the scores do not separate what is answered;
            nothing is written then.
    """
    options = _parser().parse_args(arguments)
    encoder, network = load_encoder(), load_reader(options.reader)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        asked = held_out_corpus(
            options.squad, corpus, every=options.every, n_questions=options.questions
        )
        generation, settings = indexed(corpus, encoder)
        found = WindowSource(generation, settings, encoder, tokens=options.tokens)
        source = ReadingSource(found, network)
        read = together([source.read(number, entry) for number, entry in enumerate(asked)])
        generation.close()
    practice, is_kept = _practice(encoder, network, tokens=options.tokens, first=2 * len(asked))
    everything = together([read, *[practice] * _PRACTICE_COUNTS])
    weights, intercept = fit_logistic(
        everything.features, everything.labels.astype(np.float64), ridge=1.0
    )
    scores = read.features @ weights + intercept
    has_paragraph = read.questions % 2 == 0
    report = {
        "reader_sha256": network.identity.weights_sha256,
        "encoder_sha256": encoder.identity.weights_sha256,
        "data": f"SQuAD v1.1 train (CC BY-SA 4.0), articles n with n % {options.every} = "
        f"{options.every - 1}, which the network was not taught: {len(asked)} questions, each "
        f"with and without its paragraph; the practice corpora ({_PRACTICE_COUNTS} times), "
        f"{len(np.unique(practice.questions))} questions",
        "hit_at_1": hit_rate(scores, read.labels, read.questions, has_paragraph, 1),
        "hit_at_3": hit_rate(scores, read.labels, read.questions, has_paragraph, 3),
        "similarity_hit_at_1": hit_rate(
            read.features[:, FEATURES.index("similarity")],
            read.labels,
            read.questions,
            has_paragraph,
            1,
        ),
        "weights": {
            "intercept": round(intercept, 4),
            **{name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)},
            **_BY_HAND,
        },
        "set_by_hand": list(_BY_HAND),
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    best = _best_rows(scores, read.questions)
    practised = practice.features @ weights + intercept
    calibration = fit_calibration(
        scores[best],
        read.labels[best],
        encoder_sha256=encoder.identity.weights_sha256,
        reader=reader_name(network.identity),
        false_refusals=_FALSE_REFUSALS,
        kept=_answerable_scores(practised, practice, wanted=is_kept),
    )
    # Both or neither: a calibration belongs to its weights.
    options.weights.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    calibration.write(options.calibration)
    sys.stdout.write(options.calibration.read_text(encoding="utf-8"))


def _practice(
    encoder: Encoder, network: SentenceReader, *, tokens: int, first: int
) -> tuple[ReadSentences, NDArray[np.int64]]:
    """What is read for the questions on the practice corpora, the first one's number `first`.

    Returns:
        What was read, and the numbers of the questions that a threshold should keep: those that are
        answered, but for paraphrases, which avoid every word of the documents on purpose.
    """
    parts: list[ReadSentences] = []
    kept: list[int] = []
    for corpus in practice_corpora():
        with source_of(corpus.documents, encoder, tokens=tokens) as found:
            source = ReadingSource(found, network)
            for question in read_questions(corpus.questions):
                number = first + len(parts)
                if question.is_answerable and question.category != "paraphrase":
                    kept.append(number)
                parts.append(source.read_known(number, question))
    return together(parts), np.array(kept)


def _answerable_scores(
    scores: NDArray[np.float64], read: ReadSentences, *, wanted: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The highest score of each of the wanted questions that something read for it answers.

    Where nothing read answers, a refusal is right, whatever the documents hold.
    """
    best = _best_rows(scores, read.questions)
    answered = np.intersect1d(wanted, read.questions[read.labels])
    return scores[best][np.isin(read.questions[best], answered)]


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
    # As much as the service reads where the first half does not answer.
    most = FURTHER * ReaderSettings().tokens
    add("--tokens", type=int, default=most, help="read for one question")
    add("--weights", type=Path, default=Path("rag/answers/reader_weights.json"))
    add("--calibration", type=Path, default=Path("rag/answers/calibration.json"))
    return parser


if __name__ == "__main__":
    main()

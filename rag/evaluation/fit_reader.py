"""Fits how the network's and the similarities' scores count: `python -m rag.evaluation.fit_reader`.

Questions of SQuAD-format articles that the network was not taught go through the index, retrieval
and close reading that serve, once as they are and once with their own paragraph left out, so that
the weights learn which sentence answers and whether any does; so do the questions on the practice
corpora of this package. What makes all sentences of a question surer is fitted after the rest, on
the best sentence of each question. Confidence is fitted on that of each question of the former, as
practice is easier than new documents are; practice sets the threshold. Deterministic.
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
_FALSE_REFUSALS = 0.025
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
    practice = _practice(encoder, network, tokens=options.tokens, first=2 * len(asked))
    everything = together([read, *[practice.read] * _PRACTICE_COUNTS])
    weights, intercept = fit_logistic(
        everything.features, everything.labels.astype(np.float64), ridge=1.0
    )
    scores = read.features @ weights + intercept
    has_paragraph = read.questions % 2 == 0
    of_squad = _best_sentences(read, scores)
    of_practice = _best_sentences(practice.read, practice.read.features @ weights + intercept)
    sureness = _sureness(
        [
            (of_squad, of_squad.questions % 2 == 0),
            *[(of_practice, np.isin(of_practice.questions, practice.answerable))]
            * _PRACTICE_COUNTS,
        ]
    )
    report = {
        "reader_sha256": network.identity.weights_sha256,
        "encoder_sha256": encoder.identity.weights_sha256,
        "data": f"SQuAD v1.1 train (CC BY-SA 4.0), articles n with n % {options.every} = "
        f"{options.every - 1}, which the network was not taught: {len(asked)} questions, each "
        f"with and without its paragraph; the practice corpora ({_PRACTICE_COUNTS} times), "
        f"{len(of_practice.questions)} questions",
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
            "sureness": round(sureness, 4),
        },
        "set_by_hand": list(_BY_HAND),
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    calibration = fit_calibration(
        of_squad.surer_by(sureness),
        of_squad.is_right,
        encoder_sha256=encoder.identity.weights_sha256,
        reader=reader_name(network.identity),
        false_refusals=_FALSE_REFUSALS,
        kept=of_practice.surer_by(sureness)[practice.is_kept(of_practice.questions)],
    )
    # Both or neither: a calibration belongs to its weights.
    options.weights.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    calibration.write(options.calibration)
    sys.stdout.write(options.calibration.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Practice:
    """What was read for the questions on the practice corpora.

    Args:
        read: a row for each sentence.
        answerable: numbers of the questions that the documents answer.
        paraphrases: of those that avoid every word of the documents on purpose.
    """

    read: ReadSentences
    answerable: NDArray[np.int64]
    paraphrases: NDArray[np.int64]

    def is_kept(self, questions: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of each question whether a threshold should keep it.

        Where nothing read answers, a refusal is right, whatever the documents hold.
        """
        answered = np.intersect1d(self.answerable, self.read.questions[self.read.labels])
        return np.isin(questions, np.setdiff1d(answered, self.paraphrases))


@dataclass(frozen=True, slots=True)
class _BestSentences:
    """The likeliest sentence of each question, (n,) each.

    Args:
        questions: their numbers, ascending.
        logits: by the mixture.
        answerable: logits of the windows that they were read in.
        is_right: whether they answer.
    """

    questions: NDArray[np.int64]
    logits: NDArray[np.float64]
    answerable: NDArray[np.float64]
    is_right: NDArray[np.bool_]

    def surer_by(self, sureness: float) -> NDArray[np.float64]:
        """Their logits as served: see `ReadingWeights.sureness`."""
        return self.logits + sureness * self.answerable


def _practice(encoder: Encoder, network: SentenceReader, *, tokens: int, first: int) -> _Practice:
    """Reads for the questions on the practice corpora, the first one's number `first`."""
    parts: list[ReadSentences] = []
    answerable: list[int] = []
    paraphrases: list[int] = []
    for corpus in practice_corpora():
        with source_of(corpus.documents, encoder, tokens=tokens) as found:
            source = ReadingSource(found, network)
            for question in read_questions(corpus.questions):
                number = first + len(parts)
                if question.is_answerable:
                    answerable.append(number)
                if question.category == "paraphrase":
                    paraphrases.append(number)
                parts.append(source.read_known(number, question))
    return _Practice(
        together(parts), np.array(answerable, np.int64), np.array(paraphrases, np.int64)
    )


def _best_sentences(read: ReadSentences, scores: NDArray[np.float64]) -> _BestSentences:
    order = np.lexsort((-scores, read.questions))
    questions, firsts = np.unique(read.questions[order], return_index=True)
    best = order[firsts]
    answerable = read.features[best, FEATURES.index("answerable")]
    return _BestSentences(questions, scores[best], answerable, read.labels[best])


def _sureness(asked: Sequence[tuple[_BestSentences, NDArray[np.bool_]]]) -> float:
    """The weight of the window's logit for whether the documents answer, by that of the mixture.

    Args:
        asked: best sentences, and of each question whether the documents answer it.
    """
    columns = [np.column_stack([best.logits, best.answerable]) for best, _ in asked]
    answered = np.concatenate([is_answered for _, is_answered in asked])
    weights, _ = fit_logistic(np.concatenate(columns), answered.astype(np.float64), ridge=1.0)
    return float(weights[1] / weights[0])


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

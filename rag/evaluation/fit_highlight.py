"""Fits the highlighter: `python -m rag.evaluation.fit_highlight EXAMPLES.jsonl ...`.

Learns from examples that the reader was not trained on (files of `embeddings.training.example`)
how likely a sentence answers, and from which likelihood on it is marked. Deterministic for a seed.
"""

import argparse
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.catalogue import load_reader
from embeddings.reader import SentenceReader
from embeddings.shipped import DEFAULT_READER
from embeddings.training.example import ReaderExample, read_examples
from rag.errors import CalibrationError, TrainingDataError
from rag.evaluation.calibrate import area_under_curve
from rag.evaluation.logistic import fit_logistic
from rag.highlight.calibration import HighlightCalibration, HighlightWeights
from rag.highlight.reading import SentenceReading, read_sentences

_HELD_OUT_EVERY = 5  # questions; the others are fitted on
_FEWEST = 20  # sentences, and texts, of either kind on either side of that split
# A reader that orders fewer pairs rightly separates nothing: chance is 0.5.
_LOWEST_AUC = 0.7
_LOWEST_TEXT_AUC = 0.6  # telling a text that answers from a near one is harder
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class ReadExample:
    """An example with what the reader makes of each of its sentences."""

    example: ReaderExample
    readings: tuple[SentenceReading | None, ...]


@dataclass(frozen=True, slots=True)
class WordF1:
    """Words of selected sentences against words of the sentences that answer, over all texts."""

    precision: float
    recall: float
    f1: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the examples, fit, report what the held-out questions say, write the calibration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="examples, JSON Lines")
    parser.add_argument("--examples", type=int, default=1000, help="of each file, drawn by chance")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--reader", default=DEFAULT_READER, help="a shipped reader or a folder")
    parser.add_argument("--threads", type=int, default=0, help="0 for one on each core")
    parser.add_argument("--out", type=Path, default=Path("rag/highlight/calibration.json"))
    options = parser.parse_args(arguments)
    reader = load_reader(options.reader, threads=options.threads)
    drawn = [
        example
        for path in options.files
        for example in _drawn(path, most=options.examples, seed=options.seed)
    ]
    names = ", ".join(path.name for path in options.files)
    try:
        calibration = fit_highlight(
            read_all(drawn, reader),
            reader_sha256=reader.identity.weights_sha256,
            data=f"{names}: up to {options.examples} examples of each, seed {options.seed}",
        )
        calibration.write(options.out)
    except CalibrationError as error:
        sys.exit(f"nothing was written: {error}")
    sys.stdout.write(json.dumps(asdict(calibration), indent=2) + "\n")


def read_all(examples: Sequence[ReaderExample], reader: SentenceReader) -> list[ReadExample]:
    """Each example read as a text of its own."""
    return [
        ReadExample(example, read_sentences(example.question, [example.sentences], reader))
        for example in examples
    ]


def fit_highlight(
    read: Sequence[ReadExample], *, reader_sha256: str, data: str
) -> HighlightCalibration:
    """Weights and threshold from four questions in five, and measures of the fifth.

    The threshold is the one with the highest micro F1 of words: of all words in selected
    sentences and all words in sentences that answer. Sentences without a label are left out.

    Raises:
        CalibrationError: too few sentences or texts of either kind, or the reader's outputs do
            not separate those that answer from those that do not.
    """
    questions = list(dict.fromkeys(entry.example.question for entry in read))
    held_out = set(questions[::_HELD_OUT_EVERY])
    fitted = [entry for entry in read if entry.example.question not in held_out]
    apart = [entry for entry in read if entry.example.question in held_out]
    draft = HighlightCalibration(
        reader_sha256=reader_sha256,
        sentence=_weights("sentences", *_sentences(fitted)),
        text=_weights("texts", *_texts(fitted)),
        threshold=1.0,
        data=data,
        measures={},
    )
    threshold = best_threshold(*_relevance_and_words(fitted, draft))
    measures = {
        "fitted_questions": len(questions) - len(held_out),
        "held_out_questions": len(held_out),
        "sentence_auc": _auc("sentences", *_probabilities(apart, draft), lowest=_LOWEST_AUC),
        "text_auc": _auc("texts", *_text_probabilities(apart, draft), lowest=_LOWEST_TEXT_AUC),
        **_word_measures("", apart, draft, threshold),
    }
    for source in dict.fromkeys(entry.example.source for entry in apart):
        own = [entry for entry in apart if entry.example.source == source]
        measures |= _word_measures(f"{source}_", own, draft, threshold)
    return HighlightCalibration(
        reader_sha256=reader_sha256,
        sentence=draft.sentence,
        text=draft.text,
        threshold=threshold,
        data=data,
        measures=measures,
    )


def best_threshold(
    relevance: NDArray[np.float64], answers: NDArray[np.bool_], words: NDArray[np.int64]
) -> float:
    """The threshold with the highest micro F1 of words, the highest of those that tie.

    Args:
        relevance: (n,) of each sentence.
        answers: (n,) whether it answers; at least one does.
        words: (n,) how many words it has.

    Returns:
        Halfway between the lowest relevance that is selected and the next lower one.
    """
    order = np.argsort(-relevance, kind="stable")
    ranked = relevance[order]
    selected = np.cumsum(words[order])
    right = np.cumsum(np.where(answers[order], words[order], 0))
    f1 = 2 * right / (selected + right[-1])
    # Only between two different values can a threshold stand.
    ends = np.flatnonzero(np.append(ranked[1:] < ranked[:-1], True))
    best = int(ends[int(np.argmax(f1[ends]))])
    below = float(ranked[best + 1]) if best + 1 < len(ranked) else 0.0
    return round((float(ranked[best]) + below) / 2, _DIGITS + 1)


def word_f1(
    relevance: NDArray[np.float64],
    answers: NDArray[np.bool_],
    words: NDArray[np.int64],
    threshold: float,
) -> WordF1:
    """Micro precision, recall and F1 of words at a threshold; 0 where nothing is selected."""
    selected = relevance >= threshold
    n_right = int(words[selected & answers].sum())
    n_selected, n_wanted = int(words[selected].sum()), int(words[answers].sum())
    return WordF1(
        precision=n_right / n_selected if n_selected else 0.0,
        recall=n_right / n_wanted if n_wanted else 0.0,
        f1=2 * n_right / (n_selected + n_wanted) if n_selected + n_wanted else 0.0,
    )


def _drawn(path: Path, *, most: int, seed: int) -> list[ReaderExample]:
    try:
        examples = list(read_examples(path))
    except (OSError, ValueError) as error:
        raise TrainingDataError(f"{path} cannot be read ({error}); build it again") from error
    chosen = random.Random(seed)  # noqa: S311 a reproducible sample, no secret
    return chosen.sample(examples, min(most, len(examples)))


def _sentences(
    read: Sequence[ReadExample],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(n, 3) relevance, span and answerable of each labelled sentence; (n,) whether it answers."""
    rows = [
        ((reading.relevance, reading.answer.score, reading.answerable), bool(label))
        for entry in read
        for reading, label in zip(entry.readings, entry.example.relevant, strict=True)
        if reading is not None and label is not None
    ]
    return _arrays(rows)


def _texts(read: Sequence[ReadExample]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(n, 3) the highest of each among a text's sentences; (n,) whether it answers."""
    rows = []
    for entry in read:
        readings = [reading for reading in entry.readings if reading is not None]
        if readings and entry.example.is_answerable is not None:
            highest = (
                max(reading.relevance for reading in readings),
                max(reading.answer.score for reading in readings),
                max(reading.answerable for reading in readings),
            )
            rows.append((highest, entry.example.is_answerable))
    return _arrays(rows)


def _arrays(
    rows: Sequence[tuple[tuple[float, float, float], bool]],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    features = np.array([row for row, _ in rows], np.float64).reshape(len(rows), 3)
    return features, np.array([label for _, label in rows], np.bool_)


def _weights(
    what: str, features: NDArray[np.float64], labels: NDArray[np.bool_]
) -> HighlightWeights:
    _check_counts(what, labels)
    weights, intercept = fit_logistic(features, labels.astype(np.float64), ridge=1e-3)
    relevance, span, answerable = (round(float(weight), _DIGITS) for weight in weights)
    try:
        return HighlightWeights(round(intercept, _DIGITS), relevance, span, answerable)
    except ValueError as error:
        raise CalibrationError(
            f"for {what} likelihood would fall as relevance rises ({error}); "
            "use examples that the reader was not trained on, more of them, or another reader"
        ) from error


def _check_counts(what: str, labels: NDArray[np.bool_]) -> None:
    n_answer = int(labels.sum())
    if min(n_answer, len(labels) - n_answer) < _FEWEST:
        raise CalibrationError(
            f"{n_answer} {what} that answer and {len(labels) - n_answer} that do not; at least "
            f"{_FEWEST} of each are needed among the fitted and among the held-out questions"
        )


def _probabilities(
    read: Sequence[ReadExample], calibration: HighlightCalibration
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    relevance, answers, _ = _relevance_and_words(read, calibration)
    return relevance, answers


def _relevance_and_words(
    read: Sequence[ReadExample], calibration: HighlightCalibration
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]:
    rows = [
        (calibration.relevance(reading), bool(label), len(sentence.split()))
        for entry in read
        for reading, label, sentence in zip(
            entry.readings, entry.example.relevant, entry.example.sentences, strict=True
        )
        if label is not None
    ]
    relevance, answers, words = zip(*rows, strict=True) if rows else ((), (), ())
    return np.array(relevance, np.float64), np.array(answers, np.bool_), np.array(words, np.int64)


def _text_probabilities(
    read: Sequence[ReadExample], calibration: HighlightCalibration
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    known = [entry for entry in read if entry.example.is_answerable is not None]
    probabilities = [calibration.answerable(entry.readings) for entry in known]
    labels = [entry.example.is_answerable is True for entry in known]
    return np.array(probabilities, np.float64), np.array(labels, np.bool_)


def _auc(
    what: str, probabilities: NDArray[np.float64], labels: NDArray[np.bool_], *, lowest: float
) -> float:
    _check_counts(what, labels)
    auc = area_under_curve(probabilities[labels], probabilities[~labels])
    if auc < lowest:
        raise CalibrationError(
            f"of {what} that answer and {what} that do not, {auc:.2f} of the pairs are in the "
            f"right order, {lowest} is needed: no threshold would separate them; use another reader"
        )
    return round(auc, _DIGITS)


def _word_measures(
    prefix: str, read: Sequence[ReadExample], calibration: HighlightCalibration, threshold: float
) -> Mapping[str, float]:
    found = word_f1(*_relevance_and_words(read, calibration), threshold)
    return {f"{prefix}word_{name}": round(value, _DIGITS) for name, value in asdict(found).items()}


if __name__ == "__main__":
    main()

"""Fits which statements are shown beside the best: `python -m rag.evaluation.fit_further FOLDER…`.

The questions of folders of `documents/` with `questions.yaml` go through the index, retrieval and
reading that serve; the folders should not have taught the reader, which is surer of what it was
taught. Of each question whose best sentence is sure enough to be shown, the sentences after it are
right when they hold a fact that is asked for. Deterministic.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from embeddings.catalogue import load_encoder, load_reader
from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.calibration import Calibration, load_calibration
from rag.answers.further_statements import FurtherFeatures, FurtherWeights, further_features
from rag.answers.trained_reader import reader_name
from rag.evaluation.logistic import fit_logistic
from rag.evaluation.questions import Question, read_questions
from rag.evaluation.served_reading import ServedReading, served_reading

_RIDGE = 1.0
_FLOORS = (0.1, 0.2, 0.3, 0.5)  # of the report


@dataclass(frozen=True, slots=True)
class _Further:
    """A sentence after the best one, and whether it answers."""

    features: FurtherFeatures
    is_right: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, report, and write the weights."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.evaluation.fit_further", description=__doc__
    )
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="FOLDER", help="with documents/ and questions.yaml"
    )
    parser.add_argument("--out", type=Path, default=Path("rag/answers/further_weights.json"))
    options = parser.parse_args(arguments)
    encoder, network = load_encoder(), load_reader()
    asked = [
        of_question
        for folder in sorted(options.folders)
        for of_question in _asked(folder, encoder, network)
    ]
    further = [sentence for of_question in asked for sentence in of_question]
    features = np.array([astuple(sentence.features) for sentence in further], np.float64)
    right = np.array([sentence.is_right for sentence in further])
    fitted, intercept = fit_logistic(features, right.astype(np.float64), ridge=_RIDGE)
    numbers = [round(float(number), 4) for number in fitted]
    weights = FurtherWeights(round(intercept, 4), FurtherFeatures(*numbers))
    likely = np.array([weights.likelihood(sentence.features) for sentence in further])
    names = [field.name for field in fields(FurtherFeatures)]
    report = {
        "reader": reader_name(network.identity),
        "encoder_sha256": encoder.identity.weights_sha256,
        "data": f"{len(asked)} questions whose best sentence is shown, with {len(further)} further "
        f"sentences, {int(right.sum())} of them right, on corpora written for this project: "
        + ", ".join(sorted(folder.name for folder in options.folders)),
        "shown": [
            {
                "likelihood_from": floor,
                "further": int((likely >= floor).sum()),
                "right": int((right & (likely >= floor)).sum()),
            }
            for floor in _FLOORS
        ],
        "weights": {
            "intercept": weights.intercept,
            **dict(zip(names, numbers, strict=True)),
        },
    }
    text = json.dumps(report, indent=2) + "\n"
    options.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _asked(
    folder: Path, encoder: Encoder, network: SentenceReader
) -> Iterator[tuple[_Further, ...]]:
    calibration = load_calibration(None)
    with served_reading(folder / "documents", encoder, network) as served:
        for question in read_questions(folder / "questions.yaml"):
            if question.is_answerable:
                yield from _further(question, served, calibration)


def _further(
    question: Question, served: ServedReading, calibration: Calibration
) -> Iterator[tuple[_Further, ...]]:
    """What may be shown beside the best sentence; nothing where that is not sure enough."""
    read = served.read(question)
    if calibration.confidence(read.best_relevance) >= calibration.threshold:
        features = further_features(read.candidates, read.query.text)
        yield tuple(
            _Further(found, question.is_answered_by(candidate.text, candidate.document.document_id))
            for candidate, found in zip(read.candidates[1:], features, strict=False)
        )


if __name__ == "__main__":
    main()

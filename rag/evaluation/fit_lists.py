"""Fits when a list is what a question asks for: `python -m rag.evaluation.fit_lists FOLDER…`.

Questions for a list on the practice corpora of this package, and on further folders of `documents/`
with `questions.yaml`, go through the index, retrieval and reading that serve. Of the enumerations
read for each, one is right when half of its items or more hold a fact that is asked for.
Deterministic.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from embeddings.catalogue import load_encoder, load_reader
from embeddings.encoder import Encoder
from embeddings.reader import SentenceReader
from rag.answers.lists import ListReader, ListWeights, ReadList
from rag.answers.trained_reader import reader_name
from rag.evaluation.logistic import fit_logistic
from rag.evaluation.practice import PracticeCorpus, practice_corpora
from rag.evaluation.questions import Question, read_questions
from rag.evaluation.served_reading import served_reading
from rag.questions.question_kind import QuestionKind, kind_of

_RIGHT = 0.5  # share of the items that hold a fact asked for
_RIDGE = 0.1  # there are few questions for a list


@dataclass(frozen=True, slots=True)
class _Asked:
    """The enumerations read for one question, and which of them are right."""

    lists: tuple[ReadList, ...]
    right: tuple[bool, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, report, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m rag.evaluation.fit_lists", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", help="with documents/ and questions.yaml")
    parser.add_argument("--out", type=Path, default=Path("rag/answers/list_weights.json"))
    options = parser.parse_args(arguments)
    encoder, network = load_encoder(), load_reader()
    corpora = (
        *practice_corpora(),
        *(PracticeCorpus(f / "documents", f / "questions.yaml") for f in options.folders),
    )
    asked = [entry for corpus in corpora for entry in _asked(corpus, encoder, network)]
    features = np.array([found.features for entry in asked for found in entry.lists])
    right = np.array([is_right for entry in asked for is_right in entry.right])
    fitted, intercept = fit_logistic(features, right.astype(np.float64), ridge=_RIDGE)
    names = [field.name for field in fields(ListWeights)]
    numbers = [round(float(number), 4) for number in (intercept, *fitted)]
    weights = ListWeights(*numbers)
    likeliest = [
        max(zip(map(weights.confidence, entry.lists), entry.right, strict=True))
        for entry in asked
        if entry.lists
    ]
    report = {
        "reader": reader_name(network.identity),
        "encoder_sha256": encoder.identity.weights_sha256,
        "data": f"{len(likeliest)} questions for a list with {len(right)} enumerations on "
        f"{len(corpora)} corpora written for this project",
        "likeliest": [
            {
                "confidence_from": floor,
                "questions": sum(confidence >= floor for confidence, _ in likeliest),
                "right": sum(ok for confidence, ok in likeliest if confidence >= floor),
            }
            for floor in (0.3, 0.4, 0.5, 0.7, 0.9)
        ],
        "questions_with_a_right_list": sum(any(entry.right) for entry in asked),
        "weights": dict(zip(names, numbers, strict=True)),
    }
    text = json.dumps(report, indent=2) + "\n"
    options.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _asked(corpus: PracticeCorpus, encoder: Encoder, network: SentenceReader) -> Iterator[_Asked]:
    with served_reading(corpus.documents, encoder, network) as served:
        generation, reader = served.generation, served.reader
        lists = ListReader(generation.store, generation.sentence_vectors, encoder, reader)
        for question in read_questions(corpus.questions):
            if kind_of(question.full or question.text) is QuestionKind.LIST:
                read = lists.read(served.read(question))
                yield _Asked(read, tuple(_is_right(entry, question) for entry in read))


def _is_right(found: ReadList, question: Question) -> bool:
    answering = [
        question.is_answered_by(item.text, item.document.document_id) for item in found.items
    ]
    return sum(answering) >= _RIGHT * len(answering)


if __name__ == "__main__":
    main()

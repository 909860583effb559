"""Sentences as the reader ranks them: `python -m rag.evaluation.ranked_sentences FOLDER`.

Of a folder of documents with questions.yaml: how often a right sentence is first and among three,
before any threshold and any choice of what is shown; and, of all pairs of an answerable and an
unanswerable question, how many have their best sentences in the right order. A follow-up is asked
in its full form: what it means is found out before anything is read.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.catalogue import load_encoder
from rag.answers.candidates import Candidate
from rag.engine import Engine
from rag.evaluation.calibrate import area_under_curve
from rag.evaluation.questions import Question, read_questions
from rag.index.build import build_index
from rag.settings import IndexSettings, Settings

_QUESTIONS = "questions.yaml"


def main(arguments: Sequence[str] | None = None) -> None:
    """Index the folder's other files and print what its questions say."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.evaluation.ranked_sentences", description=__doc__
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    questions = read_questions(folder / _QUESTIONS)
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(index=IndexSettings(path=Path(scratch)))
        files = sorted(path for path in folder.iterdir() if path.name != _QUESTIONS)
        build_index(files, settings, encoder)
        engine = Engine.open(settings, encoder=encoder)
        ranked = {q: engine.ranked_sentences(q.full or q.text) for q in questions}
        engine.close()
    answerable = [q for q in questions if q.is_answerable]
    for k in (1, 3):
        n_right = sum(any(_is_right(q, c) for c in ranked[q][:k]) for q in answerable)
        share = n_right / len(answerable)
        sys.stdout.write(f"right among {k}: {n_right} of {len(answerable)} ({share:.3f})\n")
    best = {q: ranked[q][0].relevance for q in questions if ranked[q]}
    auc = area_under_curve(
        np.array([score for q, score in best.items() if q.is_answerable]),
        np.array([score for q, score in best.items() if q.is_unanswerable]),
    )
    sys.stdout.write(f"answerable above unanswerable: {auc:.3f} of the pairs\n")


def _is_right(question: Question, candidate: Candidate) -> bool:
    return question.is_answered_by(candidate.text, candidate.document.document_id)


if __name__ == "__main__":
    main()

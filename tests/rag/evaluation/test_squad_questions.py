from pathlib import Path

import numpy as np
import pytest

from rag.evaluation.squad_questions import (
    AskedQuestion,
    hit_rate,
    indexed,
    read_articles,
    write_corpus,
)
from tests.rag.answers.tiny_windows import window_of
from tests.rag.index.tiny_encoder import TinyEncoder
from tests.rag.reader_data.squad_files import Articles, squad_file

ARTICLES: Articles = {
    "Old_cats": {
        "Cats sleep.": [(" What sleeps? ", "Cats"), ("What barks?", None)],
        "Cats eat.": [],
    },
    "Dogs": {"Dogs bark.": [("What barks?", "Dogs"), ("Where?", "1999")]},
}


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    return squad_file(tmp_path / "squad.json", ARTICLES)


def test_every_paragraph_is_a_document_and_answered_questions_know_theirs(
    squad: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    # What has no answer is left out, and so is an answer whose place the file does not know.
    assert write_corpus(corpus, read_articles(squad)) == [
        AskedQuestion("What sleeps?", "corpus/0", "Cats"),
        AskedQuestion("What barks?", "corpus/2", "Dogs"),
    ]
    assert len(corpus.read_text().splitlines()) == 3


def test_the_index_holds_the_documents_that_the_questions_name(squad: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    asked = write_corpus(corpus, read_articles(squad))
    generation, settings = indexed(corpus, TinyEncoder())
    try:
        documents = [generation.store.document(question.document_id) for question in asked]
    finally:
        generation.close()
    assert [document.metadata.title for document in documents] == ["Old cats", "Dogs"]
    assert "Cats sleep." in documents[0].text
    assert settings.index.path == tmp_path / "index"


def test_sentences_with_the_answer_are_right_in_the_own_document_alone() -> None:
    asked = AskedQuestion("Who sleeps?", "a/0", "Cats")
    sentences = ("Cats sleep.", "Dogs bark.", "So do Cats.")
    assert asked.labels(window_of(*sentences, document_id="a/0")) == [True, False, True]
    assert asked.labels(window_of(*sentences, document_id="a/1")) == [False] * 3


def test_no_articles_make_an_empty_corpus(tmp_path: Path) -> None:
    assert write_corpus(tmp_path / "corpus.jsonl", []) == []
    assert (tmp_path / "corpus.jsonl").read_text() == ""


# Two sentences of question 0, three of question 1, one of question 2, which is not asked.
QUESTIONS = np.array([0, 0, 1, 1, 1, 2])
CHOSEN = QUESTIONS < 2


@pytest.mark.parametrize(
    ("scores", "labels", "k", "rate"),
    [
        ([2, 1, 3, 2, 1, 0], [1, 0, 0, 0, 1, 0], 1, 0.5),
        ([2, 1, 3, 2, 1, 0], [1, 0, 0, 0, 1, 0], 2, 0.5),
        ([2, 1, 3, 2, 1, 0], [1, 0, 0, 0, 1, 0], 3, 1.0),
        ([0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0], 1, 0.5),  # of ties the first is best
        ([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1], 9, 0.0),
    ],
)
def test_the_hit_rate_is_the_share_of_questions_with_a_right_one_among_the_best(
    scores: list[float], labels: list[int], k: int, rate: float
) -> None:
    found = hit_rate(np.array(scores, np.float64), np.array(labels, np.bool_), QUESTIONS, CHOSEN, k)
    assert found == rate

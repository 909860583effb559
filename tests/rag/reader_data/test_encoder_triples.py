import random
from pathlib import Path

import pytest

from embeddings.training.example import ReaderExample, write_examples
from embeddings.training.triple import Triple
from rag.errors import TrainingDataError
from rag.reader_data.encoder_triples import encoder_triples, passage_triples, sentence_triples
from tests.rag.reader_data.scifact_files import scifact_in

ASKED = "Who fell from the tree?"
ANSWERED = ReaderExample("squad", ASKED, ("Ann fell.", "It rained."), (True, False))
MISLED = ReaderExample("retrieved", ASKED, ("A tree, who fell?", "Bells rang."), (False, False))
ALONE = ReaderExample("squad", "Why?", ("Because.",), (True,))


def rng(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 a draw, no secret


def drawn(*examples: ReaderExample) -> set[Triple]:
    return {
        triple for seed in range(20) for triple in sentence_triples(examples, n=9, rng=rng(seed))
    }


def test_sentences_of_all_texts_of_a_question_mislead() -> None:
    triples = drawn(ANSWERED, MISLED, ALONE)
    assert {triple.answering for triple in triples} == {"Ann fell."}
    assert {triple.misleading for triple in triples} == {
        "It rained.",
        "A tree, who fell?",
        "Bells rang.",
    }


def test_what_is_not_known_and_what_answers_elsewhere_never_mislead() -> None:
    unsure = ReaderExample("squad", ASKED, ("Ann fell.", "She fell."), (False, None))
    assert {triple.misleading for triple in drawn(ANSWERED, unsure)} == {"It rained."}


def test_passages_are_whole_texts() -> None:
    triples = passage_triples([ANSWERED, MISLED, ALONE], n=9, rng=rng(1))
    assert triples == [Triple(ASKED, "Ann fell. It rained.", "A tree, who fell? Bells rang.")]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return scifact_in(tmp_path / "data")


def test_five_kinds_come_of_the_files(tmp_path: Path, data: Path) -> None:
    other = ReaderExample("own_answered", "Who ran?", ("Bo ran.", "Bo sat."), (True, False))
    for name in ("squad", "medquad", "fairytaleqa", "scifact"):
        write_examples(tmp_path / f"{name}.jsonl", [ANSWERED])
    write_examples(tmp_path / "own_answered.jsonl", [ANSWERED, other])
    for name in ("retrieved", "own_unanswered"):
        write_examples(tmp_path / f"{name}.jsonl", [MISLED])
    triples = encoder_triples(
        tmp_path, data, n_sentences=10, n_passages=5, n_own_passages=1, seed=1
    )
    assert {kind: len(rows) for kind, rows in triples.items()} == {
        "sentences": 4,
        "passages": 1,
        "abstracts": 1,
        "own_sentences": 2,  # of every question
        "own_passages": 1,
    }
    assert Triple("Who ran?", "Bo ran.", "Bo sat.") in triples["own_sentences"]
    assert triples["own_passages"] == [
        Triple(ASKED, "Ann fell. It rained.", "A tree, who fell? Bells rang.")
    ]
    assert triples["abstracts"] == [Triple("Zinc helps.", "Zinc. It cut colds.")]


def test_missing_examples_are_said_to_be_missing(tmp_path: Path, data: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"squad\.jsonl is missing"):
        encoder_triples(tmp_path, data, n_sentences=1, n_passages=1, n_own_passages=1, seed=1)

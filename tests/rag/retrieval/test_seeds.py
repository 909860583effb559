"""Retrieval over the seeds with the shipped encoder: spellings and slips do not matter."""

from collections.abc import Iterator

import pytest

from embeddings.encoder import Encoder
from rag.index.generations import current_generation
from rag.index.opened import OpenGeneration, open_generation
from rag.messages import System
from rag.retrieval.hybrid import RankedPassage, Retriever
from rag.retrieval.query import make_query, mend_spelling
from rag.settings import Settings


@pytest.fixture(scope="module")
def seeds(seeds_index: Settings, shipped_encoder: Encoder) -> Iterator[OpenGeneration]:
    opened = open_generation(current_generation(seeds_index.index.path), shipped_encoder)
    yield opened
    opened.close()


def rank(
    seeds: OpenGeneration, encoder: Encoder, question: str, system: System = System.HYBRID
) -> tuple[RankedPassage, ...]:
    retriever = Retriever(seeds.dense, seeds.lexical, seeds.passage_documents, Settings().retrieval)
    query = make_query(question, encoder=encoder, spelling=seeds.spelling)
    return retriever.rank(query, top_k=5, system=system)


@pytest.mark.parametrize(
    ("slips", "meant"),
    [
        (
            "how do saftey behaviours mantain anxeity",
            "how do safety behaviours maintain anxiety",
        ),
        ("what are copping stratagies", "what are coping strategies"),
        ("expousre therapy", "exposure therapy"),
    ],
)
def test_typing_errors_change_no_ranking(
    seeds: OpenGeneration, shipped_encoder: Encoder, slips: str, meant: str
) -> None:
    assert rank(seeds, shipped_encoder, slips) == rank(seeds, shipped_encoder, meant)


@pytest.mark.parametrize(
    "question",
    [
        "How do safety behaviours differ from coping strategies?",
        "Why don't SSRIs, EMDR or mindfulness help against agoraphobia?",
        "Is hypnosis organised by Salkovskis's colleagues?",
        "It can't be, they're afraid and we've tried.",
    ],
)
def test_right_spelling_is_left(seeds: OpenGeneration, question: str) -> None:
    assert mend_spelling(question, seeds.spelling) == question


def test_british_and_american_spellings_find_the_same_passages_by_words(
    seeds: OpenGeneration, shipped_encoder: Encoder
) -> None:
    british = rank(seeds, shipped_encoder, "recognising safety behaviours", System.BM25)
    american = rank(seeds, shipped_encoder, "recognizing safety behaviors", System.BM25)
    assert [(p.number, p.bm25) for p in british] == [(p.number, p.bm25) for p in american] != []


def test_british_and_american_spellings_find_the_same_first_passage(
    seeds: OpenGeneration, shipped_encoder: Encoder
) -> None:
    british = rank(seeds, shipped_encoder, "Do safety behaviours maintain anxiety?")
    american = rank(seeds, shipped_encoder, "Do safety behaviors maintain anxiety?")
    assert british[0].number == american[0].number


def test_keyword_question_finds_the_passage_that_holds_its_words_first(
    seeds: OpenGeneration, shipped_encoder: Encoder
) -> None:
    first = rank(seeds, shipped_encoder, "contingency plans")[0]
    passage = seeds.store.passages([first.number])[first.number].passage
    text = passage.span.of(seeds.store.document(passage.document_id).text)
    assert "contingency plans" in text

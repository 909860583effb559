from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.index.dense import DenseIndex, write_dense_index
from rag.index.lexical import LexicalIndex, write_lexical_index
from rag.messages import System
from rag.retrieval.hybrid import RankedPassage, Retriever
from rag.retrieval.query import Query
from rag.settings import RetrievalSettings

EAST = np.array([1, 0], np.float32)
# Cosines to EAST 0, 0.6, 0.8, 1, 0, and the words that passages hold; 0 and 4 are of document 0.
VECTORS = np.array([[0, 1], [0.6, 0.8], [0.8, 0.6], [1, 0], [0, 1]], np.float32)
TERMS = [["fear"], ["fear", "fear"], ["hope"], ["hope"], ["fear"]]
DOCUMENTS = np.array([0, 1, 1, 2, 0], np.int32)
# Lucene's BM25 of "fear": 3 of 5 passages hold it, so idf is ln(1 + 2.5 / 3.5) = 0.53900. The mean
# length is 1.2: one word scores 1 / (1 + 1.2 (0.25 + 0.625)), two 2 / (2 + 1.2 (0.25 + 1.25)).
ONCE, TWICE = 0.53900 / 2.05, 0.53900 * 2 / 3.8


def made(
    folder: Path,
    *,
    vectors: NDArray[np.float32] = VECTORS,
    terms: list[list[str]] = TERMS,
    candidates: int = 100,
    lexical_weight: float = 0.5,
) -> Retriever:
    write_dense_index(folder / "dense", [vectors], dimension=2, kind="Flat")
    write_lexical_index(folder / "lexical", terms, k1=1.2, b=0.75)
    return Retriever(
        DenseIndex.open(folder / "dense"),
        LexicalIndex.open(folder / "lexical"),
        DOCUMENTS,
        RetrievalSettings(candidates=candidates, lexical_weight=lexical_weight),
    )


def query(*terms: str) -> Query:
    return Query(" ".join(terms), terms, EAST)


def numbers(ranked: tuple[RankedPassage, ...]) -> list[int]:
    return [passage.number for passage in ranked]


def test_dense_system_ranks_by_cosine_with_ties_by_number(tmp_path: Path) -> None:
    ranked = made(tmp_path).rank(query("fear"), top_k=5, system=System.DENSE)
    assert numbers(ranked) == [3, 2, 1, 0, 4]
    assert [passage.score for passage in ranked] == pytest.approx([1, 0.8, 0.6, 0, 0])


def test_bm25_system_ranks_by_words_with_ties_by_number(tmp_path: Path) -> None:
    ranked = made(tmp_path).rank(query("fear"), top_k=5, system=System.BM25)
    assert numbers(ranked) == [1, 0, 4]
    assert [passage.score for passage in ranked] == pytest.approx([TWICE, ONCE, ONCE], abs=1e-5)
    assert [passage.cosine for passage in ranked] == pytest.approx([0.6, 0, 0])


def test_bm25_system_finds_nothing_without_a_known_word(tmp_path: Path) -> None:
    assert made(tmp_path).rank(query("bird"), top_k=5, system=System.BM25) == ()
    assert made(tmp_path).rank(query(), top_k=5, system=System.BM25) == ()


def test_hybrid_ranks_the_union_of_both(tmp_path: Path) -> None:
    # One candidate of each: 3 is nearest, 1 holds the word twice. Each is one deviation above the
    # mean of two in its own list and one below in the other, so the weight decides.
    for weight, order in ((0.4, [3, 1]), (0.6, [1, 3])):
        retriever = made(tmp_path, candidates=1, lexical_weight=weight)
        ranked = retriever.rank(query("fear"), top_k=2)
        assert numbers(ranked) == order
        assert [passage.score for passage in ranked] == pytest.approx([0.2, -0.2], abs=1e-6)


def test_hybrid_gives_both_parts_of_a_score(tmp_path: Path) -> None:
    ranked = made(tmp_path).rank(query("fear"), top_k=5)
    parts = {passage.number: (passage.cosine, passage.bm25) for passage in ranked}
    assert parts[1] == pytest.approx((0.6, TWICE), abs=1e-5)
    assert parts[3] == pytest.approx((1, 0), abs=1e-5)


def test_hybrid_without_known_words_is_the_dense_order(tmp_path: Path) -> None:
    assert numbers(made(tmp_path).rank(query("bird"), top_k=5)) == [3, 2, 1, 0, 4]


def test_equal_passages_are_ordered_by_number(tmp_path: Path) -> None:
    same = np.tile(VECTORS[:1], (5, 1))
    retriever = made(tmp_path, vectors=same, terms=[["fear"]] * 5, candidates=2)
    for system in System:
        assert numbers(retriever.rank(query("fear"), top_k=2, system=system)) == [0, 1]
        assert numbers(retriever.rank(query("fear"), top_k=5, system=system)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("system", list(System))
def test_shallow_ranking_is_the_beginning_of_the_deep_one(tmp_path: Path, system: System) -> None:
    retriever = made(tmp_path, candidates=1)
    deep = retriever.rank(query("fear"), top_k=5, system=system)
    assert retriever.rank(query("fear"), top_k=1, system=system) == deep[:1]
    assert retriever.rank(query("fear"), top_k=2, system=system) == deep[:2]


def test_scores_never_rise_along_a_deep_ranking(tmp_path: Path) -> None:
    ranked = made(tmp_path, candidates=1).rank(query("fear", "hope"), top_k=5)
    scores = [passage.score for passage in ranked]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("system", list(System))
def test_only_passages_of_allowed_documents_are_ranked(tmp_path: Path, system: System) -> None:
    retriever = made(tmp_path)
    assert set(numbers(retriever.rank(query("fear"), top_k=5, system=system, documents=[0]))) == {
        0,
        4,
    }


@pytest.mark.parametrize("system", list(System))
@pytest.mark.parametrize("documents", [[], [99]])
def test_nothing_allowed_ranks_nothing(
    tmp_path: Path, system: System, documents: list[int]
) -> None:
    assert made(tmp_path).rank(query("fear"), top_k=5, system=system, documents=documents) == ()

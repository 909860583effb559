import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import IndexingError
from rag.index.lexical import LexicalIndex, write_lexical_index

ANIMALS = [["cat", "cat", "dog"], ["dog"], ["fish", "fish"]]


def opened(
    folder: Path, passages: list[list[str]], *, k1: float = 1.2, b: float = 0.75
) -> LexicalIndex:
    write_lexical_index(folder / "lexical", passages, k1=k1, b=b)
    return LexicalIndex.open(folder / "lexical")


def bm25_of_lucene(
    passages: list[list[str]], terms: list[str], *, k1: float, b: float
) -> list[float]:
    """Kamphuis et al., ECIR 2020, table 1, "Lucene (accurate)", term by term."""
    n, mean_length = len(passages), sum(map(len, passages)) / len(passages)

    def weight(term: str, passage: list[str]) -> float:
        if not (frequency := passage.count(term)):
            return 0.0
        n_with = sum(term in other for other in passages)
        idf = math.log(1 + (n - n_with + 0.5) / (n_with + 0.5))
        return idf * frequency / (frequency + k1 * (1 - b + b * len(passage) / mean_length))

    return [sum(weight(term, passage) for term in terms) for passage in passages]


def test_scores_follow_the_formula_by_hand(tmp_path: Path) -> None:
    # "cat": ln(1 + 2.5 / 1.5) * 2 / (2 + 1.2 (0.25 + 0.75 * 3 / 2)) = 0.98083 * 2 / 3.65
    # "dog": ln(1 + 1.5 / 2.5) = 0.47000, times 1 / 2.65 in three words, 1 / 1.75 in one
    index = opened(tmp_path, ANIMALS)
    assert index.scores(["cat"]) == pytest.approx([0.53744, 0, 0], abs=1e-5)
    assert index.scores(["dog"]) == pytest.approx([0.17736, 0.26857, 0], abs=1e-5)
    assert index.scores(["cat", "dog"]) == pytest.approx([0.71480, 0.26857, 0], abs=1e-5)


def test_repeated_term_counts_again(tmp_path: Path) -> None:
    index = opened(tmp_path, ANIMALS)
    assert index.scores(["dog", "dog"]) == pytest.approx(2 * index.scores(["dog"]))


@pytest.mark.parametrize("terms", [[], ["bird"]])
def test_unknown_terms_score_nothing(tmp_path: Path, terms: list[str]) -> None:
    assert opened(tmp_path, ANIMALS).scores(terms).tolist() == [0, 0, 0]


def test_unknown_term_leaves_the_others_their_scores(tmp_path: Path) -> None:
    index = opened(tmp_path, ANIMALS)
    assert index.scores(["bird", "dog"]).tolist() == index.scores(["dog"]).tolist()


def test_idf_is_that_of_lucene_and_highest_for_an_unseen_term(tmp_path: Path) -> None:
    index = opened(tmp_path, ANIMALS)
    assert index.idf("dog") == pytest.approx(0.47000, abs=1e-5)  # ln 1.6
    assert index.idf("cat") == pytest.approx(0.98083, abs=1e-5)  # ln 2.66667
    assert index.idf("bird") == pytest.approx(2.07944, abs=1e-5)  # ln 8


def test_passage_without_terms_keeps_its_row(tmp_path: Path) -> None:
    index = opened(tmp_path, [[], ["cat"], []])
    assert index.n_passages == 3
    assert (index.scores(["cat"]) > 0).tolist() == [False, True, False]


def test_passages_without_any_term_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match="no passage holds a word to search for"):
        opened(tmp_path, [[], []])


@given(
    st.lists(st.lists(st.sampled_from("abcd"), max_size=6), min_size=1, max_size=6).filter(any),
    st.lists(st.sampled_from("abcde"), max_size=4),
    st.floats(0, 3),
    st.floats(0, 1),
)
def test_scores_follow_an_independent_formula(
    tmp_path_factory: pytest.TempPathFactory,
    passages: list[list[str]],
    terms: list[str],
    k1: float,
    b: float,
) -> None:
    index = opened(tmp_path_factory.mktemp("bm25"), passages, k1=k1, b=b)
    expected = bm25_of_lucene(passages, terms, k1=k1, b=b)
    assert index.scores(terms) == pytest.approx(expected, abs=1e-5)

from math import sqrt

import pytest

from rag.benchmark.systems.rerank import rerank
from rag.retrieval.hybrid import RankedPassage
from tests.embeddings.overlap_reader import OverlapReader


def ranked(*scores: float) -> tuple[RankedPassage, ...]:
    return tuple(RankedPassage(i, score, 0.1, 0.2) for i, score in enumerate(scores))


def numbers(passages: tuple[RankedPassage, ...]) -> list[int]:
    return [passage.number for passage in passages]


# Of "a b c" the texts share 0, 1 and 2 words.
TEXTS = ("None here.", "A dog.", "A b.")


def test_the_networks_order_wins_when_it_alone_counts() -> None:
    found = rerank("a b c", ranked(9, 8, 7), TEXTS, OverlapReader(), weight=1.0)
    assert numbers(found) == [2, 1, 0]
    # z-scores of 0, 1, 2: the deviation is sqrt(2 / 3).
    assert [p.score for p in found] == pytest.approx([sqrt(1.5), 0.0, -sqrt(1.5)])
    assert {(p.cosine, p.bm25) for p in found} == {(0.1, 0.2)}


def test_the_order_stays_when_the_network_does_not_count() -> None:
    found = rerank("a b c", ranked(9, 8, 7), TEXTS, OverlapReader(), weight=0.0)
    assert numbers(found) == [0, 1, 2]
    assert [p.score for p in found] == pytest.approx([sqrt(1.5), 0.0, -sqrt(1.5)])


def test_scores_of_any_scale_are_mixed_alike() -> None:
    # Found 3, 0, 0 has z sqrt(2), -sqrt(1/2) twice; read 0, 1, 2 has -sqrt(1.5), 0, sqrt(1.5).
    found = rerank("a b c", ranked(3e6, 0, 0), TEXTS, OverlapReader(), weight=0.5)
    assert numbers(found) == [2, 0, 1]
    assert [p.score for p in found] == pytest.approx(
        [(sqrt(1.5) - sqrt(0.5)) / 2, (sqrt(2) - sqrt(1.5)) / 2, -sqrt(0.5) / 2]
    )


def test_ties_keep_the_order_in_which_they_were_found() -> None:
    found = rerank("a b c", ranked(9, 8, 7), TEXTS, OverlapReader(), weight=0.5)
    assert numbers(found) == [0, 1, 2]  # the two orders cancel out
    assert [p.score for p in found] == pytest.approx([0.0, 0.0, 0.0])


def test_equal_scores_leave_the_choice_to_the_other_side() -> None:
    found = rerank("a b c", ranked(0.1, 0.1, 0.1), TEXTS, OverlapReader(), weight=0.5)
    assert numbers(found) == [2, 1, 0]
    found = rerank("zzz", ranked(0.3, 0.2, 0.1), TEXTS, OverlapReader(), weight=0.5)
    assert numbers(found) == [0, 1, 2]
    assert [p.score for p in found] == pytest.approx([sqrt(1.5) / 2, 0, -sqrt(1.5) / 2])


def test_equal_scores_throughout_count_for_nothing() -> None:
    found = rerank("zzz", ranked(0.1, 0.1, 0.1), TEXTS, OverlapReader(), weight=0.5)
    assert numbers(found) == [0, 1, 2]
    assert [p.score for p in found] == [0.0, 0.0, 0.0]


def test_the_rest_follow_as_they_were_with_scores_below() -> None:
    found = rerank("a b c", ranked(9, 8, 7, 6, 5), TEXTS[1:], OverlapReader(), weight=1.0)
    assert numbers(found) == [1, 0, 2, 3, 4]
    scores = [p.score for p in found]
    assert scores == pytest.approx([1.0, -1.0, -2.0, -3.0, -4.0])


def test_nothing_to_read_leaves_everything() -> None:
    network = OverlapReader()
    assert rerank("a", ranked(2, 1), [], network, weight=0.5) == ranked(2, 1)
    assert rerank("a", (), [], network, weight=0.5) == ()
    assert network.read_windows == []


def test_one_passage_stays_alone() -> None:
    (found,) = rerank("a", ranked(5), ["A."], OverlapReader(), weight=0.5)
    assert (found.number, found.score) == (0, 0.0)


def test_texts_are_read_in_sentences_and_one_without_any_as_it_is() -> None:
    network = OverlapReader()
    texts = ["Cats sleep. Dogs bark.", "", "  "]
    rerank("cats", ranked(3, 2, 1), texts, network, weight=0.5)
    assert network.read_windows == [("Cats sleep.", "Dogs bark."), ("",), ("  ",)]

import random
from collections.abc import Mapping, Sequence
from math import log2

import pytest
import pytrec_eval

from rag.benchmark.measures.retrieval import (
    RETRIEVAL_MEASURES,
    MeasureError,
    check_measures,
    retrieval_values,
)
from rag.benchmark.optional import MissingLibrary
from rag.benchmark.outcomes import RankedItem
from rag.benchmark.trec_files import separated_scores


def ranked(names: str) -> tuple[RankedItem, ...]:
    """One document for each letter, scores falling from 0."""
    return tuple(RankedItem(name, -float(i)) for i, name in enumerate(names))


def test_measures_are_those_computed_by_hand() -> None:
    # Relevant: b (grade 1) at rank 2, d (grade 2) at rank 4, z not found; x is judged as wrong.
    values = retrieval_values({"q": {"b": 1, "d": 2, "z": 1, "x": 0}}, {"q": ranked("abcdx")})
    best = 2 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert values["q"] == pytest.approx(
        {
            "nDCG@10": (1 / log2(3) + 2 / log2(5)) / best,
            "R@100": 2 / 3,
            "RR@10": 1 / 2,
            "AP": (1 / 2 + 2 / 4) / 3,
            "Judged@10": 3 / 5,  # of what was retrieved, where that is less than 10
        }
    )


def test_rr_at_10_does_not_see_the_eleventh() -> None:
    rankings = {"tenth": ranked("abcdefghij"), "eleventh": ranked("abcdefghijk")}
    qrels = {"tenth": {"j": 1}, "eleventh": {"k": 1}}
    values = retrieval_values(qrels, rankings, ["RR@10", "RR"])
    assert values["tenth"] == {"RR@10": 0.1, "RR": 0.1}
    assert values["eleventh"] == {"RR@10": 0, "RR": pytest.approx(1 / 11)}


def test_a_query_without_results_scores_zero_and_stays() -> None:
    qrels = {"found": {"a": 1}, "empty": {"a": 1}, "absent": {"a": 1}}
    values = retrieval_values(qrels, {"found": ranked("a"), "empty": ()})
    assert list(values) == ["found", "empty", "absent"]
    assert set(values["found"].values()) == {1.0}
    assert set(values["empty"].values()) == set(values["absent"].values()) == {0.0}


def test_a_run_without_any_result_scores_zero() -> None:
    values = retrieval_values({"q": {"a": 1}}, {})
    assert values == {"q": dict.fromkeys(RETRIEVAL_MEASURES, 0.0)}


def test_a_query_without_a_relevant_document_scores_zero_and_an_unjudged_one_is_left_out() -> None:
    values = retrieval_values({"q": {"a": 0}}, {"q": ranked("ab"), "other": ranked("a")})
    expected = dict.fromkeys(RETRIEVAL_MEASURES, 0.0) | {"Judged@10": 0.5}
    assert values == {"q": expected}


def test_equal_scores_count_in_the_order_given() -> None:
    # By trec_eval's rule for ties alone z would come first.
    tied = tuple(RankedItem(name, 1.0) for name in "az")
    values = retrieval_values({"q": {"a": 1}}, {"q": tied}, ["RR", "RR@10", "P@1", "Judged@1"])
    assert set(values["q"].values()) == {1.0}


def by_trec_eval(
    qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[RankedItem]]
) -> dict[str, dict[str, float]]:
    evaluator = pytrec_eval.RelevanceEvaluator(
        {q: dict(grades) for q, grades in qrels.items()},
        {"ndcg_cut.10", "recall.100", "map", "recip_rank"},
    )
    # trec_eval has no cut for the reciprocal rank: it is given ten documents for that.
    runs = [
        {
            q: {item.item_id: float(s) for item, s in zip(r, separated_scores(r), strict=True)}
            for q, whole in rankings.items()
            for r in [whole[:depth]]
        }
        for depth in (1000, 10)
    ]
    whole, ten = (evaluator.evaluate(run) for run in runs)
    return {
        q: {
            "nDCG@10": whole[q]["ndcg_cut_10"],
            "R@100": whole[q]["recall_100"],
            "RR@10": ten[q]["recip_rank"],
            "AP": whole[q]["map"],
        }
        for q in rankings
    }


@pytest.mark.parametrize("seed", range(5))
def test_measures_equal_trec_evals_own_code(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 made-up rankings, no secret
    documents = [f"d{i}" for i in range(150)]
    qrels: dict[str, dict[str, int]] = {}
    rankings: dict[str, tuple[RankedItem, ...]] = {}
    for number in range(20):
        judged = draw.sample(documents, 25)
        qrels[f"q{number}"] = {name: draw.choice([0, 0, 1, 2, 3]) for name in judged}
        # Scores of one decimal: many ties.
        scores = sorted((round(draw.random(), 1) for _ in range(120)), reverse=True)
        names = draw.sample(documents, 120)
        rankings[f"q{number}"] = tuple(map(RankedItem, names, scores))
    values = retrieval_values(qrels, rankings, ["nDCG@10", "R@100", "RR@10", "AP"])
    expected = by_trec_eval(qrels, rankings)
    assert values.keys() == expected.keys()
    for query_id, of_query in expected.items():
        assert values[query_id] == pytest.approx(of_query, abs=1e-12)


def test_other_measures_are_taken_by_their_names_and_aliases_by_their_main_name() -> None:
    values = retrieval_values({"q": {"a": 1, "b": 2}}, {"q": ranked("ab")}, ["P(rel=2)@2", "MAP"])
    assert values == {"q": {"P(rel=2)@2": 0.5, "AP": 1.0}}


@pytest.mark.parametrize("name", ["nDGC@10", "nDCG@ten", "nDCG(x=1)", "P@1; P@2", "", "P@'a'"])
def test_an_unknown_measure_is_refused_with_examples(name: str) -> None:
    with pytest.raises(MeasureError, match="nDCG@10, R@100"):
        retrieval_values({"q": {"a": 1}}, {}, [name])
    with pytest.raises(MeasureError, match="nDCG@10, R@100"):
        check_measures(["AP", name])


def test_a_measure_that_no_installed_provider_has_is_refused() -> None:
    with pytest.raises(MeasureError, match="cannot be measured"):
        retrieval_values({"q": {"a": 1}}, {"q": ranked("a")}, ["alpha_nDCG@10"])
    with pytest.raises(MeasureError, match="cannot be measured"):
        check_measures(["alpha_nDCG@10"])


def test_measures_are_checked_without_a_run_and_come_back_by_their_main_names() -> None:
    assert check_measures(["MRR@10", "P@5"]) == ("RR@10", "P@5")
    assert check_measures([]) == ()


def test_an_item_that_comes_twice_is_refused() -> None:
    with pytest.raises(MeasureError, match="3 items names only 2"):
        retrieval_values({"q": {"a": 1}}, {"q": ranked("aba")})


def test_without_the_library_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ir_measures", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'footnote\[bench\]'"):
        retrieval_values({"q": {"a": 1}}, {})

import pytest
import pytrec_eval

from rag.benchmark.measures.sentences import sentence_values
from rag.benchmark.outcomes import RankedItem


def ranked(names: str) -> tuple[RankedItem, ...]:
    return tuple(RankedItem(name, -float(i)) for i, name in enumerate(names))


def test_measures_are_those_computed_by_hand() -> None:
    values = sentence_values({"q": {"a": 0, "b": 1, "c": 0, "d": 1}}, {"q": ranked("abcd")})
    assert values == {"q": {"AP": 0.5, "RR": 0.5, "hit@1": 0.0}}  # 1/2 and 2/4


def test_a_right_first_sentence_is_a_hit() -> None:
    values = sentence_values({"q": {"a": 1, "b": 0}}, {"q": ranked("ab")})
    assert values == {"q": {"AP": 1.0, "RR": 1.0, "hit@1": 1.0}}


def test_what_is_not_judged_is_passed_over() -> None:
    values = sentence_values({"q": {"a": 1, "b": 0}}, {"q": ranked("xyab")})
    assert values["q"] == {"AP": 1.0, "RR": 1.0, "hit@1": 1.0}


def test_a_question_without_right_candidate_is_left_out_and_one_without_ranking_scores_0() -> None:
    values = sentence_values({"none": {"a": 0}, "lost": {"a": 1}}, {"none": ranked("a")})
    assert values == {"lost": {"AP": 0.0, "RR": 0.0, "hit@1": 0.0}}


def test_ap_and_rr_equal_trec_evals_own_code() -> None:
    qrels = {"p": {"a": 0, "b": 1, "c": 1, "d": 0}, "q": {"a": 1, "b": 0, "c": 0, "d": 1}}
    rankings = {"p": ranked("dacb"), "q": ranked("bacd")}
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, {"map", "recip_rank"})
    run = {q: {item.item_id: item.score for item in r} for q, r in rankings.items()}
    values = sentence_values(qrels, rankings)
    for query_id, expected in evaluator.evaluate(run).items():
        assert values[query_id]["AP"] == pytest.approx(expected["map"])
        assert values[query_id]["RR"] == pytest.approx(expected["recip_rank"])

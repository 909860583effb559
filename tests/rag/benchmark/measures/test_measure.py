import numpy as np
import pytest

from rag.benchmark.dataset import Answerability, BenchmarkQuery, Dataset, Gold, Task
from rag.benchmark.measures.answers import AURC
from rag.benchmark.measures.measure import DEFAULT, measure, risk_coverage_of
from rag.benchmark.measures.retrieval import MeasureError
from rag.benchmark.outcomes import Latency, QueryOutcome, RankedItem
from rag.messages import Answer
from tests.rag.benchmark.made_answers import TEXTS, answer

BOILS = ("tea", "Water boils at 100 degrees.")
KEEPS = ("milk", "Milk keeps for a week.")
SPAN = Gold(Answerability.ANSWERABLE, spans=("100 degrees",), document_id="tea")


def dataset(
    task: Task,
    *,
    qrels: dict[str, dict[str, int]] | None = None,
    gold: dict[str, Gold] | None = None,
) -> Dataset:
    names = list(qrels or gold or {})
    return Dataset(
        name="tiny",
        task=task,
        documents=lambda: iter(()),
        queries=tuple(BenchmarkQuery(q, (f"{q}?",), (gold or {}).get(q)) for q in names),
        qrels=qrels or {},
        sha256="0" * 64,
        source="",
    )


def outcome(query_id: str, names: str = "", given: Answer | None = None) -> QueryOutcome:
    items = tuple(RankedItem(name, -float(i)) for i, name in enumerate(names))
    return QueryOutcome(query_id, items, given, Latency(0, 0, 0, 0))


def test_retrieval_means_count_queries_without_results_as_zero() -> None:
    qrels = {"p": {"a": 1}, "q": {"a": 1}, "absent": {"a": 1}, "unjudged": {}}
    found = measure(
        dataset(Task.RETRIEVAL, qrels=qrels),
        [outcome("q"), outcome("p", "ba"), outcome("unjudged", "a")],
        text_of=None,
        measures=["RR@10", "R@100"],
    )
    assert found.per_query == {
        "p": {"RR@10": 0.5, "R@100": 1.0},
        "q": {"RR@10": 0.0, "R@100": 0.0},
        "absent": {"RR@10": 0.0, "R@100": 0.0},
    }
    assert found.means == pytest.approx({"RR@10": 1 / 6, "R@100": 1 / 3})
    assert found.intervals["R@100"] == (0.0, 1.0)  # of three: none at 2.5 %, all at 97.5 %


def test_measures_that_count_are_summed_as_ir_measures_does() -> None:
    library = pytest.importorskip("ir_measures")
    qrels = {"p": {"a": 1, "c": 1}, "q": {"a": 1}, "absent": {"a": 1}}
    names = ["NumRet", "NumRelRet", "NumQ", "AP"]
    found = measure(
        dataset(Task.RETRIEVAL, qrels=qrels),
        [outcome("q", "b"), outcome("p", "ba")],
        text_of=None,
        measures=names,
    )
    expected = library.calc_aggregate(
        [library.parse_measure(name) for name in names],
        qrels,
        {"p": {"b": 2.0, "a": 1.0}, "q": {"b": 1.0}},
    )
    assert found.means == pytest.approx({str(name): value for name, value in expected.items()})
    assert found.n == dict.fromkeys(found.means, 3)
    assert found.means["NumRet"] == 3  # two of p, one of q
    assert found.intervals["NumRet"] == (0.0, 6.0)  # thrice absent, thrice p


def test_retrieval_takes_the_conventional_measures_unless_told() -> None:
    found = measure(
        dataset(Task.RETRIEVAL, qrels={"q": {"a": 1}}), [outcome("q", "a")], text_of=None
    )
    assert tuple(found.means) == DEFAULT == ("nDCG@10", "R@100", "RR@10", "AP", "Judged@10")
    assert set(found.means.values()) == {1.0}
    assert set(found.intervals.values()) == {(1.0, 1.0)}


def test_sentences_have_measures_of_their_own() -> None:
    qrels = {"p": {"a": 1, "b": 0}, "q": {"c": 0, "d": 1}, "none": {"e": 0}}
    found = measure(
        dataset(Task.SENTENCES, qrels=qrels),
        [outcome("p", "ab"), outcome("q", "cd"), outcome("none", "e")],
        text_of=None,
    )
    assert found.means == pytest.approx({"AP": 0.75, "RR": 0.75, "hit@1": 0.5})


def answered() -> tuple[Dataset, list[QueryOutcome]]:
    near, far = Gold(Answerability.NEAR), Gold(Answerability.FAR)
    gold = {"right": SPAN, "wrong": SPAN, "refused": SPAN, "near": near, "far": far}
    given = {
        "right": answer(BOILS, confidence=0.9, marked=["100 degrees"]),
        "wrong": answer(KEEPS, confidence=0.8),
        "refused": answer(confidence=0.3),
        "near": answer(KEEPS, confidence=0.8),
        "far": answer(confidence=0.1),
    }
    outcomes = [outcome(name, given=given[name]) for name in gold]
    return dataset(Task.ANSWERS, gold=gold), outcomes


def test_answers_are_averaged_over_the_queries_that_have_the_measure() -> None:
    found = measure(*answered(), text_of=TEXTS.__getitem__)
    assert found.means == pytest.approx(
        {
            "hit@1": 1 / 3,
            "hit@3": 1 / 3,
            "full_answer": 1 / 3,
            "citation_recall": 1 / 3,
            "citation_precision": 1 / 2,
            "false_refusal_rate": 1 / 3,
            "EM": 2 / 5,  # one right, one rightly silent
            "F1": 2 / 5,
            "quote_exactness": 1,
            "refusal_recall_near": 0,
            "refusal_recall_far": 1,
            # Right, then two wrong that tie, then two wrong: 0, 1/2, 2/3, 3/4, 4/5.
            "AURC": (1 / 2 + 2 / 3 + 3 / 4 + 4 / 5) / 5,
        }
    )
    assert found.intervals.keys() == found.n.keys() == found.means.keys()
    taken_of = ("hit@1", "citation_precision", "EM", "refusal_recall_near", "AURC")
    assert [found.n[name] for name in taken_of] == [3, 2, 5, 1, 5]
    assert all(low <= found.means[n] <= high for n, (low, high) in found.intervals.items())


def test_the_area_belongs_to_no_query_and_its_curve_comes_back_from_the_runs_files() -> None:
    given, outcomes = answered()
    found = measure(given, outcomes, text_of=None)
    assert all(AURC not in values for values in found.per_query.values())
    confidence = {o.query_id: o.answer.confidence for o in outcomes if o.answer}
    curve = risk_coverage_of(found.per_query, confidence)
    assert curve.risk == pytest.approx(np.array([0, 1 / 2, 2 / 3, 3 / 4, 4 / 5]))
    assert curve.area == pytest.approx(found.means[AURC])


def test_without_texts_quotes_are_not_checked() -> None:
    assert "quote_exactness" not in measure(*answered(), text_of=None).means


def test_measuring_twice_gives_the_same_to_the_last_digit() -> None:
    given, outcomes = answered()
    again = measure(given, list(reversed(outcomes)), text_of=None)
    assert measure(given, outcomes, text_of=None) == again


@pytest.mark.parametrize(
    ("outcomes", "message"),
    [
        ([outcome("q"), outcome("q")], "query q has two outcomes"),
        ([outcome("other")], "outcome of query other, which tiny has not"),
    ],
)
def test_outcomes_that_do_not_fit_the_dataset_are_refused(
    outcomes: list[QueryOutcome], message: str
) -> None:
    with pytest.raises(MeasureError, match=message):
        measure(dataset(Task.RETRIEVAL, qrels={"q": {"a": 1}}), outcomes, text_of=None)


@pytest.mark.parametrize("outcomes", [[], [outcome("q", "a")]])
def test_a_question_without_an_answer_is_refused(outcomes: list[QueryOutcome]) -> None:
    with pytest.raises(MeasureError, match="query q of tiny has no answer"):
        measure(dataset(Task.ANSWERS, gold={"q": SPAN}), outcomes, text_of=None)


def test_a_question_without_gold_is_refused() -> None:
    given = dataset(Task.ANSWERS, qrels={"q": {}})
    with pytest.raises(MeasureError, match="query q of tiny has no gold"):
        measure(given, [outcome("q", given=answer())], text_of=None)


@pytest.mark.parametrize("task", list(Task))
def test_a_dataset_without_a_judged_query_is_refused(task: Task) -> None:
    with pytest.raises(MeasureError, match="no query of tiny is judged"):
        measure(dataset(task), [], text_of=None)

"""From outcomes to numbers: the measures of a dataset's task, with intervals of their means."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.benchmark.dataset import Dataset, Gold, Task
from rag.benchmark.measures.answers import AURC, FULL_ANSWER, TextOf, answer_values
from rag.benchmark.measures.bootstrap import RESAMPLES, SEED, mean_intervals
from rag.benchmark.measures.retrieval import (
    RETRIEVAL_MEASURES,
    MeasureError,
    retrieval_values,
    summed_measures,
)
from rag.benchmark.measures.risk_coverage import RiskCoverage, area_interval, risk_coverage
from rag.benchmark.measures.sentences import sentence_values
from rag.benchmark.outcomes import QueryOutcome
from rag.benchmark.run_folder import Measured
from rag.messages import Answer

DEFAULT = RETRIEVAL_MEASURES


def measure(
    dataset: Dataset,
    outcomes: Sequence[QueryOutcome],
    *,
    text_of: TextOf | None,
    measures: Sequence[str] = DEFAULT,
) -> Measured:
    """The measures of the dataset's task (`retrieval`, `answers`, `sentences` in this package).

    A mean is over the queries that have the measure, each counting alike; a measure that counts,
    as NumRet, is summed over them instead, as ir_measures does. ANSWERS have AURC
    besides, of the whole set: `full_answer` says whether an answer is right, an answer to a
    question without one is wrong, and so is no answer. Questions without an answer thus keep the
    area above 0 even for a system that is always right about the others; compare it only over the
    same questions.

    Args:
        dataset: of any task.
        outcomes: at most one for each query. A judged query without one scores 0, as in a TREC
            run; of ANSWERS there must be one for every query.
        text_of: document id -> canonical text, to hold quotes against; None leaves that out.
        measures: names as ir_measures writes them; for RETRIEVAL, the other tasks have their own.

    Returns:
        Means and intervals in the order in which measures first occur; the same for the same
        input, to the last digit on one machine.

    Raises:
        MeasureError: a measure is unknown; an outcome is of another dataset or comes twice; an
            answer or a gold is missing; or no query is judged.
        TrecFileError: a ranking's scores rise or are not finite.
        MissingLibrary: ir_measures is not installed.
    """
    by_query = _by_query(dataset, outcomes)
    rankings = {query_id: outcome.ranking for query_id, outcome in by_query.items()}
    area: dict[str, float] = {}
    area_ends: dict[str, tuple[float, float]] = {}
    summed: frozenset[str] = frozenset()
    if dataset.task is Task.ANSWERS:
        answers = _answers(dataset, by_query)
        per_query = answer_values(_gold(dataset), answers, text_of=text_of)
        area, area_ends = _area(per_query, answers)
    elif dataset.task is Task.SENTENCES:
        per_query = sentence_values(_judged(dataset), rankings)
    else:
        per_query = retrieval_values(_judged(dataset), rankings, measures)
        summed = summed_measures(measures)
    if not per_query:
        raise MeasureError(
            f"no query of {dataset.name} is judged, there is nothing to measure against; "
            "check that the judgements name the queries' ids"
        )
    means, intervals = _summary(per_query, summed)
    counts = Counter(name for values in per_query.values() for name in values)
    n = {name: counts[name] or len(per_query) for name in means | area}  # the area is of all
    return Measured(means | area, intervals | area_ends, per_query, n)


def risk_coverage_of(
    per_query: dict[str, dict[str, float]], confidence: dict[str, float]
) -> RiskCoverage:
    """The curve of a run of ANSWERS from what its folder holds.

    Args:
        per_query: query id -> measures, as `Measured` has them.
        confidence: query id -> the answer's confidence, for each of these queries.
    """
    return risk_coverage(*_arrays(per_query, confidence))


def _area(
    per_query: dict[str, dict[str, float]], answers: dict[str, Answer]
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    if not per_query:
        return {}, {}
    confidence = {query_id: answer.confidence for query_id, answer in answers.items()}
    sure, correct = _arrays(per_query, confidence)
    ends = area_interval(sure, correct, seed=SEED, resamples=RESAMPLES)
    return {AURC: risk_coverage(sure, correct).area}, {AURC: ends}


def _arrays(
    per_query: dict[str, dict[str, float]], confidence: dict[str, float]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    return (
        np.array([confidence[query_id] for query_id in per_query], np.float64),
        np.array([values.get(FULL_ANSWER, 0.0) == 1 for values in per_query.values()], np.bool_),
    )


def _summary(
    per_query: dict[str, dict[str, float]], summed: frozenset[str]
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Means, or sums, and intervals; measures of the same queries are resampled together."""
    queries_of: defaultdict[str, list[str]] = defaultdict(list)
    for query_id, values in per_query.items():
        for name in values:
            queries_of[name].append(query_id)
    names_of: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, query_ids in queries_of.items():
        names_of[tuple(query_ids)].append(name)
    means: dict[str, float] = {}
    intervals: dict[str, tuple[float, float]] = {}
    for shared, names in names_of.items():
        table = np.array([[per_query[q][name] for name in names] for q in shared], np.float64)
        times = np.array([len(shared) if name in summed else 1 for name in names])
        low, high = (mean_intervals(table) * times).tolist()
        means |= dict(zip(names, (table.mean(axis=0) * times).tolist(), strict=True))
        intervals |= dict(zip(names, zip(low, high, strict=True), strict=True))
    return {n: means[n] for n in queries_of}, {n: intervals[n] for n in queries_of}


def _by_query(dataset: Dataset, outcomes: Sequence[QueryOutcome]) -> dict[str, QueryOutcome]:
    known = {query.query_id for query in dataset.queries}
    by_query: dict[str, QueryOutcome] = {}
    for outcome in outcomes:
        if outcome.query_id not in known:
            raise MeasureError(
                f"there is an outcome of query {outcome.query_id}, which {dataset.name} has not; "
                "measure against the dataset that was run"
            )
        if outcome.query_id in by_query:
            raise MeasureError(
                f"query {outcome.query_id} has two outcomes; keep one, or run it anew"
            )
        by_query[outcome.query_id] = outcome
    return by_query


def _judged(dataset: Dataset) -> dict[str, dict[str, int]]:
    """The judgements of the dataset's queries, in the order of the queries."""
    return {
        query.query_id: dataset.qrels[query.query_id]
        for query in dataset.queries
        if dataset.qrels.get(query.query_id)
    }


def _gold(dataset: Dataset) -> dict[str, Gold]:
    gold: dict[str, Gold] = {}
    for query in dataset.queries:
        if query.gold is None:
            raise MeasureError(f"query {query.query_id} of {dataset.name} has no gold; add it")
        gold[query.query_id] = query.gold
    return gold


def _answers(dataset: Dataset, by_query: dict[str, QueryOutcome]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for query in dataset.queries:
        outcome = by_query.get(query.query_id)
        if outcome is None or outcome.answer is None:
            raise MeasureError(
                f"query {query.query_id} of {dataset.name} has no answer among the outcomes; "
                "finish the run, with a system that answers"
            )
        answers[query.query_id] = outcome.answer
    return answers

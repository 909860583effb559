"""Measures of ranked lists, through ir_measures: its names, its providers."""

from collections.abc import Mapping, Sequence
from typing import Any

from rag.benchmark.optional import optional_library
from rag.benchmark.outcomes import RankedItem
from rag.benchmark.trec_files import separated_scores
from rag.errors import FootnoteError

RETRIEVAL_MEASURES = ("nDCG@10", "R@100", "RR@10", "AP", "Judged@10")


class MeasureError(FootnoteError):
    """A measure that nobody here can take, or outcomes that do not belong to the dataset."""


def check_measures(measures: Sequence[str]) -> tuple[str, ...]:
    """Their main names, before hours are spent on a run that nobody can measure.

    Raises:
        MeasureError: a name is unknown, or no installed provider has it.
        MissingLibrary: ir_measures is not installed.
    """
    library = optional_library("ir_measures", purpose="measuring a ranking")
    parsed = [_parsed(library, name) for name in measures]
    if parsed:
        _evaluator(library, parsed, {"query": {"document": 1}})
    return tuple(map(str, parsed))


def summed_measures(measures: Sequence[str]) -> frozenset[str]:
    """Main names of those that ir_measures sums over queries, as NumRet; of others it takes means.

    Raises:
        MeasureError: a name is unknown.
        MissingLibrary: ir_measures is not installed.
    """
    library = optional_library("ir_measures", purpose="measuring a ranking")
    return frozenset(str(each) for name in measures if _is_sum(each := _parsed(library, name)))


def _is_sum(measure: Any) -> bool:  # noqa: ANN401 ir_measures has no types
    of_two = measure.aggregator()
    of_two.add(1.0)
    of_two.add(1.0)
    return bool(of_two.result() == 2.0)


def retrieval_values(
    qrels: Mapping[str, Mapping[str, int]],
    rankings: Mapping[str, Sequence[RankedItem]],
    measures: Sequence[str] = RETRIEVAL_MEASURES,
) -> dict[str, dict[str, float]]:
    """Each measure of each judged query.

    The ranking's order counts: equal scores are told apart as `trec_files` writes them, so that
    trec_eval gives the same of the run's file.

    Args:
        qrels: query id -> document id -> grade. These queries are measured and no others, also
            those without a relevant document, as trec_eval does.
        rankings: query id -> items, best first, no item twice; a query that is absent or empty
            scores 0.
        measures: names as ir_measures writes them; an alias comes back under its main name.

    Returns:
        query id -> measure -> value, queries in the order of `qrels`.

    Raises:
        MeasureError: a name is unknown, no installed provider has it, or an item comes twice.
        TrecFileError: a ranking's scores rise or are not finite.
        MissingLibrary: ir_measures is not installed.
    """
    library = optional_library("ir_measures", purpose="measuring a ranking")
    parsed = [_parsed(library, name) for name in measures]
    # ir_measures takes its own default for what is absent; an empty ranking it divides by.
    run = {query_id: _scores(rankings[query_id]) for query_id in qrels if rankings.get(query_id)}
    values: dict[str, dict[str, float]] = {query_id: {} for query_id in qrels}
    if not parsed:
        return values
    grades = {query_id: dict(of_query) for query_id, of_query in qrels.items()}
    evaluator = _evaluator(library, parsed, grades)
    for metric in evaluator.iter_calc(run):
        values[metric.query_id][str(metric.measure)] = float(metric.value)
    names = [str(measure) for measure in parsed]
    return {q: {name: of_query[name] for name in names} for q, of_query in values.items()}


def _evaluator(
    library: Any,  # noqa: ANN401 ir_measures has no types
    measures: Sequence[Any],
    qrels: dict[str, dict[str, int]],
) -> Any:  # noqa: ANN401
    try:
        return library.evaluator(measures, qrels)
    except (ValueError, RuntimeError) as error:
        names = ", ".join(map(str, measures))
        raise MeasureError(f"{names} cannot be measured: {error}") from error


def _scores(ranking: Sequence[RankedItem]) -> dict[str, float]:
    separated = separated_scores(ranking).tolist()
    scores = {item.item_id: score for item, score in zip(ranking, separated, strict=True)}
    if len(scores) < len(ranking):
        raise MeasureError(
            f"a ranking of {len(ranking)} items names only {len(scores)} different ones; "
            "keep the best place of each"
        )
    return scores


def _parsed(library: Any, name: str) -> Any:  # noqa: ANN401 ir_measures has no types
    try:
        measure = library.parse_measure(name)
        measure.validate_params()
    except (ValueError, NameError, AssertionError, TypeError, KeyError) as error:
        raise MeasureError(
            f"{name!r} is no measure of ir_measures ({error}); "
            "its names look like nDCG@10, R@100, RR@10, AP, P(rel=2)@5"
        ) from error
    return measure

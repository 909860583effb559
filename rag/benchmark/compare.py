"""Two finished runs over one dataset, compared query by query."""

from collections.abc import Callable, Mapping

from rag.benchmark.comparison import (
    Comparison,
    MeasureComparison,
    QueryDifference,
    ShownItem,
    UntestedMeasure,
)
from rag.benchmark.fairness import made_otherwise
from rag.benchmark.measures.answers import LOWER_IS_BETTER, OF_ANSWERED_ONLY, TextOf
from rag.benchmark.outcomes import QueryOutcome
from rag.benchmark.run_folder import Measured, RunError, RunFolder
from rag.benchmark.significance import PairedTest, holm, paired_test
from rag.benchmark.trec_files import read_qrels
from rag.errors import NotFound
from rag.messages import Answer

# How much of a ranking is judged is a fact about the judgements: neither run wins by it.
_OF_JUDGEMENTS = "Judged"
_MOST_QUERIES = 10
_ITEMS_SHOWN = 5


def compare(
    a: RunFolder,
    b: RunFolder,
    *,
    text_of: TextOf | None,
    question_of: Callable[[str], str] | None = None,
    by: str | None = None,
    most: int = _MOST_QUERIES,
) -> Comparison:
    """Run B against run A, the baseline, by every measure that both have.

    Measures of answered queries only (`citation_precision`, `quote_exactness`) are compared over
    the queries that both runs answered, so that their means are not those of the runs. Of measures
    that a run sums, as NumRet, the means over queries are compared.

    Args:
        a: a finished run.
        b: a finished run over the same data.
        text_of: document (or sentence) id -> text, for the passages side by side; NotFound or
            KeyError leave one empty, and None all. Statements of answers bring their own.
        question_of: query id -> question; None shows ids alone.
        by: the measure by which queries are chosen; the first tested when None.
        most: queries shown, 0 or more.

    Raises:
        RunError: a run is not finished, the runs are over different data or queries, or share no
            measure, or have no values per query by `by`.
        ValueError: `most` is negative.
        UnpairedValues: a measure was taken of other queries in one run than in the other.
        TrecFileError: a run's judgements cannot be read.
        MissingLibrary: scipy is not installed.
    """
    if most < 0:
        raise ValueError(f"most must be 0 or more queries, got {most}")
    manifest_a, manifest_b = a.manifest(), b.manifest()
    dataset = _same_dataset(a, manifest_a, b, manifest_b)
    measured_a, measured_b = a.measured(), b.measured()
    _check_same_queries(a, measured_a, b, measured_b)
    tests, untested = _tests(measured_a, measured_b)
    if by is None:
        by = next(iter(tests), "")
    if by not in tests:
        raise RunError(
            f"{a.path} and {b.path} have no values per query of {by or 'any measure'} to compare; "
            f"both have {', '.join(tests) or 'none'}"
        )
    return Comparison(
        dataset=dataset,
        system_a=_system(a, manifest_a),
        system_b=_system(b, manifest_b),
        n_queries=len(measured_a.per_query),
        warnings=made_otherwise(manifest_a, manifest_b),
        measures=_corrected(tests),
        untested=untested,
        ordered_by=by,
        differing=_differing(
            (a, _values(measured_a, by)),
            (b, _values(measured_b, by)),
            text_of=text_of,
            question_of=question_of,
            most=most,
        ),
    )


def _same_dataset(
    a: RunFolder, manifest_a: Mapping[str, object], b: RunFolder, manifest_b: Mapping[str, object]
) -> str:
    """The dataset's name.

    Raises:
        RunError: the hashes differ, or a manifest has none.
    """
    hash_a, hash_b = _dataset_text(manifest_a, "sha256"), _dataset_text(manifest_b, "sha256")
    for run, value in ((a, hash_a), (b, hash_b)):
        if not value:
            raise RunError(
                f"{run.manifest_path} names no dataset.sha256, so that nobody can tell what was "
                "run; make the run again with `footnote bench run`"
            )
    if hash_a != hash_b:
        raise RunError(
            f"{a.path} was run on data of SHA-256 {hash_a}, {b.path} on {hash_b}; "
            "compare runs over the same dataset, or run one of them again"
        )
    return _dataset_text(manifest_a, "name") or a.path.parent.name


def _dataset_text(manifest: Mapping[str, object], key: str) -> str:
    return _text(manifest, "dataset", key)


def _system(run: RunFolder, manifest: Mapping[str, object]) -> str:
    return _text(manifest, "system", "name") or run.path.name


def _text(manifest: Mapping[str, object], section: str, key: str) -> str:
    fields = manifest.get(section)
    value = fields.get(key) if isinstance(fields, Mapping) else None
    return value if isinstance(value, str) else ""


def _check_same_queries(
    a: RunFolder, measured_a: Measured, b: RunFolder, measured_b: Measured
) -> None:
    unpaired = sorted(measured_a.per_query.keys() ^ measured_b.per_query.keys())
    if unpaired:
        raise RunError(
            f"{a.path} measured {len(measured_a.per_query)} queries and {b.path} "
            f"{len(measured_b.per_query)}; {len(unpaired)} are in one of them only, as "
            f"{unpaired[0]}: finish both runs over the same queries"
        )


def _tests(
    measured_a: Measured, measured_b: Measured
) -> tuple[dict[str, PairedTest], tuple[UntestedMeasure, ...]]:
    tests: dict[str, PairedTest] = {}
    untested: list[UntestedMeasure] = []
    for name in measured_a.means:
        if name not in measured_b.means:
            continue
        values_a, values_b = _values(measured_a, name), _values(measured_b, name)
        if name in OF_ANSWERED_ONLY:
            both = values_a.keys() & values_b.keys()
            values_a = {query_id: values_a[query_id] for query_id in both}
            values_b = {query_id: values_b[query_id] for query_id in both}
        if name.startswith(_OF_JUDGEMENTS) or not (values_a or values_b):
            means = (measured_a.means[name], measured_b.means[name])
            untested.append(UntestedMeasure(name, *means))
        else:
            tests[name] = paired_test(values_a, values_b)
    return tests, tuple(untested)


def _values(measured: Measured, name: str) -> dict[str, float]:
    """Values of the queries that have the measure."""
    per_query = measured.per_query.items()
    return {query_id: values[name] for query_id, values in per_query if name in values}


def _corrected(tests: Mapping[str, PairedTest]) -> tuple[MeasureComparison, ...]:
    t_tests = holm([test.p_t_test for test in tests.values()])
    randomisations = holm([test.p_randomisation for test in tests.values()])
    return tuple(
        MeasureComparison(name, name in LOWER_IS_BETTER, test, p_t_test, p_randomisation)
        for (name, test), p_t_test, p_randomisation in zip(
            tests.items(), t_tests, randomisations, strict=True
        )
    )


def _differing(
    a: tuple[RunFolder, Mapping[str, float]],
    b: tuple[RunFolder, Mapping[str, float]],
    *,
    text_of: TextOf | None,
    question_of: Callable[[str], str] | None,
    most: int,
) -> tuple[QueryDifference, ...]:
    (run_a, values_a), (run_b, values_b) = a, b
    distances = {q: abs(values_b[q] - values_a[q]) for q in values_a.keys() & values_b.keys()}
    # Rounded, so that the last digits of a sum do not decide which of two equals comes first.
    falling = sorted(distances, key=lambda q: (-round(distances[q], 9), q))
    chosen = [q for q in falling if round(distances[q], 9) > 0][:most]
    grades = read_qrels(run_a.qrels_path) if run_a.qrels_path.exists() else {}
    top_a = _top_items(run_a, chosen, grades, text_of)
    top_b = _top_items(run_b, chosen, grades, text_of)
    return tuple(
        QueryDifference(
            query_id=query_id,
            question=_looked_up(question_of, query_id),
            value_a=values_a[query_id],
            value_b=values_b[query_id],
            top_a=top_a.get(query_id, ()),
            top_b=top_b.get(query_id, ()),
        )
        for query_id in chosen
    )


def _top_items(
    run: RunFolder,
    query_ids: list[str],
    grades: Mapping[str, Mapping[str, int]],
    text_of: TextOf | None,
) -> dict[str, tuple[ShownItem, ...]]:
    wanted = frozenset(query_ids)
    return {
        outcome.query_id: _shown(outcome, grades.get(outcome.query_id, {}), text_of)
        for outcome in run.outcomes()
        if outcome.query_id in wanted
    }


def _shown(
    outcome: QueryOutcome, grades: Mapping[str, int], text_of: TextOf | None
) -> tuple[ShownItem, ...]:
    if outcome.answer is not None:
        return _statements(outcome.answer)
    return tuple(
        ShownItem(
            item_id=item.item_id,
            score=item.score,
            grade=grades.get(item.item_id),
            text=_looked_up(text_of, item.item_id),
        )
        for item in outcome.ranking[:_ITEMS_SHOWN]
    )


def _statements(answer: Answer) -> tuple[ShownItem, ...]:
    sources = {citation.index: citation.document_id for citation in answer.citations}
    return tuple(
        ShownItem(
            item_id=", ".join(dict.fromkeys(sources[i] for i in said.citations if i in sources)),
            score=None,
            grade=None,
            text=said.text,
        )
        for said in answer.statements[:_ITEMS_SHOWN]
    )


def _looked_up(text_of: Callable[[str], str] | None, name: str) -> str:
    if text_of is None:
        return ""
    try:
        return text_of(name)
    except (NotFound, KeyError):
        return ""

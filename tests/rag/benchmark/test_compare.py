import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rag.benchmark.compare import compare
from rag.benchmark.outcomes import Latency, QueryOutcome, RankedItem
from rag.benchmark.run_folder import RunError, RunFolder
from rag.benchmark.significance import UnpairedValues
from rag.benchmark.trec_files import write_qrels
from rag.messages import Answer
from tests.rag.benchmark.made_answers import answer

SHA = "a" * 64
TEXTS = {"x": "Tea | steeps\n<b>long</b>.", "y": "Milk " * 100}

Values = Mapping[str, Mapping[str, float]]


def run_folder(
    path: Path,
    per_query: Values,
    *,
    rankings: Mapping[str, str] | None = None,
    answers: Mapping[str, Answer] | None = None,
    manifest: Mapping[str, Any] | None = None,
    area: float | None = None,
) -> RunFolder:
    """A finished run as it stands on disk, of the values given."""
    path.mkdir(parents=True)
    run = RunFolder(path)
    fields = {"dataset": {"name": "tiny", "sha256": SHA}, "system": {"name": path.name}}
    run.manifest_path.write_text(json.dumps(fields if manifest is None else manifest))
    names = dict.fromkeys(name for values in per_query.values() for name in values)
    columns = {n: [values[n] for values in per_query.values() if n in values] for n in names}
    means = {name: sum(column) / len(column) for name, column in columns.items()}
    means |= {} if area is None else {"AURC": area}
    run.measures_path.write_text(json.dumps({"means": means, "intervals": {}}))
    run.per_query_path.write_text(
        "".join(json.dumps({"query_id": q, "measures": v}) + "\n" for q, v in per_query.items())
    )
    latency = Latency(0, 0, 0, 0)
    outcomes = [
        QueryOutcome(
            q,
            tuple(RankedItem(n, 1.0 - i / 8) for i, n in enumerate((rankings or {}).get(q, ""))),
            (answers or {}).get(q),
            latency,
        )
        for q in per_query
    ]
    lines = [json.dumps(outcome.as_dict()) + "\n" for outcome in outcomes]
    run.outcomes_path.write_text("".join(lines))
    return run


def ndcg(*values: float) -> dict[str, dict[str, float]]:
    return {f"q{i}": {"nDCG@10": value} for i, value in enumerate(values)}


def two_runs(tmp_path: Path, a: Values, b: Values) -> tuple[RunFolder, RunFolder]:
    return run_folder(tmp_path / "bm25", a), run_folder(tmp_path / "hybrid", b)


def test_means_difference_and_counts_are_those_computed_by_hand(tmp_path: Path) -> None:
    found = compare(
        *two_runs(tmp_path, ndcg(0, 0.5, 0.5, 1), ndcg(1, 0.5, 0.75, 0.75)), text_of=None
    )
    assert (found.dataset, found.system_a, found.system_b) == ("tiny", "bm25", "hybrid")
    assert found.n_queries == 4
    (compared,) = found.measures
    assert (compared.test.mean_a, compared.test.mean_b, compared.test.difference) == (
        0.5,
        0.75,
        0.25,
    )
    assert (compared.wins, compared.ties, compared.losses) == (2, 1, 1)
    assert compared.test.p_randomisation == 0.75  # of 8 sign patterns; see test_significance
    assert compared.corrected_randomisation == 0.75  # one measure needs no correction


def test_runs_of_different_versions_are_told_above_the_table(tmp_path: Path) -> None:
    a, b = two_runs(tmp_path, ndcg(0, 1), ndcg(1, 0))
    assert compare(a, b, text_of=None).warnings == ()
    for run, commit, numpy in ((a, "c" * 40, "2.1"), (b, "d" * 40, "2.2")):
        manifest = run.manifest() | {"commit": commit, "packages": {"numpy": numpy}}
        run.manifest_path.write_text(json.dumps(manifest))
    found = compare(a, b, text_of=None)
    assert found.warnings == (
        "They were made with different versions of the program.",
        "They were made with different versions of packages.",
    )
    text = found.as_markdown()
    assert text.index("**Note**: They were made with different versions of packages.") < text.index(
        "| Measure"
    )


def test_p_values_are_corrected_over_the_measures(tmp_path: Path) -> None:
    # B wins all of 6 queries by AP: of 64 sign patterns 2 are as far. By RR nothing differs.
    a = {f"q{i}": {"AP": 0.0, "RR": 0.5} for i in range(6)}
    b = {f"q{i}": {"AP": (i + 1) / 8, "RR": 0.5} for i in range(6)}
    ap, rr = compare(*two_runs(tmp_path, a, b), text_of=None).measures
    assert (ap.name, ap.test.p_randomisation) == ("AP", 2 / 64)
    assert ap.corrected_randomisation == 4 / 64
    assert ap.corrected_t_test == pytest.approx(2 * ap.test.p_t_test)
    assert (rr.test.p_randomisation, rr.corrected_randomisation, rr.corrected_t_test) == (1, 1, 1)


def test_lower_is_better_for_rates_of_errors(tmp_path: Path) -> None:
    a = {"p": {"false_refusal_rate": 1.0}, "q": {"false_refusal_rate": 0.0}}
    b = {"p": {"false_refusal_rate": 0.0}, "q": {"false_refusal_rate": 0.0}}
    found = compare(*two_runs(tmp_path, a, b), text_of=None)
    (compared,) = found.measures
    assert (compared.wins, compared.ties, compared.losses) == (1, 1, 0)
    assert "false\\_refusal\\_rate (lower is better)" in found.as_markdown()


def test_the_queries_that_differ_most_come_first_with_both_rankings(tmp_path: Path) -> None:
    a, b = ndcg(0.5, 0.5, 1.0, 0.2), ndcg(0.75, 0.5, 0.0, 0.45)
    run_a = run_folder(tmp_path / "a", a, rankings=dict.fromkeys(a, "xz"))
    run_b = run_folder(tmp_path / "b", b, rankings=dict.fromkeys(b, "y"))
    write_qrels(run_a.qrels_path, {"q2": {"x": 2, "z": 0}})
    found = compare(run_a, run_b, text_of=TEXTS.__getitem__, question_of=lambda q: f"What of {q}?")
    # q0 and q3 differ by 0.25 both, one of them not exactly in binary.
    assert [query.query_id for query in found.differing] == ["q2", "q0", "q3"]
    first = found.differing[0]
    assert (first.question, first.value_a, first.value_b) == ("What of q2?", 1.0, 0.0)
    assert first.difference == -1
    shown = [(item.item_id, item.score, item.grade, item.text) for item in first.top_a]
    assert shown == [("x", 1.0, 2, TEXTS["x"]), ("z", 0.875, 0, "")]  # no text is called z
    assert [(item.item_id, item.grade) for item in first.top_b] == [("y", None)]


@pytest.mark.parametrize(("most", "shown"), [(0, 0), (1, 1), (10, 2)])
def test_no_more_queries_are_shown_than_asked_for(tmp_path: Path, most: int, shown: int) -> None:
    runs = two_runs(tmp_path, ndcg(0, 0.5, 0.5), ndcg(1, 0.5, 0.75))
    assert len(compare(*runs, text_of=None, most=most).differing) == shown


def test_queries_are_chosen_by_the_measure_named(tmp_path: Path) -> None:
    a = {"p": {"AP": 0.0, "RR": 0.0}, "q": {"AP": 0.0, "RR": 0.0}}
    b = {"p": {"AP": 1.0, "RR": 0.5}, "q": {"AP": 0.5, "RR": 1.0}}
    runs = two_runs(tmp_path, a, b)
    assert [q.query_id for q in compare(*runs, text_of=None).differing] == ["p", "q"]
    assert [q.query_id for q in compare(*runs, text_of=None, by="RR").differing] == ["q", "p"]
    with pytest.raises(RunError, match="no values per query of P@5 to compare; both have AP, RR"):
        compare(*runs, text_of=None, by="P@5")


def test_statements_stand_side_by_side_with_the_documents_they_cite(tmp_path: Path) -> None:
    a, b = {"q": {"hit@1": 0.0}}, {"q": {"hit@1": 1.0}}
    said = ("tea", "Water boils at 100 degrees.")
    run_a = run_folder(tmp_path / "a", a, answers={"q": answer()}, area=0.5)
    run_b = run_folder(tmp_path / "b", b, answers={"q": answer(said)}, area=0.25)
    found = compare(run_a, run_b, text_of=None)
    (query,) = found.differing
    assert query.top_a == ()
    assert [(item.item_id, item.text) for item in query.top_b] == [said]
    (area,) = found.untested  # no value per query
    assert (area.name, area.mean_a, area.mean_b) == ("AURC", 0.5, 0.25)


def test_precision_is_compared_over_the_queries_that_both_answered(tmp_path: Path) -> None:
    a: Values = {"p": {"hit@1": 1, "citation_precision": 0.5}, "q": {"hit@1": 0}}
    b: Values = {
        "p": {"hit@1": 1, "citation_precision": 1.0},
        "q": {"hit@1": 1, "citation_precision": 0},
    }
    found = compare(*two_runs(tmp_path, a, b), text_of=None)
    precision = next(m.test for m in found.measures if m.name == "citation_precision")
    assert (precision.n_queries, precision.mean_a, precision.mean_b) == (1, 0.5, 1.0)


def test_how_much_is_judged_is_shown_but_not_won(tmp_path: Path) -> None:
    a, b = {"q": {"AP": 0.5, "Judged@10": 1.0}}, {"q": {"AP": 0.5, "Judged@10": 0.5}}
    found = compare(*two_runs(tmp_path, a, b), text_of=None)
    assert [m.name for m in found.measures] == ["AP"]
    assert [(m.name, m.mean_a, m.mean_b) for m in found.untested] == [("Judged@10", 1.0, 0.5)]


def test_a_comparison_is_the_same_each_time(tmp_path: Path) -> None:
    a, b = ndcg(*(i % 5 / 4 for i in range(40))), ndcg(*(i % 7 / 6 for i in range(40)))
    runs = two_runs(tmp_path, a, b)
    first, again = (compare(*runs, text_of=None) for _ in range(2))
    assert first == again
    assert first.as_markdown() == again.as_markdown()


def table_rows(markdown: str) -> list[list[str]]:
    """Cells of every table line; a bar that is escaped parts nothing."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [line.replace("\\|", "\0")[2:-2].split(" | ") for line in lines]


def test_markdown_holds_the_figures_and_the_passages_side_by_side(tmp_path: Path) -> None:
    a, b = ndcg(0, 0.5, 0.5, 1), ndcg(1, 0.5, 0.75, 0.75)
    run_a = run_folder(tmp_path / "bm_25", a, rankings={"q0": "xz"})
    run_b = run_folder(tmp_path / "hybrid", b, rankings={"q0": "y"})
    text = compare(
        run_a, run_b, text_of=TEXTS.__getitem__, question_of=lambda _: "Why <i>?"
    ).as_markdown()
    assert text.startswith("# tiny: hybrid against bm\\_25\n")
    rows = table_rows(text)
    assert rows[0][:4] == ["Measure", "A", "B", "B - A"]
    assert rows[2][:3] == ["nDCG@10", "0.5000", "0.7500"]
    assert rows[2][3].startswith("+0.2500 (")
    assert rows[2][5:] == ["0.7500 (0.7500)", "2 / 1 / 1"]
    assert "### q0: Why \\<i\\>?" in text
    assert "A 0.0000, B 1.0000, difference +1.0000" in text
    first = next(row for row in rows if row[0] == "1")
    assert first[1] == "**x**, score 1<br>Tea \0 steeps \\<b\\>long\\</b\\>."
    assert first[2].startswith("**y**, score 1<br>Milk Milk")
    assert first[2].endswith("Milk…")
    assert len(first[2]) < 330
    assert next(row for row in rows if row[0] == "2")[1:] == ["**z**, score 0.875", "–"]
    assert "neither run has a result" in text  # of q2 and q3
    assert len({len(row) for row in table_rows(text)}) == 2  # 7 columns, and 3


def refused(a: RunFolder, b: RunFolder, message: str) -> None:
    with pytest.raises(RunError, match=message):
        compare(a, b, text_of=None)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ({"dataset": {"sha256": "b" * 64}}, "compare runs over the same dataset"),
        ({"dataset": {"name": "tiny"}}, "names no dataset.sha256"),
        ({"dataset": "tiny"}, "names no dataset.sha256"),
        ([], "holds no JSON object"),
    ],
)
def test_runs_over_other_data_are_refused(
    tmp_path: Path, manifest: Mapping[str, Any], message: str
) -> None:
    a = run_folder(tmp_path / "a", ndcg(1))
    refused(a, run_folder(tmp_path / "b", ndcg(1), manifest=manifest), message)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (ndcg(1), "1 are in one of them only, as q1"),
        ({"q0": {"AP": 1.0}, "q1": {"AP": 1.0}}, "no values per query of any measure"),
    ],
)
def test_runs_that_share_no_queries_or_measures_are_refused(
    tmp_path: Path, values: Values, message: str
) -> None:
    refused(run_folder(tmp_path / "a", ndcg(1, 0)), run_folder(tmp_path / "b", values), message)


def test_a_measure_of_other_queries_is_refused(tmp_path: Path) -> None:
    a: Values = {"p": {"AP": 1.0}, "q": {}}
    b: Values = {"p": {"AP": 1.0}, "q": {"AP": 1.0}}
    with pytest.raises(UnpairedValues, match=r"one run only \(q\)"):
        compare(*two_runs(tmp_path, a, b), text_of=None)


def test_an_unfinished_run_is_refused(tmp_path: Path) -> None:
    a, b = two_runs(tmp_path, ndcg(1), ndcg(1))
    b.measures_path.unlink()
    refused(a, b, "no finished run")


def test_a_negative_number_of_queries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        compare(*two_runs(tmp_path, ndcg(1), ndcg(0)), text_of=None, most=-1)

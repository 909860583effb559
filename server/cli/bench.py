"""The commands `footnote bench …`."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli.bench_follow_ups import follow_ups
from server.cli.bench_reader import reader
from server.cli.bench_refusals import refusals
from server.cli.bench_removal import removal
from server.cli.output import FAILED, json_ready, note, show, show_columns, show_json
from server.cli.progress import progress_bar

if TYPE_CHECKING:
    from rag.benchmark.comparison import Comparison
    from rag.benchmark.dataset import Dataset
    from rag.benchmark.regress.check import RegressReport
    from rag.benchmark.run_folder import RunFolder
    from rag.benchmark.systems.config import AnyConfig
    from rag.benchmark.verify import VerifyRunReport

app = typer.Typer(
    help="Benchmark the pipeline that serves, so that its numbers can be had again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("reader")(reader)
app.command("removal")(removal)
app.command("refusals")(refusals)
app.command("follow-ups")(follow_ups)

AsJson = Annotated[bool, typer.Option("--json", help="The result as JSON.")]
SeedsFolder = Annotated[
    Path, typer.Option(help="Folder of documents with questions.yaml that `seeds` stands for.")
]
_SEEDS = Path("seeds")
DataPath = Annotated[
    str | None,
    typer.Option(help="Where the run's data lies now, if it was moved; its SHA-256 is checked."),
]


@app.command("run")
def run(
    datasets: Annotated[
        list[str],
        typer.Argument(
            help="BEIR or TREC folders, SQuAD JSON, sentence selection JSONL, a folder with "
            "questions.yaml, seeds, or ir_datasets:NAME."
        ),
    ],
    system: Annotated[
        list[str],
        typer.Option(help="bm25, dense, hybrid, served, a YAML file or http://host:port; repeat."),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the runs.")] = Path("runs"),
    split: Annotated[str, typer.Option(help="Of BEIR folders: qrels/SPLIT.tsv.")] = "test",
    measures: Annotated[
        str | None,
        typer.Option(help="For rankings, as ir_measures names them: 'nDCG@10 R@100 AP'."),
    ] = None,
    seeds: SeedsFolder = _SEEDS,
    as_json: AsJson = False,
) -> None:
    """Run datasets through systems. An interrupted run goes on when it is started again."""
    from rag.benchmark.datasets.registry import open_dataset
    from rag.benchmark.systems.config import load_system

    # All are read before the first is run: a slip in the last one should not cost an hour.
    configs = [load_system(name) for name in system]
    opened = [open_dataset(name, seeds=seeds, split=split) for name in datasets]
    _refuse_same_names("datasets", [dataset.name for dataset in opened])
    _refuse_same_names("systems", [config.name for config in configs])
    chosen = tuple(measures.split()) if measures else None
    if chosen:
        _note_own_measures(opened)
    runs = [
        _run_one(dataset, config, out, chosen, is_quiet=as_json)
        for dataset in opened
        for config in configs
    ]
    if as_json:
        show_json([_run_facts(folder) for folder in runs])


def _note_own_measures(datasets: "Iterable[Dataset]") -> None:
    from rag.benchmark.dataset import Task

    own = [dataset.name for dataset in datasets if dataset.task is not Task.RETRIEVAL]
    if own:
        note(
            f"--measures is for rankings of documents: {', '.join(own)} will be measured as "
            "answers and sentences always are"
        )


def _run_one(
    dataset: "Dataset",
    config: "AnyConfig",
    out: Path,
    measures: Sequence[str] | None,
    *,
    is_quiet: bool,
) -> "RunFolder":
    from rag.benchmark.measures.measure import DEFAULT
    from rag.benchmark.runner import run_benchmark

    with progress_bar(f"{dataset.name} {config.name}") as progress:
        folder = run_benchmark(
            dataset, config, out, measures=measures or DEFAULT, progress=progress
        )
    if not is_quiet:
        _show_run(folder)
    return folder


def _refuse_same_names(what: str, names: Sequence[str]) -> None:
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise typer.BadParameter(
            f"{what} have one folder each below --out, and several are called "
            f"{', '.join(repeated)}; rename them, or run them with different --out"
        )


def _run_facts(run: "RunFolder") -> dict[str, Any]:
    manifest, measured = run.manifest(), run.measured()
    return {
        "folder": str(run.path),
        "dataset": manifest["dataset"]["name"],
        "system": manifest["system"]["name"],
        "means": measured.means,
        "intervals": measured.intervals,
        "n": measured.n,
        "n_queries": manifest["dataset"]["n_queries"],
        "latency": manifest["latency"],
        "index": manifest["index"],
        "notes": manifest["dataset"]["notes"] + manifest["notes"],
    }


def _show_run(run: "RunFolder") -> None:
    facts = _run_facts(run)
    show(f"{facts['dataset']}, {facts['system']}: {facts['folder']}", bold=True)
    show_columns(
        (
            name,
            f"{mean:.4f}",
            f"[{facts['intervals'][name][0]:.4f}, {facts['intervals'][name][1]:.4f}]",
            "" if facts["n"][name] == facts["n_queries"] else f"n = {facts['n'][name]:,}",
        )
        for name, mean in facts["means"].items()
    )
    if total := facts["latency"].get("total"):
        show_columns([("ms per question", *(f"{key} {value:.1f}" for key, value in total.items()))])
    if index := facts["index"]:
        show_columns(
            [
                (
                    "index",
                    f"{index['n_units']:,} of unit {index['unit']}",
                    f"{index['n_bytes'] / 1e6:.1f} MB",
                    f"{index['build_seconds']:.1f} s",
                    f"{index['texts_embedded']:,} texts embedded, "
                    f"{index['texts_from_cache']:,} from the cache",
                )
            ]
        )
    for remark in facts["notes"]:
        show(f"  note: {remark}", dim=True)


@app.command("report")
def report(
    runs: Annotated[
        Path, typer.Argument(help="Folder that `bench run` wrote.", exists=True, file_okay=False)
    ],
    out: Annotated[Path | None, typer.Option(help="Folder to write to; RUNS if not given.")] = None,
    baseline: Annotated[
        str | None, typer.Option(help="System that the others are held against.")
    ] = None,
    allow_mixed: Annotated[
        bool, typer.Option("--allow-mixed", help="Put runs of different versions in one table.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write report.md and report.html, one self-contained page with plots."""
    from rag.benchmark.report.write import write_report

    files = write_report(runs, out=out, baseline=baseline, allow_mixed=allow_mixed)
    for folder in files.unfinished:
        note(f"left out, not finished: {folder}; `footnote bench run` goes on")
    for dataset, differences in files.mixed.items():
        note(f"the runs over {dataset} are mixed, they differ in {'; '.join(differences)}")
    if as_json:
        show_json(json_ready(files))
    else:
        show(f"Wrote {files.markdown} and {files.html}")


@app.command("compare")
def compare(
    a: Annotated[
        Path, typer.Argument(help="A run's folder, the baseline.", exists=True, file_okay=False)
    ],
    b: Annotated[
        Path, typer.Argument(help="Another run over the same data.", exists=True, file_okay=False)
    ],
    by: Annotated[
        str | None,
        typer.Option(help="Measure by which queries are chosen; the first if not given."),
    ] = None,
    most: Annotated[int, typer.Option(help="Queries shown at most.", min=0)] = 10,
    data: DataPath = None,
    as_json: AsJson = False,
) -> None:
    """Test the differences of two runs, and show the queries that differ most side by side."""
    comparison = _compared(a, b, by, most, data)
    if as_json:
        show_json(json_ready(comparison))
    else:
        show(comparison.as_markdown())


def _compared(a: Path, b: Path, by: str | None, most: int, data: str | None) -> "Comparison":
    from rag.benchmark.compare import compare as compare_runs
    from rag.benchmark.run_data import dataset_of
    from rag.benchmark.run_folder import RunFolder
    from rag.benchmark.texts import texts_of
    from rag.errors import FootnoteError

    first, second = RunFolder(a), RunFolder(b)
    shown: set[str] = set()

    def remember(item_id: str) -> str:
        shown.add(item_id)
        return ""

    comparison = compare_runs(first, second, text_of=remember, by=by, most=most)
    try:
        dataset = dataset_of(first, data=data)
        texts = texts_of(dataset, shown)
    except FootnoteError as error:
        if data is not None:
            raise
        note(f"shown without texts: {error}")
        return comparison
    questions = {query.query_id: query.text for query in dataset.queries}
    return compare_runs(
        first,
        second,
        text_of=texts.__getitem__,
        question_of=questions.__getitem__,
        by=by,
        most=most,
    )


@app.command("verify")
def verify(
    run_folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="A run's folder.", exists=True, file_okay=False)
    ],
    tolerance: Annotated[
        float, typer.Option(help="Largest difference of a mean that holds.", min=0)
    ] = 1e-4,
    data: DataPath = None,
    as_json: AsJson = False,
) -> None:
    """Make a run again from its manifest. Exits with 1 when a number does not hold."""
    from rag.benchmark.run_folder import RunFolder
    from rag.benchmark.verify import verify_run

    with progress_bar("again") as progress:
        report = verify_run(
            RunFolder(run_folder), tolerance=tolerance, data=data, progress=progress
        )
    if as_json:
        show_json(json_ready(report))
    else:
        _show_verified(report)
    if not report.holds:
        raise typer.Exit(FAILED)


def _show_verified(report: "VerifyRunReport") -> None:
    verdict = "holds" if report.holds else "does not hold"
    show(f"{report.run} {verdict} (tolerance {report.tolerance:g})", bold=True)
    show_columns(
        (
            entry.name,
            _number(entry.recorded),
            _number(entry.found),
            "holds" if entry.holds else "DIFFERS",
        )
        for entry in report.measures
    )
    if report.altered:
        show(f"Not as the run wrote it: {', '.join(report.altered)}")
    if report.differences:
        show("What differs now:")
        show_columns((difference,) for difference in report.differences)


@app.command("regress")
def regress(
    seeds: SeedsFolder = _SEEDS,
    update: Annotated[
        bool, typer.Option("--update", help="Record what is measured now as expected.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure a small fixed set. Exits with 1 when a measure fell beyond its tolerance."""
    from rag.benchmark.datasets.errors import DatasetError
    from rag.benchmark.datasets.question_folder import recognises_question_folder
    from rag.benchmark.regress.check import check_regressions, record_expected

    if not recognises_question_folder(seeds):
        raise DatasetError(f"{seeds} is no folder with a questions.yaml; name it with --seeds")
    with progress_bar() as progress:
        report = check_regressions(seeds, progress=progress)
    if update:
        note(f"recorded as expected: {record_expected(report)}")
    if as_json:
        show_json(json_ready(report))
    else:
        _show_regress(report)
    if report.fallen and not update:
        raise typer.Exit(FAILED)


def _show_regress(report: "RegressReport") -> None:
    header = ("dataset", "system", "measure", "expected", "found", "tolerance", "")
    show_columns([header, *_regress_rows(report)], indent="")
    fallen = len(report.fallen)
    show(
        f"{fallen} fell beyond tolerance" if fallen else "Nothing fell beyond tolerance", bold=True
    )


def _regress_rows(report: "RegressReport") -> Iterable[tuple[str, ...]]:
    for entry in report.entries:
        yield (
            entry.dataset,
            entry.system,
            entry.measure,
            _number(entry.expected),
            _number(entry.found),
            f"{entry.tolerance:g}",
            entry.verdict.value,
        )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"

"""One dataset through one system, into a folder from which the same numbers can be had again."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from embeddings.encoder import Encoder
from rag.benchmark.dataset import Dataset, Task
from rag.benchmark.datasets.lines import sha256_of
from rag.benchmark.manifest import differences, latency_percentiles, manifest_of, outcome_notes
from rag.benchmark.measures.measure import DEFAULT, measure
from rag.benchmark.measures.retrieval import check_measures
from rag.benchmark.outcome_log import OutcomeLog
from rag.benchmark.outcomes import QueryOutcome
from rag.benchmark.run_folder import Measured, RunError, RunFolder
from rag.benchmark.systems.answering import BenchmarkedSystem, Workplace
from rag.benchmark.systems.config import AnyConfig
from rag.benchmark.systems.making import make_system
from rag.benchmark.texts import texts_of
from rag.benchmark.trec_files import write_qrels, write_run
from rag.index.build import IndexProgress, Progress

CACHE = ".cache"  # below `out`: vectors that all runs share, and the index of a run while it lasts


def run_benchmark(
    dataset: Dataset,
    config: AnyConfig,
    out: Path,
    *,
    measures: Sequence[str] = DEFAULT,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
) -> RunFolder:
    """Ask every question of `dataset`, measure, and write `out`/<dataset>/<system>.

    An interrupted run goes on where it stopped: texts are embedded once for all runs in `out`, and
    questions that have an outcome are not asked again. A finished run is measured anew, by other
    measures where other ones are named. Data that lies elsewhere now is taken from there.

    Args:
        dataset: of any task.
        config: of the system, as `load_system` gives it.
        out: made when missing; its hidden folder `.cache` may be removed when no run goes on.
        measures: names as ir_measures writes them; for RETRIEVAL, other tasks have their own.
        progress: told of "reading", "embedding", "writing" and "asking".
        encoder: the one that `config` names, if it is loaded already.

    Raises:
        RunError: the folder holds a run of another configuration, dataset, program, package
            version or encoder; another process is writing it; or a server cannot be asked.
        MeasureError: a measure is unknown.
        IndexingError: the dataset's documents hold no word.
        EmbeddingError: the encoder cannot be loaded.
    """
    tell = progress or (lambda _: None)
    measures = check_measures(measures) if dataset.task is Task.RETRIEVAL else ()
    system = make_system(config, dataset.task, encoder=encoder)
    manifest = manifest_of(dataset, config, system, measures)
    run = RunFolder(out / dataset.name / config.name)
    run.path.mkdir(parents=True, exist_ok=True)
    with OutcomeLog(run.outcomes_path) as log:
        manifest = _begun(run, manifest)
        done = {outcome.query_id for outcome in run.outcomes()}
        if any(query.query_id not in done for query in dataset.queries):
            with _workplace(out, run) as workplace:
                manifest = _asked(run, dataset, system, manifest, workplace, log, done, tell)
    outcomes = tuple(run.outcomes())
    measured = measure(
        dataset, outcomes, text_of=_texts_of_cited(dataset, outcomes), measures=measures
    )
    _write_results(run, dataset, config, outcomes, measured)
    _write_json(
        run.manifest_path,
        manifest
        | {
            "is_finished": True,
            "measures": list(measured.means),
            "finished": _now(),
            "notes": list(outcome_notes(outcomes)),
            "latency": latency_percentiles(outcomes),
            "files": {path.name: sha256_of([path]) for path in run.result_paths if path.exists()},
        },
    )
    return run


def _begun(run: RunFolder, manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest to go on with: the one that is there, if this run can join it.

    Raises:
        RunError: it cannot.
    """
    if run.manifest_path.exists():
        earlier = run.manifest()
        if problems := differences(earlier, manifest):
            raise RunError(
                f"{run.path} holds a run that was made otherwise ({'; '.join(problems)}); remove "
                "that folder, choose another --out, or restore what it was made with"
            )
        return earlier | {name: manifest[name] for name in ("dataset", "measures")}
    if run.outcomes_path.stat().st_size:
        raise RunError(
            f"{run.outcomes_path} has outcomes but no {run.manifest_path.name} beside it; remove "
            "that folder, or choose another --out"
        )
    begun = manifest | {"started": _now()}
    _write_json(run.manifest_path, begun)
    return begun


def _asked(
    run: RunFolder,
    dataset: Dataset,
    system: BenchmarkedSystem,
    manifest: dict[str, Any],
    workplace: Workplace,
    log: OutcomeLog,
    done: set[str],
    tell: Progress,
) -> dict[str, Any]:
    """Ask what is not done yet; the manifest comes back with what was indexed."""
    with system.ready_for(dataset, workplace, tell) as answering:
        index = answering.index.as_dict() if answering.index else None
        before = manifest.get("index")
        if before and index and before["corpus_sha256"] != index["corpus_sha256"]:
            raise RunError(
                f"{run.path} was begun over other documents than {dataset.source} holds now; "
                "remove that folder, or choose another --out"
            )
        manifest = manifest | {"index": before or index}
        _write_json(run.manifest_path, manifest)
        total = len(dataset.queries)
        for query in dataset.queries:
            if query.query_id not in done:
                log.append(answering.answer(query))
                done.add(query.query_id)
                tell(IndexProgress("asking", len(done), total))
    return manifest


@contextmanager
def _workplace(out: Path, run: RunFolder) -> Iterator[Workplace]:
    cache = out / CACHE
    index = cache / run.path.relative_to(out)
    shutil.rmtree(index, ignore_errors=True)  # what a killed run has left
    index.mkdir(parents=True)
    try:
        yield Workplace(index, cache / "vectors.sqlite")
    finally:
        shutil.rmtree(index, ignore_errors=True)


def _texts_of_cited(
    dataset: Dataset, outcomes: Sequence[QueryOutcome]
) -> Callable[[str], str] | None:
    """Straight from the dataset: an index that garbled texts would not prove itself right."""
    if dataset.task is not Task.ANSWERS:
        return None
    cited = {
        citation.document_id
        for outcome in outcomes
        if outcome.answer
        for citation in outcome.answer.citations
    }
    return texts_of(dataset, cited).__getitem__


def _write_results(
    run: RunFolder,
    dataset: Dataset,
    config: AnyConfig,
    outcomes: Sequence[QueryOutcome],
    measured: Measured,
) -> None:
    if dataset.task is not Task.ANSWERS:
        rankings = {outcome.query_id: outcome.ranking for outcome in outcomes}
        with _replacing(run.trec_run_path) as path:
            write_run(path, rankings, tag=config.name)
        with _replacing(run.qrels_path) as path:
            # Only what was measured, so that other tools measure the same from these files.
            write_qrels(
                path, {query_id: dataset.qrels[query_id] for query_id in measured.per_query}
            )
    _write_lines(
        run.per_query_path,
        [
            {"query_id": query_id, "measures": values}
            for query_id, values in measured.per_query.items()
        ],
    )
    _write_json(
        run.measures_path,
        {"means": measured.means, "intervals": measured.intervals, "n": measured.n},
    )


def _write_json(path: Path, value: dict[str, Any]) -> None:
    with _replacing(path) as new:
        text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
        new.write_text(text, encoding="utf-8")


def _write_lines(path: Path, entries: Sequence[dict[str, Any]]) -> None:
    with _replacing(path) as new:
        lines = (json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        new.write_text("".join(lines), encoding="utf-8")


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place, whole and durable, at the end."""
    new = path.with_name(f"{path.name}.new")
    yield new
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

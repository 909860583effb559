"""The tables of a report, the same for Markdown and for the page."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.benchmark.dataset import Task
from rag.benchmark.measures.answers import LOWER_IS_BETTER, OF_ANSWERED_ONLY
from rag.benchmark.measures.retrieval import RETRIEVAL_MEASURES
from rag.benchmark.report.figures import (
    MISSING,
    best_systems,
    count_text,
    interval_text,
    main_measure,
    mean_text,
    megabytes,
    milliseconds,
    seconds,
)
from rag.benchmark.report.runs import STAGES, ReportedRun, Section
from rag.benchmark.report.wins import wins_of
from rag.benchmark.systems.config import shipped_systems

# In tables of their own, or long.
_NOT_LISTED = frozenset({"latency", "measures", "notes", "files"})
_MOST_COLUMNS = 6  # of measures with intervals on a page


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `detail` is written smaller, `is_best` in bold."""

    text: str
    detail: str = ""
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of each row names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def overview_table(sections: Sequence[Section]) -> Table:
    """Systems by datasets, each dataset with its main measure."""
    systems = list(dict.fromkeys(run.system for section in sections for run in section.runs))
    head = ("System", *(f"{each.dataset}, {main_measure(each)}" for each in sections))
    rows = tuple(
        (Cell(system), *(_overview_cell(section, system) for section in sections))
        for system in systems
    )
    return Table("Main measure of each dataset, best in bold", head, rows)


def _overview_cell(section: Section, system: str) -> Cell:
    measure = main_measure(section)
    run = next((run for run in section.runs if run.system == system), None)
    if run is None:
        return Cell(MISSING)
    return Cell(mean_text(run, measure), is_best=system in best_systems(section, measure))


def measures_table(section: Section) -> Table:
    """Systems by measures, with 95% intervals; measures by systems when they are many."""
    best = {measure: best_systems(section, measure) for measure in section.measures}
    cells = [
        [
            Cell(mean_text(run, name), _measured_detail(run, name), run.system in best[name])
            for name in section.measures
        ]
        for run in section.runs
    ]
    heads = [_measure_head(name) for name in section.measures]
    systems = [run.system for run in section.runs]
    corner, columns, names = "System", heads, systems
    if len(heads) > max(_MOST_COLUMNS, len(systems)):
        corner, columns, names = "Measure", systems, heads
        cells = [list(column) for column in zip(*cells, strict=True)]
    rows = tuple((Cell(name), *row) for name, row in zip(names, cells, strict=True))
    return Table(_measures_caption(section), (corner, *columns), rows)


def _measured_detail(run: ReportedRun, measure: str) -> str:
    return ", ".join(filter(None, (interval_text(run, measure), count_text(run, measure))))


def _measures_caption(section: Section) -> str:
    caption = f"{section.dataset}: means over queries with 95% intervals, best in bold"
    if any(count_text(run, name) for run in section.runs for name in section.measures):
        caption += "; n: over how many, where not over all"
    if LOWER_IS_BETTER.intersection(section.measures):
        caption += "; ↓ lower is better"
    if OF_ANSWERED_ONLY.intersection(section.measures):
        caption += "; * of the questions that were answered"
    return caption


def _measure_head(measure: str) -> str:
    if measure in LOWER_IS_BETTER:
        return f"{measure} ↓"
    return f"{measure} *" if measure in OF_ANSWERED_ONLY else measure


def speed_table(section: Section) -> Table:
    """Latency by stage, and what the index took."""
    head = (
        "System",
        "Total p50",
        "Total p95",
        "Total p99",
        *(f"{stage.capitalize()} p50" for stage in STAGES if stage != "total"),
        "Index size",
        "Index built in",
    )
    rows = tuple(
        (
            Cell(run.system),
            *(Cell(milliseconds(run.latency_ms("total", p))) for p in ("p50", "p95", "p99")),
            *(
                Cell(milliseconds(run.latency_ms(stage, "p50")))
                for stage in STAGES
                if stage != "total"
            ),
            Cell(megabytes(run.index_bytes)),
            Cell(seconds(run.build_seconds), _embedded_text(run)),
        )
        for run in section.runs
    )
    return Table(f"{section.dataset}: time per query, and the index", head, rows)


def _embedded_text(run: ReportedRun) -> str:
    """A build that took vectors from the cache is no measure of building."""
    anew, cached = (run.number("index", f"texts_{how}") for how in ("embedded", "from_cache"))
    if anew is None or not cached:
        return ""
    return f"{anew:,.0f} of {anew + cached:,.0f} texts embedded"


def wins_table(section: Section) -> Table | None:
    """Queries won and lost against the baseline; None when nothing can be compared."""
    measure = main_measure(section)
    rows = tuple(
        (
            Cell(win.system),
            Cell(f"{win.mean:+.4f}".replace("-", "−")),
            Cell(str(win.n_better)),
            Cell(str(win.n_equal)),
            Cell(str(win.n_worse)),
        )
        for win in wins_of(section, measure)
    )
    if not rows:
        return None
    head = ("System", "Mean difference", "Better on", "Equal on", "Worse on")
    return Table(f"{section.dataset}: {measure} against {section.baseline.system}", head, rows)


def command(section: Section) -> str:
    """What makes the section's runs again, in lines that a shell joins."""
    source = section.baseline.text("dataset", "source") or section.dataset
    systems = [f"--system {shlex.quote(_system_argument(run))}" for run in section.runs]
    lines = [f"footnote bench run {shlex.quote(source)}", *systems]
    measures = section.baseline.manifest.get("measures")
    if section.task == Task.RETRIEVAL and measures and measures != list(RETRIEVAL_MEASURES):
        lines.append(f"--measures {shlex.quote(' '.join(measures))}")
    return " \\\n  ".join([*lines, "--out runs/"])


def system_files(section: Section) -> tuple[str, ...]:
    """Files that `command` names for systems that are not shipped; manifests hold what is in them.

    A server needs no file.
    """
    return tuple(name for run in section.runs if (name := _system_argument(run)).endswith(".yaml"))


def _system_argument(run: ReportedRun) -> str:
    if url := run.text("system", "config", "url"):
        return url
    return run.system if run.system in shipped_systems() else f"{run.system}.yaml"


def made_with_table(section: Section) -> Table:
    """What the manifests say of how the runs were made, one column for each run."""
    by_run = [dict(_flat(run.manifest)) for run in section.runs]
    keys = dict.fromkeys(key for fields in by_run for key in fields)
    rows = tuple(
        (Cell(key), *(Cell(fields.get(key, MISSING)) for fields in by_run)) for key in keys
    )
    head = ("Manifest", *(run.system for run in section.runs))
    return Table(f"{section.dataset}: what the runs were made with", head, rows)


def _flat(fields: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in fields.items():
        if key in _NOT_LISTED:
            continue
        if key == "packages" and isinstance(value, Mapping):
            found.append((key, ", ".join(f"{name} {version}" for name, version in value.items())))
        elif isinstance(value, Mapping):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", MISSING if value is None else str(value)))
    return found

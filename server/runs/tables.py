"""What the pages of benchmark runs show. Everything is imported when a page is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from server.runs.folder import ListedRun, UnreadableRun, with_queries

if TYPE_CHECKING:
    from rag.benchmark.report.runs import ReportedRun, Section
    from rag.benchmark.report.tables import Table

_MAIN_MEASURES = 3


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with its interval, and where both lie between 0 and 100 for a drawing.

    `count` says over how many queries the mean is, "" for all of the dataset.
    `place` is None where a value lies outside 0 to 1, as of a measure that is no share.
    """

    name: str
    mean: str
    interval: str
    count: str
    lower_is_better: bool
    place: tuple[float, float, float] | None  # low, mean, high


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the list of runs."""

    name: str
    dataset: str
    system: str
    written: str
    commit: str
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run with everything that it says of itself."""

    line: RunLine
    task: str
    n_queries: str
    data: str
    notes: tuple[str, ...]
    measures: tuple[MeasureLine, ...]
    speed: "Table"
    made_with: "Table"
    command: str
    system_files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedRuns:
    """Two runs over the same data side by side; B against A.

    `warnings` say what makes the comparison less than fair.
    """

    a: RunLine
    b: RunLine
    warnings: tuple[str, ...]
    measures: "Table"
    wins: "Table | None"
    speed: "Table"
    made_with: "Table"


def run_line(listed: ListedRun) -> RunLine:
    """The run in short, with its main measures.

    Args:
        listed: a run that can be read.
    """
    from rag.benchmark.report.figures import main_measure, short

    assert listed.run is not None
    section = _section(listed.run)
    main = main_measure(section)
    chosen = dict.fromkeys([main, *section.measures])
    return RunLine(
        name=listed.name,
        dataset=listed.run.dataset,
        system=listed.run.system,
        written=listed.written.isoformat() if listed.written else "",
        commit=short(listed.run.text("commit")),
        measures=_measure_lines(listed.run, list(chosen)[:_MAIN_MEASURES]),
    )


def run_page(listed: ListedRun) -> RunPage:
    """The page of a run that can be read."""
    from rag.benchmark.report import tables
    from rag.benchmark.report.figures import short

    assert listed.run is not None
    run, section = listed.run, _section(listed.run)
    return RunPage(
        line=run_line(listed),
        task=run.task,
        n_queries=run.text("dataset", "n_queries"),
        data=short(run.text("dataset", "sha256")),
        notes=run.notes,
        measures=_measure_lines(run, section.measures),
        speed=tables.speed_table(section),
        made_with=tables.made_with_table(section),
        command=tables.command(section),
        system_files=tables.system_files(section),
    )


def compared(a: ListedRun, b: ListedRun) -> ComparedRuns:
    """Two runs side by side.

    Raises:
        UnreadableRun: one is broken, they are over different data, share no measure, or the values
            of their queries cannot be read.
    """
    from rag.benchmark.report import tables

    one, other = with_queries(a), with_queries(b)
    if one.text("dataset", "sha256") != other.text("dataset", "sha256"):
        raise UnreadableRun(
            "The two runs are over different data, so their numbers say nothing of each other."
        )
    if not one.measured.means.keys() & other.measured.means.keys():
        raise UnreadableRun("The two runs have no measure in common.")
    section = _section(*_told_apart(a, one, b, other))
    return ComparedRuns(
        a=run_line(a),
        b=run_line(b),
        warnings=_warnings(one, other),
        measures=tables.measures_table(section),
        wins=tables.wins_table(section),
        speed=tables.speed_table(section),
        made_with=tables.made_with_table(section),
    )


def _told_apart(
    a: ListedRun, one: "ReportedRun", b: ListedRun, other: "ReportedRun"
) -> "tuple[ReportedRun, ReportedRun]":
    """Both runs, under the names of their folders when they are of one system."""
    if one.system != other.system:
        return one, other

    def named(run: "ReportedRun", name: str) -> "ReportedRun":
        system = run.manifest.get("system")
        fields = dict(system) if isinstance(system, dict) else {}
        return replace(run, manifest={**run.manifest, "system": fields | {"name": name}})

    return named(one, a.name), named(other, b.name)


def _warnings(one: "ReportedRun", other: "ReportedRun") -> tuple[str, ...]:
    from rag.benchmark.fairness import made_otherwise

    is_of_same = one.measured.per_query.keys() == other.measured.per_query.keys()
    queries = () if is_of_same else ("They measured different queries.",)
    return (*queries, *made_otherwise(one.manifest, other.manifest))


def _section(*runs: "ReportedRun") -> "Section":
    from rag.benchmark.report.runs import Section

    return Section(runs[0].dataset, runs[0].task, runs)


def _measure_lines(run: "ReportedRun", names: Sequence[str]) -> tuple[MeasureLine, ...]:
    from rag.benchmark.measures.answers import LOWER_IS_BETTER
    from rag.benchmark.report.figures import count_text, interval_text, mean_text

    return tuple(
        MeasureLine(
            name=name,
            mean=mean_text(run, name),
            interval=interval_text(run, name),
            count=count_text(run, name),
            lower_is_better=name in LOWER_IS_BETTER,
            place=_place(run, name),
        )
        for name in names
    )


def _place(run: "ReportedRun", name: str) -> tuple[float, float, float] | None:
    mean = run.measured.means[name]
    low, high = run.measured.intervals.get(name, (mean, mean))
    if not 0 <= low <= mean <= high <= 1:
        return None
    return round(100 * low, 2), round(100 * mean, 2), round(100 * high, 2)

"""The runs of a report, grouped into one table for each dataset."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rag.benchmark.run_folder import Measured, RunError, RunFolder, find_runs

STAGES = ("encode", "retrieve", "read", "total")


@dataclass(frozen=True)
class ReportedRun:
    """One finished run; what its manifest does not say is None or ""."""

    folder: RunFolder
    manifest: Mapping[str, Any]
    measured: Measured

    @property
    def dataset(self) -> str:
        return self.text("dataset", "name") or self.folder.path.parent.name

    @property
    def task(self) -> str:
        return self.text("dataset", "task")

    @property
    def system(self) -> str:
        return self.text("system", "name") or self.folder.path.name

    def text(self, *keys: str) -> str:
        """The manifest's value at `keys` as text, "" when it holds none."""
        value = self._at(*keys)
        return "" if value is None or isinstance(value, Mapping | list) else str(value)

    def number(self, *keys: str) -> float | None:
        """The manifest's number at `keys`."""
        value = self._at(*keys)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)

    def latency_ms(self, stage: str, percentile: str) -> float | None:
        return self.number("latency", stage, percentile)

    @property
    def index_bytes(self) -> float | None:
        size = self.number("index", "n_bytes")
        return self.number("index", "bytes") if size is None else size

    @property
    def build_seconds(self) -> float | None:
        return self.number("index", "build_seconds")

    @property
    def notes(self) -> tuple[str, ...]:
        """Of the dataset, then of what the queries came to."""
        both = (self._at("dataset", "notes"), self._at("notes"))
        return tuple(str(note) for notes in both if isinstance(notes, list) for note in notes)

    def _at(self, *keys: str) -> object:
        value: object = self.manifest
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value


@dataclass(frozen=True)
class Section:
    """All runs over one dataset; the others are held against `runs[0]`."""

    dataset: str
    task: str
    runs: tuple[ReportedRun, ...]

    @property
    def baseline(self) -> ReportedRun:
        return self.runs[0]

    @property
    def others(self) -> tuple[ReportedRun, ...]:
        return self.runs[1:]

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Every measure that some run has, in the order of the runs' files."""
        return tuple(dict.fromkeys(name for run in self.runs for name in run.measured.means))

    @cached_property
    def mixed(self) -> tuple[str, ...]:
        """What must agree within a table and does not, with the value of each system."""
        versions: dict[str, dict[str, str]] = {}
        for run in self.runs:
            for what, value in _versions(run):
                versions.setdefault(what, {})[run.system] = value
        return tuple(
            f"{what} ({', '.join(f'{system} has {value}' for system, value in by_system.items())})"
            for what, by_system in versions.items()
            if len(set(by_system.values())) > 1
        )

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of the runs, each once; that they are mixed comes first."""
        mixed = f"These runs are mixed, they differ in {'; '.join(self.mixed)}"
        own = (note for run in self.runs for note in run.notes)
        return tuple(dict.fromkeys([*([mixed] if self.mixed else []), *own]))

    @cached_property
    def n_queries(self) -> int:
        return max(len(run.measured.per_query) for run in self.runs)


def read_sections(
    folder: Path, *, baseline: str | None = None, allow_mixed: bool = False
) -> tuple[Section, ...]:
    """One section for each dataset, sorted by name; runs that are not finished are left out.

    Args:
        folder: holds runs at any depth.
        baseline: system that stands first in every section that has it; else the first by path.
        allow_mixed: compare runs of different versions all the same.

    Raises:
        RunError: no run is finished, no run is of the system `baseline`, a manifest cannot be
            read, a system has two runs over one dataset, or versions are mixed.
    """
    found = find_runs(folder)
    runs = [_read(run) for run in found if run.measures_path.exists()]
    if not runs:
        raise RunError(
            f"{folder} holds {len(found)} runs and none is finished; "
            "make one with `footnote bench run`"
        )
    if baseline is not None and baseline not in {run.system for run in runs}:
        known = ", ".join(dict.fromkeys(run.system for run in runs))
        raise RunError(f"no finished run in {folder} is of the system {baseline!r}; it has {known}")
    names = sorted({run.dataset for run in runs})
    sections = tuple(_section(name, runs, baseline) for name in names)
    if not allow_mixed:
        for section in sections:
            _refuse_mixed(section)
    return sections


def unfinished_runs(folder: Path) -> tuple[RunFolder, ...]:
    """The runs that `read_sections` leaves out, sorted by path."""
    return tuple(run for run in find_runs(folder) if not run.measures_path.exists())


def _read(folder: RunFolder) -> ReportedRun:
    return ReportedRun(folder, folder.manifest(), folder.measured())


def _section(name: str, runs: Sequence[ReportedRun], baseline: str | None) -> Section:
    chosen = sorted(
        (run for run in runs if run.dataset == name), key=lambda run: run.system != baseline
    )
    seen: dict[str, ReportedRun] = {}
    for run in chosen:
        if run.system in seen:
            raise RunError(
                f"{seen[run.system].folder.path} and {run.folder.path} are both runs of system "
                f"{run.system!r} over {name!r}; report on one of them, or give one another name"
            )
        seen[run.system] = run
    return Section(name, chosen[0].task, tuple(chosen))


def _refuse_mixed(section: Section) -> None:
    if section.mixed:
        raise RunError(
            f"the runs over {section.dataset!r} cannot stand in one table, they differ in "
            f"{'; '.join(section.mixed)}; run the older ones again, or allow mixed versions"
        )


def _versions(run: ReportedRun) -> Iterator[tuple[str, str]]:
    """What must agree within a table; what a manifest does not say is passed over."""
    if sha256 := run.text("dataset", "sha256"):
        yield "the dataset's SHA-256", sha256
    if commit := run.text("commit"):
        yield "the program's commit", commit
    packages = run.manifest.get("packages")
    if isinstance(packages, Mapping):
        for name in sorted(packages):
            yield f"the version of {name}", str(packages[name])
    yield from _encoder(run)


def _encoder(run: ReportedRun) -> Iterator[tuple[str, str]]:
    """Systems may have different encoders, but not two builds of one."""
    name = run.text("system", "encoder", "name")
    for key in ("sha256", "weights_sha256"):
        if name and (sha256 := run.text("system", "encoder", key)):
            yield f"the weights of {name}", sha256

"""The runs in the operator's folder of benchmarks, read as files that nobody vouches for.

Addresses come from outside, and so may the files: a run is found by names alone, nothing outside
the folder is read, and what is not as `footnote bench run` writes it is told and not shown.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:  # what measuring needs is imported when a report is looked at, not when serving
    from rag.benchmark.report.runs import ReportedRun
    from rag.benchmark.run_folder import Measured

FILES = {
    "run.trec": "Ranking, as a TREC run",
    "qrels.trec": "Judgements, as TREC qrels",
    "per_query.jsonl": "Measures of every query",
    "measures.json": "Means with intervals",
    "outcomes.jsonl": "What was said to every query",
    "manifest.json": "Manifest",
}
REPORT_FILES = {"report.html": "Report with plots", "report.md": "Report as Markdown"}
_LARGEST_JSON = 8_000_000  # bytes
_LARGEST_PER_QUERY = 200_000_000
_DEEPEST = 6  # folders below the one that is configured


class UnreadableRun(Exception):
    """A run's files are not what they should be; the message says which and why."""


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run's folder: what it says in short, or why it cannot be read.

    Args:
        name: its path below the configured folder, with slashes.
        run: its manifest and means, without the values of each query; None when it is broken.
        problem: why it is; "" when it is not.
        written: the day on which its measures were written.
        leads_out: it is a link out of the folder, so that it has no page.
    """

    name: str
    run: "ReportedRun | None"
    problem: str = ""
    written: date | None = None
    leads_out: bool = False


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Means(_Strict):
    means: dict[str, float] = Field(min_length=1)
    intervals: dict[str, tuple[float, float]] = {}
    n: dict[str, int] = {}


class _Manifest(_Strict):
    """What the pages rely on; everything else is shown as it is."""

    model_config = ConfigDict(extra="allow")

    dataset: dict[str, Any]
    system: dict[str, Any]
    packages: dict[str, Any] = {}
    measures: list[str] = []


class _Query(_Strict):
    query_id: str
    measures: dict[str, float]


def list_runs(folder: Path) -> tuple[ListedRun, ...]:
    """Every run below `folder`, sorted by name, the broken ones with the reason.

    Raises:
        OSError: the folder cannot be read.
    """
    root = folder.resolve(strict=True)
    os.scandir(root).close()  # a folder that nobody may list is no empty one
    return tuple(sorted(_found(root), key=lambda listed: listed.name))


def find_run(folder: Path, name: str) -> ListedRun | None:
    """The run of this name, readable or broken; None when there is none inside the folder."""
    path = path_inside(folder, name)
    if path is None or not path.is_dir() or not _looks_like_a_run(path):
        return None
    return _listed(path, name)


def find_file(folder: Path, name: str, file: str) -> Path | None:
    """A file of a run that readers may have; None for any other, and for what lies outside."""
    path = path_inside(folder, f"{name}/{file}") if file in FILES else None
    return path if path is not None and path.is_file() else None


def find_report(folder: Path, file: str) -> Path | None:
    """A report that `footnote bench report` wrote into the folder of runs."""
    path = path_inside(folder, file) if file in REPORT_FILES else None
    return path if path is not None and path.is_file() else None


def path_inside(folder: Path, name: str) -> Path | None:
    """The path that `name` has below `folder`, with all links followed; None when it leads out."""
    parts = name.split("/")
    is_plain = all(part and not part.startswith(".") and "\\" not in part for part in parts)
    if not is_plain or "\0" in name or len(parts) > _DEEPEST + 1:
        return None
    try:
        root = folder.resolve(strict=True)
        path = root.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError):  # not there, or links in a circle
        return None
    return path if path.is_relative_to(root) else None


def with_queries(listed: ListedRun) -> "ReportedRun":
    """The run with the values of each query, to compare it by.

    Raises:
        UnreadableRun: it is broken, or `per_query.jsonl` is missing or not of the form.
    """
    run = listed.run
    if run is None:
        raise UnreadableRun(f"{listed.name}: {listed.problem}")
    text = _text(run.folder.per_query_path, largest=_LARGEST_PER_QUERY)
    # Not splitlines: an id may hold U+2028, which is no line end in JSON Lines.
    lines = (line for line in text.split("\n") if line)
    try:
        queries = [_Query.model_validate_json(line) for line in lines]
    except ValidationError as error:
        raise UnreadableRun(f"per_query.jsonl {_first(error)}") from error
    values = {query.query_id: query.measures for query in queries}
    return replace(run, measured=replace(run.measured, per_query=values))


def _found(root: Path) -> Iterator[ListedRun]:
    unreadable: list[OSError] = []
    for place, folders, files in os.walk(root, onerror=unreadable.append, followlinks=False):
        path = Path(place)
        name = path.relative_to(root).as_posix()
        depth = 0 if path == root else name.count("/") + 1
        for link in [entry for entry in folders if (path / entry).is_symlink()]:
            target = path_inside(root, (path / link).relative_to(root).as_posix())
            if target is None and not link.startswith("."):
                yield ListedRun(
                    (path / link).relative_to(root).as_posix(),
                    None,
                    "is a link that leads out of the folder of runs, so it is not read",
                    leads_out=True,
                )
        folders[:] = [entry for entry in folders if not entry.startswith(".") and depth < _DEEPEST]
        if path != root and any(file in FILES for file in files):
            yield _listed(path, name)
    for error in unreadable:
        name = Path(error.filename).relative_to(root).as_posix()
        yield ListedRun(name, None, f"cannot be read: {error.strerror}")


def _looks_like_a_run(path: Path) -> bool:
    return any((path / file).is_file() for file in FILES)


def _listed(path: Path, name: str) -> ListedRun:
    try:
        run, written = _read(path)
    except UnreadableRun as problem:
        return ListedRun(name, None, str(problem))
    except OSError as error:
        return ListedRun(name, None, f"cannot be read: {error.strerror}")
    return ListedRun(name, run, written=written)


def _read(path: Path) -> "tuple[ReportedRun, date]":
    from rag.benchmark.report.runs import ReportedRun
    from rag.benchmark.run_folder import RunFolder

    folder = RunFolder(path)
    manifest = _manifest(folder.manifest_path)
    if not folder.measures_path.exists():
        raise UnreadableRun(
            "is not finished: measures.json is missing; `footnote bench run` goes on"
        )
    measured = _measured(folder.measures_path)
    written = datetime.fromtimestamp(folder.measures_path.stat().st_mtime, UTC).date()
    return ReportedRun(folder, manifest, measured), written


def _measured(path: Path) -> "Measured":
    from rag.benchmark.run_folder import Measured

    try:
        found = _Means.model_validate_json(_text(path, largest=_LARGEST_JSON))
    except ValidationError as error:
        raise UnreadableRun(f"measures.json {_first(error)}") from error
    numbers = [*found.means.values(), *(end for both in found.intervals.values() for end in both)]
    if not all(map(_is_finite, numbers)):
        raise UnreadableRun("measures.json holds a value that is no finite number")
    return Measured(dict(found.means), dict(found.intervals), {}, dict(found.n))


def _is_finite(value: float) -> bool:
    return abs(value) < float("inf")  # false for nan too


def _manifest(path: Path) -> dict[str, Any]:
    try:
        fields = json.loads(_text(path, largest=_LARGEST_JSON))
    except (ValueError, RecursionError) as error:
        raise UnreadableRun(f"{path.name} is no JSON") from error
    try:
        _Manifest.model_validate(fields)
    except ValidationError as error:
        raise UnreadableRun(f"{path.name} {_first(error)}") from error
    return dict(fields)


def _text(path: Path, *, largest: int) -> str:
    """The file's text, if it is a plain file in its own folder."""
    if path.is_symlink():
        raise UnreadableRun(f"{path.name} is a link, so it is not read")
    if path.exists() and not path.is_file():  # reading a pipe would never end
        raise UnreadableRun(f"{path.name} is no file")
    try:
        n_bytes = path.stat().st_size
        if n_bytes > largest:
            raise UnreadableRun(f"{path.name} has {n_bytes:,} bytes, at most {largest:,} are read")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UnreadableRun(f"{path.name} is missing") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UnreadableRun(f"{path.name} cannot be read: {reason}") from error


def _first(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, problem["loc"]))
    return f"is not of the expected form: {f'{place}: ' if place else ''}{problem['msg']}"

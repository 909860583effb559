"""The operator's benchmark runs, for evaluators: all of them, each, and two side by side."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse

from server.help_lines import PageHelp
from server.page_response import page_response
from server.problems import NOT_FOUND, Problem
from server.runs.folder import (
    FILES,
    REPORT_FILES,
    ListedRun,
    UnreadableRun,
    find_file,
    find_report,
    find_run,
    list_runs,
)
from server.runs.tables import compared, run_line, run_page
from server.state import ServerState, State

router = APIRouter(include_in_schema=False)
_MEDIA_TYPES = {
    ".trec": "text/plain; charset=utf-8",
    ".jsonl": "application/x-ndjson",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
}

# Files are read here, so these routes are no coroutines: the framework gives each a thread.


@router.get("/benchmarks")
def benchmarks_page(state: State, help_lines: PageHelp) -> Response:
    """Every run in the folder, the broken ones with the reason."""
    folder = state.settings.server.benchmarks
    listed: tuple[ListedRun, ...] = ()
    problem = ""
    if folder is not None:
        try:
            listed = list_runs(folder)
        except OSError as error:
            problem = error.strerror or type(error).__name__
    return page_response(
        "benchmarks.html",
        help_lines,
        is_configured=folder is not None,
        problem=problem,
        runs=[run_line(run) for run in listed if run.run is not None],
        broken=[run for run in listed if run.run is None],
        reports={
            file: name
            for file, name in REPORT_FILES.items()
            if folder is not None and find_report(folder, file)
        },
    )


@router.get("/benchmarks/compare")
def compare_page(
    state: State,
    help_lines: PageHelp,
    a: Annotated[str, Query()] = "",
    b: Annotated[str, Query()] = "",
) -> Response:
    """Run `b` against run `a`."""
    runs = [_run(state, name) for name in (a, b)]
    comparison, problem = None, ""
    try:
        comparison = compared(*runs)
    except UnreadableRun as error:
        problem = str(error)
    return page_response(
        "benchmark_compare.html", help_lines, a=a, b=b, comparison=comparison, problem=problem
    )


@router.get("/benchmarks/runs/{name:path}")
def run_of_name(name: str, state: State, help_lines: PageHelp) -> Response:
    """One run: measures with intervals, times, how it was made, its files."""
    run = _run(state, name)
    folder = _folder(state)
    files = {file: about for file, about in FILES.items() if find_file(folder, name, file)}
    return page_response(
        "benchmark_run.html",
        help_lines,
        name=run.name,
        problem=run.problem,
        page=None if run.run is None else run_page(run),
        files=files,
    )


@router.get("/benchmarks/files/{path:path}")
def file_of_run(path: str, state: State) -> Response:
    """A file of a run, to keep."""
    name, _, file = path.rpartition("/")
    return _download(find_file(_folder(state), name, file), name)


@router.get("/benchmarks/report/{file}")
def report_file(file: str, state: State) -> Response:
    """A report that `footnote bench report` wrote beside the runs, to keep."""
    return _download(find_report(_folder(state), file), "benchmark")


def _download(path: Path | None, name: str) -> Response:
    """Always to keep, never to open here: nobody vouches for what the file holds."""
    if path is None:
        raise Problem(NOT_FOUND, "No such file of a run.")
    filename = f"{name.replace('/', '-')}-{path.name}"
    return FileResponse(path, media_type=_MEDIA_TYPES[path.suffix], filename=filename)


def _folder(state: ServerState) -> Path:
    folder = state.settings.server.benchmarks
    if folder is None:
        raise Problem(NOT_FOUND, "This service shows no benchmarks.")
    return folder


def _run(state: ServerState, name: str) -> ListedRun:
    found = find_run(_folder(state), name)
    if found is None:
        raise Problem(NOT_FOUND, "No such benchmark run.")
    return found

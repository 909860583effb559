"""Runs in, two files out."""

from dataclasses import dataclass, field
from pathlib import Path

from rag.benchmark.report.markdown import markdown_report
from rag.benchmark.report.page import html_report
from rag.benchmark.report.runs import read_sections, unfinished_runs


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where a report was written, and what is to be known of it.

    Args:
        markdown, html: the files.
        unfinished: folders of runs that are not in it.
        mixed: what must agree within a table and does not, by dataset, where that was allowed.
    """

    markdown: Path
    html: Path
    unfinished: tuple[Path, ...] = ()
    mixed: dict[str, tuple[str, ...]] = field(default_factory=dict)


def write_report(
    runs: Path, *, out: Path | None = None, baseline: str | None = None, allow_mixed: bool = False
) -> ReportFiles:
    """Write `report.md` and `report.html` over all finished runs below `runs`.

    Both are the same bytes for the same runs. The page makes no request and runs no script.

    Args:
        runs: a folder that `footnote bench run` wrote.
        out: folder to write to, made when it is missing; `runs` when None.
        baseline: name of the system that the others are held against; the first by path when None.
        allow_mixed: put runs of different versions into one table all the same. Those over other
            data than the baseline are not held against it query by query.

    Raises:
        RunError: there is no finished run, one cannot be read, `baseline` is none of them, or
            runs over one dataset differ in the program, its packages, an encoder's weights or
            the dataset's SHA-256.
        MissingLibrary: matplotlib is not installed.
    """
    sections = read_sections(runs, baseline=baseline, allow_mixed=allow_mixed)
    markdown, html = markdown_report(sections), html_report(sections)
    folder = out or runs
    folder.mkdir(parents=True, exist_ok=True)
    files = ReportFiles(
        folder / "report.md",
        folder / "report.html",
        unfinished=tuple(run.path for run in unfinished_runs(runs)),
        mixed={section.dataset: section.mixed for section in sections if section.mixed},
    )
    files.markdown.write_text(markdown, encoding="utf-8")
    files.html.write_text(html, encoding="utf-8")
    return files

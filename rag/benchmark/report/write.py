"""Runs in, two files out."""

from dataclasses import dataclass
from pathlib import Path

from rag.benchmark.report.markdown import markdown_report
from rag.benchmark.report.page import html_report
from rag.benchmark.report.runs import read_sections


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where a report was written."""

    markdown: Path
    html: Path


def write_report(
    runs: Path, *, out: Path | None = None, baseline: str | None = None, allow_mixed: bool = False
) -> ReportFiles:
    """Write `report.md` and `report.html` over all finished runs below `runs`.

    Both are the same bytes for the same runs. The page makes no request and runs no script.

    Args:
        runs: a folder that `footnote bench run` wrote.
        out: folder to write to, made when it is missing; `runs` when None.
        baseline: name of the system that the others are held against; the first by path when None.
        allow_mixed: put runs of different versions into one table all the same.

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
    files = ReportFiles(folder / "report.md", folder / "report.html")
    files.markdown.write_text(markdown, encoding="utf-8")
    files.html.write_text(html, encoding="utf-8")
    return files

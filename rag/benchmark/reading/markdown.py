"""A report as Markdown, for docs/benchmarks.md or a ticket."""

from rag.benchmark.reading.report import ReadingReport, ReadingSection
from rag.benchmark.reading.table import readers_of, remarks_of, table_of


def reading_markdown(report: ReadingReport) -> str:
    """One heading for each data set."""
    parts = [f"# A reader on its own: {_escaped(readers_of(report))}"]
    for section in report.sections:
        parts += _section(section)
    return "\n\n".join(parts) + "\n"


def _section(section: ReadingSection) -> list[str]:
    head, rows = table_of(section)
    rule = ("---", *("---:" for _ in head[1:]))
    lines = [f"| {' | '.join(map(_escaped, row))} |" for row in (head, rule, *rows)]
    remarks = [f"- {_escaped(remark)}" for remark in remarks_of(section)]
    return [f"## {_escaped(section.title)}", "\n".join(remarks), "\n".join(lines)]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "\\<").replace("_", "\\_").replace("*", "\\*")

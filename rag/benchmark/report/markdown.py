"""A report as Markdown, for a repository or a ticket."""

import re
from collections.abc import Sequence

from rag.benchmark.report.figures import short
from rag.benchmark.report.runs import Section
from rag.benchmark.report.tables import (
    Cell,
    Table,
    command,
    measures_table,
    overview_table,
    speed_table,
    system_files,
    wins_table,
)

_SPECIAL = re.compile(r"([\\`*\[\]<>|#]|(?<!\w)_|_(?!\w))")


def markdown_report(sections: Sequence[Section]) -> str:
    """One heading for each dataset; names and notes are escaped."""
    parts = ["# Benchmark report"]
    if len(sections) > 1:
        parts.append(_table(overview_table(sections)))
    for section in sections:
        parts += _section(section)
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> list[str]:
    parts = [f"## {_escaped(section.dataset)}", _facts(section)]
    if section.notes:
        parts.append("\n".join(f"- {_escaped(note)}" for note in section.notes))
    tables = (measures_table(section), wins_table(section), speed_table(section))
    parts += [_table(table) for table in tables if table is not None]
    # A fence longer than any run of backticks inside cannot be closed by what it holds.
    line = command(section)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", line)), default=0))
    parts.append(f"{fence}\n{line}\n{fence}")
    if files := system_files(section):
        names = ", ".join(map(_escaped, files))
        parts.append(f"The manifests hold under `system.config` what stands in {names}.")
    return parts


def _facts(section: Section) -> str:
    facts = [f"{section.n_queries} {'query' if section.n_queries == 1 else 'queries'}"]
    for name, keys in (("data", ("dataset", "sha256")), ("commit", ("commit",))):
        values = dict.fromkeys(run.text(*keys) for run in section.runs)
        facts += [f"{name} {_escaped(short(value))}" for value in values if value]
    return ", ".join(facts) + "."


def _table(table: Table) -> str:
    head = f"| {' | '.join(map(_escaped, table.head))} |"
    rule = f"| --- |{' ---: |' * (len(table.head) - 1)}"
    rows = [f"| {' | '.join(map(_cell, row))} |" for row in table.rows]
    return "\n".join([f"{_escaped(table.caption)}:", "", head, rule, *rows])


def _cell(cell: Cell) -> str:
    text = f"**{_escaped(cell.text)}**" if cell.is_best else _escaped(cell.text)
    return f"{text} ({_escaped(cell.detail)})" if cell.detail else text


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))

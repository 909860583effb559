"""A report as one page that needs nothing else: no request, no script."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rag.benchmark.report.figures import short
from rag.benchmark.report.plot import Plot
from rag.benchmark.report.plots import plots_of
from rag.benchmark.report.runs import Section
from rag.benchmark.report.tables import (
    Table,
    command,
    made_with_table,
    measures_table,
    overview_table,
    speed_table,
    system_files,
    wins_table,
)

_PACKAGE = "rag.benchmark.report"


@dataclass(frozen=True, slots=True)
class _SectionView:
    """What the template shows of one dataset."""

    anchor: str
    dataset: str
    task: str
    n_queries: int
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    measures: Table
    wins: Table | None
    speed: Table
    made_with: Table
    plots: tuple[Plot, ...]
    command: str
    system_files: tuple[str, ...]


def html_report(sections: Sequence[Section]) -> str:
    """The page; the same runs give the same bytes.

    Raises:
        MissingLibrary: matplotlib is not installed.
    """
    style = resources.files(_PACKAGE).joinpath("page.css").read_text(encoding="utf-8")
    views = [_view(section, number) for number, section in enumerate(sections, start=1)]
    return (
        _environment()
        .get_template("page.html")
        .render(
            style=Markup(style),  # noqa: S704 a file of this package
            style_hash=_csp_hash(style),
            overview=overview_table(sections) if len(sections) > 1 else None,
            sections=views,
            n_systems=len({run.system for section in sections for run in section.runs}),
        )
    )


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader(_PACKAGE, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["drawn"] = Markup  # plots escape what they hold
    return made


def _csp_hash(style: str) -> str:
    """A source expression of the content security policy that allows this style element alone."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _view(section: Section, number: int) -> _SectionView:
    words = re.sub(r"[^a-z0-9]+", "-", section.dataset.casefold()).strip("-")
    anchor = f"{words or 'dataset'}-{number}"
    return _SectionView(
        anchor=anchor,
        dataset=section.dataset,
        task=section.task,
        n_queries=section.n_queries,
        facts=_facts(section),
        notes=section.notes,
        measures=measures_table(section),
        wins=wins_table(section),
        speed=speed_table(section),
        made_with=made_with_table(section),
        plots=plots_of(section, name=anchor),
        command=command(section),
        system_files=system_files(section),
    )


def _facts(section: Section) -> tuple[tuple[str, str], ...]:
    wanted = (("Data", ("dataset", "sha256")), ("Commit", ("commit",)))
    return tuple(
        (name, short(value))
        for name, keys in wanted
        for value in dict.fromkeys(run.text(*keys) for run in section.runs)
        if value
    )

"""All plots of one dataset."""

from rag.benchmark.dataset import Task
from rag.benchmark.report.interval_plot import interval_plot
from rag.benchmark.report.latency_plot import latency_plot
from rag.benchmark.report.plot import Plot
from rag.benchmark.report.risk_plot import risk_plot
from rag.benchmark.report.runs import Section
from rag.benchmark.report.win_plot import win_plot


def plots_of(section: Section, *, name: str) -> tuple[Plot, ...]:
    """Those that the section's runs allow.

    Args:
        section: one dataset.
        name: unique in the page, for ids.

    Raises:
        MissingLibrary: matplotlib is not installed.
    """
    beside = [
        interval_plot(section, name=f"{name}-measures"),
        latency_plot(section, name=f"{name}-latency"),
        risk_plot(section, name=f"{name}-risk") if section.task == Task.ANSWERS else None,
    ]
    halves = [plot for plot in beside if plot is not None]
    wins = win_plot(section, name=f"{name}-wins", is_half=len(halves) % 2 == 1)
    return (*halves, wins) if wins else tuple(halves)

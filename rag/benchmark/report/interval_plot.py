"""How good each system is by each measure, and how sure that is."""

from typing import TYPE_CHECKING

from rag.benchmark.report.drawing import MARKER_PX, add_legend, legend_height, marker, plain
from rag.benchmark.report.figures import interval_text, is_quality, mean_text
from rag.benchmark.report.inline_svg import INK, LINE, inline_svg, new_figure, series_colour
from rag.benchmark.report.plot import Plot, plot
from rag.benchmark.report.runs import ReportedRun, Section

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SYSTEM_PX = 15  # height of one system in a row


def interval_plot(section: Section, *, name: str) -> Plot:
    """A row for each measure, a point for each system, a line for its interval."""
    measures = [measure for measure in section.measures if is_quality(measure)]
    systems = [run.system for run in section.runs]
    row = _SYSTEM_PX * len(systems) + 12
    alternative = "; ".join(
        f"{measure}: "
        + ", ".join(f"{run.system} {_with_interval(run, measure)}" for run in section.runs)
        for measure in measures
    )

    def draw(width: int, name: str) -> str:
        height = row * len(measures) + 34 + legend_height(systems, width=width)
        figure = new_figure(width=width, height=height)
        axes = figure.add_subplot()
        plain(axes, grid="x")
        for position, run in enumerate(section.runs):
            offset = (position - (len(systems) - 1) / 2) * _SYSTEM_PX / row
            for at, measure in enumerate(measures):
                _dot(axes, run, measure, y=at + offset, position=position)
        for at in range(1, len(measures)):
            axes.axhline(at - 0.5, color=LINE, linewidth=1)
        axes.set_ylim(len(measures) - 0.5, -0.5)
        axes.set_yticks(range(len(measures)), measures)
        axes.tick_params(axis="y", colors=INK)
        axes.set_xlim(*_limits(section, measures))
        add_legend(figure, systems, width=width, with_lines=False)
        return inline_svg(figure, name=name, alternative=alternative)

    return plot(
        draw, name=name, title="Measures", caption="Mean over queries with its 95% interval."
    )


def _with_interval(run: ReportedRun, measure: str) -> str:
    interval = interval_text(run, measure)
    return mean_text(run, measure) + (f" ({interval})" if interval else "")


def _dot(axes: "Axes", run: ReportedRun, measure: str, *, y: float, position: int) -> None:
    if measure not in run.measured.means:
        return
    colour = series_colour(position)
    if measure in run.measured.intervals:
        axes.plot(run.measured.intervals[measure], [y, y], color=colour, linewidth=2, clip_on=False)
    axes.plot(
        [run.measured.means[measure]],
        [y],
        color=colour,
        marker=marker(position),
        markersize=MARKER_PX,
        markeredgewidth=0,
        linestyle="none",
        clip_on=False,  # a point at the edge is whole
    )


def _limits(section: Section, measures: list[str]) -> tuple[float, float]:
    ends = [
        end
        for run in section.runs
        for measure in measures
        if measure in run.measured.means
        for end in (run.measured.means[measure], *run.measured.intervals.get(measure, ()))
    ]
    low, high = min(ends), max(ends)
    margin = max(0.03, (high - low) * 0.05)
    return max(min(low, 0.0), low - margin), min(max(high, 1.0), high + margin)

"""What quality costs in time."""

from rag.benchmark.report.drawing import MARKER_PX, add_legend, legend_height, marker, plain
from rag.benchmark.report.figures import main_measure
from rag.benchmark.report.inline_svg import LINE, inline_svg, new_figure, series_colour
from rag.benchmark.report.plot import HALF, HALF_HEIGHT, Plot, plot
from rag.benchmark.report.runs import Section


def latency_plot(section: Section, *, name: str) -> Plot | None:
    """A point for each system that was timed; None when none was."""
    measure = main_measure(section)
    systems = [run.system for run in section.runs]
    points = {
        run.system: (latency, run.measured.means[measure])
        for run in section.runs
        if (latency := run.latency_ms("total", "p50")) and measure in run.measured.means
    }
    if not points:
        return None
    alternative = "; ".join(
        f"{system}: {measure} {quality:.4f} at {latency:.1f} ms"
        for system, (latency, quality) in points.items()
    )

    def draw(width: int, name: str) -> str:
        height = HALF_HEIGHT + legend_height(systems, width=width)
        figure = new_figure(width=width, height=height)
        axes = figure.add_subplot()
        plain(axes, grid="y")
        axes.grid(axis="x", color=LINE, linewidth=1)
        for position, run in enumerate(section.runs):
            if run.system not in points:
                continue
            latency, quality = points[run.system]
            colour = series_colour(position)
            if measure in run.measured.intervals:
                interval = run.measured.intervals[measure]
                axes.plot([latency, latency], interval, color=colour, linewidth=2)
            axes.plot(
                [latency],
                [quality],
                color=colour,
                marker=marker(position),
                markersize=MARKER_PX + 2,
                markeredgewidth=0,
            )
        slowest = max(latency for latency, _ in points.values())
        axes.set_xlim(0, slowest * 1.12)
        axes.locator_params(axis="x", nbins=6 if width >= HALF else 4)
        axes.margins(y=0.12)
        axes.set_xlabel("milliseconds per query, median")
        axes.set_ylabel(measure)
        add_legend(figure, systems, width=width, with_lines=False)
        return inline_svg(figure, name=name, alternative=alternative)

    caption = f"{measure} with its 95% interval against the median time of a query."
    return plot(draw, name=name, title="Latency against quality", caption=caption)

"""What a system's confidence is worth."""

import math

from rag.benchmark.measures.measure import risk_coverage_of
from rag.benchmark.measures.risk_coverage import RiskCoverage
from rag.benchmark.report.drawing import add_legend, dashes, legend_height, plain
from rag.benchmark.report.inline_svg import inline_svg, new_figure, series_colour
from rag.benchmark.report.plot import HALF_HEIGHT, Plot, plot
from rag.benchmark.report.runs import Section


def risk_plot(section: Section, *, name: str) -> Plot | None:
    """A curve for each system that answers; None when none has confidences for all questions."""
    curves = _curves(section)
    if not curves:
        return None
    systems = [run.system for run in section.runs]
    alternative = "; ".join(
        f"{system}: risk {_at(curve, 0.5):.3f} at half of the questions, {curve.risk[-1]:.3f} at "
        f"all, area {curve.area:.4f}"
        for system, curve in curves.items()
    )

    def draw(width: int, name: str) -> str:
        height = HALF_HEIGHT + legend_height(systems, width=width)
        figure = new_figure(width=width, height=height)
        axes = figure.add_subplot()
        plain(axes, grid="y")
        for position, system in enumerate(systems):
            if system in curves:
                axes.plot(
                    curves[system].coverage,
                    curves[system].risk,
                    color=series_colour(position),
                    linestyle=dashes(position),
                    linewidth=2,
                )
        axes.set_xlim(0, 1)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("share of questions answered")
        axes.set_ylabel("share of these wrong")
        add_legend(figure, systems, width=width, with_lines=True)
        return inline_svg(figure, name=name, alternative=alternative)

    caption = (
        "Risk among the most confident answers as ever more questions are answered; lower is "
        "better. A flat start means that the surest answers are right."
    )
    return plot(draw, name=name, title="Risk and coverage", caption=caption)


def _curves(section: Section) -> dict[str, RiskCoverage]:
    curves = {}
    for run in section.runs:
        confidence = {
            outcome.query_id: outcome.answer.confidence
            for outcome in run.folder.outcomes()
            if outcome.answer is not None
        }
        if confidence and confidence.keys() >= run.measured.per_query.keys():
            curves[run.system] = risk_coverage_of(run.measured.per_query, confidence)
    return curves


def _at(curve: RiskCoverage, coverage: float) -> float:
    return float(curve.risk[max(0, math.ceil(coverage * len(curve.risk)) - 1)])

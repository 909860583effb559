"""On which queries a system is better than the baseline, and by how much."""

from rag.benchmark.report.drawing import elided, plain
from rag.benchmark.report.figures import main_measure
from rag.benchmark.report.inline_svg import (
    BETTER,
    FONT_PX,
    INK,
    SOFT,
    WORSE,
    inline_svg,
    new_figure,
)
from rag.benchmark.report.plot import HALF, Plot, plot
from rag.benchmark.report.runs import Section
from rag.benchmark.report.wins import Wins, wins_of

_ROW_PX = 132


def win_plot(section: Section, *, name: str, is_half: bool) -> Plot | None:
    """Differences to the baseline for each other system; None when nothing can be compared."""
    measure, baseline = main_measure(section), section.baseline.system
    wins = wins_of(section, measure)
    if not wins:
        return None
    alternative = "; ".join(
        f"{win.system}: better on {win.n_better} queries, equal on {win.n_equal}, "
        f"worse on {win.n_worse}"
        for win in wins
    )

    def draw(width: int, name: str) -> str:
        n_lines = max(_title(win, width).count("\n") for win in wins)
        row = _ROW_PX + 16 * n_lines
        figure = new_figure(width=width, height=row * len(wins) + 22)
        rows = figure.subplots(len(wins), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        for axes, win in zip(rows, wins, strict=True):
            plain(axes, grid="y")
            edges = range(len(win.differences) + 1)
            gains = [max(0.0, difference) for difference in win.differences]
            losses = [min(0.0, difference) for difference in win.differences]
            axes.stairs(gains, edges, fill=True, color=BETTER, linewidth=0)
            axes.stairs(losses, edges, fill=True, color=WORSE, linewidth=0)
            axes.axhline(0, color=SOFT, linewidth=1)
            axes.set_title(
                _title(win, width),
                loc="left",
                color=INK,
                fontsize=FONT_PX,
            )
            axes.set_xlim(0, len(win.differences))
        rows[0].set_yticks([-1, 0, 1] if _is_wide_apart(wins) else [-0.5, 0, 0.5])
        rows[-1].set_xlabel("queries")
        return inline_svg(figure, name=name, alternative=alternative)

    return plot(
        draw,
        name=name,
        title=f"Queries won and lost against {baseline}",
        caption=(
            f"Difference in {measure} to {baseline}, one bar for each query, from the largest gain "
            "to the largest loss."
        ),
        is_half=is_half,
    )


def _title(win: Wins, width: int) -> str:
    counts = f"{win.n_better} better, {win.n_equal} equal, {win.n_worse} worse"
    name = elided(win.system, width=width - 60)
    return f"{name}: {counts}" if width >= HALF and len(name) < 24 else f"{name}\n{counts}"


def _is_wide_apart(wins: tuple[Wins, ...]) -> bool:
    return any(abs(difference) > 0.6 for win in wins for difference in win.differences)

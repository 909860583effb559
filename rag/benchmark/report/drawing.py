"""What all plots share: plain axes, one colour and marker for each system."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.benchmark.optional import optional_library
from rag.benchmark.report.inline_svg import FONT_PX, INK, LINE, SOFT, series_colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

# Seven markers and eight colours: the first 56 systems differ, the first seven without colour too.
_MARKERS = "osD^vPX"
_DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.5)), (0, (5, 1.5, 1.5, 1.5)))
LEGEND_ROW_PX = 20
MARKER_PX = 6.5
_LETTER_PX = 7.5  # the widest mean of DejaVu Sans at the plots' size


def marker(position: int) -> str:
    return _MARKERS[position % len(_MARKERS)]


def dashes(position: int) -> "str | tuple[int, tuple[float, ...]]":
    return _DASHES[position % len(_DASHES)]


def plain(axes: "Axes", *, grid: str) -> None:
    """No frame, no ticks, a faint grid across `grid`, "x" or "y"."""
    axes.set_facecolor("none")
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, pad=5, colors=SOFT, labelsize=FONT_PX)
    axes.grid(axis="x" if grid == "x" else "y", color=LINE, linewidth=1)
    axes.set_axisbelow(True)
    axes.xaxis.label.set_color(SOFT)
    axes.yaxis.label.set_color(SOFT)
    axes.xaxis.label.set_fontsize(FONT_PX)
    axes.yaxis.label.set_fontsize(FONT_PX)


def elided(name: str, *, width: int) -> str:
    """`name`, cut to what fits into so many pixels."""
    most = max(4, int(width / _LETTER_PX))
    return name if len(name) <= most else name[: most - 1] + "…"


def legend_columns(systems: Sequence[str], *, width: int) -> int:
    """How many names fit beside each other; at least one."""
    widest = max(map(len, systems)) * _LETTER_PX + 36
    return max(1, min(len(systems), int((width - 20) / widest)))


def legend_height(systems: Sequence[str], *, width: int) -> int:
    return LEGEND_ROW_PX * -(-len(systems) // legend_columns(systems, width=width)) + 8


def add_legend(figure: "Figure", systems: Sequence[str], *, width: int, with_lines: bool) -> None:
    """All systems above the plot, in their order."""
    lines = _lines(systems, with_lines=with_lines)
    figure.legend(
        handles=lines,
        labels=[elided(name, width=width - 50) for name in systems],
        loc="outside upper left",
        ncols=legend_columns(systems, width=width),
        frameon=False,
        labelcolor=INK,
        fontsize=FONT_PX,
        handlelength=2.2 if with_lines else 1,
        handletextpad=0.5,
        columnspacing=1.4,
        borderpad=0.2,
    )


def _lines(systems: Sequence[str], *, with_lines: bool) -> "list[Line2D]":
    line = optional_library("matplotlib.lines", purpose="a report with plots").Line2D
    return [
        line(
            [],
            [],
            color=series_colour(position),
            linestyle=dashes(position) if with_lines else "none",
            linewidth=2,
            marker="" if with_lines else marker(position),
            markersize=MARKER_PX,
            markeredgewidth=0,
        )
        for position in range(len(systems))
    ]

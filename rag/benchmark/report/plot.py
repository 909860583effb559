"""A plot for the page: one drawing for wide screens and paper, one for phones."""

from collections.abc import Callable
from dataclasses import dataclass

from rag.benchmark.report.inline_svg import drawing_style

# CSS pixels. Between them a browser scales, so that letters stay readable.
FULL, HALF, NARROW = 1040, 490, 264
HALF_HEIGHT = 250  # of the axes, without the legend


@dataclass(frozen=True, slots=True)
class Plot:
    """Two `<svg>` elements; a style sheet shows one of them."""

    title: str
    caption: str
    is_half: bool  # of the page's width, beside another
    wide: str
    narrow: str


def plot(
    draw: Callable[[int, str], str], *, name: str, title: str, caption: str, is_half: bool = True
) -> Plot:
    """Draw in both widths.

    Args:
        draw: makes the element from a width in pixels and a name that no other element has.
        name: unique in the page.
        title: heading above the plot.
        caption: says below it how to read it.
        is_half: whether it takes half of a wide page.

    Raises:
        MissingLibrary: matplotlib is not installed.
    """
    with drawing_style():
        wide = draw(HALF if is_half else FULL, f"{name}-wide")
        narrow = draw(NARROW, f"{name}-narrow")
    return Plot(title, caption, is_half, wide, narrow)

"""Plots as SVG elements of the page: its colours, its fonts, nothing that a strict policy refuses.

matplotlib draws in marker colours; here they become the custom properties of `page.css`, so that
one drawing serves light and dark. Style attributes become presentation attributes, which need no
permission of a content security policy.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING

from rag.benchmark.optional import optional_library

if TYPE_CHECKING:
    from matplotlib.figure import Figure

N_SERIES = 8
INK, SOFT, LINE, BETTER, WORSE = "#f00001", "#f00002", "#f00003", "#f00004", "#f00005"
_PROPERTIES = {INK: "ink", SOFT: "soft", LINE: "line", BETTER: "better", WORSE: "worse"} | {
    f"#f0010{n}": f"series-{n}" for n in range(N_SERIES)
}
FONT_PX = 12
_POINTS_PER_INCH = 72  # matplotlib writes SVG in points; here a point is a CSS pixel

_RC = {
    "svg.fonttype": "none",
    "svg.hashsalt": "footnote",
    "text.parse_math": False,  # a name with two dollar signs is a name
    "text.usetex": False,
    "path.simplify": False,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": FONT_PX,
    "axes.unicode_minus": True,
}
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_STYLE = re.compile(r' style="([^"]*)"')
_SHAPE = re.compile(r"^.*?<svg[^>]*>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_OWN_STYLE = re.compile(r"\s*<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_REFERENCE = re.compile(r'(?:xlink:href="#|url\(#)([^")]*)')
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def series_colour(position: int) -> str:
    return f"#f0010{position % N_SERIES}"


@contextmanager
def drawing_style() -> Iterator[None]:
    """Figures are made and written within: what decides them stands in this module.

    The user's own matplotlibrc decides nothing; a figure takes some settings when it is made.

    Raises:
        MissingLibrary: matplotlib is not installed.
    """
    matplotlib = optional_library("matplotlib", purpose="a report with plots")
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RC)
        yield


def new_figure(*, width: int, height: float) -> "Figure":
    """An empty figure of so many CSS pixels."""
    figures = optional_library("matplotlib.figure", purpose="a report with plots")
    size = (width / _POINTS_PER_INCH, height / _POINTS_PER_INCH)
    figure: Figure = figures.Figure(figsize=size, layout="constrained")
    return figure


def inline_svg(figure: "Figure", *, name: str, alternative: str) -> str:
    """An `<svg>` element for a page; the same figure gives the same bytes.

    Args:
        figure: drawn in the marker colours of this module.
        name: of letters, digits and hyphens, unique in the page: ids inside begin with it.
        alternative: says in words what the plot shows.
    """
    width, height = (float(side) * _POINTS_PER_INCH for side in figure.get_size_inches())
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata=_NO_METADATA, transparent=True)
    inside = _OWN_STYLE.sub("", _SHAPE.sub("", file.getvalue(), count=1), count=1)
    referenced = frozenset(match[1] for match in _REFERENCE.finditer(inside))
    # Only in tags: what stands between them is somebody's name.
    inside = _TAG.sub(lambda match: _for_page(match[0], name, referenced), inside)
    return (
        f'<svg class="plot" role="img" aria-label="{escape(alternative)}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">'
        f"{inside.strip()}"
    )


def _for_page(tag: str, name: str, referenced: frozenset[str]) -> str:
    tag = _STYLE.sub(lambda match: _attributes(match[1]), tag)
    tag = _ID.sub(lambda m: f' id="{name}-{m[1]}"' if m[1] in referenced else "", tag)
    tag = tag.replace('xlink:href="#', f'href="#{name}-').replace("url(#", f"url(#{name}-")
    return _LONG_NUMBER.sub(lambda match: f"{float(match[0]):.2f}", tag)


def _attributes(declarations: str) -> str:
    attributes = []
    for declaration in declarations.split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font-family":  # the page's own
            continue
        colour = _PROPERTIES.get(value)
        attributes.append(f' {key}="{f"var(--{colour})" if colour else value}"')
    return "".join(attributes)

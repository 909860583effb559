"""Headers, footers and page numbers: lines that pages repeat at their edges."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.loaders.pdf_lines import Line

_EDGE_LINES = 2  # counted from the top and from the bottom of a page
_LEAST_PAGES = 2
_LEAST_SHARE = 0.4  # of pages; left and right pages often differ
_PAGE_NUMBER = re.compile(
    r"(?i)\W*(?:page |p\. ?|seite )?(?:\d{1,4}|[ivxl]{1,7})(?: ?(?:of|/|\|) ?\d{1,4})?\W*"
)
_ROUNDING = 6.0  # points; the same header stands at the same height


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """`pages` without page numbers and lines repeated, digits apart, at the edge of many pages."""
    places = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    repeated = {key for key, n_pages in places.items() if n_pages >= least}
    return [_without(page, repeated) for page in pages]


def _without(page: Sequence[Line], repeated: set[tuple[str, int]]) -> list[Line]:
    edges = list(_edges(page))
    return [
        line
        for line in page
        if line not in edges or not (_key(line) in repeated or _PAGE_NUMBER.fullmatch(line.text))
    ]


def _edges(page: Sequence[Line]) -> Iterator[Line]:
    by_height = sorted(page, key=lambda line: -line.top)
    yield from by_height[:_EDGE_LINES]
    yield from by_height[max(_EDGE_LINES, len(by_height) - _EDGE_LINES) :]


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.lower()), round(line.top / _ROUNDING)

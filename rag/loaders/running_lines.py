"""Headers, footers and page numbers: lines that pages repeat at their edges."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.loaders.pdf_lines import Line

_EDGE_LINES = 2  # counted from the top and from the bottom of a page
_LEAST_PAGES = 2
_LEAST_SHARE = 0.4  # of pages; left and right pages often differ
_NUMERAL = r"(?:\d{1,4}|[ivxl]{1,7})"
_PAGE_NUMBER = re.compile(
    rf"(?i)\W*(?P<says_so>page |p\. ?|seite )?(?P<number>{_NUMERAL})"
    rf"(?P<of> ?(?:of|/|\|) ?\d{{1,4}})?\W*"
)
_ROUNDING = 6.0  # points; the same header stands at the same height


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """`pages` without page numbers and lines repeated, digits apart, at the edge of many pages.

    A number or a numeral alone is a page number where another page has one at the same height, or
    one that is as much larger as that page is later. Else it is the end of a sentence ("in",
    "2010."; "ill.").
    """
    places = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    repeated = {key for key, n_pages in places.items() if n_pages >= least}
    numbers = Counter(key for page in pages for key in _number_keys(page))
    shared = {key for key, n_pages in numbers.items() if n_pages >= _LEAST_PAGES}
    return [_without(page, repeated, shared) for page in pages]


def _without(
    page: Sequence[Line], repeated: set[tuple[str, int]], shared: set[tuple[str, int]]
) -> list[Line]:
    edges = list(_edges(page))
    return [
        line
        for line in page
        if line not in edges or not (_key(line) in repeated or _is_page_number(line, shared))
    ]


def _is_page_number(line: Line, shared: set[tuple[str, int]]) -> bool:
    match = _PAGE_NUMBER.fullmatch(line.text)
    if match is None:
        return False
    says_it_fully = bool(match["says_so"] and match["of"])  # "Page 1 of 1"
    return says_it_fully or not shared.isdisjoint(_keys_of_number(line))


def _number_keys(page: Sequence[Line]) -> set[tuple[str, int]]:
    return {key for line in _edges(page) for key in _keys_of_number(line)}


def _keys_of_number(line: Line) -> Iterator[tuple[str, int]]:
    """What a page number shares with those of other pages: its height, or its distance."""
    match = _PAGE_NUMBER.fullmatch(line.text)
    if match is None:
        return
    yield "height", round(line.top / _ROUNDING)
    if match["number"].isdigit():
        yield "first", int(match["number"]) - line.page


def _edges(page: Sequence[Line]) -> Iterator[Line]:
    by_height = sorted(page, key=lambda line: -line.top)
    yield from by_height[:_EDGE_LINES]
    yield from by_height[max(_EDGE_LINES, len(by_height) - _EDGE_LINES) :]


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.lower()), round(line.top / _ROUNDING)

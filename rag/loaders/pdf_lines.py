"""The lines of a PDF page with their place, as pdfium finds them."""

import ctypes
from dataclasses import dataclass
from typing import Any

# pdfium joins a word that a hyphen parts at a line end, and leaves this in the hyphen's place.
_LINE_END_HYPHEN = "\x02"
_FONT_NAME_BYTES = 128


@dataclass(frozen=True, slots=True)
class Line:
    """One line; coordinates in points from the page's bottom left corner."""

    text: str  # "\n" after a hyphen over which pdfium joined two lines
    page: int  # 1-based
    left: float
    right: float
    top: float
    bottom: float  # of its last character: of a line that ran on after a hyphen, the lower one
    height: float  # of the font's box, which grows with its size
    is_bold: bool


def lines_of_page(page: Any, number: int) -> list[Line]:  # noqa: ANN401 - pypdfium2 is untyped
    """The lines of `page` in the order of the file, those without a visible character left out."""
    from pypdfium2 import raw

    text_page = page.get_textpage()
    try:
        codes = [raw.FPDFText_GetUnicode(text_page, at) for at in range(text_page.count_chars())]
        return [_line(text_page, codes, start, end, number) for start, end in _line_ranges(codes)]
    finally:
        text_page.close()


def _line_ranges(codes: list[int]) -> list[tuple[int, int]]:
    """Half-open ranges of visible characters between line ends."""
    ranges: list[tuple[int, int]] = []
    start = 0
    for at in range(len(codes) + 1):
        if at < len(codes) and chr(codes[at]) not in "\r\n":
            continue
        visible = [n for n in range(start, at) if not chr(codes[n]).isspace()]
        if visible:
            ranges.append((visible[0], visible[-1] + 1))
        start = at + 1
    return ranges


def _line(text_page: Any, codes: list[int], start: int, end: int, number: int) -> Line:  # noqa: ANN401
    left, _, _, top = text_page.get_charbox(start, loose=True)
    _, bottom, right, last_top = text_page.get_charbox(end - 1, loose=True)
    return Line(
        text=_decode(codes[start:end]).replace(_LINE_END_HYPHEN, "-\n"),
        page=number,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        height=round(last_top - bottom, 1),
        is_bold="bold" in _font_name(text_page, start).lower(),
    )


def _decode(codes: list[int]) -> str:
    """Characters of UTF-16 units, since pdfium gives a character beyond them as two."""
    units = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")


def _font_name(text_page: Any, at: int) -> str:  # noqa: ANN401
    from pypdfium2 import raw

    buffer = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    raw.FPDFText_GetFontInfo(text_page, at, buffer, _FONT_NAME_BYTES, None)
    return buffer.value.decode("utf-8", "replace")

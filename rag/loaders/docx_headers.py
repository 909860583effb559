"""Which rows of a Word table name its columns."""

from collections.abc import Sequence
from typing import Any

from rag.loaders.docx_text import is_on, qualified

_FIRST_ROW = 0x20  # of the bits of `w:tblLook`
_MOST_BASES = 16  # styles that a style is based on, one on the other


class HeaderRows:
    """Tells them by what marks them for Word, or sets them off for a reader.

    Args:
        styles: the element of all styles.
    """

    def __init__(self, styles: Any) -> None:  # noqa: ANN401 - python-docx has no types
        self._styles = styles
        self._set_off: dict[str, bool] = {}  # by style id

    def number(self, table: Any, rows: Sequence[Any]) -> int:  # noqa: ANN401
        """How many of the first rows: those repeated on each page, else one in bold or set off."""
        n_repeated = 0
        while n_repeated < len(rows) and _is_repeated(rows[n_repeated]):
            n_repeated += 1
        if n_repeated or len(rows) < 2:
            return n_repeated
        is_bold = _is_bold(rows[0]) and not _is_bold(rows[1])
        return int(is_bold or self._sets_off_first_row(table))

    def _sets_off_first_row(self, table: Any) -> bool:  # noqa: ANN401
        looks = table.xpath("./w:tblPr/w:tblLook")
        styles = table.xpath("./w:tblPr/w:tblStyle/@w:val")
        return bool(looks and styles) and _shows_first_row(looks[0]) and self._sets_off(styles[0])

    def _sets_off(self, style_id: str) -> bool:
        if style_id not in self._set_off:
            self._set_off[style_id] = self._finds_first_row(style_id)
        return self._set_off[style_id]

    def _finds_first_row(self, style_id: str) -> bool:
        styles = {s.get(qualified("styleId")): s for s in self._styles.xpath("./w:style")}
        for _ in range(_MOST_BASES):
            style = styles.get(style_id)
            if style is None:
                return False
            if style.xpath("./w:tblStylePr[@w:type='firstRow']"):
                return True
            style_id = next(iter(style.xpath("./w:basedOn/@w:val")), "")
        return False


def _is_repeated(row: Any) -> bool:  # noqa: ANN401
    return any(is_on(mark) for mark in row.xpath("./w:trPr/w:tblHeader"))


def _is_bold(row: Any) -> bool:  # noqa: ANN401
    """Whether all that it says is in bold."""
    runs = row.xpath(".//w:r[w:t[normalize-space()]]")
    return bool(runs) and all(any(map(is_on, run.xpath("./w:rPr/w:b"))) for run in runs)


def _shows_first_row(look: Any) -> bool:  # noqa: ANN401
    stated = look.get(qualified("firstRow"))
    if stated is not None:
        return is_on(look, "firstRow")
    try:
        return bool(int(look.get(qualified("val"), "0"), 16) & _FIRST_ROW)
    except ValueError:
        return False

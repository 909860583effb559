"""Tables of HTML with each text in its column, so that no value slides under another heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rag.errors import LoadError
from rag.loaders.html_inline import joined_text, solid_text
from rag.loaders.table_rows import PICTURE, row_text

_CELLS = frozenset({"td", "th"})
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_SPAN = re.compile(r"\d{1,5}")
# Over all rows of a page: a few bytes can ask for a cell in each of 65,534 rows.
_MOST_REPEATED_CELLS, _MOST_REPEATED_CHARACTERS = 1_000_000, 50_000_000


@dataclass(frozen=True, slots=True)
class _Merged:
    """A cell that is merged over rows, as a row below it sees it."""

    n_columns: int
    n_rows: int  # from that row on
    tag: str
    text: str

    def cell(self, row: Any) -> Any:  # noqa: ANN401
        cell = row.makeelement(self.tag)
        cell.text = self.text
        return cell


def settle_tables(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Change the tables below `root` in place: a cell merged over rows stands in each of them.

    One merged over columns stands once. Of a picture alone in a cell stands the text. All cells
    of the head of a table are `th`.

    Raises:
        LoadError: "too large", when merged cells would be repeated too often.
    """
    budget = _Budget()
    for table in list(root.iter("table")):
        for cell in table.xpath("./thead/tr/td"):
            cell.tag = "th"
        for rows in _row_groups(table):
            _settle_rows(rows, budget)


def rows_as_text(root: Any) -> None:  # noqa: ANN401
    """Change each row below `root` in place to the line of its texts."""
    for row in reversed(list(root.iter("tr"))):
        text = row_text(joined_text(cell) for cell in _cells(row))
        for child in list(row):
            row.remove(child)
        row.text = text


def header_texts(root: Any) -> frozenset[str]:  # noqa: ANN401
    """The `solid_text` of each row below `root` all of whose cells are `th`.

    The extraction of main text leaves no sign of those below the first.
    """
    return frozenset(
        solid_text(joined_text(row))
        for row in root.iter("tr")
        if all(cell.tag == "th" for cell in _cells(row))
    )


class _Budget:
    def __init__(self) -> None:
        self._n_cells = self._n_characters = 0

    def spend(self, merged: Sequence[_Merged]) -> None:
        self._n_cells += len(merged)
        self._n_characters += sum(len(cell.text) for cell in merged)
        if self._n_cells > _MOST_REPEATED_CELLS or self._n_characters > _MOST_REPEATED_CHARACTERS:
            raise LoadError(
                "too large",
                f"cells merged over rows stand for more than {_MOST_REPEATED_CELLS:,} cells or "
                f"{_MOST_REPEATED_CHARACTERS:,} characters; split its tables",
            )


def _row_groups(table: Any) -> Iterator[list[Any]]:  # noqa: ANN401
    """The rows over which a cell may be merged; those of tables inside are not among them."""
    yield [row for row in table if row.tag == "tr"]
    for group in table:
        if group.tag in _ROW_GROUPS:
            yield [row for row in group if row.tag == "tr"]


def _settle_rows(rows: Sequence[Any], budget: _Budget) -> None:
    merged: dict[int, _Merged] = {}  # into the row, by first column
    for at, row in enumerate(rows):
        budget.spend(list(merged.values()))
        below = {
            column: replace(cell, n_rows=cell.n_rows - 1)
            for column, cell in merged.items()
            if cell.n_rows > 1
        }
        merged = below | _settle_row(row, merged, len(rows) - at)


def _settle_row(row: Any, merged: dict[int, _Merged], n_rows_left: int) -> dict[int, _Merged]:  # noqa: ANN401
    """Put `merged` in its columns of `row`, unless that has no text; what it merges downwards."""
    own = _cells(row)
    texts = [_settle_cell(cell) for cell in own]
    is_shown = any(texts)
    begun: dict[int, _Merged] = {}
    column = 0
    for cell, text in zip(own, texts, strict=True):
        while above := merged.pop(column, None):
            if is_shown:
                cell.addprevious(above.cell(row))
            column += above.n_columns
        n_columns, n_rows = max(1, _pop_span(cell, "colspan")), _pop_span(cell, "rowspan")
        n_rows = min(n_rows or n_rows_left, n_rows_left)  # 0: to the end of the group
        if n_rows > 1:
            begun[column] = _Merged(n_columns, n_rows - 1, cell.tag, text)
        column += n_columns
    if is_shown:
        row.extend(merged[column].cell(row) for column in sorted(merged))
    return begun


def _settle_cell(cell: Any) -> str:  # noqa: ANN401
    """The text of `cell`, "" when it holds a table; a picture that stands alone gets one."""
    text = " ".join(joined_text(cell).split())
    pictures = [] if text else list(cell.iter("img", "svg"))
    if pictures:
        text = " ".join(pictures[0].get("alt", "").split()) or PICTURE
        pictures[0].tail = text
    return "" if next(cell.iterdescendants("table"), None) is not None else text


def _cells(row: Any) -> list[Any]:  # noqa: ANN401
    return [cell for cell in row if cell.tag in _CELLS]


def _pop_span(cell: Any, name: str) -> int:  # noqa: ANN401
    value = cell.attrib.pop(name, "1").strip()
    return int(value) if _SPAN.fullmatch(value) else 1

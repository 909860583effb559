"""Rows of tables as lines, with the place of each cell kept, below the row that heads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.loaders.canonical_text import canonical_line
from rag.loaders.text_builder import TextBuilder

PICTURE = "(picture)"  # of one that stands alone in a cell and is not described
_EMPTY_CELL = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of a row's cells, and whether they name the columns."""

    cells: tuple[str, ...]
    is_header: bool = False

    @property
    def n_texts(self) -> int:
        return sum(1 for cell in self.cells if cell.strip())


def add_table(builder: TextBuilder, rows: Sequence[Row]) -> None:
    """Append the rows of one table, each that is no header as a fact.

    Where all rows are headers, none is: they are all that the table says.
    """
    has_header = not all(row.is_header for row in rows)
    header: int | None = None
    for row in rows:
        if not (row.is_header and has_header):
            builder.fact(row_text(row.cells), header=header)
            continue
        position = builder.header_row(row_text(row.cells))
        # One text over all columns is a caption of the rows below, and names no column.
        if header is None or row.n_texts > 1:
            header = position


def row_text(cells: Iterable[str]) -> str:
    """The texts of `cells` between bars; "" when none has any.

    An empty cell before another is a dash: without one, that other would stand in its column.
    """
    texts = [canonical_line(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return " | ".join(text or _EMPTY_CELL for text in texts)

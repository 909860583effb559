"""A row of a table as one line, with the place of each cell kept."""

from collections.abc import Iterable

from rag.loaders.canonical_text import canonical_line

PICTURE = "(picture)"  # of one that stands alone in a cell and is not described
_EMPTY_CELL = "–"


def row_text(cells: Iterable[str]) -> str:
    """The texts of `cells` between bars; "" when none has any.

    An empty cell before another is a dash: without one, that other would stand in its column.
    """
    texts = [canonical_line(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return " | ".join(text or _EMPTY_CELL for text in texts)

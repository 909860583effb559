"""The blocks of a document cut at the cited places, for a page to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.documents import Block, BlockKind
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive characters of a block that the same citations cover.

    Args:
        text: the characters.
        citations: 1-based numbers of the places that cover it, rising; none for plain text.
        is_current: the place that is read now covers it.
        is_anchor: the first such piece of the document, which carries the page's anchor.
    """

    text: str
    citations: tuple[int, ...] = ()
    is_current: bool = False
    is_anchor: bool = False


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as pieces; `level` is that of its HTML heading, from 2, without gaps.

    `anchor` is the id of a heading, for links into the page.
    """

    kind: BlockKind
    level: int | None
    page: int | None
    pieces: tuple[Piece, ...]
    anchor: str | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def mark_blocks(
    text: str, blocks: Sequence[Block], cited: Sequence[Span], current: int | None
) -> tuple[ShownBlock, ...]:
    """The blocks cut wherever a cited place begins or ends, so that marks never nest.

    Args:
        text: of the document.
        blocks: of the document; headings get anchors by their position among all blocks.
        cited: places in text order; they may overlap.
        current: position in `cited` of the one that is read now.
    """
    shown: list[ShownBlock] = []
    has_anchor = False
    for position, block in enumerate(blocks):
        pieces: list[Piece] = []
        for span in _cut(block.span, cited):
            numbers = tuple(n for n, place in enumerate(cited, start=1) if place.covers(span))
            is_current = current is not None and current + 1 in numbers
            is_anchor = is_current and not has_anchor
            has_anchor = has_anchor or is_anchor
            pieces.append(Piece(span.of(text), numbers, is_current, is_anchor))
        anchor = f"section-{position}" if block.kind is BlockKind.HEADING else None
        shown.append(ShownBlock(block.kind, block.level, block.page, tuple(pieces), anchor))
    return tuple(shown)


def _cut(block: Span, cited: Sequence[Span]) -> list[Span]:
    edges = {block.start, block.end}
    edges.update(edge for place in cited for edge in (place.start, place.end))
    inside = sorted(edge for edge in edges if block.start <= edge <= block.end)
    return [Span(start, end) for start, end in pairwise(inside)]

"""What the page of a document shows: its blocks, with the cited characters set apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.documents import Block, BlockKind, Document
from rag.spans import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive characters of a block that are all cited or all not."""

    text: str
    is_cited: bool
    is_first_cited: bool = False


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as pieces; `level` is that of its HTML heading, from 2, without gaps."""

    kind: BlockKind
    level: int | None
    page: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """Neighbours shown together: the items of a list, facts, or a single other block."""

    kind: BlockKind
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """Everything that the page of a document shows.

    Args:
        title: the title's pieces; a leading heading that repeats the title is shown as the title.
        groups: the remaining blocks.
        was_asked_to_mark: the link names a place to mark.
        is_marked: that place is in the document and marked.
    """

    document: Document
    title: tuple[Piece, ...]
    groups: tuple[BlockGroup, ...]
    was_asked_to_mark: bool
    is_marked: bool


def source_view(document: Document, start: str | None, end: str | None) -> SourceView:
    """The page of `document` with characters `start` up to `end` marked.

    A span that is malformed, empty, outside the text or between blocks marks nothing at all.
    """
    cited = _cited_span(document.text, start, end)
    shown = mark_blocks(document.text, document.blocks, cited)
    title, rest = _split_title(document.metadata.title, document, shown)
    rest = _with_page_levels(rest)
    return SourceView(
        document=document,
        title=title,
        groups=tuple(
            BlockGroup(members[0].kind, members) for members in _neighbours_shown_together(rest)
        ),
        was_asked_to_mark=start is not None or end is not None,
        is_marked=any(piece.is_cited for block in shown for piece in block.pieces),
    )


def mark_blocks(text: str, blocks: Sequence[Block], cited: Span | None) -> tuple[ShownBlock, ...]:
    """The blocks cut into pieces. The first cited piece says so: it carries the page's anchor."""
    shown: list[ShownBlock] = []
    is_marked = False
    for block in blocks:
        pieces = _pieces(text, block.span, cited)
        if not is_marked and any(piece.is_cited for piece in pieces):
            is_marked = True
            pieces = tuple(Piece(p.text, p.is_cited, is_first_cited=p.is_cited) for p in pieces)
        shown.append(ShownBlock(block.kind, block.level, block.page, pieces))
    return tuple(shown)


def _cited_span(text: str, start: str | None, end: str | None) -> Span | None:
    if not (_is_position(start) and _is_position(end)):
        return None
    first, last = int(start or ""), int(end or "")
    return Span(first, last) if first < last <= len(text) else None


def _is_position(value: str | None) -> bool:
    return value is not None and value.isascii() and value.isdigit() and len(value) <= 12


def _pieces(text: str, block: Span, cited: Span | None) -> tuple[Piece, ...]:
    whole = (Piece(block.of(text), is_cited=False),)
    if cited is None:
        return whole
    start, end = max(block.start, cited.start), min(block.end, cited.end)
    if start >= end:
        return whole
    cut = (
        Piece(text[block.start : start], is_cited=False),
        Piece(text[start:end], is_cited=True),
        Piece(text[end : block.end], is_cited=False),
    )
    return tuple(piece for piece in cut if piece.text)


def _split_title(
    title: str, document: Document, shown: tuple[ShownBlock, ...]
) -> tuple[tuple[Piece, ...], tuple[ShownBlock, ...]]:
    if document.blocks:
        first = document.blocks[0]
        if first.kind is BlockKind.HEADING and first.span.of(document.text) == title:
            return shown[0].pieces, shown[1:]
    return (Piece(title, is_cited=False),), shown


def _with_page_levels(blocks: tuple[ShownBlock, ...]) -> tuple[ShownBlock, ...]:
    """Heading levels that follow the page's own h1 without a gap, as screen readers expect."""
    used = sorted({block.level for block in blocks if block.level is not None})
    page_level = {level: min(rank, 6) for rank, level in enumerate(used, start=2)}
    return tuple(
        block if block.level is None else replace(block, level=page_level[block.level])
        for block in blocks
    )


def _neighbours_shown_together(
    blocks: Sequence[ShownBlock],
) -> list[tuple[ShownBlock, ...]]:
    groups: list[tuple[ShownBlock, ...]] = []
    for (kind, _page), run in groupby(blocks, key=lambda block: (block.kind, block.page)):
        members = tuple(run)
        if kind in {BlockKind.LIST_ITEM, BlockKind.FACT}:
            groups.append(members)
        else:
            groups.extend((member,) for member in members)
    return groups

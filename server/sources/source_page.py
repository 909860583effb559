"""What the page of a document shows: its text with the cited places, and what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rag.citations.cite import block_of, deep_link
from rag.citations.original import original_link
from rag.citations.source_address import places_query, source_path
from rag.documents import Block, BlockKind, Document
from rag.spans import Span
from rag.stances import Stance
from server.language_tag import language_tag
from server.sources.cited_places import NO_PLACES, CitedPlaces
from server.sources.marked_blocks import Piece, ShownBlock, mark_blocks
from server.sources.provenance import Provenance, provenance_of
from server.sources.related import RelatedLink
from server.sources.stance_list import ContestedMatter, contested_matters

_EXCERPT_CHARACTERS = 120
_FEWEST_SECTIONS = 2  # below that, contents would say nothing


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """Neighbours shown together: items of a list, facts with header rows, or one other block."""

    kind: BlockKind
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """One cited place.

    Args:
        number: 1-based, in text order.
        excerpt: its first words, in one line.
        section: the innermost heading above it, "" for none but the title.
        page: of a paged source.
        address: this page, with this place as the one that is read.
        permalink: this place alone, for others.
        original: the source's own address opened at it, if it states one.
    """

    number: int
    excerpt: str
    section: str
    page: int | None
    address: str
    permalink: str
    original: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """Everything that the page of a document shows.

    Args:
        title: the title's pieces; a leading heading that repeats the title is shown as the title.
        groups: the remaining blocks.
        contents: the headings among them, for the table of contents; none where one says nothing.
        questions: headings that ask something; the title's links to the top.
        passages: the cited places in text order.
        current: the one that is read now.
        language: tag for the text; None when the source states none, or none that is a tag.
    """

    document: Document
    language: str | None
    provenance: Provenance
    title: tuple[Piece, ...]
    groups: tuple[BlockGroup, ...]
    contents: tuple[ShownBlock, ...]
    questions: tuple[ShownBlock, ...]
    matters: tuple[ContestedMatter, ...]
    related: tuple[RelatedLink, ...]
    places: CitedPlaces
    passages: tuple[CitedPassage, ...]

    @property
    def current(self) -> CitedPassage | None:
        return None if self.places.current is None else self.passages[self.places.current]

    @property
    def previous(self) -> CitedPassage | None:
        now = self.places.current
        return self.passages[now - 1] if now else None

    @property
    def following(self) -> CitedPassage | None:
        now = self.places.current
        return self.passages[now + 1] if now is not None and now + 1 < len(self.passages) else None


def source_view(
    document: Document,
    places: CitedPlaces = NO_PLACES,
    *,
    stances: Sequence[Stance] = (),
    related: Sequence[RelatedLink] = (),
) -> SourceView:
    """The page of `document`.

    Args:
        document: the source.
        places: marked in it.
        stances: of its parts.
        related: the articles that it names, as links.
    """
    shown = mark_blocks(document.text, document.blocks, places.spans, places.current)
    title, rest = _split_title(document, shown)
    rest = _with_page_levels(rest)
    headings = tuple(block for block in rest if block.kind is BlockKind.HEADING)
    asked = ShownBlock(BlockKind.HEADING, 1, None, (Piece(document.metadata.title),), "main")
    return SourceView(
        document=document,
        language=language_tag(document.metadata.language),
        provenance=provenance_of(document.metadata),
        title=title,
        groups=tuple(
            BlockGroup(_shown_as(members[0]), members)
            for members in _neighbours_shown_together(rest)
        ),
        contents=headings if len(headings) >= _FEWEST_SECTIONS else (),
        questions=tuple(block for block in (asked, *headings) if block.text.rstrip().endswith("?")),
        matters=contested_matters(document, stances),
        related=tuple(related),
        places=places,
        passages=tuple(
            _passage(document, places, number) for number in range(1, len(places.spans) + 1)
        ),
    )


def _passage(document: Document, places: CitedPlaces, number: int) -> CitedPassage:
    span = places.spans[number - 1]
    inside = _within_blocks(document.blocks, span)
    block = block_of(document, inside)
    words = " ".join(span.of(document.text).split())
    is_long = len(words) > _EXCERPT_CHARACTERS
    return CitedPassage(
        number=number,
        excerpt=words[:_EXCERPT_CHARACTERS].rstrip() + "…" if is_long else words,
        section=_section(block, document.metadata.title),
        page=block.page,
        address=f"{source_path(document.document_id)}?{places_query(places.spans, span)}#cited",
        permalink=deep_link(document, inside),
        original=original_link(document, inside),
    )


def _section(block: Block, title: str) -> str:
    innermost = block.heading_path[-1] if block.heading_path else ""
    return "" if innermost == title else innermost


def _within_blocks(blocks: Sequence[Block], span: Span) -> Span:
    """The span without white space between blocks before it; it shares a character with one."""
    first = next(block.span for block in blocks if block.span.end > span.start)
    return Span(max(span.start, first.start), span.end)


def _split_title(
    document: Document, shown: tuple[ShownBlock, ...]
) -> tuple[tuple[Piece, ...], tuple[ShownBlock, ...]]:
    title = document.metadata.title
    if document.blocks:
        first = document.blocks[0]
        if first.kind is BlockKind.HEADING and first.span.of(document.text) == title:
            return shown[0].pieces, shown[1:]
    return (Piece(title),), shown


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
    for (kind, _page), run in groupby(blocks, key=lambda block: (_shown_as(block), block.page)):
        members = tuple(run)
        if kind in {BlockKind.LIST_ITEM, BlockKind.FACT}:
            groups.append(members)
        else:
            groups.extend((member,) for member in members)
    return groups


def _shown_as(block: ShownBlock) -> BlockKind:
    return BlockKind.FACT if block.kind is BlockKind.HEADER_ROW else block.kind

"""What a document lists: items after a lead-in, or sections side by side under one heading."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from rag.documents import Block, BlockKind, Document, list_lead_in
from rag.spans import Span

_FEWEST_ITEMS = 2
# A longer one may hold the answer ("It is open to all who have:").
_BARE_LEAD_IN_WORDS = 3
_FEWEST_SECTIONS = 3  # two sections side by side are chapters rather than items


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Several things of one sort, in their order.

    Args:
        headings: above all of it, outermost first.
        lead_in: the sentence that announces the items; empty without one.
        items: the sentence that states each, spans in `document.text`.
        exemplified: the block before a bare lead-in ("For example:"): what the items are of.
    """

    headings: tuple[str, ...]
    lead_in: str
    items: tuple[Span, ...]
    exemplified: Span | None = None

    @property
    def span(self) -> Span:
        return Span(self.items[0].start, self.items[-1].end)


def enumerations(document: Document) -> tuple[Enumeration, ...]:
    """Every list of two items or more and every row of three sections or more, in text order."""
    firsts = _first_sentences(document)
    found = [*_lists(document, firsts), *_rows_of_sections(document, firsts)]
    return tuple(sorted(found, key=lambda enumeration: enumeration.span))


def _lists(document: Document, firsts: Mapping[int, Span]) -> Iterator[Enumeration]:
    runs = groupby(
        enumerate(document.blocks),
        key=lambda entry: (entry[1].kind is BlockKind.LIST_ITEM, entry[1].heading_path),
    )
    for (is_list, headings), run in runs:
        items = tuple(firsts[i] for i, _ in run if i in firsts) if is_list else ()
        if len(items) >= _FEWEST_ITEMS:
            lead_in = list_lead_in(document, items[0])
            exemplified = (
                _block_before_lead_in(document, items[0]) if is_bare_lead_in(lead_in) else None
            )
            yield Enumeration(headings, lead_in, items, exemplified=exemplified)


def is_bare_lead_in(sentence: str) -> bool:
    """Whether it announces without saying what: "For example:"."""
    return sentence.endswith(":") and len(sentence.split()) <= _BARE_LEAD_IN_WORDS


def _block_before_lead_in(document: Document, item: Span) -> Span | None:
    """The paragraph above "For example:", None when there is none."""
    blocks = document.blocks
    at = bisect_right(blocks, item.start, key=lambda block: block.span.end) - 1
    while at >= 0 and blocks[at].kind is BlockKind.LIST_ITEM:
        at -= 1
    if at < 0:
        return None
    if not is_bare_lead_in(blocks[at].span.of(document.text)):
        return blocks[at].span  # the lead-in closes a paragraph that says more
    return blocks[at - 1].span if at and blocks[at - 1].kind is BlockKind.PARAGRAPH else None


def _rows_of_sections(document: Document, firsts: Mapping[int, Span]) -> Iterator[Enumeration]:
    blocks = document.blocks
    rows: dict[tuple[int, tuple[str, ...]], list[Span]] = {}
    for i, (block, following) in enumerate(pairwise(blocks)):
        if block.kind is BlockKind.HEADING and block.level and _opens(block, following):
            first = firsts.get(i + 1)
            if first is not None:
                rows.setdefault((block.level, block.heading_path), []).append(first)
    for (_, headings), sections in rows.items():
        if len(sections) >= _FEWEST_SECTIONS:
            yield Enumeration(headings, _announcement(document, sections[0]), tuple(sections))


def _opens(heading: Block, following: Block) -> bool:
    """Whether the section has text of its own before any deeper heading."""
    return (
        following.kind is BlockKind.PARAGRAPH
        and len(following.heading_path) == len(heading.heading_path) + 1
    )


def _announcement(document: Document, first: Span) -> str:
    """The sentence above the first section when it ends with a colon, else nothing."""
    sentences = document.sentences
    at = bisect_right(sentences, first.start, key=lambda sentence: sentence.span.end) - 1
    while at >= 0 and document.blocks[sentences[at].block].kind is BlockKind.HEADING:
        at -= 1
    text = sentences[at].span.of(document.text) if at >= 0 else ""
    return text if text.endswith(":") else ""


def _first_sentences(document: Document) -> dict[int, Span]:
    """Block -> its first sentence."""
    firsts: dict[int, Span] = {}
    for sentence in document.sentences:
        firsts.setdefault(sentence.block, sentence.span)
    return firsts

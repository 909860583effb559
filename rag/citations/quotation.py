"""A verified quote with all that a reference to it needs, read from its document again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.citations.cite import block_of
from rag.citations.csl import csl_item
from rag.citations.source_address import places_query, source_path
from rag.documents import Block, BlockKind, Document
from rag.spans import Span
from rag.stances import Stance, Stances

CslItem = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Where quotes are read again: nothing that a citation says of its source is believed.

    Args:
        document: the document of an id.
        stances: which sides documents take.
        accessed: the day on which the sources were read.
    """

    document: Callable[[str], Document]
    stances: Stances
    accessed: date


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quote.

    Args:
        text: the quoted characters.
        item: its source as CSL-JSON.
        section: the innermost heading above it that is not the title; empty when there is none.
        page: of a paged source.
        paragraph: its paragraph in the document, from 1, headings and facts not counted.
        stance: the side that it takes.
        path: of the page that shows it in its source.
    """

    text: str
    item: CslItem
    section: str
    page: int | None
    paragraph: int | None
    stance: Stance | None
    path: str


def quotation(source: Source, document: Document, span: Span) -> Quotation:
    """The quote at `span`, which begins in a block of the document."""
    block = block_of(document, span)
    headings = [h for h in block.heading_path if h != document.metadata.title]
    is_fact = block.kind is BlockKind.FACT
    stances = source.stances
    return Quotation(
        text=span.of(document.text),
        item=csl_item(document.document_id, document.metadata, accessed=source.accessed),
        section=headings[-1] if headings else "",
        page=block.page,
        paragraph=_paragraph(document, block),
        stance=None if is_fact else stances.of(document.document_id, block.heading_path, span),
        path=passage_path(document.document_id, span),
    )


def passage_path(document_id: str, span: Span) -> str:
    """The page of this service that shows the document with the span marked."""
    return f"{source_path(document_id)}?{places_query((), span)}#cited"


def _paragraph(document: Document, block: Block) -> int | None:
    counted = [b for b in document.blocks if b.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}]
    return counted.index(block) + 1 if block in counted else None

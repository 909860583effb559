"""A span of a document made into a citation that anyone can check."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from rag.citations.csl import csl_item
from rag.citations.source_address import places_query, source_path
from rag.citations.text_fragment import text_directive
from rag.citations.web_address import is_web_address
from rag.documents import Block, Document, Passage
from rag.messages import Citation, ScoreKind, TextPositionSelector, TextQuoteSelector
from rag.spans import Span

CONTEXT_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Quote:
    """What a citation is made of: where it stands and how well it answered."""

    document: Document
    passage: Passage
    span: Span
    score: float
    score_kind: ScoreKind


def cite(quote: Quote, *, index: int, accessed: date, beside: Collection[Span] = ()) -> Citation:
    """The quote's citation.

    Args:
        quote: its span lies inside one block of its document.
        index: 1-based, in order of first use in the answer.
        accessed: the day on which the source was read.
        beside: all places of the document that the answer quotes: its page steps through them.
    """
    document, span = quote.document, quote.span
    block = block_of(document, span)
    return Citation(
        index=index,
        document_id=document.document_id,
        title=document.metadata.title,
        section=" › ".join(block.heading_path),
        page=block.page,
        passage_id=quote.passage.passage_id,
        url=document.metadata.url if is_web_address(document.metadata.url) else "",
        deep_link=deep_link(document, span, beside=beside),
        score=round(quote.score, 6),
        score_kind=quote.score_kind,
        source_sha256=document.source_sha256,
        csl=csl_item(document.document_id, document.metadata, accessed=accessed),
        selector=(
            TextPositionSelector(start=span.start, end=span.end),
            TextQuoteSelector(
                exact=span.of(document.text),
                prefix=document.text[max(0, span.start - CONTEXT_CHARACTERS) : span.start],
                suffix=document.text[span.end : span.end + CONTEXT_CHARACTERS],
            ),
        ),
    )


def deep_link(document: Document, span: Span, *, beside: Collection[Span] = ()) -> str:
    """The source page of this service with the span marked and scrolled to.

    The query names the span, so the page marks it without any script; the fragment scrolls to
    the mark, and its text directive points at the same words for browsers that follow it. Further
    places are `beside` it.
    """
    block = block_of(document, span)
    inside = Span(span.start, min(span.end, block.span.end))
    directive = text_directive(document.text, block.span, inside)
    places = sorted({span, *beside})
    address = f"{source_path(document.document_id)}?{places_query(places, span)}"
    return f"{address}#cited{directive}"


def block_of(document: Document, span: Span) -> Block:
    """The block in which the span begins.

    Raises:
        ValueError: it begins in none.
    """
    for block in document.blocks:
        if block.span.start <= span.start < block.span.end:
            return block
    raise ValueError(
        f"span [{span.start}, {span.end}) begins in no block of {document.document_id!r}"
    )

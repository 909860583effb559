"""A citation held against the document that it names."""

from rag.citations.cite import block_of
from rag.documents import Document
from rag.messages import Citation, TextPositionSelector, TextQuoteSelector, Verification
from rag.spans import Span


def verify_citation(citation: Citation, document: Document) -> Verification:
    """Proof or refusal: the quote must stand at its position, in this very source."""
    refusal = _first_refusal(citation, document)
    return Verification(verified=refusal is None, reason=refusal)


def _first_refusal(citation: Citation, document: Document) -> str | None:
    positions = [s for s in citation.selector if isinstance(s, TextPositionSelector)]
    quotes = [s for s in citation.selector if isinstance(s, TextQuoteSelector)]
    if len(positions) != 1 or len(quotes) != 1:
        return "a citation needs one TextPositionSelector and one TextQuoteSelector"
    (position,), (quote,) = positions, quotes
    if citation.source_sha256 != document.source_sha256:
        return "the source has changed since this citation was made: its SHA-256 differs"
    if not quote.exact:
        return "the quote is empty"
    if position.end > len(document.text):
        return (
            f"the position ends at {position.end}, the document has {len(document.text)} characters"
        )
    if document.text[position.start : position.end] != quote.exact:
        return "the document's text at this position is not the quote"
    if not document.text[: position.start].endswith(quote.prefix):
        return "the text before the quote is not its prefix"
    if not document.text[position.end :].startswith(quote.suffix):
        return "the text after the quote is not its suffix"
    return _wrong_page(citation.page, document, Span(position.start, position.end))


def _wrong_page(page: int | None, document: Document, quote: Span) -> str | None:
    try:
        actual = block_of(document, quote).page
    except ValueError:  # white space between blocks
        return "the quote begins in no block of the document"
    if page == actual:
        return None
    where = f"on page {actual}" if actual else "in a source without pages"
    return f"the citation names page {page}, the quote stands {where}"

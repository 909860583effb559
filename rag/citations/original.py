"""Where the original of a document shows a quote."""

from rag.citations.cite import block_of
from rag.citations.text_fragment import text_directive
from rag.citations.web_address import is_web_address
from rag.documents import Document
from rag.spans import Span


def original_link(document: Document, span: Span) -> str | None:
    """The source's own address, opened at the quote; None when it states none that is of the web.

    A paged source is opened at the page (`#page=3`, RFC 8118), any other one at the words of the
    quote by a text directive.

    Raises:
        ValueError: the span begins in no block.
    """
    url = document.metadata.url
    if not is_web_address(url):
        return None
    block = block_of(document, span)
    if block.page is not None:
        return f"{url.partition('#')[0]}#page={block.page}"
    inside = Span(span.start, min(span.end, block.span.end))
    directive = text_directive(document.text, block.span, inside)
    # An address may have a fragment, after which the directive follows without another "#".
    return f"{url.partition(':~:')[0]}{'' if '#' in url else '#'}{directive}"

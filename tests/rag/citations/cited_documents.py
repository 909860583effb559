"""Tiny documents to cite, made by hand."""

from rag.citations.cite import Quote
from rag.documents import (
    Block,
    BlockKind,
    Document,
    DocumentMetadata,
    Passage,
    Sentence,
)
from rag.messages import ScoreKind
from rag.spans import Span

METADATA = DocumentMetadata(title="On Cats", kind="web-page", url="https://cats.example/sleep")


def document_of(
    *paragraphs: str,
    document_id: str = "cats",
    headings: tuple[str, ...] = (),
    pages: tuple[int | None, ...] = (),
    metadata: DocumentMetadata = METADATA,
) -> Document:
    """A document of paragraphs of one sentence each, parted by empty lines."""
    blocks: list[Block] = []
    start = 0
    for position, paragraph in enumerate(paragraphs):
        span = Span(start, start + len(paragraph))
        page = pages[position] if pages else None
        blocks.append(Block(BlockKind.PARAGRAPH, span, headings, page=page))
        start = span.end + 2
    return Document(
        document_id=document_id,
        text="\n\n".join(paragraphs),
        blocks=tuple(blocks),
        sentences=tuple(Sentence(block.span, i) for i, block in enumerate(blocks)),
        metadata=metadata,
        source_path=f"{document_id}.txt",
        source_sha256="ab" * 32,
    )


def quote_from(document: Document, exact: str, *, score: float = 1.5) -> Quote:
    """The first place of `exact` in the document, in a passage of that sentence alone."""
    start = document.text.index(exact)
    span = Span(start, start + len(exact))
    passage = Passage(
        passage_id=f"{document.document_id}#0",
        document_id=document.document_id,
        heading_path=(),
        context=(),
        sentences=(span,),
        page=None,
        n_tokens=5,
    )
    return Quote(document, passage, span, score, ScoreKind.SENTENCE_RELEVANCE)

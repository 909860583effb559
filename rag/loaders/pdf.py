"""PDF to blocks with page numbers."""

from collections.abc import Iterator, Sequence

from rag.documents import BlockKind, Document, DocumentMetadata, SkippedFile
from rag.loaders.authors import parse_authors
from rag.loaders.canonical_text import canonical_line
from rag.loaders.pdf_content import PdfContent
from rag.loaders.pdf_paragraphs import PdfBlock
from rag.loaders.source_file import SourceFile
from rag.loaders.text_builder import TextBuilder

_START = b"%PDF-"
_START_WITHIN = 1024  # bytes; the format allows other bytes before it
_PROGRAM_TITLES = ("microsoft word", "untitled", "powerpoint", "document", "layout ")
_MOST_PAGES_NAMED = 20


def recognises_pdf(source: SourceFile) -> bool:
    return _START in source.head[:_START_WITHIN]


def load_pdf(source: SourceFile) -> Iterator[Document | SkippedFile]:
    """The document; pages that are pictures without text are reported."""
    content = source.pdfs.content_of(source.data)
    if content.pictures:
        yield _scanned_pages(source, content.pictures)
    yield _document(source, content)


def _scanned_pages(source: SourceFile, numbers: Sequence[int]) -> SkippedFile:
    named = ", ".join(map(str, numbers[:_MOST_PAGES_NAMED]))
    more = f" and {len(numbers) - _MOST_PAGES_NAMED} more" * (len(numbers) > _MOST_PAGES_NAMED)
    return SkippedFile(
        str(source.path),
        "pages without text",
        f"pages {named}{more} are pictures; run text recognition (ocrmypdf) to index them too",
    )


def _document(source: SourceFile, content: PdfContent) -> Document:
    builder = TextBuilder()
    for block in content.blocks:
        _add(builder, block)
    stated = canonical_line(content.title)
    title = "" if stated.lower().startswith(_PROGRAM_TITLES) else stated
    metadata = DocumentMetadata(
        title=title or _first_heading(content.blocks) or source.readable_name,
        kind="pdf",
        authors=parse_authors(content.author),
        subject=canonical_line(content.subject),
    )
    return source.document(builder, metadata)


def _add(builder: TextBuilder, block: PdfBlock) -> None:
    if block.level is not None:
        builder.heading(block.text, block.level, page=block.page)
    elif block.kind is BlockKind.LIST_ITEM:
        builder.list_item(block.text, page=block.page)
    else:
        builder.paragraph(block.text, page=block.page)


def _first_heading(blocks: Sequence[PdfBlock]) -> str:
    headings = (canonical_line(block.text) for block in blocks if block.level == 1)
    return next(headings, "")

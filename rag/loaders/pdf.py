"""PDF to blocks with page numbers."""

from collections.abc import Iterator, Sequence
from typing import Any

from rag.documents import BlockKind, Document, DocumentMetadata, SkippedFile
from rag.errors import LoadError
from rag.loaders.authors import parse_authors
from rag.loaders.canonical_text import canonical_line
from rag.loaders.pdf_lines import Line, lines_of_page
from rag.loaders.pdf_paragraphs import PdfBlock, blocks_of_pages
from rag.loaders.running_lines import without_running_lines
from rag.loaders.source_file import SourceFile
from rag.loaders.text_builder import TextBuilder

_START = b"%PDF-"
_START_WITHIN = 1024  # bytes; the format allows other bytes before it
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_PROGRAM_TITLES = ("microsoft word", "untitled", "powerpoint", "document", "layout ")
_MOST_PAGES_NAMED = 20


def recognises_pdf(source: SourceFile) -> bool:
    return _START in source.head[:_START_WITHIN]


def load_pdf(source: SourceFile) -> Iterator[Document | SkippedFile]:
    """The document; pages that are pictures without text are reported."""
    pdf = _open(source)
    try:
        pages = [lines_of_page(pdf[at], at + 1) for at in range(len(pdf))]
        properties = pdf.get_metadata_dict()
        scanned = [at + 1 for at, page in enumerate(pages) if not page and _has_picture(pdf[at])]
    finally:
        pdf.close()
    if not any(pages):
        raise LoadError(
            "no text",
            f"none of its {len(pages)} pages has text, as in a scan; "
            "run text recognition on it (ocrmypdf) and index the result",
        )
    if scanned:
        yield _scanned_pages(source, scanned)
    yield _document(source, pages, properties)


def _open(source: SourceFile) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    import pypdfium2  # here: serving never needs it

    try:
        pdf = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise LoadError(
                "encrypted", "it needs a password; save a copy without one and index that"
            ) from error
        raise LoadError(
            "broken", f"it is no readable PDF ({error}); open it in a viewer and save it again"
        ) from error
    if len(pdf) > source.limits.max_pages:
        n_pages = len(pdf)
        pdf.close()
        raise LoadError(
            "too large",
            f"it has {n_pages:,} pages, allowed are {source.limits.max_pages:,}; split it",
        )
    return pdf


def _has_picture(page: Any) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def _scanned_pages(source: SourceFile, numbers: Sequence[int]) -> SkippedFile:
    named = ", ".join(map(str, numbers[:_MOST_PAGES_NAMED]))
    more = f" and {len(numbers) - _MOST_PAGES_NAMED} more" * (len(numbers) > _MOST_PAGES_NAMED)
    return SkippedFile(
        str(source.path),
        "pages without text",
        f"pages {named}{more} are pictures; run text recognition (ocrmypdf) to index them too",
    )


def _document(
    source: SourceFile, pages: Sequence[Sequence[Line]], properties: dict[str, str]
) -> Document:
    blocks = blocks_of_pages(without_running_lines(pages))
    builder = TextBuilder()
    for block in blocks:
        _add(builder, block)
    stated = canonical_line(properties.get("Title", ""))
    title = "" if stated.lower().startswith(_PROGRAM_TITLES) else stated
    metadata = DocumentMetadata(
        title=title or _first_heading(blocks) or source.readable_name,
        kind="pdf",
        authors=parse_authors(properties.get("Author", "")),
        subject=canonical_line(properties.get("Subject", "")),
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

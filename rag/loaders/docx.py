"""Word documents (DOCX) to blocks: headings, lists, table rows, core properties."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from rag.documents import Document, DocumentMetadata
from rag.errors import LoadError
from rag.loaders.authors import parse_authors
from rag.loaders.canonical_text import canonical_line
from rag.loaders.source_file import SourceFile
from rag.loaders.text_builder import TextBuilder

_ZIP_START = b"PK\x03\x04"
_MAIN_PART = "word/document.xml"


def recognises_docx(source: SourceFile) -> bool:
    """Whether a file is a ZIP archive with a Word document in it."""
    if not source.head.startswith(_ZIP_START):
        return False
    try:
        with zipfile.ZipFile(source.path) as archive:
            return _MAIN_PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return source.suffix == ".docx"  # `load_docx` says what is wrong


def load_docx(source: SourceFile) -> Iterator[Document]:
    document = _open(source)
    builder = TextBuilder()
    title = ""
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            _add_table(builder, item)
        else:
            title = title or _title_of(item)
            _add_paragraph(builder, item, level_above=int(bool(title)))
    properties = document.core_properties
    metadata = DocumentMetadata(
        title=title or canonical_line(properties.title or "") or source.readable_name,
        kind="docx",
        authors=parse_authors(properties.author or ""),
        subject=canonical_line(properties.subject or ""),
        language=properties.language or "",
    )
    yield source.document(builder, metadata)


def _open(source: SourceFile) -> Any:  # noqa: ANN401 - python-docx has no types
    import docx  # here: serving never needs it

    try:
        _check_unpacked_size(source)
        return docx.Document(io.BytesIO(source.data))
    except LoadError:
        raise
    # python-docx and lxml let any of a dozen types through when an archive or its XML is damaged.
    except Exception as error:
        raise LoadError(
            "broken", f"it is no readable DOCX ({error}); open it in Word and save it again"
        ) from error


def _check_unpacked_size(source: SourceFile) -> None:
    """Refuse an archive that says it unpacks to more than allowed; `zipfile` reads no more."""
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > source.limits.max_unpacked_bytes:
        raise LoadError(
            "too large",
            f"it unpacks to {unpacked:,} bytes, allowed are "
            f"{source.limits.max_unpacked_bytes:,}; remove pictures or split it",
        )


def _title_of(paragraph: Any) -> str:  # noqa: ANN401
    return canonical_line(_text_of(paragraph._p)) if _style(paragraph) == "title" else ""


def _add_paragraph(builder: TextBuilder, paragraph: Any, *, level_above: int) -> None:  # noqa: ANN401
    text, style = _text_of(paragraph._p), _style(paragraph)
    kind, _, number = style.partition(" ")
    if style == "title":
        builder.heading(text, 1)
    elif kind == "heading" and number.isdecimal():
        builder.heading(text, int(number) + level_above)
    elif kind == "list" or _is_numbered(paragraph):
        builder.list_item(text)
    else:
        builder.paragraph(text)


def _style(paragraph: Any) -> str:  # noqa: ANN401
    style = paragraph.style
    return (style.name or "").lower() if style is not None else ""


def _is_numbered(paragraph: Any) -> bool:  # noqa: ANN401
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _add_table(builder: TextBuilder, table: Any) -> None:  # noqa: ANN401
    """Each row is a fact; a merged cell, which Word repeats in every column, stands once."""
    for row in table.rows:
        cells = dict.fromkeys(cell._tc for cell in row.cells)
        texts = (canonical_line(_text_of(cell)) for cell in cells)
        builder.fact(" | ".join(text for text in texts if text))


def _text_of(element: Any) -> str:  # noqa: ANN401
    """The text of a paragraph or cell as it reads with tracked changes accepted."""
    return "".join(
        node.text or "" if node.tag.endswith("}t") else " "
        for node in element.xpath(
            ".//*[self::w:t or self::w:tab or self::w:br or self::w:cr or self::w:p]"
            "[not(ancestor::w:del or ancestor::w:txbxContent or ancestor::w:pPr)]"
        )
    )

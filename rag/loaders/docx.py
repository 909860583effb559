"""Word documents (DOCX) to blocks: headings, lists, table rows, core properties."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from rag.documents import Document, DocumentMetadata
from rag.errors import LoadError
from rag.loaders.authors import parse_authors
from rag.loaders.canonical_text import canonical_line
from rag.loaders.source_file import SourceFile
from rag.loaders.table_rows import row_text
from rag.loaders.text_builder import TextBuilder

_ZIP_START = b"PK\x03\x04"
_MAIN_PART = "word/document.xml"
_MARKUP = (".xml", ".rels")
_PIECE_BYTES = 1_000_000


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
    content = _Content(source.limits.max_text_characters)
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            content.add_table(item._tbl)
        else:
            content.add_paragraph(item)
    properties = document.core_properties
    metadata = DocumentMetadata(
        title=content.title or canonical_line(properties.title or "") or source.readable_name,
        kind="docx",
        authors=parse_authors(properties.author or ""),
        subject=canonical_line(properties.subject or ""),
        language=properties.language or "",
    )
    yield source.document(content.builder, metadata)


class _Content:
    """Collects the blocks of one file in reading order.

    Args:
        most_characters: of text, repeated text included; more raises `LoadError`.
    """

    def __init__(self, most_characters: int) -> None:
        self.builder = TextBuilder()
        self.title = ""  # the first paragraph in the style of that name
        self._most_characters = most_characters
        self._n_characters = 0
        self._styles: dict[str | None, str] = {}  # names in lower case, by id

    def add_paragraph(self, paragraph: Any) -> None:  # noqa: ANN401
        text = self._text_of(paragraph._p)
        if not text:
            return
        style = self._style(paragraph)
        kind, _, number = style.partition(" ")
        if style == "title":
            self.title = self.title or text
            self.builder.heading(text, 1)
        elif kind == "heading" and number.isdecimal():
            self.builder.heading(text, int(number) + int(bool(self.title)))
        elif kind == "list" or _is_numbered(paragraph):
            self.builder.list_item(text)
        else:
            self.builder.paragraph(text)

    def add_table(self, table: Any) -> None:  # noqa: ANN401
        """Each row is a fact; a cell that is merged over columns stands once, over rows in each."""
        above: dict[int, Any] = {}
        for row in table.tr_lst:
            # By column of the grid. The library's own rows repeat a cell as often as it says that
            # it spans columns, which may be billions, and climb merged rows one call deep each.
            cells: dict[int, Any] = {}
            column = row.grid_before
            for cell in row.tc_lst:
                is_continued = cell.vMerge == "continue"
                cells[column] = above.get(column, cell) if is_continued else cell
                column += max(1, cell.grid_span)
            texts = map(self._text_of, dict.fromkeys(cells.values()))
            self.builder.fact(row_text(texts))
            above = cells

    def _text_of(self, element: Any) -> str:  # noqa: ANN401
        text = canonical_line(_text_of(element))
        self._n_characters += len(text)
        if self._n_characters > self._most_characters:
            raise LoadError(
                "too large",
                f"its text has more than {self._most_characters:,} characters; split it",
            )
        return text

    def _style(self, paragraph: Any) -> str:  # noqa: ANN401
        # The library looks through all styles each time, which costs more than all else.
        style_id = paragraph._p.style
        if style_id not in self._styles:
            style = paragraph.style
            self._styles[style_id] = (style.name or "").lower() if style is not None else ""
        return self._styles[style_id]


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
    """Refuse an archive that unpacks to more than allowed; `zipfile` reads no more than it says."""
    limits = source.limits
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        entries = archive.infolist()
        markup = [entry for entry in entries if entry.filename.endswith(_MARKUP)]
        _check(entries, limits.max_unpacked_bytes, "it unpacks to", "remove pictures or split it")
        _check(markup, limits.max_file_bytes, "its XML unpacks to", "split it")
        # In every part, whatever its name: the file itself says which of them are parsed.
        n_tags = sum(_count_tags(archive, entry) for entry in entries)
    if n_tags > limits.max_docx_tags:
        raise LoadError(
            "too large",
            f"it has {n_tags:,} XML tags, allowed are {limits.max_docx_tags:,}; split it",
        )


def _count_tags(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    with archive.open(entry) as part:
        return sum(piece.count(b"<") for piece in iter(lambda: part.read(_PIECE_BYTES), b""))


def _check(entries: Sequence[zipfile.ZipInfo], most: int, what: str, advice: str) -> None:
    n_bytes = sum(entry.file_size for entry in entries)
    if n_bytes > most:
        raise LoadError(
            "too large",
            f"{what} {n_bytes:,} bytes, allowed are {most:,}; {advice}",
        )


def _is_numbered(paragraph: Any) -> bool:  # noqa: ANN401
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _text_of(element: Any) -> str:  # noqa: ANN401
    """The text of a paragraph or cell as it reads with tracked changes accepted."""
    return "".join(
        node.text or "" if node.tag.endswith("}t") else " "
        for node in element.xpath(
            ".//*[self::w:t or self::w:tab or self::w:br or self::w:cr or self::w:p]"
            "[not(ancestor::w:del or ancestor::w:txbxContent or ancestor::w:pPr)]"
        )
    )

"""Word documents (DOCX) to blocks: headings, lists, table rows, core properties."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rag.documents import Document, DocumentMetadata, SkippedFile
from rag.errors import LoadError
from rag.loaders.authors import parse_authors
from rag.loaders.canonical_text import canonical_line
from rag.loaders.docx_headers import HeaderRows
from rag.loaders.docx_symbols import UNKNOWN_SYMBOL
from rag.loaders.docx_text import inside, qualified, text_of
from rag.loaders.source_file import SourceFile
from rag.loaders.table_rows import Row, add_table
from rag.loaders.text_builder import TextBuilder

_ZIP_START = b"PK\x03\x04"
_MAIN_PART = "word/document.xml"
_MARKUP = (".xml", ".rels")
_NOTES = ("/footnotes", "/endnotes")  # the kinds of parts that hold some
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


def load_docx(source: SourceFile) -> Iterator[Document | SkippedFile]:
    """The document; a symbol of a font that is not known is reported, and the rest loaded."""
    word = _open(source)
    document = word.document
    content = _Content(source.limits.max_text_characters, document._body)
    content.add_blocks(document.element.body)
    content.add_notes(word.notes)
    if content.has_unknown_symbol:
        yield SkippedFile(
            str(source.path),
            "unknown symbols",
            f"symbols of a font that is not known are shown as {UNKNOWN_SYMBOL}; "
            "its other text is indexed",
        )
    properties = document.core_properties
    metadata = DocumentMetadata(
        title=content.title
        or canonical_line(properties.title or "")
        or content.opening
        or source.readable_name,
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
        body: of the document, which knows its styles.
    """

    def __init__(self, most_characters: int, body: Any) -> None:  # noqa: ANN401
        self.builder = TextBuilder()
        self.has_unknown_symbol = False
        self.title = ""  # the first paragraph in the style of that name
        self.opening = ""  # a heading that is the first block of all
        self._most_characters, self._body = most_characters, body
        self._n_characters = 0
        self._headers = HeaderRows(body.part.styles.element)
        self._styles: dict[str | None, str] = {}  # names in lower case, by id

    def add_blocks(self, parent: Any) -> None:  # noqa: ANN401
        """Paragraphs and tables, each with the text boxes that are anchored in it below it."""
        for element in inside(parent, "p", "tbl"):
            if element.tag.endswith("}tbl"):
                self._add_table(element)
            else:
                self._add_paragraph(element)
            for box in _text_boxes(element):
                self.add_blocks(box)

    def add_notes(self, notes: Sequence[Any]) -> None:
        """Footnotes and endnotes, below the text and part of none of its sections."""
        if notes:
            self.builder.close_sections(1 + int(bool(self.title)))
        for note in notes:
            self.add_blocks(note)

    def _add_paragraph(self, element: Any) -> None:  # noqa: ANN401
        text = self._text_of(element)
        if not text:
            return
        style = self._style(element)
        kind, _, number = style.partition(" ")
        if style == "title":
            self.title = self.title or text
            self.builder.heading(text, 1)
        elif kind == "heading" and number.isdecimal():
            if self.builder.is_empty:
                self.opening = text
            self.builder.heading(text, int(number) + int(bool(self.title)))
        elif kind == "list" or _is_numbered(element):
            self.builder.list_item(text)
        else:
            self.builder.paragraph(text)

    def _add_table(self, table: Any) -> None:  # noqa: ANN401
        """A cell that is merged over columns stands once, over rows in each."""
        above: dict[int, Any] = {}
        found: list[Row] = []
        rows = list(inside(table, "tr"))
        n_headers = self._headers.number(table, rows)
        for row in rows:
            # By column of the grid. The library's own rows repeat a cell as often as it says that
            # it spans columns, which may be billions, and climb merged rows one call deep each.
            cells: dict[int, Any] = {}
            column = row.grid_before
            for cell in inside(row, "tc"):
                is_continued = cell.vMerge == "continue"
                cells[column] = above.get(column, cell) if is_continued else cell
                column += max(1, cell.grid_span)
            texts = [self._text_of(cell) for cell in dict.fromkeys(cells.values())]
            shown = ["", *texts] if row.grid_before else texts
            found.append(Row(tuple(shown), is_header=len(found) < n_headers))
            above = cells
        add_table(self.builder, found)

    def _text_of(self, element: Any) -> str:  # noqa: ANN401
        text = canonical_line(text_of(element))
        self.has_unknown_symbol |= UNKNOWN_SYMBOL in text
        self._n_characters += len(text)
        if self._n_characters > self._most_characters:
            raise LoadError(
                "too large",
                f"its text has more than {self._most_characters:,} characters; split it",
            )
        return text

    def _style(self, element: Any) -> str:  # noqa: ANN401
        from docx.text.paragraph import Paragraph  # here: serving never needs it

        # The library looks through all styles each time, which costs more than all else.
        style_id = element.style
        if style_id not in self._styles:
            style = Paragraph(element, self._body).style
            self._styles[style_id] = (style.name or "").lower() if style is not None else ""
        return self._styles[style_id]


@dataclass(frozen=True, slots=True)
class _Word:
    """A file as it was opened."""

    document: Any
    notes: tuple[Any, ...]  # elements with paragraphs in them


def _open(source: SourceFile) -> _Word:
    import docx  # here: serving never needs it

    try:
        _check_unpacked_size(source)
        document = docx.Document(io.BytesIO(source.data))
        return _Word(document, tuple(_notes(document)))
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


def _notes(document: Any) -> Iterator[Any]:  # noqa: ANN401
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                # Those of another type are the lines between text and notes.
                if note.get(qualified("type"), "normal") == "normal":
                    yield note


def _text_boxes(element: Any) -> Sequence[Any]:  # noqa: ANN401
    """The outermost boxes in `element`; not the copies that older programs read instead."""
    n_around = sum(1 for _ in element.iterancestors(qualified("txbxContent")))
    boxes: Sequence[Any] = element.xpath(
        f".//w:txbxContent[count(ancestor::w:txbxContent) = {n_around}][not("
        "ancestor::w:del or ancestor::w:moveFrom or ancestor::*[local-name() = 'Fallback'])]"
    )
    return boxes


def _is_numbered(paragraph: Any) -> bool:  # noqa: ANN401
    properties = paragraph.pPr
    return properties is not None and properties.numPr is not None

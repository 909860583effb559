"""The page of a document as a browser would show it, and documents to show."""

from collections.abc import Sequence
from html.parser import HTMLParser

from hypothesis import strategies as st

from rag.documents import (
    Block,
    BlockKind,
    Document,
    DocumentMetadata,
)
from rag.spans import Span
from rag.stances import Stance
from server.sources.cited_places import cited_places
from server.sources.related import FindDocument, related_links
from server.sources.source_page import source_view
from server.templates import rendered


class PageReader(HTMLParser):
    """Collects what a browser would show as the text and as the marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.marks: list[str] = []
        self.mark_ids: list[str | None] = []
        self.current_marks: list[bool] = []
        self.ids: list[str] = []
        self.shown = ""
        self._open_marks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.addresses += [found[key] or "" for key in ("href", "src") if key in found]
        assert not any(name.startswith("on") or name == "style" for name in found)
        self.ids += [found["id"] or ""] if "id" in found else []
        if tag == "mark":
            self._open_marks += 1
            self.current_marks.append("current" in (found.get("class") or ""))
            self.marks.append("")
            self.mark_ids.append(found.get("id"))

    def handle_endtag(self, tag: str) -> None:
        self._open_marks -= tag == "mark"

    def handle_data(self, data: str) -> None:
        assert self._open_marks in (0, 1), "marks never nest"
        self.shown += data
        if self._open_marks:
            self.marks[-1] += data


def read(
    document: Document,
    start: object = None,
    end: object = None,
    *,
    cites: Sequence[str] = (),
    stances: Sequence[Stance] = (),
    find: FindDocument = lambda _urls, _title: None,
) -> PageReader:
    places = cited_places(
        document,
        start=None if start is None else str(start),
        end=None if end is None else str(end),
        cites=cites,
    )
    related = related_links(document, find)
    view = source_view(document, places, stances=stances, related=related)
    reader = PageReader()
    reader.feed(rendered("source.html", view=view))
    reader.close()
    return reader


def make_document(
    parts: list[tuple[BlockKind, str]], title: str = "A title", **metadata: object
) -> Document:
    blocks: list[Block] = []
    text = ""
    for kind, part in parts:
        text += "\n\n" if text else ""
        span = Span(len(text), len(text) + len(part))
        blocks.append(Block(kind, span, level=2 if kind is BlockKind.HEADING else None))
        text += part
    described = DocumentMetadata(title=title, kind="note", **metadata)  # type: ignore[arg-type]
    return Document("id", text, tuple(blocks), (), described)


# A page cannot hold NUL, and HTML reads a carriage return as a line end; canonical text has neither
# lone surrogates nor carriage returns.
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=30
)
documents = st.lists(st.tuples(st.sampled_from(BlockKind), texts), min_size=1, max_size=6).map(
    make_document
)


DOCUMENT = make_document(
    [
        (BlockKind.HEADING, "Early 🌱 days"),
        (BlockKind.PARAGRAPH, "A cafe\u0301 opened. It closed."),
        (BlockKind.FACT, "CPD: 3 Hours"),
    ]
)

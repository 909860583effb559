from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.citations.web_address import is_web_address
from rag.documents import (
    COVER,
    Author,
    Block,
    BlockKind,
    Document,
    DocumentMetadata,
    RelatedArticle,
)
from rag.spans import Span
from server.source_page import source_view
from server.templates import rendered


class PageReader(HTMLParser):
    """Collects what a browser would show as the text and as the marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.marks: list[str] = []
        self.mark_ids: list[str | None] = []
        self.shown = ""
        self._open_marks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.addresses += [found[key] or "" for key in ("href", "src") if key in found]
        assert not any(name.startswith("on") or name == "style" for name in found)
        if tag == "mark":
            self._open_marks += 1
            self.marks.append("")
            self.mark_ids.append(found.get("id"))

    def handle_endtag(self, tag: str) -> None:
        self._open_marks -= tag == "mark"

    def handle_data(self, data: str) -> None:
        assert self._open_marks in (0, 1), "marks never nest"
        self.shown += data
        if self._open_marks:
            self.marks[-1] += data


def read(document: Document, start: object = None, end: object = None) -> PageReader:
    view = source_view(
        document,
        None if start is None else str(start),
        None if end is None else str(end),
    )
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


@given(document=documents, data=st.data())
def test_the_marks_are_exactly_the_cited_characters_of_the_blocks(
    document: Document, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(0, len(document.text) + 2))
    is_inside = start < end <= len(document.text)
    expected = [
        document.text[max(start, block.span.start) : min(end, block.span.end)]
        for block in document.blocks
        if is_inside and max(start, block.span.start) < min(end, block.span.end)
    ]
    page = read(document, start, end)
    assert page.marks == expected
    assert page.mark_ids == ["cited", *[None] * (len(expected) - 1)][: len(expected)]


@given(document=documents)
def test_every_block_is_shown_character_for_character(document: Document) -> None:
    page = read(document)
    for block in document.blocks:
        assert block.span.of(document.text) in page.shown
    assert page.marks == []


DOCUMENT = make_document(
    [
        (BlockKind.HEADING, "Early 🌱 days"),
        (BlockKind.PARAGRAPH, "A cafe\u0301 opened. It closed."),
        (BlockKind.FACT, "CPD: 3 Hours"),
    ]
)


def test_spans_count_code_points() -> None:
    start = DOCUMENT.text.index("A cafe")
    assert read(DOCUMENT, start, start + 15).marks == ["A cafe\u0301 opened."]
    assert read(DOCUMENT, 6, 7).marks == ["🌱"]


def test_a_mark_may_cross_blocks() -> None:
    end = DOCUMENT.text.index("It closed")
    assert read(DOCUMENT, 6, end).marks == ["🌱 days", "A cafe\u0301 opened. "]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("x", "5"), ("1", None), (None, "5"), ("-1", "5"), ("5", "5"), ("5", "2"),
        ("0", "99999"), ("1.0", "2"), ("", ""), ("٣", "5"), ("0", "9" * 5000),
        ("12", "13"),  # between two blocks
    ],
)  # fmt: skip
def test_a_span_that_is_not_there_marks_nothing_and_says_so(
    start: str | None, end: str | None
) -> None:
    page = read(DOCUMENT, start, end)
    assert page.marks == []
    assert "nothing is marked" in page.shown


def test_nothing_is_said_when_nothing_was_asked() -> None:
    page = read(DOCUMENT)
    assert "nothing is marked" not in page.shown


def test_a_heading_that_repeats_the_title_is_shown_once_and_can_be_cited() -> None:
    document = make_document(
        [(BlockKind.HEADING, "Ferns"), (BlockKind.PARAGRAPH, "Green.")], title="Ferns"
    )
    page = read(document, 0, 5)
    assert page.tags.count("h1") == 1
    assert page.tags.count("h2") == page.tags.count("h3") == 0
    assert page.marks == ["Ferns"]


def test_a_page_with_covered_words_says_why_and_others_do_not() -> None:
    covered = make_document([(BlockKind.PARAGRAPH, f"Green. {COVER * 5}")])
    assert "They are not shown here." in read(covered).shown
    assert "They are not shown here." not in read(DOCUMENT).shown


def test_headings_follow_the_title_without_a_gap() -> None:
    page = read(DOCUMENT)  # its one heading is of level 2
    assert [tag for tag in page.tags if tag in {"h1", "h2", "h3"}] == ["h1", "h2"]


HOSTILE = "<img src=x onerror=alert(1)></title><script>alert(2)</script>{{ 7 * 7 }}&lt;b&gt;"


def test_hostile_text_stays_text() -> None:
    document = make_document(
        [(kind, HOSTILE) for kind in BlockKind],
        title=HOSTILE,
        url="javascript:alert(3)",
        authors=(Author(literal=HOSTILE),),
        subject=HOSTILE,
        publisher=HOSTILE,
        language='en"><script>',
        related=(
            RelatedArticle(HOSTILE, "javascript:alert(4)"),
            RelatedArticle("Fine", "https://example.org/?a=1&b=2"),
        ),
    )
    page = read(document, 0, 20)
    assert "img" not in page.tags
    assert page.tags.count("script") == 1  # our own module
    assert page.shown.count(HOSTILE) >= len(BlockKind) + 3
    assert "https://example.org/?a=1&b=2" in page.addresses
    assert all(address.startswith(("/", "#", "https://example.org/")) for address in page.addresses)


@pytest.mark.parametrize(
    ("url", "is_opened"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://example.org", False),
        ("data:text/html,x", False),
        ("//example.org/x", False),
        ("/learn/psychology", False),
        ("https://", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_only_whole_web_addresses_become_links(url: str, is_opened: bool) -> None:
    assert is_web_address(url) is is_opened

from collections.abc import Sequence
from dataclasses import replace

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
from rag.messages import Group
from rag.settings import SafetySettings
from rag.spans import Span
from rag.stances import Stance
from server.help_lines import help_lines
from server.sources.related import related_links
from server.sources.source_page import source_view
from tests.server.source_pages import DOCUMENT, documents, make_document, read


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


def test_a_header_row_stands_in_one_list_with_its_rows() -> None:
    document = make_document(
        [
            (BlockKind.PARAGRAPH, "We open late."),
            (BlockKind.HEADER_ROW, "Day | Opens"),
            (BlockKind.FACT, "Mon | 9:00"),
        ]
    )
    *_, table = source_view(document).groups
    assert table.kind is BlockKind.FACT
    assert [block.kind for block in table.blocks] == [BlockKind.HEADER_ROW, BlockKind.FACT]


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


def test_a_paged_source_shows_its_pages_and_its_original_opens_at_the_page() -> None:
    blocks = (
        Block(BlockKind.PARAGRAPH, Span(0, 4), page=3),
        Block(BlockKind.PARAGRAPH, Span(5, 9), page=4),
    )
    metadata = DocumentMetadata(title="T", kind="pdf", url="https://example.org/a.pdf")
    page = read(Document("id", "One. Two.", blocks, (), metadata), 5, 9)
    assert "Page 3" in page.shown
    assert "Page 4" in page.shown
    assert "https://example.org/a.pdf#page=4" in page.addresses


def test_the_contents_link_every_heading_once_in_the_text() -> None:
    document = make_document(
        [(BlockKind.HEADING, "Ferns"), (BlockKind.PARAGRAPH, "Green."), (BlockKind.HEADING, "Moss")]
    )
    page = read(document)
    targets = [address for address in page.addresses if address.startswith("#section-")]
    assert set(targets) == {"#section-0", "#section-2"}
    assert [page.ids.count(target[1:]) for target in targets] == [1] * len(targets)


def test_what_a_source_does_not_state_is_said_to_be_not_stated() -> None:
    bare, told = read(DOCUMENT), read(make_document([], subject="Botany", publisher="Fern Press"))
    # author, day, publisher, subject, peer review
    assert bare.shown.count("not stated") == 5
    assert told.shown.count("not stated") == 3
    assert "Botany" in told.shown
    assert "Fern Press" in told.shown


@pytest.mark.parametrize(
    ("language", "tag"),
    [("en-GB", "en-GB"), ("pt_BR", "pt-BR"), ("English", None), ("", None), ('en"><script>', None)],
)
def test_the_text_carries_the_language_that_the_source_states(
    language: str, tag: str | None
) -> None:
    document = make_document([(BlockKind.PARAGRAPH, "Um.")], language=language)
    assert source_view(document).language == tag


def test_questions_are_the_headings_that_ask() -> None:
    document = make_document(
        [(BlockKind.HEADING, "Why ferns?"), (BlockKind.HEADING, "Moss")], title="What grows?"
    )
    view = source_view(document)
    assert [question.text for question in view.questions] == ["What grows?", "Why ferns?"]
    assert {"#main", "#section-0"} <= set(read(document).addresses)


def test_stances_say_who_assigned_them_and_lead_to_their_parts() -> None:
    whole = Stance("id", Group.CAUTIONS, about="ferns", assigned_by="a botanist")
    stances = (
        whole,
        replace(whole, side=Group.SUPPORTS, section="Early 🌱 days"),
        replace(whole, side=Group.MIXED, span=DOCUMENT.blocks[1].span),
    )
    page = read(DOCUMENT, stances=stances)
    assert "Cautions: the document as a whole" in " ".join(page.shown.split())
    assert "Assigned by a botanist." in page.shown
    assert "#section-0" in page.addresses
    span = DOCUMENT.blocks[1].span
    assert f"/sources/id?start={span.start}&end={span.end}#cited" in page.addresses


def test_related_articles_are_our_own_copy_where_we_hold_one() -> None:
    document = make_document(
        [],
        url="https://example.org/learn/ferns",
        related=(
            RelatedArticle("By address", "../learn/moss#top"),
            RelatedArticle("By title"),
            RelatedArticle("Elsewhere", "https://example.org/trees"),
            RelatedArticle("Itself", "https://example.org/learn/ferns"),
            RelatedArticle("Nowhere", "javascript:alert(1)"),
        ),
    )
    held = {"https://example.org/learn/moss": "moss", "https://example.org/learn/ferns": "id"}

    def find(urls: Sequence[str], title: str) -> str | None:
        by_url = next((held[url] for url in urls if url in held), None)
        return by_url or ("a/b c" if title == "By title" else None)

    links = related_links(document, find)
    assert [(link.title, link.document_id, link.url) for link in links] == [
        ("By address", "moss", "https://example.org/learn/moss#top"),
        ("By title", "a/b c", None),
        ("Elsewhere", None, "https://example.org/trees"),
        ("Itself", None, "https://example.org/learn/ferns"),
        ("Nowhere", None, None),
    ]
    page = read(document, find=find)
    assert "/sources/moss" in page.addresses
    assert "/sources/a/b%20c" in page.addresses


HELP = help_lines(SafetySettings(), None)
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
    ours = ("/", "#", "https://example.org/", *(line.url for line in HELP.resources if line.url))
    assert all(address.startswith(ours) for address in page.addresses)


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

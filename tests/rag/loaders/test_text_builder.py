import json
import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rag.documents import BlockKind, Document, DocumentMetadata
from rag.loaders.canonical_text import canonical_line
from rag.loaders.text_builder import TextBuilder
from rag.spans import from_utf16, to_utf16
from tests.rag.loaders.loading import sentences, texts

METADATA = DocumentMetadata(title="T", kind="text")
PIECES = st.lists(
    st.tuples(
        st.sampled_from(["heading", "paragraph", "list_item", "fact"]),
        st.one_of(
            st.text(max_size=60), st.sampled_from(["One. Two!", "a\u0301 \U0001f642 b.", "·"])
        ),
        st.integers(-1, 9),
    ),
    max_size=12,
)


def build(pieces: list[tuple[str, str, int]]) -> Document:
    builder = TextBuilder()
    for kind, text, level in pieces:
        if kind == "heading":
            builder.heading(text, level)
        else:
            getattr(builder, kind)(text)
    return builder.build("d", METADATA)


@given(PIECES)
def test_blocks_are_in_order_inside_the_text_and_apart(pieces: list[tuple[str, str, int]]) -> None:
    document = build(pieces)
    assert all(len(block.span) for block in document.blocks)
    assert all(block.span.end <= len(document.text) for block in document.blocks)
    for one, two in pairwise(document.blocks):
        assert one.span.end < two.span.start
        assert document.text[one.span.end : two.span.start] in {"\n", "\n\n"}


@given(PIECES)
def test_sentences_are_in_order_inside_their_blocks(pieces: list[tuple[str, str, int]]) -> None:
    document = build(pieces)
    for sentence in document.sentences:
        assert document.blocks[sentence.block].span.covers(sentence.span)
        assert sentence.span.of(document.text).strip() == sentence.span.of(document.text) != ""
    for one, two in pairwise(document.sentences):
        assert one.span.end <= two.span.start


@given(PIECES)
def test_spans_survive_json_and_utf16(pieces: list[tuple[str, str, int]]) -> None:
    document = build(pieces)
    text = json.loads(json.dumps(document.text))
    for sentence in document.sentences:
        assert sentence.span.of(text) == sentence.span.of(document.text)
        assert from_utf16(text, to_utf16(text, sentence.span)) == sentence.span


@given(st.text())
def test_canonical_text_is_normal_visible_and_stable(text: str) -> None:
    line = canonical_line(text)
    assert canonical_line(line) == line
    assert unicodedata.is_normalized("NFC", line)
    line.encode("utf-8")
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in line)


def test_invisible_characters_go_and_joined_emoji_stay() -> None:
    assert canonical_line("a\u200bb\u00ad\u202ec\ufeff\u200d d") == "abc d"
    family = "\U0001f468\u200d\U0001f469"
    assert canonical_line(family) == family


def test_heading_paths_follow_levels() -> None:
    builder = TextBuilder()
    for text, level in (("A", 1), ("B", 2), ("C", 4), ("D", 2)):
        builder.heading(text, level)
    builder.paragraph("text")
    builder.close_sections(2)
    builder.paragraph("closing")
    paths = [block.heading_path for block in builder.build("d", METADATA).blocks]
    assert paths == [(), ("A",), ("A", "B"), ("A",), ("A", "D"), ("A",)]


def test_items_and_facts_stand_close_and_other_blocks_apart() -> None:
    builder = TextBuilder()
    builder.paragraph("p")
    for text in ("a", "b"):
        builder.list_item(text)
    for text in ("X: 1", "Y: 2"):
        builder.fact(text)
    assert builder.build("d", METADATA).text == "p\n\na\nb\n\nX: 1\nY: 2"


def test_headings_and_facts_are_one_sentence_and_items_are_split() -> None:
    builder = TextBuilder()
    builder.heading("Really? Yes!", 1)
    builder.fact("By Ana Lee", "May 6, 2023. 4 min.")
    builder.list_item("One. Two.")
    document = builder.build("d", METADATA)
    assert sentences(document) == [
        "Really? Yes!",
        "By Ana Lee\nMay 6, 2023. 4 min.",
        "One.",
        "Two.",
    ]
    assert texts(document, BlockKind.LIST_ITEM) == ["One. Two."]


def test_text_that_is_empty_in_canonical_form_leaves_no_block() -> None:
    builder = TextBuilder()
    for text in ("", " \n", "\u200b\x00", "\xa0"):
        builder.paragraph(text)
        builder.heading(text, 1)
        builder.fact(text)
    assert builder.is_empty
    assert builder.build("d", METADATA).text == ""


def test_sentences_are_split_by_the_rules_of_the_language() -> None:
    builder = TextBuilder()
    builder.paragraph("Das Treffen ist am 3. Oktober. Es ist frei.")
    metadata = DocumentMetadata(title="", kind="text", language="de-DE")
    document = builder.build("d", metadata)
    assert [sentence.span.of(document.text) for sentence in document.sentences] == [
        "Das Treffen ist am 3. Oktober.",
        "Es ist frei.",
    ]

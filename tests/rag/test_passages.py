import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.documents import BlockKind, Document, DocumentMetadata, Sentence
from rag.loaders.text_builder import TextBuilder
from rag.passages import CutDocument, cut_document, embedded_text, sentences_of
from rag.spans import Span, from_utf16, to_utf16


def words(text: str) -> int:
    """Tokens as a hand counts them: words, and two for begin and end."""
    return len(text.split()) + 2


def characters(text: str) -> int:
    """Tokens that can part a word anywhere."""
    return len(text) + 2


def built(fill: Callable[[TextBuilder], None], title: str = "") -> Document:
    builder = TextBuilder()
    fill(builder)
    return builder.build("d", DocumentMetadata(title=title, kind="text"))


def paragraphs(*texts: str, title: str = "") -> Document:
    def fill(builder: TextBuilder) -> None:
        for text in texts:
            builder.paragraph(text)

    return built(fill, title)


def cut(document: Document, max_tokens: int) -> CutDocument:
    return cut_document(document, count_tokens=words, max_tokens=max_tokens)


def texts_of(cut: CutDocument) -> list[list[str]]:
    """The sentences of each passage."""
    text = cut.document.text
    return [[span.of(text) for span in passage.sentences] for passage in cut.passages]


TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                *("One", "two,", "three;", "four.", "Five!", "for example:", "(six)", "– seven"),
                *("e\u0301", "\U0001f642", "incomprehensibilities", "\u4e2d\u6587\u3002"),
            ]
        ),
        max_size=30,
    ).map(" ".join),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    def fill(builder: TextBuilder) -> None:
        for _ in range(draw(st.integers(0, 8))):
            text = draw(TEXTS)
            match draw(st.sampled_from(["heading", "paragraph", "list item", "fact", "close"])):
                case "heading":
                    builder.heading(text, draw(st.integers(1, 3)))
                case "paragraph":
                    builder.paragraph(text, page=draw(st.sampled_from([None, 1, 2])))
                case "list item":
                    builder.list_item(text)
                case "fact":
                    builder.fact(text, draw(TEXTS))
                case _:
                    builder.close_sections(draw(st.integers(1, 3)))

    return built(fill, title=draw(TEXTS))


cuts = st.builds(
    lambda document, counter, max_tokens: (
        cut_document(document, count_tokens=counter, max_tokens=max_tokens),
        document,
        counter,
        max_tokens,
    ),
    documents(),
    st.sampled_from([words, characters]),
    st.integers(8, 40),
)
AnyCut = tuple[CutDocument, Document, Callable[[str], int], int]


def body(document: Document) -> list[Sentence]:
    return [
        sentence
        for sentence in document.sentences
        if document.blocks[sentence.block].kind is not BlockKind.HEADING
    ]


@given(cuts)
def test_no_passage_is_longer_than_allowed_with_its_headings(any_cut: AnyCut) -> None:
    result, _, count_tokens, max_tokens = any_cut
    for passage in result.passages:
        read = embedded_text(passage.context, passage.span.of(result.document.text))
        assert count_tokens(read) == passage.n_tokens <= max_tokens


@given(cuts)
def test_every_body_sentence_stands_in_one_passage_in_order(any_cut: AnyCut) -> None:
    result, *_ = any_cut
    in_passages = [span for passage in result.passages for span in passage.sentences]
    assert in_passages == [sentence.span for sentence in body(result.document)]


@given(cuts)
def test_sentences_of_a_passage_are_neighbours_in_the_document(any_cut: AnyCut) -> None:
    result, *_ = any_cut
    for passage in result.passages:
        found = sentences_of(result.document, passage)
        assert tuple(sentence.span for sentence in found) == passage.sentences


@given(cuts)
def test_sentences_lie_inside_their_blocks_and_apart(any_cut: AnyCut) -> None:
    result, *_ = any_cut
    text, blocks = result.document.text, result.document.blocks
    for sentence in result.document.sentences:
        assert blocks[sentence.block].span.covers(sentence.span)
        assert sentence.span.of(text).strip() == sentence.span.of(text) != ""
    for one, two in pairwise(result.document.sentences):
        assert one.span.end <= two.span.start


@given(cuts)
def test_cutting_loses_no_character_of_a_sentence(any_cut: AnyCut) -> None:
    result, before, *_ = any_cut

    def visible(document: Document) -> str:
        return "".join("".join(s.span.of(document.text).split()) for s in document.sentences)

    assert result.document.text == before.text
    assert visible(result.document) == visible(before)


@given(cuts)
def test_no_passage_crosses_a_section(any_cut: AnyCut) -> None:
    result, *_ = any_cut
    blocks = result.document.blocks
    for passage in result.passages:
        found = sentences_of(result.document, passage)
        inside = blocks[found[0].block : found[-1].block + 1]
        assert {block.heading_path for block in inside} == {passage.heading_path}
        assert BlockKind.HEADING not in {block.kind for block in inside}


@given(cuts)
def test_passages_are_numbered_from_zero(any_cut: AnyCut) -> None:
    result, *_ = any_cut
    expected = [f"d#{number}" for number in range(len(result.passages))]
    assert [passage.passage_id for passage in result.passages] == expected


@given(cuts)
def test_only_sentences_that_do_not_fit_alone_are_split_and_each_is_reported(
    any_cut: AnyCut,
) -> None:
    result, before, *_ = any_cut
    kept = {sentence.span for sentence in result.document.sentences}
    lost = [sentence.span for sentence in before.sentences if sentence.span not in kept]
    assert [split.span for split in result.split_sentences] == lost
    for split in result.split_sentences:
        pieces = [s for s in result.document.sentences if split.span.covers(s.span)]
        assert len(pieces) == split.n_pieces > 1


@given(cuts)
def test_passages_survive_json_and_utf16(any_cut: AnyCut) -> None:
    result, *_ = any_cut
    text = json.loads(json.dumps(result.document.text))
    for passage in result.passages:
        for span in passage.sentences:
            start, end = json.loads(json.dumps([span.start, span.end]))
            assert text[start:end] == span.of(result.document.text)
            assert from_utf16(text, to_utf16(text, span)) == span


def test_document_without_text_has_no_passages() -> None:
    assert cut(paragraphs(), 10) == CutDocument(paragraphs(), (), ())


def test_headings_alone_make_no_passage() -> None:
    assert cut(built(lambda builder: builder.heading("Aims", 1)), 10).passages == ()


def test_blocks_that_fit_share_a_passage() -> None:
    # 3 + 3 words and begin and end are 8 tokens; the third block would make 11.
    result = cut(paragraphs("One two three.", "Four five six.", "Seven eight nine."), 8)
    assert texts_of(result) == [["One two three.", "Four five six."], ["Seven eight nine."]]


def test_block_that_does_not_fit_is_divided_at_sentence_ends_into_like_parts() -> None:
    # 8 words and 2 are 10 tokens: 2 parts of 8 or fewer, 5 tokens each as far as sentences go.
    result = cut(paragraphs("One two. Three four. Five six. Seven eight."), 8)
    assert texts_of(result) == [["One two.", "Three four."], ["Five six.", "Seven eight."]]


def test_neighbouring_sections_of_one_name_stay_apart() -> None:
    def fill(builder: TextBuilder) -> None:
        for text in ("One.", "Two."):
            builder.heading("Notes", 1)
            builder.paragraph(text)

    assert texts_of(cut(built(fill), 20)) == [["One."], ["Two."]]


def test_paragraph_after_a_closed_section_stays_apart() -> None:
    def fill(builder: TextBuilder) -> None:
        builder.heading("Notes", 1)
        builder.paragraph("One.")
        builder.close_sections(1)
        builder.paragraph("Two.")

    result = cut(built(fill), 20)
    assert [passage.heading_path for passage in result.passages] == [("Notes",), ()]


def test_lead_in_stays_with_its_list() -> None:
    def fill(builder: TextBuilder) -> None:
        builder.paragraph("One two three four. For example:")
        builder.list_item("five six seven eight nine")

    # All 11 words do not fit into 9; the lead-in and the item, 7 words, do.
    result = cut(built(fill), 11)
    assert texts_of(result) == [
        ["One two three four."],
        ["For example:", "five six seven eight nine"],
    ]


def test_lead_in_that_does_not_fit_with_its_list_stays_behind() -> None:
    def fill(builder: TextBuilder) -> None:
        builder.paragraph("One two three four. For example:")
        builder.list_item("five six seven eight nine")

    result = cut(built(fill), 8)
    assert texts_of(result)[-1] == ["five six seven eight nine"]


def test_overlong_sentence_is_cut_at_a_clause() -> None:
    result = cut(paragraphs("alpha beta gamma, delta epsilon zeta eta theta."), 7)
    assert texts_of(result) == [["alpha beta gamma,"], ["delta epsilon zeta eta theta."]]
    (split,) = result.split_sentences
    assert (split.document_id, split.span, split.n_pieces) == ("d", Span(0, 47), 2)


def test_overlong_sentence_is_cut_at_a_word_when_its_clause_would_be_a_stub() -> None:
    result = cut(paragraphs("alpha, beta gamma delta epsilon zeta eta."), 7)
    assert texts_of(result) == [["alpha, beta gamma delta epsilon"], ["zeta eta."]]


def test_overlong_word_is_cut_anywhere() -> None:
    result = cut_document(paragraphs("abcdefghijkl"), count_tokens=characters, max_tokens=7)
    assert texts_of(result) == [["abcde"], ["fghij"], ["kl"]]


def test_passage_reads_title_and_headings_above_its_text() -> None:
    def fill(builder: TextBuilder) -> None:
        builder.heading("Aims", 1)
        builder.paragraph("One two.")

    (passage,) = cut(built(fill, title="Safety"), 20).passages
    assert passage.context == ("Safety", "Aims")
    assert passage.heading_path == ("Aims",)
    assert passage.n_tokens == 6  # Safety, Aims, One, two. and begin and end


def test_title_that_is_also_a_heading_is_read_once() -> None:
    def fill(builder: TextBuilder) -> None:
        builder.heading("Safety", 1)
        builder.paragraph("One two.")

    (passage,) = cut(built(fill, title="Safety"), 20).passages
    assert passage.context == ("Safety",)


def test_an_id_that_stands_in_for_a_title_is_not_read() -> None:
    document = paragraphs("One two.", title="d2")
    record = replace(document, metadata=replace(document.metadata, kind="record"))
    for document_id, context in (("corpus/d2", ()), ("corpus/xd2", ("d2",))):
        (passage,) = cut(replace(record, document_id=document_id), 20).passages
        assert passage.context == context


def test_the_name_of_a_file_in_a_folder_is_read_as_its_title() -> None:
    document = replace(paragraphs("One two.", title="kettles"), document_id="notes/kettles")
    (passage,) = cut(document, 20).passages
    assert passage.context == ("kettles",)


def test_headings_beyond_half_of_a_passage_lose_their_outermost() -> None:
    def fill(builder: TextBuilder) -> None:
        builder.heading("inner heading", 1)
        builder.paragraph("One two.")

    # Half of 12 is 6: the heading takes 4, with the title's three words it would take 7.
    (passage,) = cut(built(fill, title="a long title"), 12).passages
    assert passage.context == ("inner heading",)
    assert passage.heading_path == ("inner heading",)


def test_heading_that_is_longer_than_its_share_is_not_read() -> None:
    def fill(builder: TextBuilder) -> None:
        builder.heading("a b c d e f g", 1)
        builder.paragraph("One two.")

    (passage,) = cut(built(fill), 12).passages
    assert passage.context == ()
    assert passage.section == "a b c d e f g"


@pytest.mark.parametrize(("pages", "expected"), [((3, 3), 3), ((3, 4), None), ((3, None), None)])
def test_passage_has_a_page_only_when_all_its_sentences_share_it(
    pages: tuple[int | None, ...], expected: int | None
) -> None:
    def fill(builder: TextBuilder) -> None:
        for page in pages:
            builder.paragraph("One.", page=page)

    (passage,) = cut(built(fill), 20).passages
    assert passage.page == expected


@pytest.mark.parametrize("sentence", ["word " * 200_000, "words, and, " * 83_000, "w" * 1_000_000])
@pytest.mark.parametrize("counter", [words, lambda text: len(text) // 4 + 2])
def test_sentence_of_a_megabyte_is_cut_without_counting_it_over_and_over(
    sentence: str, counter: Callable[[str], int]
) -> None:
    n_counted = 0

    def count_tokens(text: str) -> int:
        nonlocal n_counted
        n_counted += len(text)
        return counter(text)

    document = paragraphs(sentence)
    result = cut_document(document, count_tokens=count_tokens, max_tokens=192)
    assert sum(len(passage.sentences) for passage in result.passages) >= 1
    # Each of about 1,000 pieces is searched by halving; counting the rest for each makes 500.
    assert n_counted < 30 * len(document.text)

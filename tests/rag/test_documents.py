import time

from rag.documents import Author, Document, DocumentMetadata, Passage, header_of, list_lead_in
from rag.loaders.text_builder import TextBuilder
from rag.spans import Span


def document_with_list() -> Document:
    builder = TextBuilder()
    builder.paragraph("Therapists plan. They use:")
    builder.list_item("a ladder")
    builder.list_item("a diary")
    return builder.build("d", DocumentMetadata(title="", kind="text"))


def test_every_item_of_a_list_has_the_same_lead_in() -> None:
    document = document_with_list()
    for item in document.sentences[-2:]:
        assert list_lead_in(document, item.span) == "They use:"


def test_list_that_begins_a_document_has_no_lead_in() -> None:
    builder = TextBuilder()
    builder.list_item("a ladder")
    builder.list_item("a diary")
    document = builder.build("d", DocumentMetadata(title="", kind="text"))
    assert list_lead_in(document, document.sentences[1].span) == ""


def test_the_header_of_a_row_is_known_and_of_anything_else_there_is_none() -> None:
    builder = TextBuilder()
    builder.fact("Fee: none")
    builder.fact("Mon | 9:00", header=builder.header_row("Day | Opens"))
    document = builder.build("d", DocumentMetadata(title="", kind="text"))
    assert document.text == "Fee: none\nDay | Opens\nMon | 9:00"
    fee, header, row = (sentence.span for sentence in document.sentences)
    assert header_of(document, row) == header
    assert header_of(document, fee) is None
    assert header_of(document, header) is None
    assert header_of(document, Span(row.start, row.end - 1)) is None


def test_lead_ins_point_to_the_sentence_before_each_list() -> None:
    builder = TextBuilder()
    builder.list_item("first")
    builder.paragraph("One. They use:")
    builder.list_item("a ladder. It is long.")
    builder.list_item("a diary")
    builder.paragraph("Two.")
    document = builder.build("d", DocumentMetadata(title="", kind="text"))
    assert document.lead_ins == (-1, 1, 2, 2, 2, 2, 6)


def test_lead_ins_of_a_long_list_are_found_in_one_pass() -> None:
    builder = TextBuilder()
    builder.paragraph("They use:")
    for number in range(16_000):
        builder.list_item(f"item {number}")
    document = builder.build("d", DocumentMetadata(title="", kind="text"))
    started = time.perf_counter()
    found = {list_lead_in(document, sentence.span) for sentence in document.sentences}
    assert found == {"They use:"}
    assert time.perf_counter() - started < 2  # 0.1 s; it took 12 s when each walked back


def test_author_is_named_as_a_person_or_an_organisation() -> None:
    assert Author(family="Green", given="Scott").name == "Scott Green"
    assert Author(family="Plato").name == "Plato"
    assert Author(literal="World Health Organization").name == "World Health Organization"


def test_passage_spans_its_sentences_and_names_its_section() -> None:
    passage = Passage("d#0", "d", ("Aims", "Safety"), (), (Span(3, 8), Span(9, 20)), None, 7)
    assert passage.span == Span(3, 20)
    assert passage.section == "Aims › Safety"

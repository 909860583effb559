from rag.documents import DocumentMetadata
from rag.index.sentence_text import sentence_text
from rag.loaders.text_builder import TextBuilder


def read(*, max_tokens: int) -> list[str]:
    """What the encoder reads for each sentence of a small document with a list."""
    builder = TextBuilder()
    builder.list_item("An early item.")
    builder.heading("Aims", 1)
    builder.paragraph("People plan. They use:")
    builder.list_item("a ladder")
    document = builder.build("d", DocumentMetadata(title="Title", kind="text"))
    return [
        sentence_text(
            document, sentence, count_tokens=lambda text: len(text.split()), max_tokens=max_tokens
        )
        for sentence in document.sentences
    ]


def test_sentences_are_read_alone_and_items_after_their_lead_in() -> None:
    assert read(max_tokens=4) == [
        "An early item.",
        "Aims",
        "People plan.",
        "They use:",
        "They use: a ladder",
    ]


def test_item_that_does_not_fit_after_its_lead_in_is_read_alone() -> None:
    assert read(max_tokens=3)[-1] == "a ladder"

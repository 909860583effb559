"""Plain text: paragraphs between blank lines, or one a line."""

from collections.abc import Iterator

from rag.documents import Document, DocumentMetadata
from rag.loaders.body_lines import add_body
from rag.loaders.canonical_text import canonical_line
from rag.loaders.paragraphs import paragraphs_of
from rag.loaders.source_file import SourceFile
from rag.loaders.text_builder import TextBuilder

_MOST_TITLE_WORDS = 20
_LEAST_LETTER_SHARE = 0.5  # of visible characters; program text and tables of numbers have less


def recognises_plain_text(source: SourceFile) -> bool:
    """Whether a file is text, and words rather than numbers and signs."""
    visible = "".join(source.head_text.split())
    n_letters = sum(1 for character in visible if character.isalpha())
    return bool(visible) and n_letters >= _LEAST_LETTER_SHARE * len(visible)


def load_plain_text(source: SourceFile) -> Iterator[Document]:
    paragraphs = paragraphs_of(source.text)
    builder = TextBuilder()
    title = ""
    if len(paragraphs) > 1 and _reads_as_title(paragraphs[0]):
        title = paragraphs.pop(0)
        builder.heading(title, 1)
    add_body(builder, paragraphs)
    metadata = DocumentMetadata(title=canonical_line(title) or source.readable_name, kind="text")
    yield source.document(builder, metadata)


def _reads_as_title(paragraph: str) -> bool:
    return len(paragraph.split()) <= _MOST_TITLE_WORDS and not paragraph.endswith(
        (".", "!", ":", ",", ";")
    )

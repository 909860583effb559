"""What the documents are about, for someone whose question they do not answer."""

from collections.abc import Iterable

from rag.documents import BlockKind, Document
from rag.messages import CoveredDocument

_MOST_SECTIONS = 8


def covered(documents: Iterable[Document]) -> tuple[CoveredDocument, ...]:
    """Title and outermost sections of each document, in the given order."""
    return tuple(
        CoveredDocument(
            document_id=document.document_id,
            title=document.metadata.title or document.document_id,
            sections=_sections(document),
        )
        for document in documents
    )


def _sections(document: Document) -> tuple[str, ...]:
    headings = [
        (block.level or 1, block.span.of(document.text))
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]
    below_title = [entry for entry in headings if entry[1] != document.metadata.title]
    outermost = min((level for level, _ in below_title), default=1)
    found = [text for level, text in below_title if level == outermost]
    return tuple(found[:_MOST_SECTIONS])

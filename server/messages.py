"""What the service says besides answers: documents, health and version."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from rag.citations.web_address import is_web_address
from rag.documents import Block, BlockKind, Document, DocumentMetadata
from rag.kinds import kind_name
from rag.messages import Group, SpanMessage
from rag.partial_date import ISO_PATTERN
from rag.spans import Span
from rag.stances import Stance

if TYPE_CHECKING:
    from rag.index.store import DocumentSummary


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RelatedMessage(_Message):
    """An article that the source names as related; `url` is as the source writes it."""

    title: str
    url: str


class DocumentMetadataMessage(_Message):
    """What a source says about itself; empty or null where it says nothing."""

    title: str
    kind: str
    kind_name: str = Field(description="the kind in plain words")
    url: str
    authors: tuple[str, ...]
    published: str | None = Field(
        pattern=ISO_PATTERN,
        description="ISO 8601, as precise as the source: 2008, 2021-03, 2021-03-05",
    )
    subject: str
    publisher: str
    language: str
    related: tuple[RelatedMessage, ...]

    @classmethod
    def of(cls, metadata: DocumentMetadata) -> Self:
        return cls(
            title=metadata.title,
            kind=metadata.kind,
            kind_name=kind_name(metadata.kind),
            url=metadata.url if is_web_address(metadata.url) else "",
            authors=tuple(author.name for author in metadata.authors),
            published=metadata.published.isoformat() if metadata.published else None,
            subject=metadata.subject,
            publisher=metadata.publisher,
            language=metadata.language,
            related=tuple(RelatedMessage(title=r.title, url=r.url) for r in metadata.related),
        )


class DocumentSummaryMessage(_Message):
    """A document without its text."""

    document_id: str
    metadata: DocumentMetadataMessage
    n_passages: int
    n_sentences: int
    source_sha256: str

    @classmethod
    def of(cls, summary: "DocumentSummary") -> Self:
        return cls(
            document_id=summary.document_id,
            metadata=DocumentMetadataMessage.of(summary.metadata),
            n_passages=summary.n_passages,
            n_sentences=summary.n_sentences,
            source_sha256=summary.source_sha256,
        )


class DocumentList(_Message):
    """One page of the documents, in indexing order."""

    documents: tuple[DocumentSummaryMessage, ...]
    total: int = Field(description="documents in the index")
    limit: int
    offset: int
    generation: str


class BlockMessage(_Message):
    """A typed span of a document."""

    kind: BlockKind
    span: SpanMessage
    heading_path: tuple[str, ...] = Field(description="the headings above it, outermost first")
    level: int | None = Field(description="1 to 6 for a heading")
    page: int | None = Field(description="1-based page of a paged source")


class SectionMessage(_Message):
    """Consecutive blocks under the same headings, with the last heading itself."""

    heading_path: tuple[str, ...]
    span: SpanMessage


class StanceMessage(_Message):
    """Which side a part of the document takes, as a person assigned it (docs/stances.md)."""

    stance: Group
    about: str = Field(description="the contested matter")
    assigned_by: str
    assigned: str = Field(description="when; empty where the stance file says nothing")
    section: str | None = Field(description="the heading below which it holds; null for all")
    span: SpanMessage | None = Field(description="the paragraph that it holds for; null for more")

    @classmethod
    def of(cls, stance: Stance) -> Self:
        return cls(
            stance=stance.side,
            about=stance.about,
            assigned_by=stance.assigned_by,
            assigned=stance.assigned,
            section=stance.section,
            span=None if stance.span is None else _span(stance.span),
        )


class DocumentMessage(_Message):
    """A document: every span counts the code points of `text`."""

    document_id: str
    metadata: DocumentMetadataMessage
    text: str
    blocks: tuple[BlockMessage, ...]
    sections: tuple[SectionMessage, ...]
    stances: tuple[StanceMessage, ...]
    source_sha256: str
    generation: str

    @classmethod
    def of(cls, document: Document, stances: Iterable[Stance], generation: str) -> Self:
        return cls(
            document_id=document.document_id,
            metadata=DocumentMetadataMessage.of(document.metadata),
            text=document.text,
            blocks=tuple(
                BlockMessage(
                    kind=block.kind,
                    span=_span(block.span),
                    heading_path=block.heading_path,
                    level=block.level,
                    page=block.page,
                )
                for block in document.blocks
            ),
            sections=tuple(_sections(document.text, document.blocks)),
            stances=tuple(map(StanceMessage.of, stances)),
            source_sha256=document.source_sha256,
            generation=generation,
        )


class Alive(_Message):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(_Message):
    """Models are loaded, the index is open and a warm question was answered."""

    status: Literal["ready"] = "ready"
    generation: str


class VersionMessage(BaseModel):
    """What produced an answer, so that it can be produced again."""

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "app": "0.1.0",
                    "generation": "20260101T120000Z-1a2b3c4d",
                    "corpus_sha256": "9f86d081884c7d65…",
                    "encoder": {
                        "name": "footnote-encoder",
                        "sha256": "96194563af50e892…",
                        "dimension": 384,
                        "max_tokens": 256,
                    },
                    "reader": {"name": "lexical-cosine"},
                    "chunking": {"max_tokens": 192},
                }
            ]
        },
    )

    app: str
    generation: str
    corpus_sha256: str
    encoder: dict[str, Any]
    reader: dict[str, Any]
    chunking: dict[str, Any]


def _span(span: Span) -> SpanMessage:
    return SpanMessage(start=span.start, end=span.end)


def _sections(text: str, blocks: Iterable[Block]) -> Iterable[SectionMessage]:
    def path(block: Block) -> tuple[str, ...]:
        own = (block.span.of(text),) if block.kind is BlockKind.HEADING else ()
        return (*block.heading_path, *own)

    for heading_path, group in groupby(blocks, key=path):
        members = list(group)
        span = SpanMessage(start=members[0].span.start, end=members[-1].span.end)
        yield SectionMessage(heading_path=heading_path, span=span)

"""Documents and passages as rows of `schema.sql`, and back."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rag.documents import (
    Author,
    Block,
    BlockKind,
    Document,
    DocumentMetadata,
    Passage,
    RelatedArticle,
    Sentence,
)
from rag.partial_date import PartialDate
from rag.spans import Span

DocumentRow = tuple[str, str, str, str, str, str, str, str | None, str, str, str, str]
PassageRow = tuple[str, str, str, str, int | None, int]


def document_row(document: Document) -> DocumentRow:
    """Columns `document_id` to `content_sha256`, in the order of the schema."""
    metadata = document.metadata
    published = metadata.published.isoformat() if metadata.published else None
    content = (
        document.document_id,
        document.text,
        _json([_block_row(block) for block in document.blocks]),
        _json([[s.span.start, s.span.end, s.block] for s in document.sentences]),
        metadata_json(metadata),
    )
    return (
        *content,
        metadata.kind.casefold(),
        metadata.subject.casefold(),
        published,
        document.source_path,
        document.source_sha256,
        sha256_hex(document.text),
        sha256_hex(_json(content)),
    )


def document_from_row(row: Sequence[Any]) -> Document:
    """From `document_id, text, blocks, sentences, metadata, source_path, source_sha256`."""
    document_id, text, blocks, sentences, metadata, source_path, source_sha256 = row
    return Document(
        document_id=document_id,
        text=text,
        blocks=tuple(_block(block) for block in json.loads(blocks)),
        sentences=tuple(
            Sentence(Span(start, end), block) for start, end, block in json.loads(sentences)
        ),
        metadata=metadata_from_json(metadata),
        source_path=source_path,
        source_sha256=source_sha256,
    )


def passage_row(passage: Passage) -> PassageRow:
    """Columns `passage_id, headings, context, sentences, page, n_tokens`."""
    return (
        passage.passage_id,
        _json(passage.heading_path),
        _json(passage.context),
        _json([[span.start, span.end] for span in passage.sentences]),
        passage.page,
        passage.n_tokens,
    )


def passage_from_row(row: Sequence[Any]) -> Passage:
    """From `passage_id, document_id, headings, context, sentences, page, n_tokens`."""
    passage_id, document_id, headings, context, sentences, page, n_tokens = row
    return Passage(
        passage_id=passage_id,
        document_id=document_id,
        heading_path=tuple(json.loads(headings)),
        context=tuple(json.loads(context)),
        sentences=tuple(Span(start, end) for start, end in json.loads(sentences)),
        page=page,
        n_tokens=n_tokens,
    )


def metadata_json(metadata: DocumentMetadata) -> str:
    fields = asdict(metadata)
    fields["published"] = metadata.published.isoformat() if metadata.published else None
    fields["authors"] = [_author_fields(author) for author in metadata.authors]
    return _json(fields)


def metadata_from_json(text: str) -> DocumentMetadata:
    fields = json.loads(text)
    published = fields.pop("published")
    return DocumentMetadata(
        **{
            **fields,
            "published": PartialDate.fromisoformat(published) if published else None,
            "authors": tuple(Author(**author) for author in fields["authors"]),
            "related": tuple(RelatedArticle(**related) for related in fields["related"]),
        }
    )


def _author_fields(author: Author) -> dict[str, str]:
    """Without an empty suffix: an unchanged document has the text that it had before."""
    return {name: value for name, value in asdict(author).items() if value or name != "suffix"}


def sha256_hex(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _block_row(block: Block) -> list[Any]:
    return [
        block.kind,
        block.span.start,
        block.span.end,
        block.level,
        block.page,
        block.heading_path,
        *([] if block.header is None else [block.header]),
    ]


def _block(row: Sequence[Any]) -> Block:
    kind, start, end, level, page, heading_path, *header = row
    return Block(BlockKind(kind), Span(start, end), tuple(heading_path), level, page, *header)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

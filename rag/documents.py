"""What a source becomes: canonical text with typed spans, and what is known about it."""

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rag.east_asian import is_east_asian
from rag.partial_date import PartialDate
from rag.spans import Span

COVER = "█"  # stands for each letter of a passage that is held back


class BlockKind(StrEnum):
    """What part a block plays in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    FACT = "fact"  # a label and its value, a row of a table, or a line that only states metadata
    HEADER_ROW = "header_row"  # of a table: it names the columns and states nothing by itself


@dataclass(frozen=True, slots=True)
class Block:
    """A typed span of a document.

    Args:
        kind: its part in the document.
        span: where it stands in `document.text`; blocks never overlap and come in text order.
        heading_path: the headings above it, outermost first; a heading's own text is not in it.
        level: 1 (outermost) to 6 for a heading, else None.
        page: 1-based page of a paged source, else None. Never borrowed from a neighbour.
        header: of a row of a table the position in `document.blocks` of the one that names its
            columns; None where no row does.
    """

    kind: BlockKind
    span: Span
    heading_path: tuple[str, ...] = ()
    level: int | None = None
    page: int | None = None
    header: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of answering: one sentence, list item, heading or fact of a block."""

    span: Span
    block: int  # position of its block in `document.blocks`


@dataclass(frozen=True, slots=True)
class Author:
    """A person (`family`, `given`, `suffix`) or an organisation (`literal`), as in CSL-JSON.

    A name that is not taken apart, as of Chinese characters, is `literal` too.
    """

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""  # "Jr.", "III"

    @property
    def name(self) -> str:
        names = (self.given, self.family, self.suffix)
        if is_east_asian(self.family):
            names = (self.family, self.given, self.suffix)
        return self.literal or " ".join(filter(None, names))


# Stands last where a source names further authors without their names.
OTHERS = Author(literal="et al.")


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article that a source names as related; `url` is as the source writes it."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """What a source says about itself; empty where it says nothing, never guessed."""

    title: str
    kind: str  # lower case with hyphens: "magazine-article", "training-brief", "web-page", "pdf"
    url: str = ""
    authors: tuple[Author, ...] = ()
    published: PartialDate | None = None
    subject: str = ""
    publisher: str = ""
    language: str = ""
    related: tuple[RelatedArticle, ...] = ()


@dataclass(frozen=True)  # without slots: what is worked out from it is kept with it
class Document:
    r"""One source.

    Args:
        document_id: stable; for a file its path below the indexed folder, without suffix.
        text: canonical: Unicode NFC, "\n" line ends. Every span counts its code points.
        blocks: in text order, not overlapping.
        sentences: in text order, each inside one block.
        metadata: what the source says about itself.
        source_path: the file it came from, as the operator named it.
        source_sha256: of the file's bytes.
    """

    document_id: str
    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    metadata: DocumentMetadata
    source_path: str = ""
    source_sha256: str = ""

    def position_of(self, span: Span) -> int | None:
        """Which sentence has this span; None where none has."""
        position = bisect_left(self.sentences, span, key=lambda sentence: sentence.span)
        is_sentence = position < len(self.sentences) and self.sentences[position].span == span
        return position if is_sentence else None

    @cached_property
    def lead_ins(self) -> tuple[int, ...]:
        """out[i] = the sentence before the list that sentence i stands in, -1 where none is.

        A sentence outside of lists is its own.
        """
        found: list[int] = []
        for i, sentence in enumerate(self.sentences):
            is_item = self.blocks[sentence.block].kind is BlockKind.LIST_ITEM
            found.append((found[-1] if found else -1) if is_item else i)
        return tuple(found)


def list_lead_in(document: Document, item: Span) -> str:
    """The sentence before the list that holds `item`; empty when the document begins with it."""
    position = bisect_left(document.sentences, item, key=lambda sentence: sentence.span)
    before = document.lead_ins[position]
    return document.sentences[before].span.of(document.text) if before >= 0 else ""


def header_of(document: Document, row: Span) -> Span | None:
    """The header row of the table that the sentence `row` stands in, None where there is none."""
    position = document.position_of(row)
    if position is None:
        return None
    header = document.blocks[document.sentences[position].block].header
    return None if header is None else document.blocks[header].span


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: consecutive whole sentences of one section.

    Args:
        passage_id: the document's id, "#", and the passage's position in it from 0.
        document_id: whose text it is.
        heading_path: the section's headings, outermost first.
        context: what the encoder reads above the text: title and headings, shortened to fit.
        sentences: their spans, contiguous in `document.sentences` apart from headings.
        page: the page that all its sentences share, else None.
        n_tokens: length of `embedded_text` for the encoder it was sized for.
    """

    passage_id: str
    document_id: str
    heading_path: tuple[str, ...]
    context: tuple[str, ...]
    sentences: tuple[Span, ...]
    page: int | None
    n_tokens: int

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].start, self.sentences[-1].end)

    @property
    def section(self) -> str:
        return " › ".join(self.heading_path)


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file, or a part of one, that was not indexed, and why."""

    path: str
    reason: str
    detail: str

"""The one place where canonical text, blocks and sentences of a document are made."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.documents import Block, BlockKind, Document, DocumentMetadata, Sentence
from rag.loaders.canonical_text import canonical_line
from rag.sentences import split_sentences
from rag.spans import Span

_DEEPEST_LEVEL = 6
_TIGHT = frozenset({BlockKind.LIST_ITEM, BlockKind.FACT, BlockKind.HEADER_ROW})


@dataclass(slots=True)
class TextBuilder:
    """Collects the blocks of one source in reading order; `build` makes the document.

    Every method takes text as the source has it (entities decoded, markup removed) and brings it
    into canonical form. Text that is empty in canonical form leaves no block.
    """

    _parts: list[str] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)
    _open: list[tuple[int, str]] = field(default_factory=list)  # (level, heading), outermost first
    _length: int = 0

    @property
    def is_empty(self) -> bool:
        return not self._blocks

    @property
    def n_blocks(self) -> int:
        return len(self._blocks)

    @property
    def level(self) -> int:
        """Level of the innermost open heading; 0 before the first."""
        return self._open[-1][0] if self._open else 0

    def heading(self, text: str, level: int, page: int | None = None) -> None:
        """Start a section of `level` 1 (outermost) to 6; it ends those of this level and below."""
        line = canonical_line(text)
        if not line:
            return
        level = min(max(level, 1), _DEEPEST_LEVEL)
        self.close_sections(level)
        self._add(BlockKind.HEADING, line, page, level)
        self._open.append((level, line))

    def paragraph(self, text: str, page: int | None = None) -> None:
        self._add(BlockKind.PARAGRAPH, canonical_line(text), page)

    def list_item(self, text: str, page: int | None = None) -> None:
        """One item, without its marker."""
        self._add(BlockKind.LIST_ITEM, canonical_line(text), page)

    def fact(self, *lines: str, page: int | None = None, header: int | None = None) -> None:
        """A label with its value, or neighbouring lines that state metadata, as one block.

        Args:
            lines: of the block.
            page: that it stands on.
            header: of a row of a table, what `header_row` returned for the names of its columns.
        """
        kept = [line for line in map(canonical_line, lines) if line]
        self._add(BlockKind.FACT, "\n".join(kept), page, header=header)

    def header_row(self, text: str) -> int | None:
        """The names of a table's columns; returns the position of the block, None without one."""
        n_before = self.n_blocks
        self._add(BlockKind.HEADER_ROW, canonical_line(text), None)
        return n_before if self.n_blocks > n_before else None

    def close_sections(self, level: int) -> None:
        """End the open sections of `level` and deeper: what follows belongs to those above."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()

    def build(
        self,
        document_id: str,
        metadata: DocumentMetadata,
        *,
        source_path: str = "",
        source_sha256: str = "",
    ) -> Document:
        text = "".join(self._parts)
        return Document(
            document_id=document_id,
            text=text,
            blocks=tuple(self._blocks),
            sentences=_sentences(text, self._blocks, metadata.language),
            metadata=metadata,
            source_path=source_path,
            source_sha256=source_sha256,
        )

    def _add(
        self,
        kind: BlockKind,
        text: str,
        page: int | None,
        level: int | None = None,
        header: int | None = None,
    ) -> None:
        if not text:
            return
        separator = self._separator(kind)
        start = self._length + len(separator)
        span = Span(start, start + len(text))
        path = tuple(heading for _, heading in self._open)
        self._parts += separator, text
        self._length = span.end
        self._blocks.append(Block(kind, span, path, level, page, header))

    def _separator(self, kind: BlockKind) -> str:
        if not self._blocks:
            return ""
        is_tight = kind in _TIGHT and _alike(self._blocks[-1].kind) is _alike(kind)
        return "\n" if is_tight else "\n\n"


def _alike(kind: BlockKind) -> BlockKind:
    """The kind that stands in one run with it: the rows of a table, whether they head it or not."""
    return BlockKind.FACT if kind is BlockKind.HEADER_ROW else kind


def _sentences(text: str, blocks: Sequence[Block], language: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(span, number)
        for number, block in enumerate(blocks)
        for span in _sentence_spans(text, block, language)
    )


def _sentence_spans(text: str, block: Block, language: str) -> tuple[Span, ...]:
    if block.kind in {BlockKind.HEADING, BlockKind.FACT, BlockKind.HEADER_ROW}:
        return (block.span,)
    start = block.span.start
    inside = split_sentences(block.span.of(text), language=language)
    return tuple(Span(start + span.start, start + span.end) for span in inside)

"""Lines of a PDF to headings, list items and paragraphs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rag.documents import BlockKind
from rag.list_markers import ListMarker, item_markers, markers_of_paragraphs
from rag.loaders.line_ends import LineEnds
from rag.loaders.pdf_lines import Line
from rag.sentences import split_sentences

_SENTENCE_END = (".", "!", "?", ":", ".”", '."', ".)", "…")
_HEADING_GROWTH = 1.12  # a heading's font against the text's
_PARAGRAPH_GAP = 1.35  # a gap between paragraphs against one between lines
_MOST_HEADING_WORDS = 20
_MOST_BOLD_HEADING_WORDS = 12
_LINES_OF_COLUMN = 10  # looked at above and below a line to find where its column ends


@dataclass(frozen=True, slots=True)
class PdfBlock:
    kind: BlockKind
    text: str
    page: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is usual in one file."""

    text_height: float
    leading: float  # from line to line
    right_edge: float
    text_is_bold: bool
    heading_heights: tuple[float, ...]  # largest first

    def is_heading(self, line: Line) -> bool:
        n_words = len(line.text.split())
        if line.height >= _HEADING_GROWTH * self.text_height:
            return n_words <= _MOST_HEADING_WORDS
        stands_out = line.is_bold and not self.text_is_bold
        is_short = n_words <= _MOST_BOLD_HEADING_WORDS
        return stands_out and is_short and not line.text.endswith((".", ",", ";", ":"))

    def level(self, line: Line) -> int:
        return 1 + sum(1 for height in self.heading_heights if height > line.height)


def blocks_of_pages(pages: Sequence[Sequence[Line]]) -> list[PdfBlock]:
    """Blocks in reading order, each on the page where it begins.

    A paragraph that runs over a page end is cut after the sentence that does.
    """
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    layout = _layout(lines)
    # A line breaks in the middle of words, where pdfium marks it.
    ends = LineEnds.of([part for line in lines for part in _parts(line)], parts_words=True)
    groups = [group for page in pages for group in _groups(page, layout)]
    texts = [ends.joined(part for line in group for part in _parts(line)) for group in groups]
    markers = markers_of_paragraphs(texts)
    blocks = [
        _block(group[0], text, marker, layout)
        for group, text, marker in zip(groups, texts, markers, strict=True)
    ]
    return list(_joined_over_pages(blocks, ends))


def _parts(line: Line) -> list[str]:
    return line.text.split("\n")


def _layout(lines: Sequence[Line]) -> _Layout:
    heights: Counter[float] = Counter()
    n_bold = n_characters = 0
    for line in lines:
        heights[line.height] += len(line.text)
        n_characters += len(line.text)
        n_bold += len(line.text) * line.is_bold
    text_height = heights.most_common(1)[0][0]
    steps = [
        above.bottom - below.bottom
        for above, below in pairwise(lines)
        if above.page == below.page and 0 < above.bottom - below.bottom < 3 * text_height
    ]
    return _Layout(
        text_height=text_height,
        leading=median(steps) if steps else text_height,
        right_edge=max(line.right for line in lines if line.height == text_height),
        text_is_bold=n_bold > n_characters / 2,
        heading_heights=tuple(
            sorted((h for h in heights if h >= _HEADING_GROWTH * text_height), reverse=True)
        ),
    )


def _groups(page: Sequence[Line], layout: _Layout) -> Iterator[list[Line]]:
    """The lines of each block of one page."""
    is_apart = [at == 0 or _stands_apart(page[at - 1], page[at], layout) for at in range(len(page))]
    is_item = _begin_items(page, is_apart, layout)
    group: list[Line] = []
    for at, line in enumerate(page):
        begins = is_apart[at] or is_item[at]
        if group and (begins or (not is_item[at - 1] and _begins_text(group[-1], line, layout))):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _stands_apart(above: Line, line: Line, layout: _Layout) -> bool:
    """Whether a line belongs to another block by its font or the gap above it."""
    step = above.bottom - line.bottom
    if layout.is_heading(above) or layout.is_heading(line):
        is_same_heading = layout.is_heading(line) and above.height == line.height
        return not (is_same_heading and 0 < step < 2 * line.height)
    if step <= 0:  # a new column
        return above.text.endswith(_SENTENCE_END) or not line.text[:1].islower()
    return step > _PARAGRAPH_GAP * layout.leading


def _begin_items(page: Sequence[Line], is_apart: Sequence[bool], layout: _Layout) -> list[bool]:
    """Whether each line of a page opens an item of a list; headings never do."""
    texts: list[str] = []
    has_room: list[bool] = []
    positions: list[int] = []
    for at, line in enumerate(page):
        if is_apart[at]:
            texts.append("")
            has_room.append(True)
        positions.append(len(texts))
        texts.append(line.text)
        has_room.append(_has_room(page, at, layout))
    markers = item_markers(texts, has_room=has_room)
    return [
        markers[position] is not None and not layout.is_heading(line)
        for position, line in zip(positions, page, strict=True)
    ]


def _has_room(page: Sequence[Line], at: int, layout: _Layout) -> bool:
    """Whether a bullet would fit between a line's end and that of its column."""
    line = page[at]
    around = page[max(0, at - _LINES_OF_COLUMN) : at + _LINES_OF_COLUMN + 1]
    edge = max(
        other.right for other in around if other.left <= line.right and other.right > line.left
    )
    return line.right + layout.text_height < edge


def _begins_text(above: Line, line: Line, layout: _Layout) -> bool:
    """Whether a paragraph begins without a gap: indented, or after a line that ends early."""
    if layout.is_heading(line) or above.bottom <= line.bottom:
        return False
    is_indented = line.left > above.left + layout.text_height / 2
    ends_early = above.right < 0.85 * layout.right_edge
    return above.text.endswith(_SENTENCE_END) and (is_indented or ends_early)


def _block(first: Line, text: str, marker: ListMarker | None, layout: _Layout) -> PdfBlock:
    """A block of `text` whose first line is `first`."""
    if layout.is_heading(first):
        return PdfBlock(BlockKind.HEADING, text, first.page, layout.level(first))
    if marker:
        return PdfBlock(BlockKind.LIST_ITEM, text[marker.length :], first.page)
    return PdfBlock(BlockKind.PARAGRAPH, text, first.page)


def _joined_over_pages(blocks: Sequence[PdfBlock], ends: LineEnds) -> Iterator[PdfBlock]:
    waiting: PdfBlock | None = None
    for block in blocks:
        if waiting is not None and _runs_on(waiting, block):
            whole, rest = _with_its_last_sentence(waiting, block, ends)
            yield whole
            waiting = rest
        else:
            if waiting is not None:
                yield waiting
            waiting = block
    if waiting is not None:
        yield waiting


def _runs_on(above: PdfBlock, below: PdfBlock) -> bool:
    return (
        below.page == above.page + 1
        and below.kind is BlockKind.PARAGRAPH
        and above.kind is not BlockKind.HEADING
        and not above.text.endswith(_SENTENCE_END)
        and below.text[:1].islower()
    )


def _with_its_last_sentence(
    above: PdfBlock, below: PdfBlock, ends: LineEnds
) -> tuple[PdfBlock, PdfBlock | None]:
    """`above` with the end of its last sentence, and what remains of `below`."""
    joined = ends.joined([above.text, below.text])
    sentences = split_sentences(joined)
    end = next(s.end for s in sentences if s.end > len(above.text) - 1)
    rest = joined[end:].strip()
    return replace(above, text=joined[:end]), replace(below, text=rest) if rest else None

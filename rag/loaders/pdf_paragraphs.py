"""Lines of a PDF to headings, list items and paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rag.documents import BlockKind
from rag.loaders.paragraphs import join_lines
from rag.loaders.pdf_lines import Line
from rag.sentences import split_sentences

_MARKER = re.compile(r"(?:[-–—*•·▪◦‣●○■►\uf0b7]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
_SENTENCE_END = (".", "!", "?", ":", ".”", '."', ".)", "…")
_HEADING_GROWTH = 1.12  # a heading's font against the text's
_PARAGRAPH_GAP = 1.35  # a gap between paragraphs against one between lines
_MOST_HEADING_WORDS = 20
_MOST_BOLD_HEADING_WORDS = 12


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
    blocks = [_block(group, layout) for page in pages for group in _groups(page, layout)]
    return list(_joined_over_pages(blocks))


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
    group: list[Line] = []
    for line in page:
        if group and _begins_block(group[-1], line, layout):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins_block(above: Line, line: Line, layout: _Layout) -> bool:
    if layout.is_heading(above) or layout.is_heading(line):
        is_same_heading = layout.is_heading(line) and above.height == line.height
        step = above.bottom - line.bottom
        return not (is_same_heading and 0 < step < 2 * line.height)
    if _MARKER.match(line.text):
        return True
    step = above.bottom - line.bottom
    if step <= 0:  # a new column
        return above.text.endswith(_SENTENCE_END) or not line.text[:1].islower()
    if step > _PARAGRAPH_GAP * layout.leading:
        return True
    is_indented = line.left > above.left + layout.text_height / 2
    ends_early = above.right < 0.85 * layout.right_edge
    is_item = _MARKER.match(above.text) is not None
    return above.text.endswith(_SENTENCE_END) and not is_item and (is_indented or ends_early)


def _block(group: Sequence[Line], layout: _Layout) -> PdfBlock:
    text = join_lines(line.text for line in group)
    first = group[0]
    if layout.is_heading(first):
        return PdfBlock(BlockKind.HEADING, text, first.page, layout.level(first))
    marker = _MARKER.match(text)
    if marker:
        return PdfBlock(BlockKind.LIST_ITEM, text[marker.end() :], first.page)
    return PdfBlock(BlockKind.PARAGRAPH, text, first.page)


def _joined_over_pages(blocks: Sequence[PdfBlock]) -> Iterator[PdfBlock]:
    waiting: PdfBlock | None = None
    for block in blocks:
        if waiting is not None and _runs_on(waiting, block):
            whole, rest = _with_its_last_sentence(waiting, block)
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


def _with_its_last_sentence(above: PdfBlock, below: PdfBlock) -> tuple[PdfBlock, PdfBlock | None]:
    """`above` with the end of its last sentence, and what remains of `below`."""
    joined = join_lines([above.text, below.text])
    sentences = split_sentences(joined)
    end = next(s.end for s in sentences if s.end > len(above.text) - 1)
    rest = joined[end:].strip()
    return replace(above, text=joined[:end]), replace(below, text=rest) if rest else None

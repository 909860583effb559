"""The sentences of a text as it is given, and which of them are to be read together.

Nothing is normalised: every span counts the code points of the caller's text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.list_markers import item_markers
from rag.sentences import split_sentences
from rag.spans import Span

# What stands before a line's own text: marks of quotations and headings.
_MARK = re.compile(r"(?:>\s?)*(?:(?P<hash>#{1,6})\s+)?(?=\S)")
_FIRST_WORD = re.compile(r"\S+")
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_ENDS_HEADING = (".", "!", ":", ";", ",", "…", "。", "！")
_MOST_HEADING_WORDS = 12
_WRAPPED_WIDTH = 120  # lines are rarely wrapped wider
_MOST_CHARACTERS = 4_000  # of a sentence; what goes on longer without an end is cut between words
# With fewer sentences a paragraph is read together with its neighbour: a reader learnt from
# sentences that stand between two others on either side.
_ENOUGH_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its marker and the white space around it."""

    span: Span
    is_marked: bool  # a list item or a heading begins here
    is_heading: bool  # by its mark


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Sentences without a blank line between them."""

    sentences: tuple[Span, ...]
    opens: bool  # a heading or "…:", which belongs to what follows
    is_heading: bool


def sentence_groups(text: str) -> tuple[tuple[Span, ...], ...]:
    """The sentences of `text`, in groups of consecutive ones that are best read together.

    A line break ends a sentence unless the line runs on below it; marks of lists, quotations and
    headings stand outside. A blank line parts two groups when there are five sentences before or
    after it; a heading or a line that ends with a colon always stays with what follows.

    Returns:
        Non-empty groups in text order; spans in order, not overlapping, without white space at
        their ends, each with a letter or a digit. Cost: linear in the text.
    """
    groups: list[list[_Paragraph]] = []
    for paragraph in _paragraphs(text):
        if groups and _belong_together(groups[-1], paragraph):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return tuple(tuple(span for p in group for span in p.sentences) for group in groups)


def _belong_together(group: Sequence[_Paragraph], following: _Paragraph) -> bool:
    if all(paragraph.is_heading for paragraph in group):
        return True
    if following.is_heading:
        return False
    if group[-1].opens:
        return True
    n_sentences = sum(len(paragraph.sentences) for paragraph in group)
    return max(n_sentences, len(following.sentences)) < _ENOUGH_SENTENCES


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    marked = list(_marked_lines(text))
    width = _wrapped_width(_without_markers(marked, text, is_wrapped=False), text)
    open_lines: list[_Line] = []
    for line in [*_without_markers(marked, text, is_wrapped=width is not None), None]:
        ends = line is None or line.is_heading or (open_lines and open_lines[-1].is_heading)
        if ends and open_lines:
            paragraph = _paragraph(open_lines, text, width)
            if paragraph.sentences:
                yield paragraph
            open_lines = []
        if line is not None:
            open_lines.append(line)


def _marked_lines(text: str) -> Iterator[_Line | None]:
    """Each line of `text` with its list marker, None for one without a visible character."""
    start = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if not stripped:
            yield None
        else:
            begin = start + len(raw) - len(raw.lstrip())
            end = begin + len(stripped)
            match = _MARK.match(text, begin, end)
            mark_end = match.end() if match else begin
            is_heading = match is not None and match["hash"] is not None
            yield _Line(Span(mark_end, end), mark_end > begin, is_heading)
        start += len(raw)


def _without_markers(
    lines: Sequence[_Line | None], text: str, *, is_wrapped: bool
) -> list[_Line | None]:
    # A heading parts lists as an empty line does.
    texts = ["" if line is None or line.is_heading else line.span.of(text) for line in lines]
    # Where sentences do not run on, no line begins in the middle of one, with a dash.
    markers = item_markers(texts, has_room=None if is_wrapped else [True] * len(texts))
    return [
        _Line(Span(line.span.start + marker.length, line.span.end), True, False)
        if line and marker
        else line
        for line, marker in zip(lines, markers, strict=True)
    ]


def _wrapped_width(all_lines: Sequence[_Line | None], text: str) -> int | None:
    """The longest line where lines were broken to fit a width, None where each stands alone."""
    lines = [line for line in all_lines if line is not None]
    width = max((len(line.span) for line in lines), default=0)
    if width > _WRAPPED_WIDTH:
        return None
    n_running_on = sum(
        1 for above, below in pairwise(lines) if _runs_on(above, below, text, width=None)
    )
    return width if n_running_on >= max(1, 0.1 * len(lines)) else None


def _runs_on(above: _Line, below: _Line, text: str, *, width: int | None) -> bool:
    """Whether a sentence goes on from one line to the next."""
    if below.is_marked or above.is_heading:
        return False
    # The last characters hold any sign that ends a sentence.
    if _ENDS_SENTENCE.search(text[max(above.span.start, above.span.end - 4) : above.span.end]):
        return False
    if text[below.span.start].islower():
        return True
    if width is None:
        return False
    # In wrapped text a line ends where the next word would not have fitted.
    first_word = _FIRST_WORD.match(text, below.span.start, below.span.end)
    return first_word is not None and len(above.span) + 1 + len(first_word[0]) > width


def _paragraph(lines: Sequence[_Line], text: str, width: int | None) -> _Paragraph:
    blocks: list[Span] = []
    for at, line in enumerate(lines):
        if at and _runs_on(lines[at - 1], line, text, width=width):
            blocks[-1] = Span(blocks[-1].start, line.span.end)
        else:
            blocks.append(line.span)
    sentences = tuple(span for block in blocks for span in _sentences(text, block))
    is_heading = lines[0].is_heading or _reads_as_heading(text, blocks, sentences)
    last = text[sentences[-1].end - 1] if sentences else ""
    return _Paragraph(sentences, opens=is_heading or last == ":", is_heading=is_heading)


def _reads_as_heading(text: str, blocks: Sequence[Span], sentences: Sequence[Span]) -> bool:
    if len(blocks) != 1 or len(sentences) != 1:
        return False
    words = sentences[0].of(text)
    return len(words.split()) <= _MOST_HEADING_WORDS and not words.endswith(_ENDS_HEADING)


def _sentences(text: str, block: Span) -> Iterator[Span]:
    # Line ends inside a block are wrapping, not the end of a sentence.
    for span in split_sentences(re.sub(r"\s", " ", block.of(text))):
        whole = Span(block.start + span.start, block.start + span.end)
        pieces = _pieces(text, whole) if len(whole) > _MOST_CHARACTERS else [whole]
        yield from (piece for piece in pieces if any(map(str.isalnum, piece.of(text))))


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """`sentence` in pieces that are not too long, of whole words where there are any."""
    start = sentence.start
    while start < sentence.end:
        end = min(start + _MOST_CHARACTERS, sentence.end)
        if words := text[start:end].strip():
            begin = start + len(text[start:end]) - len(text[start:end].lstrip())
            piece = Span(begin, begin + len(words))
            if piece.end == end < sentence.end:
                piece = _whole_words(text, piece)
            yield piece
            end = piece.end
        start = end


def _whole_words(text: str, span: Span) -> Span:
    """`span` without the word at its end that goes on beyond it; as it is when it is one word."""
    if text[span.end].isspace():
        return span
    words = span.of(text).rsplit(maxsplit=1)[0]
    return Span(span.start, span.start + len(words))

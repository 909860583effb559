"""Lines of a text file to paragraphs: wrapped lines joined, list items kept apart."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.list_markers import item_markers, list_marker
from rag.loaders.line_ends import LineEnds

_WRAPPED_WIDTH = 100  # lines are rarely wrapped wider
_FULL_LINE = 0.85  # of the longest: the next word had no room
_LEAST_WIDTH = 16  # characters; shorter lines are titles and items
_WORD = re.compile(r"[^\W_]")
_CLAUSE_END = re.compile(r"[.!?…:;。！？：；؟؛۔।։።][\"'”’»」』）)\]]*$")
_SENTENCE_END_INSIDE = re.compile(r"[.!?。！？؟۔।։።][\"'”’»」』）)\]]*\s*[^\W\d_]")


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of `text`, each on one line; rules ("-----") part paragraphs.

    In wrapped text, lines without a blank line between them are joined; otherwise each line is a
    paragraph.
    """
    lines = [line.strip() if _WORD.search(line) else "" for line in text.split("\n")]
    if is_wrapped(lines):
        return list(_join_wrapped(lines))
    return [line for line in lines if line]


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether sentences run on from line to line, and few lines are wider than a page."""
    n_filled = sum(1 for line in lines if line.strip())
    n_wide = sum(1 for line in lines if len(line) > _WRAPPED_WIDTH)
    n_running_on = sum(1 for above, below in pairwise(lines) if _runs_on(above, below))
    n_running_on += _count_running_on_without_case([line.strip() for line in lines])
    return n_running_on >= max(1, 0.1 * n_filled) and n_wide <= 0.1 * n_filled


def _join_wrapped(lines: Sequence[str]) -> Iterator[str]:
    """Join neighbouring lines into paragraphs, which end at a blank line or before a list item."""
    ends = LineEnds.of(lines)
    paragraph: list[str] = []
    for line, marker in zip(lines, item_markers(lines), strict=True):
        if paragraph and (not line or marker):
            yield ends.joined(paragraph)
            paragraph = []
        if line:
            paragraph.append(line)
    if paragraph:
        yield ends.joined(paragraph)


def _runs_on(above: str, below: str) -> bool:
    begins_small = below.lstrip()[:1].islower() and list_marker(below.lstrip()) is None
    end = above.rstrip()[-1:]
    return begins_small and (end.isalnum() or end in {",", "-", "—"})


def _count_running_on_without_case(lines: Sequence[str]) -> int:
    """How many lines run on in a script without small letters (Arabic, Chinese, Hindi).

    There a line runs on if it is about as long as lines get and ends no clause. A list of titles
    may look the same, but no sentence ends inside of its lines.
    """
    width = max((len(line) for line in lines if len(line) <= _WRAPPED_WIDTH), default=0)
    if width < _LEAST_WIDTH:
        return 0
    n_running_on = sum(
        1
        for above, below in pairwise(lines)
        if len(above) >= _FULL_LINE * width
        and _is_without_case(below[:1])
        and _CLAUSE_END.search(above[-4:]) is None
    )
    has_text = n_running_on > 0 and any(_SENTENCE_END_INSIDE.search(line) for line in lines)
    return n_running_on if has_text else 0


def _is_without_case(character: str) -> bool:
    return character.isalpha() and character.lower() == character.upper()

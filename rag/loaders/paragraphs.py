"""Lines of a text file to paragraphs: wrapped lines joined, list items kept apart."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.list_markers import item_markers, list_marker
from rag.loaders.line_ends import LineEnds

_WRAPPED_WIDTH = 100  # lines are rarely wrapped wider
_WORD = re.compile(r"[^\W_]")


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

"""Lines of a text file to paragraphs: wrapped lines joined, list items kept apart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

_MARKER = re.compile(r"\s*(?:[-–—*•·▪◦‣●○]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+\S")
_WRAPPED_WIDTH = 100  # lines are rarely wrapped wider
_WORD = re.compile(r"[^\W_]")
_HYPHENATED = re.compile(r"(?<=[a-zà-ÿ])-$")


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of `text`, each on one line; rules ("-----") part paragraphs.

    In wrapped text, lines without a blank line between them are joined; otherwise each line is a
    paragraph.
    """
    lines = [line.rstrip() if _WORD.search(line) else "" for line in text.split("\n")]
    if is_wrapped(lines):
        return list(join_wrapped(lines))
    return [line.strip() for line in lines if line]


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether sentences run on from line to line, and few lines are wider than a page."""
    n_filled = sum(1 for line in lines if line.strip())
    n_wide = sum(1 for line in lines if len(line) > _WRAPPED_WIDTH)
    n_running_on = sum(1 for above, below in pairwise(lines) if _runs_on(above, below))
    return n_running_on >= max(1, 0.1 * n_filled) and n_wide <= 0.1 * n_filled


def join_wrapped(lines: Iterable[str]) -> Iterator[str]:
    """Join neighbouring lines into paragraphs, which end at a blank line or before a list item."""
    paragraph: list[str] = []
    for line in lines:
        if paragraph and (not line.strip() or _MARKER.match(line)):
            yield join_lines(paragraph)
            paragraph = []
        if line.strip():
            paragraph.append(line.strip())
    if paragraph:
        yield join_lines(paragraph)


def join_lines(lines: Iterable[str]) -> str:
    """One line of several; a word that a hyphen parts at a line end becomes whole."""
    parts: list[str] = []
    for line in lines:
        if parts and _HYPHENATED.search(parts[-1][-2:]) and line[:1].islower():
            parts[-1] = parts[-1][:-1]
        elif parts:
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _runs_on(above: str, below: str) -> bool:
    begins_small = below.lstrip()[:1].islower() and _MARKER.match(below) is None
    end = above.rstrip()[-1:]
    return begins_small and (end.isalnum() or end in {",", "-", "—"})

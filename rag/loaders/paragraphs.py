"""Lines of a text file to paragraphs: wrapped lines joined, list items kept apart."""

import re
from collections.abc import Iterable, Iterator

_MARKER = re.compile(r"\s*(?:[-–—*•·▪◦‣●○]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+\S")
_WRAPPED_WIDTH = 100  # lines are rarely wrapped wider
_HYPHENATED = re.compile(r"(?<=[a-zà-ÿ])-$")


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of `text`, each on one line.

    Where blank lines part the text and its lines are short, lines of one part are joined;
    otherwise each line is a paragraph.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    return (
        list(join_wrapped(lines))
        if _is_wrapped(lines)
        else [line.strip() for line in lines if line.strip()]
    )


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
    joined = ""
    for line in lines:
        if _HYPHENATED.search(joined) and line[:1].islower():
            joined = joined[:-1] + line
        else:
            joined = f"{joined} {line}" if joined else line
    return joined


def _is_wrapped(lines: list[str]) -> bool:
    filled = [line for line in lines if line]
    has_blank_between = any(not line for line in lines[1:-1])
    n_wide = sum(1 for line in filled if len(line) > _WRAPPED_WIDTH)
    return has_blank_between and n_wide <= 0.1 * len(filled)

"""Which of a page's first lines are its section name, its title and its standfirst."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from rag.loaders.byline import byline_positions
from rag.sentences import split_sentences

_TRAIL = re.compile(r"[\w&': -]+(?:\s[>›»/→|]\s[\w&'’ ,.:?-]+)+")
_TOP_LINES = 15  # a title further down is not one
_MOST_SECTION_WORDS = 4
_MOST_TITLE_WORDS = 30
_LEAST_REPEATED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Headline:
    section: str  # the site's name for the part that holds the page, "" when none is shown
    title: str  # "" when no line reads as one
    n_lines: int  # how many of the page's first lines are used up by it


def read_headline(lines: Sequence[str], *, known_sections: Set[str] = frozenset()) -> Headline:
    """Read the lines above the text of a page from which furniture was removed.

    A line that the page repeats, alone or at the head of a paragraph, is the title. Otherwise the
    title is the first line that reads as one, after a section name if one is shown.

    Args:
        lines: the page.
        known_sections: section names found elsewhere on the page, above teasers.
    """
    if title := _repeated_title(lines):
        above = list(takewhile(lambda line: not starts_with_title(line, title), lines))
        section = above[0] if above and _could_be_section(above[0]) else ""
        return Headline(section, title, int(bool(section)))
    top = list(_lines_above_text(lines))
    n_trail = int(len(top) > 1 and _TRAIL.fullmatch(top[0]) is not None)
    candidates = top[n_trail:]
    section = candidates[0] if _begins_with_section(candidates, known_sections) else ""
    rest = candidates[bool(section) :]
    title = rest[0] if rest and _could_be_title(rest[0]) else ""
    return Headline(section, title, n_trail + bool(section) + bool(title))


def starts_with_title(line: str, title: str) -> bool:
    """Whether `line` is `title`, or `title` and then a sentence, of which it is no part."""
    if line[: len(title)].casefold() != title.casefold():
        return False
    rest = line[len(title) :]
    begins_sentence = rest[:1].isspace() and not rest.lstrip()[:1].islower()
    return not rest or begins_sentence


def _repeated_title(lines: Sequence[str]) -> str:
    top = lines[:_TOP_LINES]
    titles = (line for line in top if _could_be_title(line))
    return next((title for title in titles if _is_repeated(title, top)), "")


def _is_repeated(title: str, lines: Sequence[str]) -> bool:
    n_lines = sum(1 for line in lines if starts_with_title(line, title))
    return n_lines >= 2 and len(title.split()) >= _LEAST_REPEATED_WORDS


def _lines_above_text(lines: Sequence[str]) -> Iterator[str]:
    """The short lines at the top, up to a byline or the first paragraph of several sentences."""
    bylines = byline_positions(lines)
    for at, line in enumerate(lines[:_TOP_LINES]):
        if at in bylines or len(split_sentences(line)) > 1:
            return
        yield line


def _begins_with_section(candidates: Sequence[str], known_sections: Set[str]) -> bool:
    if len(candidates) < 2 or not _could_be_section(candidates[0]):
        return candidates[:1] != [] and candidates[0] in known_sections
    if candidates[0] in known_sections:
        return True
    is_longer = len(candidates[1].split()) >= len(candidates[0].split())
    next_is_title = is_longer and _could_be_title(candidates[1])
    # "Facing fears" above one sentence is a title with its standfirst; above a line without a
    # full stop, or above two sentences, it names the section.
    return next_is_title and (not candidates[1].endswith(".") or len(candidates) > 2)


def _could_be_section(line: str) -> bool:
    return len(line.split()) <= _MOST_SECTION_WORDS and not line.endswith((".", "?", "!", ":"))


def _could_be_title(line: str) -> bool:
    return (
        len(line.split()) <= _MOST_TITLE_WORDS
        and len(split_sentences(line)) == 1
        and not line.endswith((":", ";", ","))
        and line[:1].isalnum()
    )

"""Lines of running text to blocks: headings, list items, facts, paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.documents import BlockKind
from rag.list_markers import ListMarker, list_marker, markers_of_paragraphs
from rag.loaders.text_builder import TextBuilder
from rag.sentences import split_sentences

_INLINE_BULLET = re.compile(r"(?:^|\s)[•·▪◦‣●○■►\uf0b7]\s+")
_FACT = re.compile(r"(?P<label>[A-Z][\w/&'’.-]*(?: [\w/&'’.()-]+){0,3}):\s+(?P<value>\S.*)")
FACT_LABELS = frozenset(
    "date|dates|time|times|start|starts|end|ends|duration|length|hours|cpd|cpd hours|cpd points|"
    "ce credits|credits|mode|format|delivery|venue|location|place|address|where|when|price|cost|"
    "fee|fees|tickets|level|language|trainer|trainers|speaker|speakers|instructor|instructors|"
    "tutor|presenter|presenters|facilitator|host|organiser|organizer|audience|contact|email|"
    "e-mail|phone|telephone|tel|website|code|course code|places|capacity|deadline|certificate|"
    "accreditation|author|authors|published|publisher|isbn|doi|subject|category".split("|")
)
_MOST_HEADING_WORDS = 12
_MOST_PULL_QUOTE_WORDS = 15
_MOST_FACT_WORDS = 30
_MOST_ITEMS_LOOKED_BACK = 20  # keeps the cost of a file of short lines linear
# A line that opens so leans on the line before it, as a heading does not.
_LEANING = frozenset(
    "this that these those it its he she they we you i but and or so yet also however therefore "
    "then there here such for to as if in".split()
)


@dataclass(frozen=True, slots=True)
class BodyBlock:
    kind: BlockKind
    text: str


def add_body(builder: TextBuilder, lines: Sequence[str], *, heading_level: int = 2) -> None:
    """Append `lines`, each one paragraph, heading, item, list in a line, or fact, to `builder`."""
    for block in read_body(lines):
        match block.kind:
            case BlockKind.HEADING:
                builder.heading(block.text, heading_level)
            case BlockKind.LIST_ITEM:
                builder.list_item(block.text)
            case BlockKind.FACT:
                builder.fact(block.text)
            case _:
                builder.paragraph(block.text)


def read_body(lines: Sequence[str]) -> list[BodyBlock]:
    """What each line is, judged by itself and its neighbours."""
    pull_quotes = _pull_quotes(lines)
    blocks: list[BodyBlock] = []
    for at, marker in enumerate(markers_of_paragraphs(lines)):
        if at in pull_quotes or _is_heading(lines, at):
            is_numbered = marker is not None and marker.is_number
            text = _without(marker if is_numbered else None, lines[at])
            blocks.append(BodyBlock(BlockKind.HEADING, text))
        else:
            blocks += _split_line(lines, at, marker)
    return blocks


def states_fact(line: str) -> bool:
    """Whether a line is a value under a label that courses and events use, as "Time: 9 AM"."""
    match = _FACT.fullmatch(_without(list_marker(line), line))
    return match is not None and match["label"].lower() in FACT_LABELS and _is_value(match["value"])


def inline_items(line: str) -> list[str]:
    """The items of a list that stands in one line ("· First. · Second."), else []."""
    starts = list(_INLINE_BULLET.finditer(line))
    if not starts or (starts[0].start() > 0 and len(starts) < 2):
        return []
    edges = [0, *(match.start() for match in starts), len(line)]
    pieces = [line[start:end] for start, end in pairwise(edges)]
    return [text for piece in pieces if (text := _INLINE_BULLET.sub("", piece, count=1).strip())]


def _split_line(lines: Sequence[str], at: int, marker: ListMarker | None) -> list[BodyBlock]:
    line = lines[at]
    if items := inline_items(line):
        starts_inside = not _INLINE_BULLET.match(line)
        first = [BodyBlock(BlockKind.PARAGRAPH, items.pop(0))] if starts_inside else []
        return first + [BodyBlock(BlockKind.LIST_ITEM, item) for item in items]
    unmarked = _without(marker, line)
    if _is_fact(lines, at):
        return [BodyBlock(BlockKind.FACT, unmarked)]
    is_item = marker is not None or _continues_list(lines, at)
    return [BodyBlock(BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH, unmarked)]


def _without(marker: ListMarker | None, line: str) -> str:
    """`line` without the marker that it begins with."""
    return line[marker.length :] if marker else line


def _is_fact(lines: Sequence[str], at: int) -> bool:
    """A known label with a value, or one of several labelled values in a row."""
    if states_fact(lines[at]):
        return True
    neighbours = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
    return _is_labelled_value(lines[at]) and any(_is_labelled_value(line) for line in neighbours)


def _is_labelled_value(line: str) -> bool:
    match = _FACT.fullmatch(_without(list_marker(line), line))
    return match is not None and _is_value(match["value"])


def _is_value(text: str) -> bool:
    return len(text.split()) <= _MOST_FACT_WORDS and len(split_sentences(text)) == 1


def _is_heading(lines: Sequence[str], at: int) -> bool:
    """A short line without a full stop, alone between longer ones."""
    if not _could_be_heading(lines[at]) or at + 1 == len(lines):
        return False
    if at > 0 and lines[at - 1].endswith((":", ";", ",")):
        return False
    if _continues_list(lines, at) and _could_be_heading(lines[at - 1]):
        return False
    is_after_short = at > 0 and _could_be_heading(lines[at - 1])
    is_before_short = _could_be_heading(lines[at + 1])
    is_in_list_of_short_lines = is_after_short and is_before_short
    if (marker := list_marker(lines[at])) and marker.is_number:
        return not is_after_short and not is_before_short and _is_text(lines[at + 1])
    return (not is_in_list_of_short_lines and not is_before_short) or _opens_subsection(lines, at)


def _opens_subsection(lines: Sequence[str], at: int) -> bool:
    """The first of exactly two short lines before a long one: a heading above a heading."""
    follows_long = at == 0 or not _could_be_heading(lines[at - 1])
    return follows_long and at + 2 < len(lines) and _is_text(lines[at + 2])


def _is_short(line: str) -> bool:
    """Whether a line is a few words that do not end as a sentence does."""
    return 0 < len(line.split()) <= _MOST_HEADING_WORDS and not line.endswith(
        (".", "!", ":", ";", ",", "…", ".”", '."')
    )


def _could_be_heading(line: str) -> bool:
    marker = list_marker(line)
    return (
        _is_short(line)
        and (line[0].isupper() or line[0].isdigit() or line[0] in "“‘\"'¿")
        and (marker is None or marker.is_number)
        and not _is_labelled_value(line)
        and any(character.isalpha() for character in line)
    )


def _is_text(line: str) -> bool:
    n_words = len(line.split())
    return n_words > _MOST_HEADING_WORDS or (
        n_words > _MOST_HEADING_WORDS / 2 and line[-1] in ".!?"
    )


def _continues_list(lines: Sequence[str], at: int) -> bool:
    """A short line after "...:" or after another such line."""
    for above in range(at, max(0, at - _MOST_ITEMS_LOOKED_BACK), -1):
        if not _is_short(lines[above]):
            return False
        if lines[above - 1].endswith(":"):
            return True
    return False


def _pull_quotes(lines: Sequence[str]) -> frozenset[int]:
    """Lines of one short sentence between long paragraphs, where the text has two or more.

    Magazines set such lines as headings. One alone may be an emphatic sentence of the text.
    """
    found = frozenset(at for at in range(1, len(lines) - 1) if _is_pull_quote(lines, at))
    return found if len(found) >= 2 else frozenset()


def _is_pull_quote(lines: Sequence[str], at: int) -> bool:
    words = lines[at].split()
    return (
        1 < len(words) <= _MOST_PULL_QUOTE_WORDS
        and lines[at].endswith((".", "?", "!"))
        and words[0].lower().strip(",") not in _LEANING
        and list_marker(lines[at]) is None
        and len(split_sentences(lines[at])) == 1
        and _is_long_paragraph(lines[at - 1])
        and _is_long_paragraph(lines[at + 1])
    )


def _is_long_paragraph(line: str) -> bool:
    return len(line.split()) >= 40 and len(split_sentences(line)) >= 3

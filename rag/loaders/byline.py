"""Lines that say who published a text and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.documents import Author
from rag.loaders.authors import parse_authors
from rag.loaders.dates import is_date_line, parse_date
from rag.partial_date import PartialDate

_NAME_WORD = r"(?:[A-ZÀ-Þ][\w'’.\-]*|de|van|von|der|den|la|le|di|da|bin|al|and|&)"
_NAME = rf"{_NAME_WORD}(?:,?\s+{_NAME_WORD}){{0,11}}"
_BY = re.compile(
    rf"(?i:(?:(?:(?:medically|clinically|fact)[ -])?(?:published|written|posted|reviewed|checked|"
    rf"updated|edited|words|text|story|article)\s+)?by|"
    rf"author):?\s+(?P<name>{_NAME})(?:,?\s+(?i:on)\s+.{{4,40}})?"
)
_NOT_WRITTEN = re.compile(r"(?i)\b(?:reviewed|checked|updated|edited)\b")
_ONLY_NAME = re.compile(
    r"(?:(?:Dr|Prof)\.? )?[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ]\.)?(?: (?:de|van|von|der|den|la))*"
    r"(?: [A-ZÀ-Þ][\w'’-]+){1,2}(?:, [A-Z][\w. ,]{1,30})?"
)
_READ_TIME = re.compile(r"(?i)\b(\d{1,3})[ -]?min(?:ute)?s?\.?(?: read(?:ing)?(?: time)?)?\b")
_DATE_LABEL = re.compile(
    r"(?i)^(?:first |last )?(?:published|posted|updated|modified|reviewed)(?: on| at)?\b:?\s*"
)
_JOINTS = re.compile(r"[-–—|·•,]")
_CLOCK = re.compile(
    r"(?i)\b(?:at )?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?(?: ?(?:gmt|utc|bst|est|pst))?"
)
_MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class Byline:
    authors: tuple[Author, ...]
    published: PartialDate | None
    has_read_time: bool


def is_byline(line: str) -> bool:
    """Whether a line only names an author, a date of publication, or a reading time."""
    return len(line.split()) <= _MOST_WORDS and (
        _BY.fullmatch(line.strip()) is not None or _is_dateline(line)
    )


def byline_positions(lines: Sequence[str]) -> frozenset[int]:
    """Which of `lines` are bylines; a name that stands alone above a date is one, too."""
    found = {at for at, line in enumerate(lines) if is_byline(line)}
    names = {at - 1 for at in found if at > 0 and _ONLY_NAME.fullmatch(lines[at - 1])}
    return frozenset(found | names)


def read_byline(lines: Sequence[str]) -> Byline:
    """What lines that are bylines say together; the first author line and date count."""
    names = (name for line in lines if (name := _name_in(line)))
    dates = (parse_date(line) for line in lines if not _says_updated(line))
    return Byline(
        authors=parse_authors(next(names, "")),
        published=next((day for day in dates if day is not None), None),
        has_read_time=any(_READ_TIME.search(line) for line in lines),
    )


def _name_in(line: str) -> str:
    match = _BY.fullmatch(line.strip())
    if match is not None:
        return "" if _NOT_WRITTEN.search(line[: match.start("name")]) else match["name"]
    return line.strip() if _ONLY_NAME.fullmatch(line.strip()) else ""


def _is_dateline(line: str) -> bool:
    """A date, a reading time or both, with nothing else but a label and a time of day."""
    rest = _READ_TIME.sub("", _DATE_LABEL.sub("", line.strip()))
    rest = _CLOCK.sub("", rest).strip(" -–—|·•,")
    has_label = _DATE_LABEL.match(line.strip()) is not None
    if not rest:
        return _READ_TIME.search(line) is not None or (has_label and bool(_CLOCK.search(line)))
    return is_date_line(rest)


def _says_updated(line: str) -> bool:
    return re.match(r"(?i)\W*(?:last )?(?:updated|modified|reviewed)\b", line) is not None

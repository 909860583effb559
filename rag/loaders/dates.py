"""Dates as sources write them; a date that can be read in two ways is not read."""

import re

from rag.partial_date import PartialDate

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WRITTEN = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month_number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE),
)
# Only as a whole value: in running text a number of four digits may be anything.
_PARTIAL = (
    re.compile(r"(?P<year>[12]\d{3})"),
    re.compile(r"(?P<year>[12]\d{3})[-/](?P<month_number>\d\d)"),
    re.compile(r"(?P<month_number>\d\d)/(?P<year>[12]\d{3})"),
    re.compile(rf"{_MONTH},?\s+(?P<year>[12]\d{{3}})", re.IGNORECASE),
)
_NUMERIC = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)\b")


def parse_date(text: str) -> PartialDate | None:
    """The first day in `text`: ISO, "July 28, 2025", "28 July 2025" or an unambiguous 28/07/2025.

    A text that is a year or a month and nothing else ("2008", "March 2021", "2021-03") gives it.
    Returns None for a text without a date, for one that does not exist, and for 03/04/2025.
    """
    for pattern in _WRITTEN:
        if match := pattern.search(text):
            return _existing(int(match["year"]), _month(match), int(match["day"]))
    if match := _NUMERIC.search(text):
        return _unambiguous(int(match[1]), int(match[2]), int(match[3]))
    for pattern in _PARTIAL:
        if match := pattern.fullmatch(text.strip()):
            return _existing(int(match["year"]), _month(match))
    return None


def is_date_line(text: str) -> bool:
    """Whether `text` is a date and nothing else, apart from a weekday and punctuation."""
    stripped = re.sub(r"(?i)\b(mon|tues|wednes|thurs|fri|satur|sun)day\b,?", "", text).strip(" .,|")
    patterns = (*_WRITTEN, _NUMERIC)
    return len(text) < 40 and any(pattern.fullmatch(stripped) for pattern in patterns)


def _month(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if "month_number" in groups:
        return int(groups["month_number"])
    if "month" not in groups:
        return None
    prefix = groups["month"].lower()[:3]
    return next(n for n, name in enumerate(_MONTHS, start=1) if name.startswith(prefix))


def _unambiguous(first: int, second: int, year: int) -> PartialDate | None:
    if first == second or second > 12:  # 12 months
        return _existing(year, first, second)
    return _existing(year, second, first) if first > 12 else None


def _existing(year: int, month: int | None, day: int | None = None) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None

"""Dates for readers."""

from rag.partial_date import PartialDate


def long_date(date: PartialDate) -> str:
    """28 July 2025, or July 2025, or 2025: unambiguous on both sides of the Atlantic."""
    month = f"{date.first_day:%B} " if date.month else ""
    return f"{date.day or ''} {month}{date.year}".strip()

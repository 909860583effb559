"""Dates for readers."""

from datetime import date


def long_date(day: date) -> str:
    """28 July 2025: unambiguous on both sides of the Atlantic."""
    return f"{day.day} {day:%B %Y}"

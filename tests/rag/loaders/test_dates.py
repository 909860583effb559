from datetime import date

import pytest

from rag.loaders.dates import is_date_line, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2025-07-28",
        "2025-07-28T10:00:00Z",
        "July 28, 2025",
        "Jul 28 2025",
        "28 July 2025",
        "28th of July 2025",
        "Monday, 28 July, 2025 - 3 min read",
        "28/07/2025",
        "07/28/2025",
        "28.7.2025",
    ],
)
def test_clear_dates_are_read(text: str) -> None:
    assert parse_date(text) == date(2025, 7, 28)


@pytest.mark.parametrize(
    "text", ["03/04/2025", "2025", "July 2025", "31 February 2025", "", "soon"]
)
def test_unclear_dates_are_not_guessed(text: str) -> None:
    assert parse_date(text) is None


def test_same_day_and_month_is_clear() -> None:
    assert parse_date("04/04/2025") == date(2025, 4, 4)


def test_date_line_holds_nothing_else() -> None:
    assert is_date_line("Monday, 28 July 2025")
    assert not is_date_line("The war ended on 28 July 2025")

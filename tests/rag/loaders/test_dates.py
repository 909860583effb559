import pytest

from rag.loaders.dates import is_date_line, parse_date
from rag.partial_date import PartialDate


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
    assert parse_date(text) == PartialDate(2025, 7, 28)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2008", PartialDate(2008)),
        (" 1895 ", PartialDate(1895)),
        ("2021-03", PartialDate(2021, 3)),
        ("2021/03", PartialDate(2021, 3)),
        ("03/2021", PartialDate(2021, 3)),
        ("March 2021", PartialDate(2021, 3)),
        ("Sept. 2021", PartialDate(2021, 9)),
    ],
)
def test_a_year_or_a_month_alone_is_as_precise_as_it_is(text: str, expected: PartialDate) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text", ["03/04/2025", "31 February 2025", "2025-13", "In 2025 it rained.", "", "soon"]
)
def test_unclear_dates_are_not_guessed(text: str) -> None:
    assert parse_date(text) is None


def test_same_day_and_month_is_clear() -> None:
    assert parse_date("04/04/2025") == PartialDate(2025, 4, 4)


def test_date_line_holds_nothing_else() -> None:
    assert is_date_line("Monday, 28 July 2025")
    assert not is_date_line("The war ended on 28 July 2025")

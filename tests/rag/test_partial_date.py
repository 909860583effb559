from datetime import date

import pytest

from rag.partial_date import PartialDate


@pytest.mark.parametrize(
    ("text", "parts", "first", "last"),
    [
        ("2008", (2008,), date(2008, 1, 1), date(2008, 12, 31)),
        ("2024-02", (2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        ("2021-03-05", (2021, 3, 5), date(2021, 3, 5), date(2021, 3, 5)),
    ],
)
def test_a_date_is_as_precise_as_its_text(
    text: str, parts: tuple[int, ...], first: date, last: date
) -> None:
    day = PartialDate.fromisoformat(text)
    assert day == PartialDate(*parts)
    assert day.parts == parts
    assert (day.first_day, day.last_day) == (first, last)
    assert day.isoformat() == text


@pytest.mark.parametrize("text", ["", "08", "2008-1", "2008-13", "2021-02-30", "20080101", "2008-"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.fromisoformat(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2008, None, 3)

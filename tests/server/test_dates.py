import pytest

from rag.partial_date import PartialDate
from server.dates import long_date


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (PartialDate(2025, 7, 28), "28 July 2025"),
        (PartialDate(2021, 3), "March 2021"),
        (PartialDate(2008), "2008"),
    ],
)
def test_a_date_is_shown_as_precise_as_it_is(date: PartialDate, shown: str) -> None:
    assert long_date(date) == shown

"""A date as precise as its source."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

ISO_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or a month or a year where the source says no more.

    As text it is ISO 8601 with reduced precision: "2008", "2021-03", "2021-03-05".

    Raises:
        ValueError: there is no such day, or a day without its month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def fromisoformat(cls, text: str) -> Self:
        """What `isoformat` wrote.

        Raises:
            ValueError: it did not write this.
        """
        if re.fullmatch(ISO_PATTERN, text, re.ASCII) is None:
            raise ValueError(f"{text!r} is no year, month or day of ISO 8601, as 2021-03-05")
        return cls(*map(int, text.split("-")))

    def isoformat(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in self.parts[1:])])

    @property
    def parts(self) -> tuple[int, ...]:
        """Year, month and day as far as they are known, as in the `date-parts` of CSL-JSON."""
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

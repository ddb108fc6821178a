"""Year and month as a type of its own: 入团年月 has no day, and a fake day would be a lie."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_ISO = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class YearMonth:
    """A month of a year (domain.md §6); orders and prints as ISO 8601 `YYYY-MM`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `YYYY-MM` only; the loose spellings of lists are `rules.checks`' affair."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"not a year-month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    def plus_years(self, years: int) -> Self:
        """The same month some years later or earlier."""
        return type(self)(self.year + years, self.month)

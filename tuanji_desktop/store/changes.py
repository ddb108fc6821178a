"""What an operation touched, told once to everybody after the commit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One act of a clerk, before it has a number: who, when, what, why, on which paper.

    `words` are the Chinese words that the journal keeps for good, with the labels of their day.
    `day` is the day that the rules used; `at` the moment on the clock.
    """

    kind: str
    words: str
    actor: str
    at: datetime
    day: date
    reason: str | None = None
    document: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Row ids by table that one committed operation wrote."""

    operation: int
    words: str = ""
    tables: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def touches(self, *tables: str) -> bool:
        """Whether any row of one of these tables was written."""
        return any(self.tables.get(table) for table in tables)

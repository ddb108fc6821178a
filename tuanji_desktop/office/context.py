"""The opened office as everybody is handed it: file, pack in force, who works, which day it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from ..rules.policy import Policy
from ..store.changes import Operation
from ..store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every service takes first. Frozen: another operator or pack is another context."""

    database: Database
    policy: Policy
    operator: str
    clock: Callable[[], datetime]
    fixed_day: date | None = None

    @property
    def today(self) -> date:
        """The day that rules use: the clock's, or the one given with `--today`."""
        return self.fixed_day or self.clock().date()

    def stamp(self) -> str:
        """This moment on the rules' day: what deadlines and ages count from."""
        return f"{self.today.isoformat()}T{self.clock():%H:%M:%S}"

    def operation(
        self,
        kind: str,
        words: str,
        *,
        reason: str | None = None,
        document: str | None = None,
        undoes: int | None = None,
    ) -> Operation:
        """An act of the present operator, ready for `database.write`."""
        return Operation(
            kind=kind,
            words=words,
            actor=self.operator,
            at=self.clock().astimezone(),
            day=self.today,
            reason=reason,
            document=document,
            undoes=undoes,
        )

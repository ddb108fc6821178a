"""What a task is handed: how large, how often, and where the data lie."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .measure import Measured


@dataclass(frozen=True, slots=True)
class Bench:
    """`rounds` of tasks inside one process, `processes` of whole ones."""

    members: int
    folder: Path
    rounds: int = 30
    processes: int = 5
    apart: bool = True
    """Whether whole-process acts have a process of their own; the tests do without."""

    @property
    def size(self) -> str:
        return f"{self.members:,}"

    def at_most(self, rows: int) -> int:
        """A list of so many rows, or of as many as half the county has."""
        return min(rows, max(20, self.members // 2))


Task = Callable[[Bench], list[Measured]]

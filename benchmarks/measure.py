"""Taking times in turns, and what a row of the table says."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one task, taken several times."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The time that 99 of 100 stay within; of fewer than a hundred the longest."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * 0.99) - 1)]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be kept: median over the reference's, median and 99th percentile in seconds,
    and the peak of memory in MiB. None: not asked."""

    ratio: float | None = None
    median: float | None = None
    p99: float | None = None
    peak: float | None = None

    def words(self) -> str:
        parts = []
        if self.ratio is not None:
            parts.append(f"≤ {self.ratio:g}×")
        if self.median is not None:
            parts.append(f"≤ {clock(self.median)}")
        if self.p99 is not None:
            parts.append(f"p99 ≤ {clock(self.p99)}")
        if self.peak is not None:
            parts.append(f"≤ {self.peak:g} MiB")
        return ", ".join(parts) or "–"


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table: a task at a size, the program's times and those of its reference.

    `peak` is the most private memory (RssAnon, MiB) of the program's process and its children.
    """

    task: str
    size: str
    times: Times
    reference: Times | None = None
    goal: Goal = Goal()
    peak: float | None = None
    show_p99: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.times.median / self.reference.median if self.reference else None

    @property
    def kept(self) -> bool | None:
        """Whether the goal is kept; None where there is none."""
        asked = [
            (self.goal.ratio, self.ratio),
            (self.goal.median, self.times.median),
            (self.goal.p99, self.times.p99),
            (self.goal.peak, self.peak),
        ]
        pairs = [(most, seen) for most, seen in asked if most is not None and seen is not None]
        return all(seen <= most for most, seen in pairs) if pairs else None


Act = Callable[[int], float]
"""Does a task for the n-th time and says how many seconds it took."""


def in_turns(program: Act, reference: Act, rounds: int) -> tuple[Times, Times]:
    """A B B A …: what drifts on the machine falls on both alike."""
    mine, theirs = [], []
    for number in range(rounds):
        if number % 2 == 0:
            mine.append(program(number))
            theirs.append(reference(number))
        else:
            theirs.append(reference(number))
            mine.append(program(number))
    return Times(tuple(mine)), Times(tuple(theirs))


def alone(program: Act, rounds: int) -> Times:
    """For tasks whose goal is a time and not a ratio."""
    return Times(tuple(program(number) for number in range(rounds)))


def timed(act: Callable[[], object]) -> float:
    """Seconds an act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def clock(seconds: float) -> str:
    """A time with a unit that suits it."""
    if seconds < 0.000_95:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 0.095:
        return f"{seconds * 1e3:.2g} ms" if seconds < 0.01 else f"{seconds * 1e3:.0f} ms"
    return f"{seconds:.2f} s" if seconds < 9.95 else f"{seconds:.1f} s"


HEADINGS = ("task", "size", "median", "p99", "reference", "ratio", "goal", "kept", "peak MiB")


def cells(row: Measured) -> tuple[str, ...]:
    """A row of the table in words."""
    kept = {True: "yes", False: "NO", None: ""}[row.kept]
    reference = ""
    if row.reference:
        reference = clock(row.reference.median)
        if row.show_p99:
            reference += f" (p99 {clock(row.reference.p99)})"
    return (
        row.task + (f" ({row.note})" if row.note else ""),
        row.size,
        clock(row.times.median),
        clock(row.times.p99) if row.show_p99 else "",
        reference,
        f"{row.ratio:.2f}×" if row.ratio is not None else "",
        row.goal.words(),
        kept,
        f"{row.peak:.0f}" if row.peak is not None else "",
    )


def as_markdown(rows: Sequence[Measured]) -> str:
    """The whole table, aligned, so that it reads in a terminal and as Markdown."""
    lines = [HEADINGS, *(cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]

    def line(words: Sequence[str]) -> str:
        padded = (word.ljust(width) for word, width in zip(words, widths, strict=True))
        return f"| {' | '.join(padded)} |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(HEADINGS), rule, *(line(words) for words in lines[1:])])

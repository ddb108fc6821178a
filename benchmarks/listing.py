"""Goals 7, 8, 10 and 14: lists in and out."""

import time
from dataclasses import replace
from pathlib import Path

from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.members.export import columns
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.office.service import pack
from tuanji_desktop.rules.fields import ROSTER_FIELDS
from tuanji_desktop.sheets.writer import write_table
from tuanji_desktop.store.connection import connect, remove_with_side_files

from . import apart, county
from .bench import Bench
from .measure import Goal, Measured, Times, in_turns
from .memory import rss_anon

_EXPORTED = (*ROSTER_FIELDS, "address", "joined_at", "student_number", "class_name", "grade")
_EXPORTED += ("notes", "missing")


def school_list(bench: Bench) -> list[Measured]:
    """A list of 5,000 rows: read, match, findings, write, journal."""
    return _import(bench, bench.at_most(5_000), Goal(3))


_MEMORY = 1.4
"""The most memory that a list of 100,000 rows may take, in times the reference's."""
_CANCEL = 0.2
_MOMENTS = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)


def large_list(bench: Bench) -> list[Measured]:
    """A list of 100,000 rows, and how soon it stops when it is no longer wanted."""
    rows = bench.at_most(100_000)
    (whole,) = _import(bench, rows, Goal(3), memory=_MEMORY)
    listed = county.roster_list(bench.folder, bench.members, rows, 0)
    seconds = whole.times.median
    with county.working_copy(bench.folder, bench.members) as path:
        stops = [
            apart.act(bench, "listing", "cancel_list", path, listed, moment * seconds).seconds
            for moment in _MOMENTS
        ]
    name = f"取消 in an import of {rows:,} rows → stopped, longest"
    return [whole, Measured(name, bench.size, Times((max(stops),)), goal=Goal(median=_CANCEL))]


class _Button:
    """取消, pressed so many seconds after the beginning."""

    def __init__(self, after: float) -> None:
        self._at = time.perf_counter() + after

    def __call__(self, done: int, total: int, text: str = "") -> None:
        pass

    @property
    def cancelled(self) -> bool:
        return time.perf_counter() >= self._at

    def stop_if_cancelled(self) -> None:
        if self.cancelled:
            raise Cancelled

    @property
    def since(self) -> float:
        return max(0.0, time.perf_counter() - self._at)


def cancel_list(path: str, listed: str, after: str) -> float:
    """Seconds from 取消, pressed at a moment of the import, until nothing of it is left to do."""
    with county.opened(Path(path)) as context:
        button = _Button(float(after))
        try:
            plan = plan_roster(context, Path(listed), progress=button)
            apply_roster(context, plan, progress=button)
        except Cancelled:
            pass
        return button.since


def _import(bench: Bench, rows: int, goal: Goal, *, memory: float | None = None) -> list[Measured]:
    folder, members = bench.folder, bench.members
    lists = [county.roster_list(folder, members, rows, n) for n in range(bench.processes + 1)]
    peaks: dict[str, list[float]] = {"ours": [], "theirs": []}
    with (
        county.working_copy(folder, members) as path,
        county.bare_copy(folder, members) as bare,
    ):

        def ours(number: int) -> float:
            run = apart.act(bench, "listing", "import_list", path, lists[number])
            peaks["ours"].append(run.peak)
            return run.seconds

        def theirs(number: int) -> float:
            run = apart.act(bench, "references.lists", "import_list", bare, lists[number])
            peaks["theirs"].append(run.peak)
            return run.seconds

        ours(bench.processes)  # the first run compiles
        theirs(bench.processes)
        times = in_turns(ours, theirs, bench.processes)
    note = _memory_note(peaks)
    if memory is not None:
        goal = replace(goal, peak=round(memory * max(peaks["theirs"])))
    name = f"import a list of {rows:,} rows"
    return [Measured(name, bench.size, *times, goal, max(peaks["ours"]) or None, note=note)]


def plan_list(bench: Bench) -> list[Measured]:
    """What a list of 5,000 rows would do, beside a bare read with a check of its ID numbers."""
    folder, members, rows = bench.folder, bench.members, bench.at_most(5_000)
    listed = county.roster_list(folder, members, rows, 0)
    path = county.county(folder, members)

    def ours(_: int) -> float:
        return apart.act(bench, "listing", "plan_alone", path, listed).seconds

    def theirs(_: int) -> float:
        return apart.act(bench, "references.lists", "read_and_check", listed).seconds

    ours(0)  # the first run compiles
    theirs(0)
    times = in_turns(ours, theirs, bench.processes)
    return [Measured(f"plan a list of {rows:,} rows", bench.size, *times, Goal(3))]


def plan_alone(path: str, listed: str) -> float:
    """Read, find the table, match, judge; nothing is written."""
    with county.opened(Path(path)) as context:
        started = time.perf_counter()
        plan = plan_roster(context, Path(listed))
        if plan.count("refused") > len(plan.rows) // 10:
            raise RuntimeError("the list did not do what it should")
        return time.perf_counter() - started


def _memory_note(peaks: dict[str, list[float]]) -> str:
    mine, theirs = max(peaks["ours"]), max(peaks["theirs"])
    return f"memory {mine / theirs:.2f}× the reference's" if theirs else ""


def import_list(path: str, listed: str) -> float:
    """Plan and apply, in a process of their own; libraries are loaded as they are needed."""
    with county.opened(Path(path)) as context:
        started = time.perf_counter()
        plan = plan_roster(context, Path(listed))
        if apply_roster(context, plan) is None or plan.count("refused") > len(plan.rows) // 10:
            raise RuntimeError("the list did not do what it should")
        return time.perf_counter() - started


def first_load(bench: Bench) -> list[Measured]:
    """The roster of a new office: only its tree is there."""
    rows = bench.at_most(100_000)
    members = max(bench.members, 0)
    listed = county.first_list(bench.folder, members, rows)
    empty = bench.folder / f"empty-{members}.tuanji"
    bare = bench.folder / f"empty-{members}.sqlite"
    peaks: dict[str, list[float]] = {"ours": [], "theirs": []}

    def ours(_: int) -> float:
        county.empty_office(bench.folder, members, empty)
        run = apart.act(bench, "listing", "import_list", empty, listed)
        peaks["ours"].append(run.peak)
        return run.seconds

    def theirs(_: int) -> float:
        remove_with_side_files(bare)
        run = apart.act(bench, "references.lists", "first_load", bare, listed)
        peaks["theirs"].append(run.peak)
        return run.seconds

    try:
        times = in_turns(ours, theirs, bench.processes)
    finally:
        remove_with_side_files(empty)
        remove_with_side_files(bare)
    name = f"first load of {rows:,} members"
    note = _memory_note(peaks)
    return [Measured(name, bench.size, *times, Goal(2.5), max(peaks["ours"]) or None, note=note)]


def export(bench: Bench) -> list[Measured]:
    """A roster of 100,000 rows and 32 columns as .xlsx, beside XlsxWriter."""
    rows = bench.at_most(100_000)
    path = county.county(bench.folder, bench.members)
    more: list[float] = []
    target = bench.folder / "export.xlsx"

    def ours(_: int) -> float:
        run = apart.act(bench, "listing", "export_list", path, rows, target)
        more.append(run.peak - run.said[1])
        return run.seconds

    def theirs(_: int) -> float:
        return apart.act(bench, "references.lists", "export_list", path, rows, target).seconds

    try:
        times = in_turns(ours, theirs, bench.processes)
    finally:
        target.unlink(missing_ok=True)
    name = f"export {rows:,} × {len(_EXPORTED)} .xlsx"
    note = "memory beside the rows themselves"
    peak = max(0.0, *more) if bench.apart else None
    return [Measured(name, bench.size, *times, Goal(0.4, peak=60), peak, note=note)]


def export_rows(path: str, rows: int) -> list[tuple[str | None, ...]]:
    """What is exported, read beforehand: both write the same."""
    picks = ", ".join("o.full_name" if name == "branch" else f"m.{name}" for name in _EXPORTED)
    connection = connect(Path(path), None, mode="ro")
    try:
        return list(
            connection.execute(
                f"SELECT {picks} FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
                f"WHERE m.id <= {rows} ORDER BY m.id"
            )
        )
    finally:
        connection.close()


def export_list(path: str, rows: str, target: str) -> tuple[float, float]:
    """Our own writer: widths, filter, frozen head, text cells, drop-downs. Seconds, and the MiB
    that the rows took before."""
    table = export_rows(path, int(rows))
    names = tuple(name for name in _EXPORTED if name != "missing")
    headings = columns((*names, "notes"), pack("guangdong-2018"))
    before = rss_anon()
    started = time.perf_counter()
    write_table(Path(target), columns=headings, rows=table)
    return time.perf_counter() - started, before

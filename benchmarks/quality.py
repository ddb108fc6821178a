"""The quality board: first numbers, the whole look through, one member looked at again, and the
window meanwhile."""

import time
from pathlib import Path

from tuanji_desktop.core.progress import Quiet
from tuanji_desktop.members.service import save_member
from tuanji_desktop.quality.checks import Judge
from tuanji_desktop.quality.scan import Inspection
from tuanji_desktop.quality.service import board, first_board
from tuanji_desktop.store.connection import raw

from . import apart, county
from .bench import Bench
from .measure import Goal, Measured, Times, alone, in_turns, timed
from .painting import Pauses, wait_until
from .program import desk_on
from .references.quality import bare_numbers


def quality(bench: Bench) -> list[Measured]:
    """All rows of the board."""
    return [*_first(bench), *_whole(bench), *_again(bench), *_window(bench)]


def _first(bench: Bench) -> list[Measured]:
    """What the desk shows at once: red names and sizes of units, by unit."""
    path = county.county(bench.folder, bench.members)
    with county.opened(path) as context:

        def ours(_: int) -> float:
            return timed(lambda: first_board(context, None))

        def theirs(_: int) -> float:
            with context.database.read() as connection:
                return timed(lambda: bare_numbers(raw(connection)))

        ours(0)
        times = in_turns(ours, theirs, bench.rounds)
    goal = Goal(median=1)
    return [Measured("quality board, first numbers", bench.size, *times, goal, show_p99=True)]


def _whole(bench: Bench) -> list[Measured]:
    """Every check of every member, beside reading the same columns and looking at nothing."""
    path = county.county(bench.folder, bench.members)
    with county.opened(path) as context:
        columns = ",".join(Judge(context.policy, context.today).columns)
    peaks: dict[str, list[float]] = {"ours": [], "theirs": []}

    def ours(_: int) -> float:
        run = apart.act(bench, "quality", "look_through", path)
        peaks["ours"].append(run.peak)
        return run.seconds

    def theirs(_: int) -> float:
        run = apart.act(bench, "references.quality", "read_through", path, columns)
        peaks["theirs"].append(run.peak)
        return run.seconds

    times = in_turns(ours, theirs, min(2, bench.processes))
    more = max(peaks["ours"]) - max(peaks["theirs"])
    return [
        Measured(
            "quality board, complete",
            bench.size,
            *times,
            Goal(ratio=15),
            max(peaks["ours"]) or None,
            note=f"{more:+.0f} MiB over the bare scan; goal +100",
        )
    ]


def look_through(path: str) -> float:
    """The whole scan in a process of its own, at full speed."""
    with county.opened(Path(path)) as context:
        started = time.perf_counter()
        inspection = Inspection(context)
        inspection.run(Quiet())
        board(inspection, None)
        return time.perf_counter() - started


def _again(bench: Bench) -> list[Measured]:
    """After a save: the member looked at again and all numbers counted anew."""
    with (
        county.working_copy(bench.folder, bench.members) as path,
        county.opened(path) as context,
    ):
        ids = county.member_ids(path, bench.rounds)
        inspection = Inspection(context)
        inspection.run(Quiet())
        stop = context.database.subscribe(lambda changes: void(inspection.note(changes)))

        def ours(number: int) -> float:
            changes = {"mobile": f"1886{number:07d}"}
            save_member(context, member_id=ids[number % len(ids)], changes=changes)
            return timed(lambda: (inspection.catch_up(), board(inspection, None)))

        times = alone(ours, bench.rounds)
        stop()
    goal = Goal(median=1)
    return [Measured("quality board, after a save", bench.size, times, None, goal, show_p99=True)]


def void(_: object) -> None:
    """A subscriber answers nothing."""


def _window(bench: Bench) -> list[Measured]:
    """The window while everybody is looked at, with the board in sight."""
    from tuanji_desktop.quality.page import QualityPage

    path = county.county(bench.folder, bench.members)
    with desk_on(path) as desk:
        with Pauses() as opening:
            started = time.perf_counter()
            desk.window.show_desk("quality")
            page = desk.window.pages["quality"]
            assert isinstance(page, QualityPage)
            wait_until(lambda: bool(page.board.code))
            shown = time.perf_counter() - started
        with Pauses() as scanning:
            wait_until(lambda: page.inspection.complete and not desk.jobs.busy, seconds=1_200)

    def pause(watch: Pauses, note: str) -> Measured:
        name, goal = "longest pause of the window", Goal(median=0.05)
        return Measured(name, bench.size, Times((watch.longest,)), None, goal, note=note)

    name, goal = "quality desk → first numbers", Goal(median=1)
    return [
        Measured(name, bench.size, Times((shown,)), None, goal),
        pause(opening, "quality board, opened for the first time"),
        pause(scanning, "quality board, while it looks through"),
    ]

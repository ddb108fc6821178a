"""The board 统计: each measure of today, again after one change, an earlier day, the months, comings
and goings."""

from datetime import timedelta

from tuanji_desktop.board.measures import BRANCH_MEASURES, MEASURES
from tuanji_desktop.board.movement import load_movement
from tuanji_desktop.board.queries import UNITS, load_tally, people_of
from tuanji_desktop.board.series import load_series
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.connection import raw

from . import county
from .bench import Bench
from .measure import Goal, Measured, Times, alone, in_turns, timed
from .references.board import bare_counts, bare_summary

_ROUNDS = 5


def board(bench: Bench) -> list[Measured]:
    """What the desk reads, each in the background of the window."""
    rounds = max(2, min(_ROUNDS, bench.rounds))
    with county.working_copy(bench.folder, bench.members) as path, county.opened(path) as context:
        return [
            *_today(bench, context, rounds),
            _after_a_change(bench, context, rounds),
            *_earlier(bench, context, rounds),
        ]


def _today(bench: Bench, context: Context, rounds: int) -> list[Measured]:
    def summary(_: int) -> float:
        with context.database.read() as connection:
            return timed(lambda: bare_summary(raw(connection)))

    found = {
        key: alone(lambda _, key=key: _tally(context, key), rounds)  # type: ignore[misc]
        for key in (UNITS, *MEASURES, *(one.key for one in BRANCH_MEASURES))
    }
    slowest = max(found, key=lambda key: found[key].median)
    one, reference = in_turns(lambda _: _tally(context, "education"), summary, rounds)
    people = alone(lambda _: timed(lambda: _largest(context)), 2)
    _equal_to_a_full_count(context)
    goal = Goal(median=1.5)
    return [
        Measured("board, opened (units)", bench.size, found[UNITS], None, goal),
        Measured(f"board, slowest measure ({slowest})", bench.size, found[slowest], None, goal),
        Measured("board, one measure", bench.size, one, reference, goal),
        Measured("board, the people of the largest group", bench.size, people),
    ]


def _tally(context: Context, key: str) -> float:
    return timed(lambda: load_tally(context, org_id=None, measure=key))


def _largest(context: Context) -> None:
    tally = load_tally(context, org_id=None, measure="sex")
    group = max(tally.slices, key=lambda one: one.count)
    found = people_of(context, org_id=None, day=None, measure="sex", group=group.group)
    assert len(found) == group.count


def _equal_to_a_full_count(context: Context) -> None:
    """A kept number is worth nothing where it is not the number."""
    with context.database.read() as connection:
        kept, counted = bare_summary(raw(connection)), bare_counts(raw(connection))
    assert kept == counted, "the kept summary is not what a full count says"


def _after_a_change(bench: Bench, context: Context, rounds: int) -> Measured:
    def again(turn: int) -> float:
        with context.database.write(context.operation("bench", "一名团员的学历")) as writing:
            writing.connection.exec_driver_sql(
                "UPDATE members SET education = ? WHERE id = ?",
                (("本科", "大专")[turn % 2], turn + 1),
            )
        return _tally(context, "education")

    times: Times = alone(again, rounds)
    _equal_to_a_full_count(context)
    return Measured(
        "board, one measure again after one change", bench.size, times, None, Goal(median=0.1)
    )


def _earlier(bench: Bench, context: Context, rounds: int) -> list[Measured]:
    earlier = context.today - timedelta(days=20)

    def past(_: int) -> float:
        return timed(lambda: load_tally(context, org_id=None, day=earlier, measure="education"))

    def moves(_: int) -> float:
        return timed(
            lambda: load_movement(context, org_id=None, since=earlier, until=context.today)
        )

    goal = Goal(median=1.5)
    months = alone(lambda _: timed(lambda: load_series(context, org_id=None)), rounds)
    return [
        Measured("board, three weeks ago", bench.size, alone(past, rounds), None, goal),
        Measured("board, month by month", bench.size, months, None, goal),
        Measured("board, comings and goings", bench.size, alone(moves, rounds), None, goal),
    ]

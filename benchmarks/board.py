"""The board 统计: one measure of a day, an earlier day, the months, comings and goings."""

from datetime import timedelta

from tuanji_desktop.board.movement import load_movement
from tuanji_desktop.board.queries import UNITS, load_tally
from tuanji_desktop.board.series import load_series
from tuanji_desktop.store.connection import raw

from . import county
from .bench import Bench
from .measure import Goal, Measured, alone, in_turns, timed
from .references.board import bare_counts

_ROUNDS = 5


def board(bench: Bench) -> list[Measured]:
    """What the desk reads, each in the background of the window."""
    path = county.county(bench.folder, bench.members)
    rounds = min(_ROUNDS, bench.rounds)
    with county.opened(path) as context:
        earlier = context.today - timedelta(days=20)

        def ours(_: int) -> float:
            return timed(lambda: load_tally(context, org_id=None, measure="education"))

        def theirs(_: int) -> float:
            with context.database.read() as connection:
                return timed(lambda: bare_counts(raw(connection)))

        ours(0)
        units = alone(
            lambda _: timed(lambda: load_tally(context, org_id=None, measure=UNITS)), rounds
        )
        whole = in_turns(ours, theirs, rounds)
        past = alone(
            lambda _: timed(
                lambda: load_tally(context, org_id=None, day=earlier, measure="education")
            ),
            rounds,
        )
        months = alone(lambda _: timed(lambda: load_series(context, org_id=None)), rounds)
        moves = alone(
            lambda _: timed(
                lambda: load_movement(context, org_id=None, since=earlier, until=context.today)
            ),
            rounds,
        )
    goal = Goal(median=1.5)
    return [
        Measured("board, opened (units)", bench.size, units, None, goal),
        Measured("board, one measure", bench.size, *whole, goal),
        Measured("board, three weeks ago", bench.size, past, None, goal),
        Measured("board, month by month", bench.size, months, None, goal),
        Measured("board, comings and goings", bench.size, moves, None, goal),
    ]

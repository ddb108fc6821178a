"""Side by side: a long list of the official system against the roster, its work list, and what the
desk asks of it."""

from tuanji_desktop.comparison.queries import load_board, load_comparisons, load_lines
from tuanji_desktop.comparison.service import plan_comparison, start_comparison

from . import county
from .bench import Bench
from .measure import Goal, Measured, alone, in_turns, timed
from .references.comparison import bare_comparison

_ROWS = 60_000


def comparison(bench: Bench) -> list[Measured]:
    """The plan, writing the work list, counting and narrowing it."""
    rows = bench.at_most(_ROWS)
    listed = county.roster_list(bench.folder, bench.members, rows, 0)
    with (
        county.working_copy(bench.folder, bench.members) as path,
        county.opened(path) as context,
    ):

        def ours(_: int) -> float:
            return timed(lambda: plan_comparison(context, listed))

        def theirs(_: int) -> float:
            return timed(lambda: bare_comparison(path, listed))

        planned = in_turns(ours, theirs, bench.processes)
        plan = plan_comparison(context, listed)
        written = alone(lambda _: timed(lambda: start_comparison(context, plan)), 1)
        number = load_comparisons(context)[0].id
        board = alone(lambda _: timed(lambda: load_board(context, number)), bench.processes)
        ids = load_board(context, number).ids[:80]
        page = alone(lambda _: timed(lambda: load_lines(context, ids)), bench.rounds)
    lines = len(plan.lines)
    return [
        Measured(f"compare a list of {rows:,} rows", bench.size, *planned, Goal(3)),
        Measured(
            f"write its work list of {lines:,} lines", bench.size, written, goal=Goal(median=10)
        ),
        Measured("count the work list", bench.size, board, goal=Goal(median=1)),
        Measured("a page of the work list", bench.size, page, goal=Goal(median=0.1)),
    ]

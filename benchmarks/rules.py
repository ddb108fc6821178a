"""Issue 3: the states of all fields of many members, and an edit of many at once."""

from tuanji_desktop.members import queries
from tuanji_desktop.members.bulk import BulkChange, apply_bulk, plan_bulk
from tuanji_desktop.rules.fields import FIELDS

from . import county
from .bench import Bench
from .measure import Goal, Measured, in_turns, timed
from .references.rules import BareBulk, bare_states

_MEMBERS = 1_000
_MANY = 10_000


def field_states(bench: Bench) -> list[Measured]:
    """Whether and how each field of each member may be changed today, with clause and path."""
    path = county.county(bench.folder, bench.members)
    with county.opened(path) as context:
        ids = county.member_ids(path, bench.at_most(_MEMBERS))
        with context.database.read() as connection:
            members = queries.members(connection, ids)
        policy, today, names = context.policy, context.today, tuple(FIELDS)

        def states() -> list[dict[str, object]]:
            ask = policy.field_state
            return [
                {
                    name: ask(name, stage=member.status, values=member.values, today=today)
                    for name in names
                }
                for member in members
            ]

        values = [member.values for member in members]
        times = in_turns(
            lambda _: timed(states),
            lambda _: timed(lambda: bare_states(values, names, policy.rules, policy.default)),
            bench.rounds,
        )
    name = f"field states of {len(members):,} members, {len(names)} fields each"
    return [Measured(name, bench.size, *times, Goal(6), show_p99=True)]


def bulk_edit(bench: Bench) -> list[Measured]:
    """Plan and act: every record judged by the rules, one operation with its journal."""
    with (
        county.working_copy(bench.folder, bench.members) as path,
        county.bare_copy(bench.folder, bench.members) as bare_path,
        county.opened(path) as context,
    ):
        ids = county.member_ids(path, bench.at_most(_MANY))
        bare = BareBulk(str(bare_path))
        planning: list[float] = []

        def ours(number: int) -> float:
            change = BulkChange("work_unit", value=f"青溪县第{number}工作站")

            def whole() -> None:
                made = []
                planning.append(
                    timed(
                        lambda: made.append(plan_bulk(context, member_ids=ids, changes=(change,)))
                    )
                )
                apply_bulk(context, made[0])

            return timed(whole)

        def theirs(number: int) -> float:
            return timed(lambda: bare.change(ids, f"青溪县第{number}工作站"))

        times = in_turns(ours, theirs, bench.processes)
        bare.close()
    share = sum(planning) / sum(times[0].seconds)
    name = f"bulk edit of {len(ids):,} members, plan and act"
    note = f"plan {share:.0%}"
    return [Measured(name, bench.size, *times, Goal(6), note=note)]

"""Taking over what the list says, for one person or thousands: the plan of it, under the rules."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..core.errors import BadInput
from ..core.progress import Progress, Quiet
from ..members.bulk import BulkPlan, plan_each
from ..office.comparisons import FROM, STATE
from ..office.context import Context
from ..store.connection import raw
from .kinds import AGREED, DIFFERS
from .settling import open_name

CAN_BE_TAKEN = (
    f"r.kind = '{DIFFERS}' AND r.field <> 'branch' AND r.there IS NOT NULL "
    "AND NOT instr(r.there, '*')"
)
"""An empty cell wipes nothing, what is masked is no value, and a branch changes by transfer."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What taking over would do (`members.bulk.apply_bulk` carries it out), and how many of the
    lines chosen are not among it: empty or masked in the list, settled, of another kind."""

    plan: BulkPlan
    lines: int
    left: int


def plan_theirs(
    context: Context,
    *,
    line_ids: Sequence[int],
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Taking:
    """Decides what the rules make of the list's values for these lines: saved, sent for review or
    refused, each field as in the member's own card.

    Raises BadInput `comparison.nothing_to_take` where none of the lines has a value to take.
    """
    ids = list(dict.fromkeys(line_ids))
    wanted: dict[int, dict[str, str]] = defaultdict(dict)
    comparisons: set[int] = set()
    taken = 0
    with context.database.read() as connection:
        for start in range(0, len(ids), 5_000):
            marks = ", ".join(str(int(one)) for one in ids[start : start + 5_000])
            for comparison_id, member_id, field, there in raw(connection).execute(
                f"SELECT r.comparison_id, r.member_id, r.field, r.there {FROM} "
                f"WHERE r.id IN ({marks}) AND {CAN_BE_TAKEN} AND ({STATE}) <> '{AGREED}' "
                "ORDER BY r.id"
            ):
                wanted[member_id][field] = there
                comparisons.add(comparison_id)
                taken += 1
        names = [open_name(connection, one) for one in sorted(comparisons)]
    if not names:
        raise BadInput(
            "comparison.nothing_to_take",
            "所选条目里没有可以采用的内容：名单里是空的、打了码的和所在团支部不能直接采用。",
        )
    plan = plan_each(
        context,
        values=wanted,
        title=f"名单比对，采用 {names[-1]} 的内容",
        basis=names[-1],
        progress=progress,
    )
    return Taking(plan, taken, len(ids) - taken)

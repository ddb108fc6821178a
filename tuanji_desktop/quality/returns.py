"""A 催办 sheet that came back: only what was asked of each person is taken.

What is asked is worked out anew, by the same function that filled the sheet: a field that was mended
meanwhile, or that is locked now, takes nothing more from a sheet that is late.
"""

from collections.abc import Collection
from pathlib import Path

from ..core.progress import Progress, Quiet
from ..members import queries
from ..members.queries import Member
from ..members.reader import member_headings, read_list
from ..members.roster_import import QUALITY_RETURN, apply_roster
from ..members.roster_plan import RosterPlanner
from ..members.roster_rows import RosterPlan
from ..office.context import Context
from ..rules.policy import Tier
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from .checks import SHARED, Judge
from .sheet import sheet_row

__all__ = ["QUALITY_RETURN", "apply_return", "plan_return", "return_headings"]


def return_headings() -> Headings:
    """Whom a row is about stands in two columns; the branch is only there to be read."""
    return member_headings("name", "id_number")


def plan_return(
    context: Context,
    path: Path,
    *,
    reading: Reading = Reading(),  # noqa: B008 - frozen
    progress: Progress = Quiet(),  # noqa: B008 - has no state
    workbook: Workbook | None = None,
) -> RosterPlan:
    """Decides what each row of the sheet mends; writes nothing. Nobody is new."""
    progress(0, 0, f"读取 {path.name}")
    table, source = read_list(
        path,
        headings=return_headings(),
        reading=reading,
        cancelled=lambda: progress.cancelled,
        workbook=workbook,
    )
    progress.stop_if_cancelled()
    judge = Judge(context.policy, context.today)
    with context.database.read() as connection:
        shared = {
            field: queries.shared_values(connection, field)
            for field in SHARED.values()
            if field in table.columns and field != "id_number"
        }

        def asked(member: Member) -> Collection[str]:
            row = sheet_row(context, judge, member, "")
            wanted = set(row.to_fill) if row is not None else set()
            for field, values in shared.items():
                if member.values.get(field) in values and _is_open(context, member, field):
                    wanted.add(field)
            return wanted

        planner = RosterPlanner(
            connection,
            table,
            policy=context.policy,
            today=context.today,
            reading=reading,
            asked=asked,
            progress=progress,
        )
        return planner.plan(source)


def _is_open(context: Context, member: Member, field: str) -> bool:
    state = context.policy.field_state(
        field, stage=member.status, values=member.values, today=context.today
    )
    return state.tier is not Tier.LOCKED


def apply_return(
    context: Context,
    plan: RosterPlan,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int | None:
    """Writes what the plan says in one operation; None where there is nothing to do."""
    return apply_roster(context, plan, kind=QUALITY_RETURN, progress=progress)

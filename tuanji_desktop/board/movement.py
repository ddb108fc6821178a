"""Who came and who went between two days: the roster as it was before, beside the roster after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet
from ..office.context import Context
from ..rules.lifecycle import ON_ROSTER, STAGE_LABELS, Stage
from ..store.connection import raw, stoppable
from .counts import size
from .states import last_row, touched_sql

JOINED, MOVED_IN, MOVED_OUT, GONE = "joined", "moved_in", "moved_out", "gone"

WORDS: Mapping[str, str] = MappingProxyType(
    {
        JOINED: "新增在册",
        MOVED_IN: "由本台账其他团组织转入",
        MOVED_OUT: "转往本台账其他团组织",
        **{stage.value: label for stage, label in STAGE_LABELS.items() if stage not in ON_ROSTER},
        GONE: "撤销录入",
    }
)
"""What can become of somebody, in the order of the table."""

DEFINITION = (
    "比较起始日之前和截止日两天的花名册：之前不在册、之后在册的是新增；之前在册、之后不在册的按离开的方式分列；"
    "两天都在册而所在团组织变了的是转入或转出。来了又走的不计。"
)


@dataclass(frozen=True, slots=True)
class Movement:
    """From the start of the first day to the end of the last one; ids by what became of them."""

    since: date
    until: date
    before: int
    after: int
    people: Mapping[str, tuple[int, ...]]


def load_movement(
    context: Context,
    *,
    org_id: int | None,
    since: date,
    until: date,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Movement:
    """Who came into a scope and who left it. Only rows that were touched in between are read."""
    with context.database.read() as connection, stoppable(connection, progress):
        start, end = last_row(connection, since - timedelta(days=1)), last_row(connection, until)
        within = _branches(connection, org_id)
        found: dict[str, list[int]] = {key: [] for key in WORDS}
        touched = _touched(connection, start, end) if start is not None else []
        for member, before, left, now, entered in touched:
            key = _what(before, left, now, entered, within)
            if key:
                found[key].append(member)
        after = size(connection, org_id=org_id, on=until)
    came = len(found[JOINED]) + len(found[MOVED_IN])
    gone = sum(map(len, found.values())) - came
    people = {key: tuple(ids) for key, ids in found.items()}
    return Movement(since, until, after - came + gone, after, people)


def _branches(connection: Connection, org_id: int | None) -> frozenset[int] | None:
    if org_id is None:
        return None
    rows = connection.exec_driver_sql(
        "SELECT org_id FROM org_ancestors WHERE ancestor_id = ?", (org_id,)
    )
    return frozenset(rows.scalars())


def _touched(
    connection: Connection, start: int, end: int | None
) -> list[tuple[int, str | None, int | None, str | None, int | None]]:
    """Members with a change in between: status and branch before, status and branch after."""
    later = touched_sql(end) if end is not None else "SELECT NULL AS row_id, NULL AS first WHERE 0"
    now = "iif(u.row_id IS NULL, m.{0}, json_extract(k.before, '$.{0}'))".format
    rows = raw(connection).execute(
        "SELECT t.row_id, json_extract(j.before, '$.status'), json_extract(j.before, '$.branch_id'), "
        f"{now('status')}, {now('branch_id')} FROM ({touched_sql(start, end)}) AS t "
        "CROSS JOIN journal_rows AS j ON j.id = t.first "
        f"LEFT JOIN ({later}) AS u ON u.row_id = t.row_id "
        "LEFT JOIN journal_rows AS k ON k.id = u.first "
        "LEFT JOIN members AS m ON m.id = t.row_id ORDER BY t.row_id"
    )
    return list(rows)


def _what(
    before: str | None,
    left: int | None,
    after: str | None,
    entered: int | None,
    within: frozenset[int] | None,
) -> str:
    was, here = _counts(before), _counts(after)
    was_in = was and (within is None or left in within)
    is_in = here and (within is None or entered in within)
    if was_in == is_in:
        return ""
    if is_in:
        return MOVED_IN if was else JOINED
    if here:
        return MOVED_OUT
    return Stage(after).value if after is not None else GONE


def _counts(status: str | None) -> bool:
    return status is not None and Stage(status) in ON_ROSTER

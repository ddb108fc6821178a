"""Why a list of corrections says otherwise than the records: whom it is about, and what changed since
its paper was made. The journal knows every record as it stood then."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.masks import mask_id
from ..office.then import Values, as_of, organization_name_as_of
from ..rules.fields import label_of

_TOLD = 5
_OF_MEMBER = ("name", "id_number", "branch_id")
_OF_CASE = ("base_value", "new_value", "reason", "finding")
_LABELS = {
    "base_value": "原填写内容", "new_value": "更正内容", "reason": "误填原因", "finding": "核实情况",
    "branch_id": "所在团支部",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """What the records have otherwise than the paper; numbers masked. No member: the paper's head."""

    member_id: int | None
    name: str
    field: str
    words: str


def moved_since(connection: Connection, list_id: int) -> tuple[Moved, ...]:
    """What moved since the paper of a list was made, line by line."""
    made = _made(connection, list_id)
    found = list(_head(connection, list_id, made))
    rows = connection.exec_driver_sql(
        "SELECT c.id AS case_id, c.state, l.state AS list_state, m.id, o.full_name, "
        "m.name, m.id_number, m.branch_id, c.base_value, c.new_value, c.reason, c.finding "
        "FROM corrections AS c JOIN members AS m ON m.id = c.member_id "
        "JOIN organizations AS o ON o.id = m.branch_id "
        "JOIN correction_lists AS l ON l.id = c.list_id "
        "WHERE c.list_id = ? AND c.line IS NOT NULL ORDER BY c.line",
        (list_id,),
    ).all()
    for row in rows:
        if row.state == "returned" and row.list_state == "verified":
            found.append(Moved(row.id, row.name or "", "rows", "这一行已被退回"))
            continue
        person: Values = {one: row._mapping[one] for one in _OF_MEMBER}
        case: Values = {one: row._mapping[one] for one in _OF_CASE}
        was = as_of(connection, "members", row.id, made, person)
        was["branch_id"] = organization_name_as_of(connection, int(was["branch_id"] or 0), made)
        now = {**person, "branch_id": row.full_name, **case}
        was |= as_of(connection, "corrections", row.case_id, made, case)
        found += [
            Moved(row.id, row.name or "", one, _changed(one, was[one], now[one]))
            for one in now
            if (was[one] or "") != (now[one] or "")
        ]
    return tuple(found)


def named(moved: tuple[Moved, ...]) -> str:
    """The first few of them in a sentence without its full stop."""
    said = "；".join(f"{one.name}：{one.words}" if one.name else one.words for one in moved[:_TOLD])
    return said + (f"（共 {len(moved)} 处）" if len(moved) > _TOLD else "")


def _made(connection: Connection, list_id: int) -> int:
    """The operation that made the paper which is in force: the first, or that which renewed it."""
    rows = connection.exec_driver_sql(
        "SELECT operation, before, after FROM journal_rows "
        "WHERE table_name = 'correction_lists' AND row_id = ? ORDER BY id DESC",
        (list_id,),
    )
    for operation, *states in rows:
        before, after = (json.loads(one or "{}").get("content_hash") for one in states)
        if before != after:
            return int(operation)
    return 0


def _head(connection: Connection, list_id: int, made: int) -> tuple[Moved, ...]:
    """The unit in the head of the paper may have another name by now."""
    org_id, now = connection.exec_driver_sql(
        "SELECT o.id, o.full_name FROM correction_lists AS l "
        "JOIN organizations AS o ON o.id = l.org_id WHERE l.id = ?",
        (list_id,),
    ).one()
    was = organization_name_as_of(connection, org_id, made)
    return (Moved(None, "", "unit", _changed("unit", was, now)),) if was != now else ()


def _changed(field: str, was: object, now: object) -> str:
    label = "填报单位" if field == "unit" else _LABELS.get(field) or label_of(field)
    old, new = (mask_id(str(one)) if field == "id_number" and one else one for one in (was, now))
    return f"{label}由“{old or '空'}”改为“{new or '空'}”"

"""What clerks say of the lines of a work list. Each act is one operation and can be undone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound
from ..members import queries as members
from ..office.comparisons import FROM, STATE
from ..office.context import Context
from ..store.connection import raw
from ..store.schema import ON_ROSTER
from .kinds import (
    ASIDE,
    DECIDED,
    DIFFERS,
    HERE,
    KINDS,
    SAID,
    STATES,
    THERE,
    UNSURE,
    can_be_said,
)
from .plan import Line
from .reader import CellReader, agrees
from .service import close, write_lines

Row = tuple[int, int, str, str, str | None, str]


def close_comparison(context: Context, *, comparison_id: int) -> int:
    """Ends a comparison whose work list is done with; its lines stay to be read."""
    with context.database.read() as connection:
        name = open_name(connection, comparison_id)
    operation = context.operation("comparison.close", f"结束名单比对 {name}")
    with context.database.write(operation) as writing:
        close(writing.connection, comparison_id, context)
    return writing.number


def settle_lines(context: Context, *, line_ids: Sequence[int], said: str, note: str = "") -> int:
    """Says the same of some lines: the official system is to be put right (correct_there), the
    person is not of this unit (not_ours), nothing is to be done (aside, with the reason). Returns
    the operation's number.

    Raises BadInput `comparison.note`, `comparison.cannot`, `comparison.closed`.
    """
    why = note.strip()
    if said not in SAID:
        raise BadInput("comparison.said", f"没有“{said}”这种处理，可用：{'、'.join(SAID)}。")
    if said == ASIDE and not why:
        raise BadInput("comparison.note", "搁置要写明原因，以后才知道为什么没有处理。")
    with context.database.read() as connection:
        rows = _to_settle(connection, line_ids)
        file_name = _one_open(connection, rows)
    for _id, _comparison, kind, name, settled, _state in rows:
        if not can_be_said(said, kind) or settled == DECIDED:
            raise BadInput(
                "comparison.cannot",
                f"{name} 的这一条是“{KINDS[kind]}”，不能记为“{STATES[said]}”。",
            )
    label = STATES[said]
    words = f"名单比对 {file_name}：{_whom(rows)}记为“{label}”"
    operation = context.operation("comparison.settle", words, reason=why or None)
    with context.database.write(operation) as writing:
        raw(writing.connection).executemany(
            "UPDATE comparison_rows SET settled = ?, settled_by = ?, settled_on = ?, note = ? "
            "WHERE id = ?",
            [
                (said, context.operator, context.today.isoformat(), why or None, row[0])
                for row in rows
            ],
        )
    return writing.number


def reopen_lines(context: Context, *, line_ids: Sequence[int]) -> int:
    """Takes back what was said of lines; whoever a row was taken for stays (that is undone)."""
    with context.database.read() as connection:
        rows = _to_settle(connection, line_ids)
        file_name = _one_open(connection, rows)
    for _id, _comparison, _kind, name, settled, _state in rows:
        if settled not in SAID:
            raise BadInput("comparison.cannot", f"{name} 的这一条没有处理过，不用重新打开。")
    operation = context.operation(
        "comparison.reopen", f"名单比对 {file_name}：重新打开{_whom(rows)}"
    )
    with context.database.write(operation) as writing:
        raw(writing.connection).executemany(
            "UPDATE comparison_rows SET settled = NULL, settled_by = NULL, settled_on = NULL, "
            "note = NULL WHERE id = ?",
            [(row[0],) for row in rows],
        )
    return writing.number


def _to_settle(connection: Connection, line_ids: Sequence[int]) -> list[Row]:
    """Lines as they stand: id, comparison, kind, name, what was said, state."""
    ids = list(dict.fromkeys(line_ids))
    if not ids:
        raise BadInput("comparison.nothing", "没有选中条目。请先选出要处理的条目。")
    rows: list[Row] = []
    for start in range(0, len(ids), 5_000):
        marks = ", ".join(str(int(one)) for one in ids[start : start + 5_000])
        rows += raw(connection).execute(
            f"SELECT r.id, r.comparison_id, r.kind, r.name, r.settled, {STATE} {FROM} "
            f"WHERE r.id IN ({marks}) ORDER BY r.id"
        )
    if len(rows) < len(ids):
        unknown = min(set(ids) - {row[0] for row in rows})
        raise NotFound("comparison.unknown", f"没有编号为 {unknown} 的比对条目。")
    return rows


def _one_open(connection: Connection, rows: Sequence[Row]) -> str:
    names = [open_name(connection, one) for one in dict.fromkeys(row[1] for row in rows)]
    if len(names) > 1:
        raise BadInput("comparison.several", "一次只处理一次比对的条目。")
    return names[0]


def open_name(connection: Connection, comparison_id: int) -> str:
    """The file name of a comparison that is still worked on."""
    found = connection.exec_driver_sql(
        "SELECT file_name, closed_on FROM comparisons WHERE id = ?", (comparison_id,)
    ).one_or_none()
    if found is None:
        raise NotFound("comparison.unknown", f"没有编号为 {comparison_id} 的名单比对。")
    name, closed_on = found
    if closed_on:
        raise BadInput(
            "comparison.closed", f"“{name}”的比对已在 {closed_on} 结束，请在新的比对里处理。"
        )
    return str(name)


def _whom(rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys(row[3] for row in rows))
    return f" {names[0]} " if len(names) == 1 else f" {names[0]} 等 {len(rows):,} 条"


# ------------------------------------------------------------------------- who a row is
def decide_line(context: Context, *, line_id: int, member_id: int | None) -> int:
    """Says who a row is whose number does not tell: a member (what differs goes on the list), or
    None, nobody of those asked (the row is somebody who is only there). Whoever is left over of
    those asked is only here. Returns the operation's number."""
    with context.database.read() as connection:
        rows = _to_settle(connection, [line_id])
        file_name = _one_open(connection, rows)
        _id, comparison_id, kind, name, settled, _state = rows[0]
        if kind != UNSURE or settled:
            raise BadInput("comparison.cannot", f"{name} 的这一条不用认人，或已经认过。")
        added = follow_up(context, connection, line_id=line_id, member_id=member_id)
        whom = _member_words(connection, member_id)
    words = f"名单比对 {file_name}：{name} {whom}"
    with context.database.write(context.operation("comparison.decide", words)) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE comparison_rows SET settled = ?, settled_by = ?, settled_on = ?, "
            "member_id = ? WHERE id = ?",
            (DECIDED, context.operator, context.today.isoformat(), member_id, line_id),
        )
        write_lines(writing.connection, comparison_id, added)
    return writing.number


def _member_words(connection: Connection, member_id: int | None) -> str:
    if member_id is None:
        return "不是台账中的人"
    found = connection.exec_driver_sql(
        "SELECT m.name, o.short_name FROM members AS m JOIN organizations AS o "
        "ON o.id = m.branch_id WHERE m.id = ?",
        (member_id,),
    ).one_or_none()
    if found is None:
        raise NotFound("member.unknown", f"没有编号为 {member_id} 的团员。")
    return f"是台账中的 {found[0]}（{found[1]}）"


def follow_up(
    context: Context, connection: Connection, *, line_id: int, member_id: int | None
) -> list[Line]:
    """The lines that a decision brings."""
    row = connection.exec_driver_sql(
        "SELECT r.comparison_id, r.row_number, r.name, r.id_number, r.branch_id, r.branch, "
        "r.content, c.org_id FROM comparison_rows AS r "
        "JOIN comparisons AS c ON c.id = r.comparison_id WHERE r.id = ?",
        (line_id,),
    ).one()
    comparison_id, number, name, id_number, branch_id, branch, content, org_id = row
    kept = json.loads(content or "{}")
    values: dict[str, str] = kept.get("values", {})
    candidates = [int(one) for one in kept.get("candidates", ())]
    sheet: str = kept.get("sheet", "")
    made: list[Line] = []
    if member_id is None:
        made.append(
            Line(
                THERE, name, row=number, id_number=id_number, branch_id=branch_id, branch=branch,
                values=values, candidates=tuple(candidates),
            )
        )  # fmt: skip
    else:
        made += _differences(context, connection, member_id, row=number, values=values,
                             branch_id=branch_id, branch=branch)  # fmt: skip
    left = [one for one in candidates if one != member_id]
    made = [replace(one, sheet=sheet) for one in made]
    return [*made, *_left_over(connection, left, comparison_id, line_id, org_id)]


def _differences(
    context: Context,
    connection: Connection,
    member_id: int,
    *,
    row: int,
    values: Mapping[str, str],
    branch_id: int | None,
    branch: str | None,
) -> list[Line]:
    who = members.member(connection, member_id)
    cells = CellReader(context.policy)
    made = []
    for field, written in values.items():
        here = who.values.get(field)
        if field == "branch":
            if branch_id is None or branch_id == who.branch_id:
                continue
            there = str(
                connection.exec_driver_sql(
                    "SELECT full_name FROM organizations WHERE id = ?", (branch_id,)
                ).scalar_one()
            )
        else:
            cell = cells.read(field, written)
            if agrees(field, cell, here):
                continue
            there = cell.words or written
        of_branch = field == "branch"
        made.append(
            Line(
                DIFFERS, who.name, row=row, member_id=member_id,
                id_number=who.values.get("id_number"), field=field, here=here, there=there,
                branch_id=branch_id if of_branch else None, branch=branch if of_branch else None,
            )
        )  # fmt: skip
    return made


def _left_over(
    connection: Connection,
    candidates: Sequence[int],
    comparison_id: int,
    line_id: int,
    org_id: int | None,
) -> list[Line]:
    """Those asked about who are in the list by no other row: they are only here."""
    if not candidates:
        return []
    marks = ", ".join(map(str, candidates))
    inside = (
        f"AND m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {org_id:d})"
        if org_id is not None
        else ""
    )
    rows = connection.exec_driver_sql(
        f"SELECT m.id, m.name, m.id_number, m.branch_id FROM members AS m WHERE m.id IN ({marks}) "
        f"AND m.{ON_ROSTER} {inside} "
        "AND NOT EXISTS (SELECT 1 FROM comparison_rows AS r WHERE r.comparison_id = ? "
        "AND r.id <> ? AND r.member_id = m.id) "
        "AND NOT EXISTS (SELECT 1 FROM comparison_rows AS r, json_each(r.content, '$.candidates') "
        "AS k WHERE r.comparison_id = ? AND r.kind = 'unsure' AND r.settled IS NULL "
        "AND r.id <> ? AND k.value = m.id)",
        (comparison_id, line_id, comparison_id, line_id),
    )
    return [
        Line(HERE, name or "", member_id=number, id_number=id_number, branch_id=branch_id)
        for number, name, id_number, branch_id in rows
    ]

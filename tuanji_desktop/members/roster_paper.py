"""From the records to the roster on paper: one branch, or all branches below a unit."""

from itertools import groupby
from typing import Any

from ..core.masks import mask_id, mask_phone
from ..office.context import Context
from ..office.service import put_setting
from ..orgs.queries import by_id
from ..rules.fields import label_of
from ..store.connection import raw
from ..store.schema import ON_ROSTER
from .roster_form import Roster, RosterRow, RosterSheet

_FIELDS = (
    "name", "sex", "ethnicity", "born_on", "id_number", "mobile", "joined_on",
    "development_number", "political_status", "post",
)  # fmt: skip
_RETAINED = "团籍保留"
_RED = "Q 五.3"


def roster_of(context: Context, *, org_id: int, masked: bool = False) -> Roster:
    """The members on the roster below a unit: branches by code, members by name.

    Branches without anybody are left out, unless it is the one that was asked for.
    """
    picks = ", ".join(f"coalesce(m.{one}, '')" for one in _FIELDS)
    with context.database.read() as connection:
        org = by_id(connection, org_id)
        rows = raw(connection).execute(
            f"SELECT o.code, o.full_name, m.id, m.status, m.missing, {picks} "
            "FROM org_ancestors AS a JOIN organizations AS o ON o.id = a.org_id "
            f"JOIN members AS m ON m.branch_id = o.id AND m.{ON_ROSTER} "
            "WHERE a.ancestor_id = ? ORDER BY o.code, m.name_pinyin, m.id",
            (org_id,),
        )
        sheets = tuple(
            RosterSheet(name, tuple(_row(row, masked) for row in found))
            for (_, name), found in groupby(rows, key=lambda row: (row[0], row[1]))
        )
    starred = next((one.clause for one in context.policy.requirements), "")
    clause = _RED if context.policy.clause_text(_RED) else starred
    return Roster(org.full_name, context.today, clause, masked, sheets)


def log_full_roster(context: Context, *, name: str, file_name: str) -> None:
    """Writes down that a roster with whole numbers was saved (domain.md §13), as an export is."""
    words = f"出具 {name}，含完整证件号和手机号：{file_name}"
    stamp = f"{context.clock().isoformat(timespec='seconds')} {file_name}"
    with context.database.write(context.operation("paper.roster", words)) as writing:
        put_setting(writing.connection, "export.last_full", stamp)


def _row(row: tuple[Any, ...], masked: bool) -> RosterRow:
    _, _, member_id, status, missing, *texts = row
    values = dict(zip(_FIELDS, texts, strict=True))
    if masked:
        values["id_number"] = mask_id(values["id_number"])
        values["mobile"] = mask_phone(values["mobile"])
    return RosterRow(
        member_id=member_id,
        remark=_RETAINED if status == "retained" else "",
        missing=tuple(map(label_of, missing.split(","))) if missing else (),
        **values,
    )

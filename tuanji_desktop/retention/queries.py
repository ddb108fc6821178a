"""Reading the register of retention: who, why, since when, when to look again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from ..office.context import Context
from ..office.service import get_setting
from ..orgs.kinds import unit_in_title
from .form import RetentionForm, RetentionRow


@dataclass(frozen=True, slots=True)
class Retention:
    """One entry of the register."""

    id: int
    member_id: int
    name: str
    branch: str
    from_branch: str
    reason: str
    cause: str
    retained_on: str
    review_on: str
    ended_on: str
    end_reason: str
    reviews: int
    last_finding: str

    @property
    def open(self) -> bool:
        """Whether the membership is still retained by it."""
        return not self.ended_on

    def due(self, today: date) -> bool:
        """Whether it is to be looked at again by now."""
        return self.open and bool(self.review_on) and self.review_on <= today.isoformat()


_REGISTER = """
SELECT k.id, k.member_id, m.name, o.short_name, f.short_name, k.reason, k.cause, k.retained_on,
       k.review_on, k.ended_on, k.end_reason,
       (SELECT count(*) FROM retention_reviews AS v WHERE v.retention_id = k.id),
       (SELECT v.finding FROM retention_reviews AS v WHERE v.retention_id = k.id
        ORDER BY v.id DESC LIMIT 1)
FROM retentions AS k JOIN members AS m ON m.id = k.member_id
JOIN organizations AS o ON o.id = m.branch_id
LEFT JOIN organizations AS f ON f.id = k.from_branch_id
"""


def load_register(context: Context, *, org_id: int | None = None) -> tuple[Retention, ...]:
    """The register of a scope: what is to be looked at first, the ended ones last."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(f"{_REGISTER} {_scope(org_id)} ORDER BY k.id").all()
    found = [_entry(row) for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.open, one.review_on, one.id)))


def of_member(connection: Connection, member_id: int) -> list[Retention]:
    """All entries of one member, the newest first."""
    rows = connection.exec_driver_sql(
        f"{_REGISTER} WHERE k.member_id = ? ORDER BY k.id DESC", (member_id,)
    )
    return [_entry(row) for row in rows]


def _entry(row: Row[Any]) -> Retention:
    values: tuple[Any, ...] = tuple("" if value is None else value for value in row)
    return Retention(*values)


def all_retained(context: Context, member_ids: Sequence[int]) -> bool:
    """Whether every one of these members is retained already."""
    ids = ",".join(str(int(one)) for one in member_ids) or "0"
    with context.database.read() as connection:
        other = connection.exec_driver_sql(
            f"SELECT 1 FROM members WHERE id IN ({ids}) AND status <> 'retained' LIMIT 1"
        ).scalar()
        return bool(member_ids) and other is None


def due_count(connection: Connection, today: date) -> int:
    """How many are to be looked at again by now."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM retentions WHERE ended_on IS NULL AND review_on <= ?",
        (today.isoformat(),),
    )
    return int(found.scalar_one())


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee that may build a retention branch, with a code and a name to begin with."""

    id: int
    name: str
    free_code: str
    branch_name: str


def load_committees(context: Context) -> tuple[Committee, ...]:
    """Those under which a branch may stand, by code; the name proposed is the clerk's to edit."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT o.id, o.code, o.full_name, o.short_name, (SELECT count(*) FROM organizations "
            "AS b WHERE b.code LIKE o.code || 'BL%') FROM organizations AS o "
            "WHERE o.status = 'active' AND o.kind IN ('committee', 'work_committee', 'county') "
            "ORDER BY o.kind = 'county', o.code"
        ).all()
    return tuple(
        Committee(
            id=org_id,
            name=short or full,
            free_code=f"{code}BL{taken + 1:02d}",
            branch_name=f"{full.removesuffix('委员会')}团籍保留支部委员会",
        )
        for org_id, code, full, short, taken in rows
    )


def register_form(context: Context, *, org_id: int | None = None) -> RetentionForm:
    """Annex 3 of the open entries of a scope; the general branch is the unit above the branch."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT m.id, coalesce(g.short_name, ''), coalesce(f.short_name, o.short_name), m.name, "
            "m.mobile, m.counsellor, m.counsellor_mobile, m.other_contact, k.reason "
            "FROM retentions AS k JOIN members AS m ON m.id = k.member_id "
            "JOIN organizations AS o ON o.id = m.branch_id "
            "LEFT JOIN organizations AS f ON f.id = k.from_branch_id "
            "LEFT JOIN organizations AS g ON g.id = coalesce(f.parent_id, o.parent_id) "
            f"{_scope(org_id)} {'AND' if org_id is not None else 'WHERE'} k.ended_on IS NULL "
            "ORDER BY g.code, f.code, m.name_pinyin, m.id"
        ).all()
        unit = _unit(connection, org_id)
    return RetentionForm(
        unit, tuple(RetentionRow(row[0], *(value or "" for value in row[1:])) for row in rows)
    )


def _unit(connection: Connection, org_id: int | None) -> str:
    """The committee that keeps the register, as titles name it: 齐鲁理工学院."""
    if org_id is None:
        name = connection.exec_driver_sql(
            "SELECT full_name FROM organizations WHERE parent_id IS NULL ORDER BY id LIMIT 1"
        ).scalar()
        name = name or get_setting(connection, "office.name") or ""
    else:
        name = connection.exec_driver_sql(
            "SELECT o.full_name FROM org_ancestors AS a JOIN organizations AS o "
            "ON o.id = a.ancestor_id WHERE a.org_id = ? AND o.kind IN "
            "('committee', 'work_committee', 'county') ORDER BY a.depth LIMIT 1",
            (org_id,),
        ).scalar()
    return unit_in_title(str(name or ""))


def _scope(org_id: int | None) -> str:
    if org_id is None:
        return ""
    return f"WHERE m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {org_id:d})"

"""What changed in the records after a batch was printed: which member, which field, old → new.

The journal knows every record as it stood when the paper was filed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import NotFound
from ..core.masks import mask_id, mask_phone
from ..members.form_rows import BRANCH_FIELDS
from ..members.own_forms import own_form
from ..office.then import as_of, organization_name_as_of
from ..rules.fields import MEMBER_COLUMNS, label_of
from .form import SHIPPED

PRINTED = ("name", "id_number", "mobile", "branch_id")
"""Fields of a member that the forms of the two documents print."""


@dataclass(frozen=True, slots=True)
class StaleField:
    """A printed value that the record has otherwise by now; numbers masked."""

    line: int
    member_id: int
    name: str
    field: str
    label: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """As the desk says it."""
        who = f"第 {self.line} 行 {self.name}：" if self.line else ""
        return f"{who}{self.label} {self.old or '空'} → {self.new or '空'}"


def stale_fields(connection: Connection, batch_id: int) -> tuple[StaleField, ...]:
    """Printed values that changed since the batch's paper was filed, line by line."""
    printed: int | None = connection.exec_driver_sql(
        "SELECT j.operation FROM papers AS p JOIN journal_rows AS j ON j.table_name = 'papers' "
        "AND j.row_id = p.id AND j.before IS NULL WHERE p.batch_id = ? ORDER BY p.id LIMIT 1",
        (batch_id,),
    ).scalar()
    if printed is None:
        return ()
    fields = _printed(connection, batch_id)
    asked = tuple(dict.fromkeys(("name", *fields, "branch_id")))
    chosen = ", ".join(f"m.{one}" for one in asked)
    lines = connection.exec_driver_sql(
        f"SELECT r.line, m.id, o.full_name, {chosen} "
        "FROM deletion_requests AS r JOIN members AS m ON m.id = r.member_id "
        "JOIN organizations AS o ON o.id = m.branch_id WHERE r.batch_id = ? ORDER BY r.line",
        (batch_id,),
    ).all()
    found: list[StaleField] = []
    for row in lines:
        now = {one: row._mapping[one] for one in asked}
        old = as_of(connection, "members", row.id, printed, now)
        branch = int(old["branch_id"] or 0)
        was = {**old, "branch_id": organization_name_as_of(connection, branch, printed)}
        now["branch_id"] = row.full_name
        found += [
            StaleField(row.line, row.id, row.name or "", one, _label(one), _shown(one, was[one]),
                       _shown(one, now[one]))
            for one in fields
            if (was[one] or "") != (now[one] or "")
        ]  # fmt: skip
    return (*_unit(connection, batch_id, printed), *found)


def _printed(connection: Connection, batch_id: int) -> tuple[str, ...]:
    """Which fields the batch's form prints; of one that was removed nobody knows any more."""
    form: str = connection.exec_driver_sql(
        "SELECT form FROM deletion_batches WHERE id = ?", (batch_id,)
    ).scalar_one()
    if form in SHIPPED:
        return PRINTED
    try:
        shown = own_form(connection, form).fields
    except NotFound:
        return PRINTED
    branch = ("branch_id",) if set(shown) & set(BRANCH_FIELDS) else ()
    return (*(one for one in shown if one in MEMBER_COLUMNS), *branch)


def _unit(connection: Connection, batch_id: int, printed: int) -> Iterable[StaleField]:
    """The unit in the head of the paper may have another name by now."""
    org_id, name = connection.exec_driver_sql(
        "SELECT o.id, o.full_name FROM deletion_batches AS b JOIN organizations AS o "
        "ON o.id = b.org_id WHERE b.id = ?",
        (batch_id,),
    ).one()
    was = organization_name_as_of(connection, org_id, printed)
    return (StaleField(0, 0, "", "unit", "填报单位", was, name),) if was != name else ()


def _label(field: str) -> str:
    return "所在团支部" if field == "branch_id" else label_of(field)


def _shown(field: str, value: object) -> str:
    text = str(value or "")
    masks = {"id_number": mask_id, "mobile": mask_phone}
    return masks[field](text) if field in masks and text else text

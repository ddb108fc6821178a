"""What the columns of a form show of members: their values and the units above them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from ..papers.form_keys import BLANK, NUMBER
from ..papers.table_form import TableForm
from ..rules.fields import MEMBER_COLUMNS

_UNITS: Mapping[str, str] = {
    "branch": "o.full_name",
    "branch_full_name": "o.full_name",
    "branch_short_name": "o.short_name",
    "general_branch": "g.short_name",
}
BRANCH_FIELDS = tuple(_UNITS)
"""Fields that show where a member belongs."""
_AT_ONCE = 500

Values = Mapping[str, str]


def columns_of(form: TableForm, special: Mapping[str, str]) -> Mapping[str, str]:
    """SQL by field for what a form shows; `special` are the fields of its kind of rows.

    The SQL speaks of `m` (members), `o` (the branch) and `g` (the unit above it).
    """
    known = {**_UNITS, **{name: f"m.{name}" for name in MEMBER_COLUMNS}, **special}
    return {one: known[one] for one in form.fields if one not in (NUMBER, BLANK) and one in known}


def member_values(
    connection: Connection, form: TableForm, member_ids: Sequence[int]
) -> Mapping[int, Values]:
    """By member what the columns of a form show of them and of their branch."""
    columns = columns_of(form, {})
    chosen = "".join(f", {sql}" for sql in columns.values())
    found: dict[int, Values] = {}
    for at in range(0, len(member_ids), _AT_ONCE):
        ids = tuple(member_ids[at : at + _AT_ONCE])
        rows = connection.exec_driver_sql(
            f"SELECT m.id{chosen} FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
            "LEFT JOIN organizations AS g ON g.id = o.parent_id "
            f"WHERE m.id IN ({', '.join('?' * len(ids))})",
            ids,
        )
        for member_id, *values in rows:
            found[member_id] = values_of(columns, values)
    return found


def values_of(columns: Mapping[str, str], values: Sequence[object]) -> Values:
    """The values of a row by their fields, nothing as an empty text."""
    return {
        name: "" if value is None else str(value)
        for name, value in zip(columns, values, strict=True)
    }

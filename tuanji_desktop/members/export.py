"""Writing rosters out: fixed order, text cells, full or masked; and empty templates for schools."""

from collections.abc import Iterator
from pathlib import Path

from ..core.masks import mask_id, mask_phone
from ..office.context import Context
from ..rules.fields import FIELDS, ROSTER_FIELDS, Kind
from ..rules.policy import Policy
from ..sheets.writer import Column, write_table
from ..store.schema import ON_ROSTER

GRADUATE_FIELDS = (
    "name", "id_number", "sex", "mobile", "branch", "class_name", "graduation_year", "destination",
    "target", "notes",
)  # fmt: skip
TEMPLATES = {"roster": ROSTER_FIELDS, "graduates": GRADUATE_FIELDS}


def columns(names: tuple[str, ...], policy: Policy) -> list[Column]:
    """The columns of a list with the labels and choices of the field table."""
    return [
        Column(FIELDS[name].label, FIELDS[name].width, _choices(name, policy)) for name in names
    ]


def _choices(name: str, policy: Policy) -> tuple[str, ...]:
    return ("是", "否") if FIELDS[name].kind is Kind.YES_NO else policy.choices(name)


def export_roster(
    context: Context, path: Path, *, org_id: int | None = None, masked: bool = False
) -> int:
    """The roster (below a node) as .xlsx or .csv by the file's name; returns the rows.

    Ordered by branch code, pinyin and id, so that equal data give equal files. An export with
    full numbers is an act that the journal keeps (domain.md §13).
    """
    number = write_table(
        path,
        columns=columns(ROSTER_FIELDS, context.policy),
        rows=_rows(context, org_id, masked),
        sheet_name="团员花名册",
    )
    if not masked and not context.database.read_only:
        _log_full_export(context, path, number)
    return number


def _rows(context: Context, org_id: int | None, masked: bool) -> Iterator[tuple[str | None, ...]]:
    picks = ", ".join("o.full_name" if name == "branch" else f"m.{name}" for name in ROSTER_FIELDS)
    scope = ""
    if org_id is not None:
        scope = f" AND o.id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"
    id_at, mobile_at = ROSTER_FIELDS.index("id_number"), ROSTER_FIELDS.index("mobile")
    with context.database.read() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        found = driver.execute(
            f"SELECT {picks} FROM organizations AS o JOIN members AS m ON m.branch_id = o.id "
            f"WHERE m.{ON_ROSTER}{scope} ORDER BY o.code, m.name_pinyin, m.id"
        )
        for row in found:
            if not masked:
                yield row
                continue
            cells = list(row)
            cells[id_at] = mask_id(cells[id_at]) if cells[id_at] else None
            cells[mobile_at] = mask_phone(cells[mobile_at]) if cells[mobile_at] else None
            yield tuple(cells)


def _log_full_export(context: Context, path: Path, number: int) -> None:
    words = f"导出花名册 {path.name}：{number} 人，含完整证件号和手机号"
    with context.database.write(context.operation("export.roster", words)) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO settings (key, value) VALUES ('export.last_full', ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (f"{context.clock().isoformat(timespec='seconds')} {path.name} {number}",),
        )


def write_template(context: Context, path: Path, *, kind: str) -> int:
    """An empty list for schools: text columns, drop-downs."""
    return write_table(
        path, columns=columns(TEMPLATES[kind], context.policy), rows=(), sheet_name="名单"
    )

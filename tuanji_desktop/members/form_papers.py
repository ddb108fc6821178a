"""The office's own forms of members: the roster of a branch or a unit, or one member."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import NotFound
from ..office.context import Context
from ..office.letterhead import letterhead
from ..orgs.kinds import unit_in_title
from ..papers.form_draw import FormData, content_hash, draw_form, form_grid
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from ..papers.letter import chinese_date
from ..papers.table import Row as PaperRow
from ..papers.table_form import TableForm
from ..rules.lifecycle import ON_ROSTER
from .form_rows import columns_of, values_of
from .own_forms import own_form, own_forms

Rows = Callable[[Connection, TableForm, PaperWish], tuple[PaperRow, ...]]


def form_kinds(context: Context) -> tuple[PaperKind, ...]:
    """The office's own forms that take rows of the roster."""
    with context.database.read() as connection:
        forms = own_forms(connection, "members")
    return tuple(
        PaperKind(one.code, one.name, (("org", "member"),), partial(_make, one.code))
        for one in forms
    )


def _make(code: str, context: Context, wish: PaperWish) -> MadePaper:
    with context.database.read() as connection:
        form = own_form(connection, code)
        org_id = wish.org if wish.org is not None else _branch_of(connection, wish.member or 0)
        data = form_data(connection, context, form, org_id, _roster(connection, form, wish))
    owner = {"org_id": org_id} if wish.org is not None else {"member_id": wish.member or 0}
    return made(form, data, owner)


def made(form: TableForm, data: FormData, owner: dict[str, int]) -> MadePaper:
    """An own form drawn, with its electronic table."""
    return MadePaper(
        paper=draw_form(form, data),
        name=form.heading(data.unit).replace("\n", ""),
        owner=owner,
        number=data.number,
        content_hash=content_hash(form, data),
        grid=form_grid(form, data),
    )


def form_data(
    connection: Connection,
    context: Context,
    form: TableForm,
    org_id: int | None,
    rows: tuple[PaperRow, ...],
) -> FormData:
    """Head and rows of an own form; the unit is the chosen one, whom to ask the office's."""
    ours = letterhead(connection)
    unit = ours.unit
    if org_id is not None:
        unit = connection.exec_driver_sql(
            "SELECT full_name FROM organizations WHERE id = ?", (org_id,)
        ).scalar_one()
    head = {
        "unit": unit,
        "filled_on": chinese_date(context.today),
        "contact": ours.contact,
        "contact_phone": ours.contact_phone,
        "filled_by": ours.contact,
        "phone": ours.contact_phone,
    }
    shown = {one.source: head.get(one.source, "") for one in form.head}
    return FormData(unit_in_title(unit), shown, rows)


def paper_rows(
    form: TableForm, columns: dict[str, str], found: list[Row[Any]]
) -> tuple[PaperRow, ...]:
    """Rows of the paper from rows of the database: an id, then the values of the columns."""
    return tuple(
        PaperRow(row[0], form.cells(number, values_of(columns, row[1:])))
        for number, row in enumerate(found, start=1)
    )


def _roster(connection: Connection, form: TableForm, wish: PaperWish) -> tuple[PaperRow, ...]:
    columns = dict(columns_of(form, {}))
    chosen = "".join(f", {sql}" for sql in columns.values())
    if wish.org is not None:
        stages = ", ".join(f"'{stage}'" for stage in sorted(ON_ROSTER))
        where = (
            f"m.status IN ({stages}) AND m.branch_id IN "
            "(SELECT org_id FROM org_ancestors WHERE ancestor_id = ?)"
        )
    else:
        where = "m.id = ?"
    rows = connection.exec_driver_sql(
        f"SELECT m.id{chosen} FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
        "LEFT JOIN organizations AS g ON g.id = o.parent_id "
        f"WHERE {where} ORDER BY o.code, m.name_pinyin, m.name, m.id",
        (wish.org if wish.org is not None else wish.member,),
    ).all()
    return paper_rows(form, columns, list(rows))


def _branch_of(connection: Connection, member_id: int) -> int:
    branch: int | None = connection.exec_driver_sql(
        "SELECT branch_id FROM members WHERE id = ?", (member_id,)
    ).scalar()
    if branch is None:
        raise NotFound("member.unknown", f"没有编号为 {member_id} 的团员。")
    return branch

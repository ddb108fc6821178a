"""The office's own forms of the retention register."""

from functools import partial

from sqlalchemy import Connection

from ..members.form_papers import form_data, made, paper_rows
from ..members.form_rows import columns_of
from ..members.own_forms import own_form, own_forms
from ..office.context import Context
from ..papers.kinds import MadePaper, PaperKind, PaperWish
from ..papers.table import Row
from ..papers.table_form import TableForm

_SPECIAL = {
    "reason": "k.reason",
    "retained_on": "k.retained_on",
    "review_on": "k.review_on",
}


def form_kinds(context: Context) -> tuple[PaperKind, ...]:
    """The office's own forms that take the open entries of the register."""
    with context.database.read() as connection:
        forms = own_forms(connection, "retention")
    return tuple(
        PaperKind(one.code, one.name, (), partial(_make, one.code), may=("org",)) for one in forms
    )


def _make(code: str, context: Context, wish: PaperWish) -> MadePaper:
    with context.database.read() as connection:
        form = own_form(connection, code)
        rows = _register(connection, form, wish.org)
        data = form_data(connection, context, form, wish.org, rows)
    return made(form, data, {"org_id": wish.org} if wish.org is not None else {})


def _register(connection: Connection, form: TableForm, org_id: int | None) -> tuple[Row, ...]:
    """The branch is the one that the member came from, as in annex 3."""
    columns = dict(columns_of(form, _SPECIAL))
    chosen = "".join(f", {sql}" for sql in columns.values())
    scope = (
        ""
        if org_id is None
        else (" AND m.branch_id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = ?)")
    )
    rows = connection.exec_driver_sql(
        f"SELECT m.id{chosen} FROM retentions AS k JOIN members AS m ON m.id = k.member_id "
        "JOIN organizations AS o ON o.id = coalesce(k.from_branch_id, m.branch_id) "
        "LEFT JOIN organizations AS g ON g.id = o.parent_id "
        f"WHERE k.ended_on IS NULL{scope} ORDER BY g.code, o.code, m.name_pinyin, m.id",
        () if org_id is None else (org_id,),
    ).all()
    return paper_rows(form, columns, list(rows))

"""The roster written out: what the table shows, who is chosen, or a whole subtree."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..core.masks import mask_id, mask_phone
from ..kit.export_act import carry_out
from ..office.context import Context
from ..orgs import queries as orgs
from ..rules.fields import FIELDS, ROSTER_FIELDS, Kind, label_of
from ..rules.lifecycle import STAGE_LABELS, Stage
from ..rules.policy import Policy
from ..sheets.column import Column, Row
from ..sheets.exportable import Exportable, ExportColumn, Scope, Wish
from ..store.connection import raw
from ..store.schema import ON_ROSTER
from . import queries

TITLE = "团员花名册"
EVERYBODY = "all"
_MASKS = {Kind.ID_NUMBER: mask_id, Kind.MOBILE: mask_phone}
_OTHERS = {
    "branch_code": (Column("所在团支部编码", 16), "o.code"),
    "status": (Column("状态", 10), "m.status"),
    "missing": (Column("缺少的必填项", 30), "m.missing"),
}
"""What is no field of a member and can be had beside them."""
_AT_ONCE = 5_000
_ORDER = (*ROSTER_FIELDS, *(name for name in FIELDS if name not in ROSTER_FIELDS))


def columns(names: Sequence[str], policy: Policy) -> list[Column]:
    """The columns of a list with the labels and choices of the field table."""
    return [_column(name, policy) for name in names]


def _column(name: str, policy: Policy) -> Column:
    field = FIELDS[name]
    choices = ("是", "否") if field.kind is Kind.YES_NO else policy.choices(name)
    return Column(field.label, field.width, choices, date=field.kind is Kind.DATE)


def roster_exportable(
    context: Context,
    *,
    org_id: int | None = None,
    scopes: Sequence[Scope] = (Scope(EVERYBODY, "全部在册团员"),),
    ids: Callable[[str], Sequence[int]] = lambda _scope: (),
    shown: Sequence[str] = ROSTER_FIELDS,
) -> Exportable:
    """The roster as it may be exported.

    The scope `all` is everybody on the roster (below `org_id`), ordered by branch code, pinyin and
    id, so that equal data give equal files; any other scope is the members that `ids` gives for it,
    in that order, and may hold people who left.
    """
    known = [
        ExportColumn(name, _column(name, context.policy), _MASKS.get(FIELDS[name].kind))
        for name in _ORDER
    ]
    known += [ExportColumn(name, column) for name, (column, _sql) in _OTHERS.items()]

    def rows(scope: str, keys: tuple[str, ...]) -> Iterator[Row]:
        if scope == EVERYBODY:
            return _subtree(context, org_id, keys)
        return _these(context, ids(scope), keys)

    keys = {one.key for one in known}
    return Exportable(
        "roster", TITLE, tuple(known), tuple(one for one in shown if one in keys),
        tuple(scopes), rows, unit="人",
    )  # fmt: skip


def roster_size(context: Context, org_id: int | None) -> Scope:
    """Everybody on the roster below a node, in words and in numbers."""
    with context.database.read() as connection:
        count = queries.count(connection, queries.Filter(org_id))
        node = orgs.by_id(connection, org_id).short_name if org_id is not None else "全台账"
    return Scope(EVERYBODY, f"{node}（含全部下级）的在册团员", count)


def whole_roster(context: Context, *, org_id: int | None = None) -> Exportable:
    """Everybody on the roster (below a node), as a command exports it."""
    return roster_exportable(context, org_id=org_id, scopes=(roster_size(context, org_id),))


def export_roster(
    context: Context, path: Path, *, org_id: int | None = None, masked: bool = False
) -> int:
    """The 25 columns of the roster (below a node) as .xlsx or .csv by the file's name; returns the
    rows. An export with full numbers is an act that the journal keeps (domain.md §13)."""
    exportable = whole_roster(context, org_id=org_id)
    return carry_out(context, exportable, Wish(ROSTER_FIELDS, EVERYBODY, masked=masked), path).rows


def _picks(keys: Sequence[str]) -> str:
    found = {name: f"m.{name}" for name in FIELDS} | {"branch": "o.full_name"}
    found |= {name: sql for name, (_column, sql) in _OTHERS.items()}
    return ", ".join(found[key] for key in keys)


def _subtree(context: Context, org_id: int | None, keys: Sequence[str]) -> Iterator[Row]:
    with context.database.read() as connection:
        yield from _in_words(raw(connection).execute(subtree_sql(org_id, keys)), keys)


def subtree_sql(org_id: int | None, keys: Sequence[str]) -> str:
    """Everybody on the roster (below a node), branch after branch as the indexes have them.

    Hence CROSS and +: the first row comes at once, whatever the size, so that an export can be
    cancelled from its beginning and sorts nothing in memory.
    """
    scope = ""
    if org_id is not None:
        scope = (
            f" AND +o.id IN (SELECT org_id FROM org_ancestors WHERE ancestor_id = {int(org_id)})"
        )
    return (
        f"SELECT {_picks(keys)} FROM organizations AS o CROSS JOIN members AS m "
        f"ON m.branch_id = o.id WHERE m.{ON_ROSTER}{scope} ORDER BY o.code, m.name_pinyin, m.id"
    )


def _these(context: Context, ids: Sequence[int], keys: Sequence[str]) -> Iterator[Row]:
    sql = (
        f"SELECT {_picks(keys)} FROM json_each(?) AS wanted JOIN members AS m "
        "ON m.id = wanted.value JOIN organizations AS o ON o.id = m.branch_id ORDER BY wanted.key"
    )
    with context.database.read() as connection:
        driver = raw(connection)
        for start in range(0, len(ids), _AT_ONCE):
            part = json.dumps(list(ids[start : start + _AT_ONCE]))
            yield from _in_words(driver.execute(sql, (part,)), keys)


def _in_words(rows: Iterator[Row], keys: Sequence[str]) -> Iterator[Row]:
    """What the database keeps as codes becomes words."""
    places = [(keys.index(name), words) for name, words in _WORDS.items() if name in keys]
    if not places:
        yield from rows
        return
    for row in rows:
        cells = list(row)
        for place, words in places:
            cells[place] = words(cells[place] or "")
        yield cells


def _missing_words(names: str) -> str:
    return "、".join(label_of(name) for name in names.split(",") if name)


_WORDS: dict[str, Callable[[str], str]] = {
    "status": lambda code: STAGE_LABELS[Stage(code)],
    "missing": _missing_words,
}

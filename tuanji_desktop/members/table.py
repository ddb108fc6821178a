"""The columns of the roster table, from the field table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.masks import mask_id, mask_phone
from ..kit.paged_model import Column
from ..office.context import Context
from ..rules.fields import FIELDS, ROSTER_FIELDS, Kind
from ..rules.lifecycle import STAGE_LABELS, Stage
from . import queries, search


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A member in the table, and by which field a search found them."""

    member: queries.Member
    found_by: str = ""


_SHOWN = (
    "name",
    "sex",
    "id_number",
    "mobile",
    "branch",
    "joined_on",
    "political_status",
    "education",
)
_MASKS = {Kind.ID_NUMBER: mask_id, Kind.MOBILE: mask_phone}
_PIXELS_PER_CHARACTER = 8
_WIDTHS = {"name": 116, "branch": 220}
_ORDER = (*_SHOWN, *(name for name in ROSTER_FIELDS if name not in _SHOWN))


def columns() -> list[Column[RosterRow]]:
    """All fields of a roster; the most used ones are shown at first."""
    found = [_column(name) for name in _ORDER]
    found.append(
        Column("status", "状态", lambda row: STAGE_LABELS[row.member.status], width=96, shown=False)
    )
    found.append(
        Column(
            "missing",
            "缺少的必填项",
            lambda row: "、".join(FIELDS[name].label for name in row.member.missing),
            width=180,
            shown=False,
        )
    )
    found.append(
        Column(
            "found_by",
            "匹配",
            lambda row: search.FOUND_BY.get(row.found_by, ""),
            width=96,
            shown=False,
            sortable=False,
        )
    )
    return found


def _column(name: str) -> Column[RosterRow]:
    field = FIELDS[name]
    figures = field.kind in (Kind.ID_NUMBER, Kind.MOBILE, Kind.MONTH, Kind.DATE, Kind.NUMBER)

    def text(row: RosterRow) -> str:
        if name == "branch":
            return row.member.branch_short
        return row.member.values.get(name) or ""

    def tip(row: RosterRow) -> str:
        if name == "name":
            return _name_tip(row)
        return row.member.values.get(name) or "" if name not in ("id_number", "mobile") else ""

    width = _WIDTHS.get(name) or max(64, field.width * _PIXELS_PER_CHARACTER + 16)
    return Column(
        name,
        field.label,
        text,
        width=width,
        figures=figures,
        mask=_MASKS.get(field.kind),
        tip=tip,
        marks_missing=name == "name",
        shown=name in _SHOWN,
    )


def _name_tip(row: RosterRow) -> str:
    lines = [row.member.name]
    if row.member.status not in (Stage.ACTIVE, Stage.RETAINED):
        lines.append(STAGE_LABELS[row.member.status])
    if row.member.missing:
        lines.append("缺少：" + "、".join(FIELDS[name].label for name in row.member.missing))
    if row.found_by:
        lines.append("匹配：" + search.FOUND_BY[row.found_by])
    return "\n".join(lines)


def missing_of(row: RosterRow) -> Sequence[str]:
    """Labels of the empty starred fields of a counted member: the red name."""
    return [FIELDS[name].label for name in row.member.missing]


def fetch_rows(
    context: Context, ids: Sequence[int], found_by: Mapping[int, str]
) -> dict[int, RosterRow]:
    """Rows for the table; runs on a reader thread."""
    with context.database.read() as connection:
        return {
            one.id: RosterRow(one, found_by.get(one.id, ""))
            for one in queries.members(connection, list(ids))
        }

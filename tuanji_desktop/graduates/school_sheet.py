"""A school's own sheet that goes beside the 催办函: whom the office still lacks what of.

The school fills it in and sends it back; it is read like any list of graduates, for the columns that
only tell are none of a list's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ..core.errors import BadInput
from ..office.context import Context
from ..office.exports import sealed
from ..orgs import queries as orgs
from ..sheets.writer import Column, write_list
from . import queries
from .queries import Entry, EntryFilter

_WANTED: Mapping[str, str] = MappingProxyType(
    {
        "ambiguous": "姓名或身份证号与花名册对不上，请核对这一行是谁。",
        "new": "不在花名册中，请核实是否团员；是团员的请补办报到。",
        "unsettled": "没有毕业去向，请填写。",
        "due": "还没有发起组织关系转接，请团支部发起。",
        "started": "已发起，转入一方还没有办结，请督促。",
        "waiting": "等待高校新生团支部建立，建立后请告知。",
    }
)
"""What is still wanted, by match and by progress."""
_NO_TARGET = "没有写转入组织，请填写全称。"
_COLUMNS = (
    "学校", "班级", "姓名", "身份证号", "手机号码", "毕业去向", "转入组织", "备注", "目前情况及需办理",
)  # fmt: skip
_TO_FILL = {"毕业去向": 5, "转入组织": 6}


@dataclass(frozen=True, slots=True)
class SchoolSheet:
    """What was written: how many people, and how many of them lack their destination."""

    people: int
    unsettled: int


def suggested_name(school: str, year: int) -> Path:
    """What the file is called where the clerk gives no name."""
    return Path(f"{year}届毕业生待办理名单-{school}.xlsx")


def write_school_sheet(context: Context, path: Path, *, school_id: int, year: int) -> SchoolSheet:
    """Writes those of a school's graduates who are not transferred yet, with full numbers, which is
    logged (domain.md §13). Raises `BadInput` where nobody is left."""
    with context.database.read() as connection:
        school = orgs.by_id(connection, school_id)
        ids = queries.entry_ids(connection, EntryFilter(year, school_id))
        found = [one for one in queries.entries(connection, ids) if _unfinished(one)]
    if not found:
        raise BadInput(
            "graduates.nothing_to_ask",
            f"{school.short_name} {year} 届没有未办完的毕业生，不用催办。",
        )
    destinations = context.policy.choices("destination")
    write_list(
        path,
        columns=[
            Column(words, choices=destinations if words == "毕业去向" else ()) for words in _COLUMNS
        ],
        rows=_rows(found),
        title=f"{school.full_name} {year} 届未办完组织关系转接的毕业生团员",
        sheet_name="待办理名单",
        foot=f"{school.short_name}　截至 {context.today.isoformat()}",
        to_fill=[_empty(one) for one in found],
        seal=sealed(
            context,
            kind="graduates",
            title=f"{school.short_name} {year} 届待办理名单",
            name=path.name,
            unit="人",
            reason="随催办函发给学校",
        ),
    )
    return SchoolSheet(len(found), sum(one.progress == "unsettled" for one in found))


def _unfinished(one: Entry) -> bool:
    return one.progress not in ("received", "excluded")


def _rows(found: list[Entry]) -> Iterator[tuple[str | None, ...]]:
    for one in found:
        yield (
            one.school, one.class_name, one.name, one.id_number, one.mobile, one.destination,
            one.target, one.note, wanted_of(one),
        )  # fmt: skip


def wanted_of(one: Entry) -> str:
    """What is still wanted of a graduate, in words."""
    words = [_WANTED[one.match]] if one.match in _WANTED else []
    words += [_WANTED[one.progress]] if one.progress in _WANTED else []
    if one.progress == "due" and not one.target:
        words.append(_NO_TARGET)
    return "".join(words)


def _empty(one: Entry) -> tuple[int, ...]:
    """The cells of the row that the school is to fill."""
    cells = {"毕业去向": one.destination, "转入组织": one.target}
    return tuple(_TO_FILL[words] for words, value in cells.items() if not value)

"""The 催办 sheet: for a unit the people who lack something, and cells for just that.

What may be filled in here is what an import of the sheet may write: cells of locked fields are not
offered, a sentence names the way there is instead. Every offered cell is empty, so that a sheet
that comes back as it went out changes nothing; `quality.returns` reads it and finds each person by
ID number.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..core.errors import BadInput
from ..core.progress import Progress, Quiet, watched
from ..members import queries as members
from ..members.export import columns as labelled
from ..members.queries import Member
from ..office.context import Context
from ..office.exports import log_full_export, refuse_unlogged
from ..orgs.queries import Organization
from ..rules.fields import FIELDS, Kind, label_of
from ..rules.policy import Tier
from ..sheets.writer import Column, write_table
from . import queries
from .checks import SHARED, Judge, check_of, red_codes
from .service import Listing

KNOWN_BY = ("name", "id_number", "branch")
WORDS_HEADING = "需办理事项"
_PAGE = 1_000
_HINTS = {
    Kind.MONTH: "请写作 2018-09",
    Kind.DATE: "请写作 2018-09-01",
    Kind.MOBILE: "11 位手机号码",
}
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A person on a sheet: the fields to fill in, and everything that is to be done in words."""

    member: Member
    to_fill: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One unit's sheet. `counts`: how many persons for each field to fill in, by label."""

    org: Organization
    rows: tuple[SheetRow, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns to fill in, in the order of the field table."""
        wanted = {name for row in self.rows for name in row.to_fill}
        return tuple(name for name in FIELDS if name in wanted)

    @property
    def counts(self) -> Mapping[str, int]:
        return {
            label_of(name): sum(name in row.to_fill for row in self.rows) for name in self.fields
        }


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What would be written: a sheet for each unit."""

    sheets: tuple[Sheet, ...]
    deadline: date

    @property
    def people(self) -> int:
        return sum(len(one.rows) for one in self.sheets)


def plan_sheets(
    context: Context,
    ids: Iterable[int],
    *,
    org_id: int | None,
    each: bool,
    deadline: date,
    code: str = "",
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> SheetPlan:
    """The sheets for these people: one for the scope, or one for `each` unit directly below it.

    `code` is the check they were listed under: what it finds stands on the sheet in any case.
    """
    if deadline < context.today:
        raise BadInput("quality.deadline", f"期限 {deadline} 已经过去，请另定一个日期。")
    judge = Judge(context.policy, context.today)
    with context.database.read() as connection:
        area = queries.area(connection, org_id)
        ordered = list(queries.in_order(connection, list(ids), ()))
        root = area.scope or queries.root(connection)
        by_unit: dict[int, list[SheetRow]] = {}
        units = {one.id: one for one in (*area.children, root)}
        for start in range(0, len(ordered), _PAGE):
            found = members.members(connection, ordered[start : start + _PAGE])
            for member in watched(found, progress, "整理催办表"):
                row = sheet_row(context, judge, member, code)
                if row is not None:
                    home = area.home.get(member.branch_id, root.id) if each else root.id
                    by_unit.setdefault(home, []).append(row)
    if not by_unit:
        raise BadInput("quality.nothing_to_ask", "这些人没有需要补充或更正的内容，不用催办。")
    sheets = (Sheet(units[one], tuple(rows)) for one, rows in by_unit.items())
    return SheetPlan(tuple(sorted(sheets, key=lambda one: one.org.code)), deadline)


def sheet_row(context: Context, judge: Judge, member: Member, code: str) -> SheetRow | None:
    """What is to be asked of a person; None where nothing is."""
    wanted: dict[str, str] = {}
    for name in member.missing:
        wanted[name] = f"{label_of(name)}未填。"
    for found in judge.findings(member.values):
        if check_of(found, member.values, context.policy) != "number_missing":
            wanted.setdefault(found.field, found.message)
    for row in context.policy.unexpected(member.values):
        words = f"{label_of(row.field)}现为“{member.values.get(row.field)}”，应为“{row.value}”。"
        wanted.setdefault(row.field, words)
    if code in SHARED:
        wanted.setdefault(SHARED[code], f"{label_of(SHARED[code])}与他人相同，请核对。")
    sentences, to_fill = [], []
    for name in (one for one in FIELDS if one in wanted):
        state = context.policy.field_state(
            name, stage=member.status, values=member.values, today=context.today
        )
        if state.tier is Tier.LOCKED:
            way = f"不在本表填写，请{state.path_label}" if state.path_label else "不在本表填写"
            sentences.append(f"{wanted[name]}（{way}）")
        else:
            to_fill.append(name)
            sentences.append(wanted[name])
    own = {*red_codes(",".join(member.missing)), *judge.value_codes(member.values)}
    if code in own and not wanted:
        sentences.append(judge.words(code, member.values, member.missing))
    return SheetRow(member, tuple(to_fill), "".join(sentences)) if sentences else None


def chosen(listings: Iterable[Listing]) -> list[int]:
    """The members of several lists, each once."""
    return sorted({one for listing in listings for one in listing.ids})


def file_name(sheet: Sheet) -> str:
    """What a unit's sheet is called among others."""
    name = _NOT_IN_NAMES.sub("", sheet.org.short_name) or sheet.org.code
    return f"{sheet.org.code} {name}信息补正表.xlsx"


def write_sheet(context: Context, sheet: Sheet, deadline: date, path: Path) -> None:
    """One unit's workbook: text cells, drop-downs, and a ground under each cell to fill in."""
    fields = sheet.fields
    at = {name: place for place, name in enumerate(fields, start=len(KNOWN_BY))}
    write_table(
        path,
        columns=_columns(context, fields),
        rows=(_cells(row, fields) for row in sheet.rows),
        title=f"{sheet.org.short_name}团员信息补正表（请于 {deadline} 前填好带底色的格子后交回）",
        sheet_name="信息补正表",
        to_fill=[frozenset(at[name] for name in row.to_fill) for row in sheet.rows],
    )


def _columns(context: Context, fields: Sequence[str]) -> list[Column]:
    known = labelled(KNOWN_BY, context.policy)
    asked = [
        Column(one.label, max(one.width, 12), one.choices, _HINTS.get(FIELDS[name].kind, ""))
        for name, one in zip(fields, labelled(tuple(fields), context.policy), strict=True)
    ]
    return [*known, *asked, Column(WORDS_HEADING, 60)]


def _cells(row: SheetRow, fields: Sequence[str]) -> tuple[str | None, ...]:
    known = (row.member.values.get(name) for name in KNOWN_BY)
    return (*known, *(None for _ in fields), row.words)


def write_sheets(
    context: Context,
    plan: SheetPlan,
    target: Path,
    *,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> tuple[Path, ...]:
    """Writes the workbooks: one sheet to `target` itself (.xlsx), several into the folder `target`.

    They hold full numbers, so that the journal keeps that they were made (domain.md §13).
    """
    refuse_unlogged(context)
    if target.suffix.lower() == ".xlsx":
        if len(plan.sheets) != 1:
            raise BadInput("quality.folder", "每个单位一份时，请指定一个文件夹。")
        paths = [target]
    else:
        if not target.is_dir():
            raise BadInput("quality.folder", f"文件夹 {target} 不存在，请先建立或另选。")
        paths = [target / file_name(sheet) for sheet in plan.sheets]
    for number, (sheet, path) in enumerate(zip(plan.sheets, paths, strict=True)):
        progress.stop_if_cancelled()
        progress(number, len(paths), "写催办表")
        write_sheet(context, sheet, plan.deadline, path)
    log_full_export(
        context,
        f"导出催办表 {len(paths)} 份：{plan.people} 人，含完整证件号",
        f"{paths[0].name} {plan.people}",
        kind="reminder",
    )
    return tuple(paths)

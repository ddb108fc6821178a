"""超龄离团团员名册: for each branch a list that it signs before the over-age members leave.

Frozen data in, a paper out. Every branch begins on a page of its own, under its own seal.
"""

from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.frame import (
    A4_PORTRAIT,
    HEAD_SIZE,
    MM,
    Flow,
    sealed_head,
    title,
)
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.preflight import empty_form, glyph_findings, required_findings
from tuanji_desktop.papers.table import Column, Row, Table, TableFlow
from tuanji_desktop.papers.text import LEADING, Setting

FORM = "leaving-list"
TITLE = "超龄离团团员名册"
NOTE_SIZE = 10.5
NOTE_GAP = 3 * MM
TABLE = Table(
    columns=(
        Column("序号", 12 * MM, "number", "whole"),
        Column("姓名", 28 * MM, "name", "line"),
        Column("性别", 13 * MM, "sex", "whole"),
        Column("出生日期", 27 * MM, "born_on", "whole"),
        Column("入团年月", 22 * MM, "joined_on", "whole"),
        Column("离团日期", 27 * MM, "left_on", "whole"),
        Column("签字", 27 * MM, "signature"),
    ),
    least_rows=6,
)
_BY_HAND = frozenset({"signature"})


@dataclass(frozen=True, slots=True)
class LeavingRow:
    """One member, every value as recorded."""

    member_id: int
    name: str
    sex: str
    born_on: str
    joined_on: str


@dataclass(frozen=True, slots=True)
class LeavingSheet:
    """One branch by its full name, and who leaves it."""

    unit: str
    rows: tuple[LeavingRow, ...]


@dataclass(frozen=True, slots=True)
class LeavingList:
    """What the paper says; `rule` is the rule it rests on, in words."""

    left_on: date
    filled_on: date
    rule: str
    sheets: tuple[LeavingSheet, ...]


def draw(data: LeavingList) -> Paper:
    """The PDF; without a sheet it is an empty form and a finding says so."""
    flow = Flow(A4_PORTRAIT)
    for number, sheet in enumerate(data.sheets or (LeavingSheet("", ()),)):
        if number:
            flow.new_page()
        _sheet(flow, data, sheet)
    return compose(flow, title=TITLE, batch="", content_hash="")


def _sheet(flow: Flow, data: LeavingList, sheet: LeavingSheet) -> None:
    title(flow, TITLE)
    items = (("填表日期：", _chinese(data.filled_on)), ("人数：", str(len(sheet.rows))))
    sealed_head(flow, "团支部（盖章）：", sheet.unit, items)
    flow.findings += empty_form(len(sheet.rows))
    flow.findings += glyph_findings(sheet.unit, record=None, field="unit", label="团支部")
    labels = {one.field: one.heading for one in TABLE.columns}
    rows = []
    for number, row in enumerate(sheet.rows, start=1):
        left_on = data.left_on.isoformat()
        cells = (str(number), row.name, row.sex, row.born_on, row.joined_on, left_on, "")
        values = {
            field: text for field, text in zip(labels, cells, strict=True) if field not in _BY_HAND
        }
        flow.findings += required_findings(values, labels, record=row.member_id)
        flow.findings += glyph_findings(
            row.name, record=row.member_id, field="name", label=labels["name"]
        )
        rows.append(Row(row.member_id, cells))
    TableFlow(flow, TABLE).rows(rows)
    flow.y -= NOTE_GAP
    flow.paragraphs([f"注：{data.rule}"], size=NOTE_SIZE)
    _signatures(flow, ("团支部书记签字：", "上级团组织审核："))


def _signatures(flow: Flow, texts: tuple[str, ...]) -> None:
    """Places to sign side by side, never parted from each other."""
    height = HEAD_SIZE * LEADING * 2
    if height > flow.room:
        flow.new_page()
    width = flow.size.inner_width / len(texts)
    for number, text in enumerate(texts):
        setting = Setting((text,), fonts.fonts_for(text), HEAD_SIZE)
        flow.put(setting, flow.size.left + number * width, width, flow.y - height / 2, "left")
    flow.y -= height


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

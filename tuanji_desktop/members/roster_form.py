"""团员花名册: a branch on paper, or a whole unit branch by branch. Frozen data in, a paper out.

A red name is red and bears a star, so that a black-and-white copy shows it too; what is missing
stands in the last column, the legend says why (Q 五.3).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers import checked
from tuanji_desktop.papers.frame import MM, Flow, PageSize, title
from tuanji_desktop.papers.letter import chinese_date
from tuanji_desktop.papers.paper import FOOT, Paper, compose
from tuanji_desktop.papers.preflight import (
    PaperFinding,
    empty_form,
    glyph_findings,
    required_findings,
)
from tuanji_desktop.papers.table import Column, Row, Table, TableFlow
from tuanji_desktop.papers.text import LEADING, clean, fit

TITLE = "团员花名册"
STAR = "★"
MASKED = "号码已部分隐藏"
SHEET = PageSize(297 * MM, 210 * MM, top=26 * MM, bottom=22 * MM)
HEAD_SIZE = 12.0
BRANCH_SIZE = 12.0
NOTE_SIZE = 10.5
TABLE = Table(
    columns=(
        Column("序号", 11 * MM, "number", "whole"),
        Column("姓名", 21.5 * MM, "name", "line"),
        Column("性别", 9 * MM, "sex", "whole"),
        Column("民族", 15 * MM, "ethnicity", "line"),
        Column("出生日期", 22 * MM, "born_on", "whole"),
        Column("身份证号", 38.5 * MM, "id_number", "whole"),
        Column("手机号码", 25 * MM, "mobile", "whole"),
        Column("入团年月", 17 * MM, "joined_on", "whole"),
        Column("发展团员编号", 26.5 * MM, "development_number", "whole"),
        Column("政治面貌", 19 * MM, "political_status", "line"),
        Column("团内职务", 17 * MM, "post", "line"),
        Column("备注", 21.5 * MM, "remark", "flow", "left"),
    ),
    least_rows=1,
    row_height=7 * MM,
    size=10,
)
_NAME = 1
_GLYPHS = ("name", "ethnicity", "post")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One member; `missing` are the labels of the starred fields that are empty."""

    member_id: int
    name: str
    sex: str
    ethnicity: str
    born_on: str
    id_number: str
    mobile: str
    joined_on: str
    development_number: str
    political_status: str
    post: str
    remark: str
    missing: tuple[str, ...] = ()

    def cells(self, number: int) -> tuple[str, ...]:
        """The row as it stands in the table and in the sheet."""
        lacks = f"缺{'、'.join(self.missing)}" if self.missing else ""
        return (
            str(number),
            (STAR if self.missing else "") + self.name,
            self.sex,
            self.ethnicity,
            self.born_on,
            self.id_number,
            self.mobile,
            self.joined_on,
            self.development_number,
            self.political_status,
            self.post,
            "；".join(filter(None, (self.remark, lacks))),
        )


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """One branch by its full name."""

    unit: str
    rows: tuple[RosterRow, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """What the roster says: of one branch (`unit` is its name), or of all below a unit.

    `clause` is the one by which names are red.
    """

    unit: str
    made_on: date
    clause: str
    masked: bool
    sheets: tuple[RosterSheet, ...]

    @property
    def single(self) -> bool:
        return len(self.sheets) == 1 and self.sheets[0].unit == self.unit

    @property
    def rows(self) -> tuple[RosterRow, ...]:
        return tuple(row for sheet in self.sheets for row in sheet.rows)


def content_hash(data: Roster) -> str:
    """SHA-256 of what the roster says, before any layout."""
    return checked.whole_hash(data)


def head(data: Roster) -> str:
    """The line under the title."""
    count = f"　　团支部{len(data.sheets):,}个" if not data.single else ""
    masked = f"　　（{MASKED}）" if data.masked else ""
    return f"单位：{data.unit}{count}　　打印日期：{chinese_date(data.made_on)}{masked}"


def foot(data: Roster) -> tuple[str, ...]:
    """Counts and legend."""
    rows = data.rows
    sexes = Counter(row.sex for row in rows)
    fields = Counter(name for row in rows for name in row.missing)
    red = sum(bool(row.missing) for row in rows)
    unknown = len(rows) - sexes["男"] - sexes["女"]
    lines = [
        f"合计{len(rows):,}人，男{sexes['男']:,}人，女{sexes['女']:,}人"
        + (f"，性别未填{unknown:,}人" if unknown else "")
        + f"，姓名标红（{STAR}）{red:,}人。"
    ]
    if red:
        parts = "、".join(f"{name}{count:,}人" for name, count in fields.most_common())
        clause = f"（{data.clause}）" if data.clause else ""
        lines.append(f"{STAR}红色姓名：必填项没有填写{clause}，所缺项目见备注。缺{parts}。")
    return tuple(lines)


def draw_roster(data: Roster) -> Paper:
    """The roster as PDF; ten times the members take ten times the time."""
    flow = Flow(SHEET)
    title(flow, TITLE)
    flow.y -= 3 * MM
    flow.paragraphs([head(data)], size=HEAD_SIZE)
    flow.y -= 2 * MM
    flow.findings += _findings(data)
    for sheet in data.sheets or (RosterSheet(data.unit, ()),):
        if not data.single and data.sheets:
            _branch_line(flow, sheet)
        rows = [
            Row(row.member_id, row.cells(number), _NAME if row.missing else None)
            for number, row in enumerate(sheet.rows, start=1)
        ]
        TableFlow(flow, TABLE).rows(rows)
        flow.y -= 4 * MM
    flow.paragraphs(foot(data), size=NOTE_SIZE)
    bottom = f"{FOOT}（{MASKED}）" if data.masked else FOOT
    return compose(flow, title=TITLE, batch="", content_hash=content_hash(data), foot=bottom)


def _branch_line(flow: Flow, sheet: RosterSheet) -> None:
    """The branch over its table, never alone at the foot of a page."""
    words = f"所在团支部：{clean(sheet.unit)}　{len(sheet.rows):,}人"
    setting = fit(
        words, flow.size.inner_width, size=BRANCH_SIZE, least=8, keep="whole", role="head"
    )
    height = BRANCH_SIZE * LEADING * 1.2
    if height + 4 * TABLE.row_height > flow.room:
        flow.new_page()
    flow.put(setting, flow.size.left, flow.size.inner_width, flow.y - height / 2, "left")
    flow.y -= height


def _findings(data: Roster) -> list[PaperFinding]:
    """Red names do not keep a roster from being printed: showing them is what it is for."""
    found = [*empty_form(len(data.rows))]
    found += required_findings({"unit": data.unit}, {"unit": "单位"}, record=None)
    labels = {one.field: one.heading for one in TABLE.columns}
    for sheet in data.sheets:
        found += glyph_findings(sheet.unit, record=None, field="branch", label="团支部")
        for row in sheet.rows:
            for field in _GLYPHS:
                text = getattr(row, field)
                found += glyph_findings(
                    text, record=row.member_id, field=field, label=labels[field]
                )
            if row.missing:
                words = f"必填项没有填写，姓名标红：{'、'.join(row.missing)}。"
                found.append(PaperFinding("name.red", words, row.member_id, "name"))
    return found

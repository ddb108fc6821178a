"""The closing report of a campaign: what was found, what became of it, branch by branch.

Frozen data in, a paper out.
"""

from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers import checked, fonts
from tuanji_desktop.papers.checked import head_findings, write_rows
from tuanji_desktop.papers.frame import A4_LANDSCAPE, MM, Flow, title
from tuanji_desktop.papers.letter import chinese_date
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.table import Column, Row, Table
from tuanji_desktop.papers.text import LEADING, Setting, clean

BODY = 14.0  # 四号
NOT_DONE = "未完成"
TOTAL = "合计"
_INDENT = "　　"
_GAP = 3 * MM
_FIGURE = 14.5 * MM
FIGURES = (
    ("members", "团员"),
    ("checked", "已核对"),
    ("right", "无误"),
    ("wrong", "有误"),
    ("not_a_member", "无团籍"),
    ("transfer", "转接"),
    ("retention", "保留"),
    ("incomplete", "不全"),
    ("unlisted", "补录"),
)
"""The numbers of a row and their headings, in order; the sheet has the same."""
TABLE = Table(
    columns=(
        Column("序号", 11 * MM, "number", "whole"),
        Column("上级团组织", 38 * MM, "parent"),
        Column("团支部", 42 * MM, "branch"),
        *(Column(heading, _FIGURE, field, "whole") for field, heading in FIGURES),
        Column("完成日期", 21 * MM, "done_on", "whole"),
    ),
    least_rows=1,
    blank_column=2,
)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One branch; `figures` in the order of `FIGURES`."""

    branch: str
    parent: str
    figures: tuple[int, ...]
    done_on: str


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """What the report says: its words, the table, who reports and when."""

    heading: str
    paragraphs: tuple[str, ...]
    rows: tuple[ReportRow, ...]
    total: tuple[int, ...]
    done: str
    sender: str
    day: date

    @property
    def cells(self) -> list[tuple[str, ...]]:
        """The table in words, the sum last: the same on paper and in the sheet."""
        lines = [
            (str(number), row.parent, row.branch, *map(str, row.figures), row.done_on or NOT_DONE)
            for number, row in enumerate(self.rows, start=1)
        ]
        return [*lines, (TOTAL, "—", "—", *map(str, self.total), self.done)]


def content_hash(data: CampaignReport) -> str:
    """SHA-256 of what the report says, before any layout."""
    return checked.content_hash(data)


def draw_report(data: CampaignReport) -> Paper:
    """The report as PDF."""
    flow = Flow(A4_LANDSCAPE)
    head = {"heading": data.heading, "sender": data.sender}
    flow.findings += head_findings(head, {"heading": "标题", "sender": "报告单位"}, len(data.rows))
    title(flow, data.heading)
    flow.y -= _GAP
    for text in data.paragraphs:
        flow.paragraphs([_INDENT + text], size=BODY)
    flow.y -= _GAP
    write_rows(flow, TABLE, [Row(None, cells) for cells in data.cells])
    _signature(flow, data)
    return compose(flow, title=data.heading, batch="", content_hash=content_hash(data))


def _signature(flow: Flow, data: CampaignReport) -> None:
    """Unit and day at the right, on one page."""
    settings = [
        Setting((text,), fonts.fonts_for(text), BODY)
        for text in (clean(data.sender), chinese_date(data.day))
    ]
    if flow.room < (len(settings) + 1) * BODY * LEADING:
        flow.new_page()
    flow.y -= BODY * LEADING
    for one in settings:
        flow.put(one, flow.size.left, flow.size.inner_width, flow.y - one.height / 2, "right")
        flow.y -= one.height

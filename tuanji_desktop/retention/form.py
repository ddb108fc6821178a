"""The register form of retention: annex 3 of Q, word for word, landscape.

Frozen data in, a paper out. Two columns are called 联系电话: the first is the member's, the second
belongs to the 辅导员 before it.
"""

from dataclasses import dataclass

from tuanji_desktop.papers import checked
from tuanji_desktop.papers.checked import head_findings, write_rows
from tuanji_desktop.papers.frame import A4_LANDSCAPE, MM, Flow, title
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.table import Column, Row, Table

TITLE = "毕业生团籍保留登记表"
NOTE = (
    "注：保留原因填写：参军入伍、出国（境）研究学习、延迟毕业。若为其他原因，按真实原因填写即可。"
)
NOTE_SIZE = 10.5
NOTE_GAP = 2 * MM
TABLE = Table(
    columns=(
        Column("序号", 12 * MM, "number", "whole"),
        Column("团总支", 38 * MM, "general_branch"),
        Column("团支部", 42 * MM, "branch"),
        Column("姓名", 22 * MM, "name", "line"),
        Column("联系电话", 27 * MM, "mobile", "whole"),
        Column("辅导员", 20 * MM, "counsellor", "line"),
        Column("联系电话", 27 * MM, "counsellor_mobile", "whole"),
        Column("其他联系方式（如微信、QQ等）", 31 * MM, "other_contact"),
        Column("保留原因", 22 * MM, "reason"),
    ),
    least_rows=6,
    blank_column=3,
)


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One member as the form has them."""

    member_id: int
    general_branch: str
    branch: str
    name: str
    mobile: str
    counsellor: str
    counsellor_mobile: str
    other_contact: str
    reason: str


@dataclass(frozen=True, slots=True)
class RetentionForm:
    """What annex 3 says; `title_unit` is the college's name in the title."""

    title_unit: str
    rows: tuple[RetentionRow, ...]
    number: str = ""


def content_hash(data: RetentionForm) -> str:
    """SHA-256 of what the form says, before any layout."""
    return checked.content_hash(data)


def draw_retention(data: RetentionForm) -> Paper:
    """Annex 3 as PDF."""
    flow = Flow(A4_LANDSCAPE)
    heading = data.title_unit + TITLE
    title(flow, heading)
    flow.y -= NOTE_GAP
    flow.findings += head_findings({"unit": data.title_unit}, {"unit": "单位"}, len(data.rows))
    rows = [
        Row(
            row.member_id,
            (
                str(number),
                row.general_branch,
                row.branch,
                row.name,
                row.mobile,
                row.counsellor,
                row.counsellor_mobile,
                row.other_contact,
                row.reason,
            ),
        )
        for number, row in enumerate(data.rows, start=1)
    ]
    write_rows(flow, TABLE, rows)
    flow.y -= NOTE_GAP
    flow.paragraphs([NOTE], size=NOTE_SIZE)
    return compose(flow, title=heading, batch=data.number, content_hash=content_hash(data))

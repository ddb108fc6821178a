"""The list of corrections that a formal letter carries: frozen data in, a paper out (G 二).

Names and numbers print as the system has them; the value as it was when the case was opened stands
beside the right one. The reason, the proofs and what the verification found follow case by case.
"""

from dataclasses import dataclass
from datetime import date

from ..papers import checked
from ..papers.checked import head_findings, write_rows
from ..papers.frame import A4_LANDSCAPE, MM, Flow, sealed_head, title
from ..papers.letter import chinese_date
from ..papers.paper import Paper, compose
from ..papers.table import Column, Row, Table

NOTE = (
    "姓名、身份证号和原填写内容按系统中的记录原样填写；"
    "入团时间根据支部大会表决通过接收其为正式团员之日确定。"
)
NOTE_SIZE = 10.5
NOTE_GAP = 2 * MM


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One case of the list; values as forms show them (2016年5月)."""

    member_id: int
    name: str
    id_number: str
    branch: str
    before: str
    after: str
    reason: str
    proofs: str
    finding: str


@dataclass(frozen=True, slots=True)
class ListForm:
    """What the list says; `label` is the field's (入团年月), `number` our number of the list."""

    label: str
    unit: str
    filled_on: date
    contact: str
    contact_phone: str
    rows: tuple[CorrectionLine, ...]
    number: str = ""


def content_hash(data: ListForm) -> str:
    """SHA-256 of what the list says, before any layout."""
    return checked.content_hash(data)


def list_title(label: str) -> str:
    """The title of the list, as the letter names its enclosure."""
    return f"误填“{label}”团员更正清单"


def table_of(label: str) -> Table:
    """The columns of the list."""
    return Table(
        columns=(
            Column("序号", 11 * MM, "line", "whole"),
            Column("姓名", 22 * MM, "name", "line"),
            Column("身份证号", 38 * MM, "id_number", "whole"),
            Column("所在团支部", 40 * MM, "branch"),
            Column(f"原{label}", 20 * MM, "before"),
            Column("更正为", 20 * MM, "after"),
            Column("误填原因", 30 * MM, "reason"),
            Column("证明材料", 24 * MM, "proofs"),
            Column("核实情况", 38 * MM, "finding"),
        ),
        least_rows=4,
    )


def draw_list(data: ListForm) -> Paper:
    """The list as PDF."""
    flow = Flow(A4_LANDSCAPE)
    heading = list_title(data.label)
    title(flow, heading)
    items = (
        ("填报时间：", chinese_date(data.filled_on)),
        ("联系人：", data.contact),
        ("联系方式：", data.contact_phone),
    )
    sealed_head(flow, "填报单位（盖章）：", data.unit, items)
    head = {"unit": data.unit, "contact": data.contact, "contact_phone": data.contact_phone}
    labels = {"unit": "填报单位", "contact": "联系人", "contact_phone": "联系方式"}
    flow.findings += head_findings(head, labels, len(data.rows))
    flow.paragraphs([NOTE], size=NOTE_SIZE)
    flow.y -= NOTE_GAP
    rows = [
        Row(
            one.member_id,
            (
                str(number),
                one.name,
                one.id_number,
                one.branch,
                one.before,
                one.after,
                one.reason,
                one.proofs,
                one.finding,
            ),
        )
        for number, one in enumerate(data.rows, start=1)
    ]
    write_rows(flow, table_of(data.label), rows)
    return compose(flow, title=heading, batch=data.number, content_hash=content_hash(data))

"""The change slip (domain.md §12.6): old → new → reason → clause → signatures; data in, paper out.

Values print whole: the slip goes into the member's file, not on a screen (domain.md §13).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, Flow, title
from tuanji_desktop.papers.paper import Paper, Part, compose_several
from tuanji_desktop.papers.preflight import glyph_findings
from tuanji_desktop.papers.table import PADDING, Column, Row, Table, TableFlow
from tuanji_desktop.papers.text import fit

TITLE = "团员信息修改审核单"
SIGNATURES = ("团员本人（签名）", "团支部审核（签名、盖章）", "经办人（签名）")
DATE_LINE = "年　　月　　日"
HEAD_SIZE = 12.0
NOTE_SIZE = 9.0
GAP = 3 * MM
SIGNATURE_HEIGHT = 38 * MM
TABLE = Table(
    columns=(
        Column("字段", 22 * MM, "field"),
        Column("原值", 27 * MM, "old"),
        Column("现值\n（修改后）", 27 * MM, "new"),
        Column("修改原因", 30 * MM, "reason"),
        Column("依据", 24 * MM, "clause"),
        Column("审核结果", 26 * MM, "result"),
    ),
    least_rows=1,
    blank_column=1,
)


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One field: as it was, as it is wanted, why, on what, and what was decided."""

    field: str
    old: str
    new: str
    reason: str
    clause: str
    result: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What the slip of one request says. `clauses` are the rules in the documents' own words;
    `single_handed` the sentence that marks an office of one operator, '' else."""

    number: str
    member_id: int
    name: str
    id_number: str
    branch: str
    proposed_by: str
    proposed_on: date
    printed_on: date
    rows: tuple[SlipRow, ...]
    clauses: tuple[str, ...] = ()
    single_handed: str = ""

    @property
    def head(self) -> tuple[str, ...]:
        """The lines above the table."""
        return (
            f"编号：{self.number}　　打印日期：{chinese_date(self.printed_on)}",
            f"团员姓名：{self.name}　　身份证号：{self.id_number}",
            f"所在团支部：{self.branch}",
            f"提出人：{self.proposed_by}　　提出日期：{chinese_date(self.proposed_on)}",
        )


def content_hash(data: Slip) -> str:
    """SHA-256 of what the slip says, before any layout."""
    text = json.dumps(asdict(data), ensure_ascii=False, sort_keys=True, default=date.isoformat)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def draw_slips(slips: Sequence[Slip]) -> Paper:
    """Slips as one PDF, each beginning on a page of its own and counting its own pages."""
    return compose_several(
        [Part(_laid_out(one), one.number, content_hash(one)) for one in slips], title=TITLE
    )


def chinese_date(day: date) -> str:
    """2018年9月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _laid_out(data: Slip) -> Flow:
    flow = Flow(A4_PORTRAIT)
    title(flow, TITLE)
    flow.y -= GAP
    flow.paragraphs(data.head, size=HEAD_SIZE)
    flow.y -= GAP
    _check(flow, data)
    table = TableFlow(flow, TABLE)
    table.rows(
        [
            Row(data.member_id, (one.field, one.old, one.new, one.reason, one.clause, one.result))
            for one in data.rows
        ]
    )
    _signatures(table)
    notes = [*([data.single_handed] if data.single_handed else []), *data.clauses]
    if notes:
        flow.y -= GAP
        flow.paragraphs(notes, size=NOTE_SIZE)
    return flow


def _check(flow: Flow, data: Slip) -> None:
    texts = {"name": ("团员姓名", data.name), "branch": ("所在团支部", data.branch)}
    for row in data.rows:
        texts |= {
            "old": ("原值", row.old),
            "new": ("现值", row.new),
            "reason": ("修改原因", row.reason),
            "clause": ("依据", row.clause),
        }
        for field, (label, text) in texts.items():
            flow.findings += glyph_findings(text, record=data.member_id, field=field, label=label)


def _signatures(table: TableFlow) -> None:
    """Three boxes inside the table's frame, signed and dated by hand."""
    flow = table.flow
    top = table.framed(SIGNATURE_HEIGHT)
    left, right = table.edges[0], table.edges[-1]
    width = (right - left) / len(SIGNATURES)
    for number, label in enumerate(SIGNATURES):
        x = left + width * number
        if number:
            flow.line(x, top, x, flow.y)
        setting = fit(label, width - 2 * PADDING, size=TABLE.size, least=TABLE.least_size)
        flow.put(setting, x + PADDING, width - 2 * PADDING, top - 5 * MM, "left")
        day = fit(DATE_LINE, width - 2 * PADDING, size=TABLE.size, least=TABLE.least_size)
        flow.put(day, x + PADDING, width - 2 * PADDING, flow.y + 5 * MM, "right")

"""The two deletion forms: frozen data in, a paper out.

Form 1 is the annex of G (广东“智慧团建”系统“删除团员”申请表), form 2 annex 1 of Q
(…要求后台删除团员登记表). Titles, head lines, columns and notes are theirs, word for word.
Names and numbers print as the system has them, even where they are wrong: the corrected ones
stand in the reason (Q 填写要求 2–4).
"""

from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers import checked
from tuanji_desktop.papers.checked import head_findings, write_rows
from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, Flow, sealed_head, title
from tuanji_desktop.papers.letter import chinese_date
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.table import PADDING, Column, Row, Table, TableFlow
from tuanji_desktop.papers.text import fit

NOTE_SIZE = 10.5
REQUIREMENT_SIZE = 8.5
NOTE_GAP = 2 * MM
PROMISE_HEIGHT = 25 * MM
SIGNATURE_LEFT = 92 * MM  # from the left edge of the table
SIGNATURE_STEP = 7.5 * MM

GUANGDONG_TITLE = "广东“智慧团建”系统“删除团员”申请表"
GUANGDONG_NOTE = (
    "有特殊原因需要删除团员，由各地级以上市团委、省有关单位团委/团工委、"
    "省属高校团委核定原因填写此表报团省委。"
)
GUANGDONG_TABLE = Table(
    columns=(
        Column("序号", 12 * MM, "number", "whole"),
        Column("团员姓名", 26 * MM, "name", "line"),
        Column("手机号", 27 * MM, "mobile", "whole"),
        Column("所在支部", 45 * MM, "branch"),
        Column("申请删除原因", 46 * MM, "reason"),
    ),
    least_rows=4,
)
QILU_TITLE = "要求后台删除团员登记表"
QILU_TABLE = Table(
    columns=(
        Column("组织全称", 47 * MM, "branch_full_name"),
        Column("姓名\n（系统中的姓名）", 31 * MM, "name", "line"),
        Column("身份证号\n（系统中的身份证号）", 39 * MM, "id_number", "whole"),
        Column("删除原因", 39 * MM, "reason"),
    ),
    least_rows=7,
)
QILU_PROMISE = "删除后重新录入系统保证："
QILU_SIGNATURES = ("负责人签字：", "时间：")
QILU_NOTES = (
    "填写要求",
    "1.组织全称：组织全称必须和“智慧团建”系统中的组织名称一致（团总支：组织管理——组织列表——"
    "右侧点击眼睛查看；团支部：组织首页——基本资料——组织全称查看）。",
    "2.姓名：表中姓名需填写“智慧团建”系统中录入的姓名。",
    "3.身份证号码：表中身份证号码需填写“智慧团建”系统中录入的身份证号码。",
    "4.若编号错误，则在删除原因一栏内填写正确编号，填写样式为：正确编号，××××××××××；"
    "若姓名错误，则在删除原因一栏内填写正确姓名，填写样式为：姓名错误，正确姓名为：张三；"
    "若身份证号码错误，则在删除原因一栏内填写正确身份证号码，填写样式为：身份证号码错误，"
    "正确身份证号码为：×××××××××。",
)


@dataclass(frozen=True, slots=True)
class GuangdongRow:
    """One member of form 1."""

    member_id: int
    name: str
    mobile: str
    branch: str
    reason: str


@dataclass(frozen=True, slots=True)
class GuangdongForm:
    """What form 1 says; `batch` is our number of the batch, "" before it has one."""

    unit: str
    filled_on: date
    contact: str
    contact_phone: str
    rows: tuple[GuangdongRow, ...]
    batch: str = ""


@dataclass(frozen=True, slots=True)
class QiluRow:
    """One member of form 2; name and number as the system has them."""

    member_id: int
    branch_full_name: str
    name: str
    id_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class QiluForm:
    """What form 2 says; the promise is signed and dated by hand."""

    unit: str
    filled_by: str
    phone: str
    rows: tuple[QiluRow, ...]
    batch: str = ""
    title_unit: str = "齐鲁理工学院"
    promise: str = ""


def content_hash(data: GuangdongForm | QiluForm) -> str:
    """SHA-256 of what the form says, before any layout: a new font does not change it."""
    return checked.content_hash(data)


def draw_guangdong(data: GuangdongForm) -> Paper:
    """Form 1 as PDF."""
    flow = Flow(A4_PORTRAIT)
    title(flow, GUANGDONG_TITLE)
    items = (
        ("填报时间：", chinese_date(data.filled_on)),
        ("联系人：", data.contact),
        ("联系方式：", data.contact_phone),
    )
    sealed_head(flow, "填报单位（盖章）：", data.unit, items)
    head = {"unit": data.unit, "contact": data.contact, "contact_phone": data.contact_phone}
    labels = {"unit": "填报单位", "contact": "联系人", "contact_phone": "联系方式"}
    flow.findings += head_findings(head, labels, len(data.rows))
    rows = []
    for number, row in enumerate(data.rows, start=1):
        cells = (str(number), row.name, row.mobile, row.branch, row.reason)
        rows.append(Row(row.member_id, cells))
    write_rows(flow, GUANGDONG_TABLE, rows)
    flow.y -= NOTE_GAP
    flow.paragraphs([GUANGDONG_NOTE], size=NOTE_SIZE)
    return compose(flow, title=GUANGDONG_TITLE, batch=data.batch, content_hash=content_hash(data))


def draw_qilu(data: QiluForm) -> Paper:
    """Form 2 as PDF."""
    flow = Flow(A4_PORTRAIT)
    heading = data.title_unit + QILU_TITLE
    title(flow, heading)
    items = (("填报人：", data.filled_by), ("电话：", data.phone))
    sealed_head(flow, "单位：（盖章）", data.unit, items)
    head = {"unit": data.unit, "filled_by": data.filled_by, "phone": data.phone}
    labels = {"unit": "单位", "filled_by": "填报人", "phone": "电话"}
    flow.findings += head_findings(head, labels, len(data.rows))
    rows = [
        Row(row.member_id, (row.branch_full_name, row.name, row.id_number, row.reason))
        for row in data.rows
    ]
    _promise(write_rows(flow, QILU_TABLE, rows), data.promise)
    flow.y -= NOTE_GAP
    flow.paragraphs(QILU_NOTES, size=REQUIREMENT_SIZE, first="head")
    return compose(flow, title=heading, batch=data.batch, content_hash=content_hash(data))


def _promise(table: TableFlow, text: str) -> None:
    """The promise inside the table's frame, with room for a signature by hand."""
    flow = table.flow
    width = flow.size.inner_width - 2 * PADDING
    setting = fit(QILU_PROMISE + text, width, size=QILU_TABLE.size, least=QILU_TABLE.least_size)
    signatures = SIGNATURE_STEP * len(QILU_SIGNATURES) + PADDING
    height = max(PROMISE_HEIGHT, setting.height + 2 * PADDING + signatures)
    top = table.framed(height)
    left = flow.size.left + PADDING
    flow.put(setting, left, width, top - PADDING - setting.height / 2, "left")
    for number, label in enumerate(QILU_SIGNATURES):
        signature = fit(label, width, size=QILU_TABLE.size, least=QILU_TABLE.least_size)
        middle = flow.y + signatures - SIGNATURE_STEP * (number + 0.5)
        flow.put(signature, flow.size.left + SIGNATURE_LEFT, width, middle, "left")

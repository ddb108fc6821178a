"""共青团员身份审核认定表: for a member who joined younger than the rules have it (domain.md §6).

Frozen data in, a paper out: one page a member, filled from the record; what only the branch knows
and what the three levels decide is left to the pen.
"""

from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers.boxes import PADDING, Box, box_row, inside, label
from tuanji_desktop.papers.checked import whole_hash
from tuanji_desktop.papers.frame import MM, Flow, PageSize, title
from tuanji_desktop.papers.letter import chinese_date
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.preflight import (
    PaperFinding,
    empty_form,
    glyph_findings,
    required_findings,
)
from tuanji_desktop.papers.text import Keep

TITLE = "共青团员身份审核认定表"
SHEET = PageSize(210 * MM, 297 * MM, top=32 * MM, bottom=22 * MM)
HEAD_SIZE = 12.0
ONE_PAGE = "第1页 共1页"
NOTE_SIZE = 9.0
ROW = 10 * MM
STORY = 25 * MM  # at least; it takes what the sheet has left
OPINION = 37 * MM  # the seal of 42 mm stands over the box's right half
NOTE_ROOM = 7 * MM
LABEL, VALUE = 26.0, 26.0  # millimetres: six of them make the line
LEVELS = ("支部意见", "上级团委意见", "县级团委意见")
SIGNED = {"支部意见": "支部书记签名："}
RESPONSIBLE = "负责人签名："
STAMP = "（盖章）"
DATE_LINE = "年　　月　　日"
NOTE = "姓名、身份证号、入团年月等按系统中的记录填写；情况说明由团支部如实填写。"
FIELDS = {
    "name": "姓名",
    "sex": "性别",
    "ethnicity": "民族",
    "born_on": "出生日期",
    "id_number": "身份证号",
    "joined_on": "入团年月",
    "political_status": "政治面貌",
    "branch": "所在团支部",
}
BY_HAND = {"joined_at": "入团时所在单位", "development_number": "发展团员编号"}
"""Fields that a record may not have: they are written in, or stay empty for good reason."""
UNBROKEN = ("出生日期", "身份证号", "发展团员编号")


@dataclass(frozen=True, slots=True)
class AgeApproval:
    """What the form of one member says; every value as recorded.

    `age` in completed years when joining, None where a date is missing; `question` is what the
    rules ask, "" where they ask nothing.
    """

    member_id: int
    name: str
    sex: str
    ethnicity: str
    born_on: str
    id_number: str
    joined_on: str
    age: int | None
    joined_at: str
    development_number: str
    political_status: str
    branch: str
    question: str
    made_on: date


@dataclass(frozen=True, slots=True)
class AgeApprovals:
    """Forms that are printed together; `number` is ours, in the code of their pages."""

    number: str
    forms: tuple[AgeApproval, ...]


def content_hash(data: AgeApprovals) -> str:
    """SHA-256 of what the forms say."""
    return whole_hash(data)


def draw_age_approvals(data: AgeApprovals) -> Paper:
    """The forms behind each other, one page each, which is all of its form."""
    flow = Flow(SHEET)
    flow.findings += empty_form(len(data.forms))
    for number, one in enumerate(data.forms):
        if number:
            flow.new_page()
        _form(flow, one)
    return compose(
        flow, title=TITLE, batch=data.number, content_hash=content_hash(data), foot=ONE_PAGE
    )


def _form(flow: Flow, data: AgeApproval) -> None:
    flow.findings += _findings(data)
    title(flow, TITLE)
    flow.y -= 3 * MM
    flow.paragraphs(
        [f"填表单位：{data.branch}", f"填表日期：{chinese_date(data.made_on)}"], size=HEAD_SIZE
    )
    flow.y -= 2 * MM
    age = "" if data.age is None else f"{data.age}周岁"
    _row(flow, ("姓名", data.name), ("性别", data.sex), ("民族", data.ethnicity))
    _row(flow, ("出生日期", data.born_on), ("身份证号", data.id_number))
    _row(
        flow, ("入团年月", data.joined_on), ("入团时年龄", age), ("政治面貌", data.political_status)
    )
    _row(flow, ("发展团员编号", data.development_number), ("入团时所在单位", data.joined_at))
    _row(flow, ("所在团支部", data.branch))
    opinion = min(OPINION, (flow.room - STORY - NOTE_ROOM) / len(LEVELS))
    story = flow.room - len(LEVELS) * opinion - NOTE_ROOM
    top = box_row(flow, [label("情况说明", LABEL), Box("", 5 * VALUE)], height=story)
    if data.question:
        left = flow.size.left + LABEL * MM + PADDING
        inside(flow, data.question, left, top - 5 * MM, size=10.5, width=5 * VALUE * MM)
    for level in LEVELS:
        _opinion(flow, level, opinion)
    flow.y -= 1.5 * MM
    flow.paragraphs([f"注：{NOTE}"], size=NOTE_SIZE)


def _row(flow: Flow, *pairs: tuple[str, str]) -> None:
    """Labels with their values; the last value takes what is left of the line."""
    boxes = []
    left = 6 * VALUE
    for number, (name, value) in enumerate(pairs, start=1):
        wide = left - LABEL if number == len(pairs) else VALUE
        keep: Keep = "whole" if name in UNBROKEN else "line"
        boxes += [label(name, LABEL), Box(value, wide, keep=keep)]
        left -= LABEL + VALUE
    box_row(flow, boxes, height=ROW)


def _opinion(flow: Flow, level: str, height: float) -> None:
    """Room for words, the place of the seal, signature and day."""
    box_row(flow, [label(level, LABEL), Box("", 5 * VALUE)], height=height)
    left, right = flow.size.left + (LABEL + 4) * MM, flow.size.right_edge
    who = SIGNED.get(level, RESPONSIBLE)
    inside(flow, who, left, flow.y + 6 * MM, size=HEAD_SIZE, width=60 * MM)
    inside(flow, STAMP, right - 44 * MM, flow.y + 14 * MM, size=HEAD_SIZE, width=30 * MM)
    inside(flow, DATE_LINE, right - 44 * MM, flow.y + 6 * MM, size=HEAD_SIZE, width=44 * MM)


def _findings(data: AgeApproval) -> list[PaperFinding]:
    values = {field: getattr(data, field) for field in FIELDS}
    found = [*required_findings(values, FIELDS, record=data.member_id)]
    for field, text in {**values, **{one: getattr(data, one) for one in BY_HAND}}.items():
        name = FIELDS.get(field) or BY_HAND[field]
        found += glyph_findings(text, record=data.member_id, field=field, label=name)
    if data.age is not None and not data.question:
        message = f"入团时{data.age}周岁，规则对此没有疑问，请核对是否需要填这张表。"
        found.append(PaperFinding("age.unquestioned", message, data.member_id, "joined_on"))
    return found

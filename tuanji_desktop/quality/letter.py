"""The printable 催办函: frozen data in, a paper out (GB/T 9704 look)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from ..office.context import Context
from ..office.service import get_setting
from ..papers import fonts
from ..papers.frame import A4_PORTRAIT, MM, Flow, title
from ..papers.paper import Paper, compose
from ..papers.preflight import empty_form, glyph_findings, required_findings
from ..papers.table import Column, Row, Table, TableFlow
from ..papers.text import LEADING, Setting
from . import queries
from .sheet import Sheet

TITLE = "关于补充更正团员信息的催办函"
LIST_TITLE = "需补充更正信息的团员名单"
BODY = 16.0  # 三号
_INDENT = "　　"
_SEAL = 24 * MM  # room above the signature, so that the seal covers it and no text
_TABLE = Table(
    columns=(
        Column("序号", 12 * MM, "number", "whole"),
        Column("姓名", 24 * MM, "name", "line"),
        Column("所在团支部", 44 * MM, "branch"),
        Column("需补充更正的内容", 76 * MM, "words", align="left"),
    ),
    least_rows=1,
)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A person on the list; no numbers, for the letter goes through many hands."""

    member_id: int
    name: str
    branch: str
    words: str


@dataclass(frozen=True, slots=True)
class ReminderLetter:
    """What the letter says. `counts`: persons by what is missing."""

    office: str
    unit: str
    made_on: date
    deadline: date
    contact: str
    contact_phone: str
    counts: Mapping[str, int]
    rows: tuple[LetterRow, ...]


def letter_of(context: Context, sheet: Sheet, deadline: date) -> ReminderLetter:
    """The letter that goes with a unit's sheet."""
    with context.database.read() as connection:
        root = queries.root(connection)
        contact = get_setting(connection, "office.contact") or ""
        phone = get_setting(connection, "office.contact_phone") or ""
        places = queries.names(connection, (row.member.id for row in sheet.rows))
    return ReminderLetter(
        office=root.full_name,
        unit=sheet.org.full_name,
        made_on=context.today,
        deadline=deadline,
        contact=contact,
        contact_phone=phone,
        counts=sheet.counts,
        rows=tuple(
            LetterRow(row.member.id, row.member.name, places[row.member.id][1], row.words)
            for row in sheet.rows
        ),
    )


def draw_letter(data: ReminderLetter) -> Paper:
    """The letter with its list as PDF."""
    flow = Flow(A4_PORTRAIT)
    _check(flow, data)
    title(flow, TITLE)
    flow.y -= BODY * LEADING
    flow.paragraphs([f"{data.unit}："], size=BODY)
    for text in _body(data):
        flow.paragraphs([_INDENT + text], size=BODY)
    _signature(flow, data)
    flow.new_page()
    title(flow, LIST_TITLE)
    flow.y -= BODY
    rows = [
        Row(row.member_id, (str(number), row.name, row.branch, row.words))
        for number, row in enumerate(data.rows, start=1)
    ]
    TableFlow(flow, _TABLE).rows(rows)
    plain = json.dumps(asdict(data), ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
    return compose(flow, title=TITLE, batch="", content_hash=digest)


def _check(flow: Flow, data: ReminderLetter) -> None:
    flow.findings += empty_form(len(data.rows))
    flow.findings += required_findings({"unit": data.unit}, {"unit": "单位"}, record=None)
    for row in data.rows:
        flow.findings += glyph_findings(row.name, record=row.member_id, field="name", label="姓名")


def _body(data: ReminderLetter) -> list[str]:
    parts = "，".join(f"{label}{number}人" for label, number in data.counts.items())
    asked = f"其中需填写：{parts}。" if parts else ""
    contact = "，".join(
        text
        for text in (
            f"联系人：{data.contact}" if data.contact else "",
            f"联系电话：{data.contact_phone}" if data.contact_phone else "",
        )
        if text
    )
    return [
        f"近期我们对团员信息进行了核对，你单位现有{len(data.rows)}名团员的信息需要补充或更正"
        f"（名单附后）。{asked}",
        f"请督促相关团支部和团员如实填写，于{_chinese(data.deadline)}前将填好的《信息补正表》"
        "（电子表格）交回。填写时只填带底色的格子，不改动姓名、身份证号和所在团支部；"
        "表中注明不在本表填写的事项，请按所列途径办理。",
        *([f"{contact}。"] if contact else []),
    ]


def _signature(flow: Flow, data: ReminderLetter) -> None:
    """Unit and day at the right, with room for the seal over them."""
    texts = (data.office, _chinese(data.made_on))
    if flow.room < _SEAL + len(texts) * BODY * LEADING:
        flow.new_page()
    flow.y -= _SEAL
    width = flow.size.inner_width - 2 * BODY
    for text in texts:
        setting = Setting((text,), fonts.fonts_for(text), BODY)
        flow.put(setting, flow.size.left, width, flow.y - setting.height / 2, "right")
        flow.y -= setting.height


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

"""The printable 催办函: frozen data in, a paper out (GB/T 9704 look)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from ..office.context import Context
from ..office.letter_texts import own_letter
from ..office.letterhead import letterhead
from ..papers import fonts
from ..papers.frame import A4_PORTRAIT, MM, Flow, title
from ..papers.letter import chinese_date
from ..papers.letter_template import fill, in_force
from ..papers.paper import Paper, compose
from ..papers.preflight import empty_form, glyph_findings, required_findings
from ..papers.table import Column, Row, Table, TableFlow
from ..papers.text import LEADING, Setting, clean
from . import queries
from .sheet import Sheet

KIND = "information-reminder"
"""Its code among the letters whose words an office may change."""
LIST_TITLE = "需补充更正信息的团员名单"
BODY = 16.0  # 三号
_INDENT = "　　"
_SEAL = 24 * MM  # room above the signature, so that the seal covers it and no text
TABLE = Table(
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
    """What the letter says. `counts`: persons by what is missing; `own`: the office's text."""

    office: str
    unit: str
    made_on: date
    deadline: date
    contact: str
    contact_phone: str
    counts: Mapping[str, int]
    rows: tuple[LetterRow, ...]
    own: str | None = None


def letter_of(context: Context, sheet: Sheet, deadline: date) -> ReminderLetter:
    """The letter that goes with a unit's sheet."""
    with context.database.read() as connection:
        head = letterhead(connection)
        own = own_letter(connection, KIND)
        places = queries.names(connection, (row.member.id for row in sheet.rows))
    return ReminderLetter(
        office=head.unit,
        unit=sheet.org.full_name,
        made_on=context.today,
        deadline=deadline,
        contact=head.contact,
        contact_phone=head.contact_phone,
        counts=sheet.counts,
        rows=tuple(
            LetterRow(row.member.id, row.member.name, places[row.member.id][1], row.words)
            for row in sheet.rows
        ),
        own=own,
    )


def draw_letter(data: ReminderLetter) -> Paper:
    """The letter with its list as PDF."""
    words = fill(in_force(KIND, data.own), _values(data))
    flow = Flow(A4_PORTRAIT)
    _check(flow, data)
    title(flow, words.title)
    flow.y -= BODY * LEADING
    flow.paragraphs([f"{words.addressee}："], size=BODY)
    for text in filter(None, (*words.paragraphs, words.ending, *words.enclosures)):
        flow.paragraphs([_INDENT + text], size=BODY)
    _signature(flow, data)
    flow.new_page()
    title(flow, LIST_TITLE)
    flow.y -= BODY
    TableFlow(flow, TABLE).rows(rows_of(data))
    plain = json.dumps(asdict(data), ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
    return compose(flow, title=words.title, batch="", content_hash=digest)


def rows_of(data: ReminderLetter) -> list[Row]:
    """The list behind the letter."""
    return [
        Row(row.member_id, (str(number), row.name, row.branch, row.words))
        for number, row in enumerate(data.rows, start=1)
    ]


def _check(flow: Flow, data: ReminderLetter) -> None:
    flow.findings += empty_form(len(data.rows))
    flow.findings += required_findings({"unit": data.unit}, {"unit": "单位"}, record=None)
    for field, label in (("unit", "单位"), ("office", "发文单位"), ("contact", "联系人")):
        text = getattr(data, field)
        flow.findings += glyph_findings(text, record=None, field=field, label=label)
    for row in data.rows:
        flow.findings += glyph_findings(row.name, record=row.member_id, field="name", label="姓名")


def _values(data: ReminderLetter) -> dict[str, str]:
    """What the places of the text say."""
    contact = (
        f"联系人：{data.contact}" if data.contact else "",
        f"联系电话：{data.contact_phone}" if data.contact_phone else "",
    )
    return {
        "单位": data.office,
        "主送单位": data.unit,
        "日期": chinese_date(data.made_on),
        "联系人": data.contact,
        "联系电话": data.contact_phone,
        "联系方式": "，".join(filter(None, contact)),
        "人数": str(len(data.rows)),
        "缺项情况": "，".join(f"{label}{number}人" for label, number in data.counts.items()),
        "交回日期": chinese_date(data.deadline),
    }


def _signature(flow: Flow, data: ReminderLetter) -> None:
    """Unit and day at the right, with room for the seal over them."""
    texts = (clean(data.office), chinese_date(data.made_on))
    if flow.room < _SEAL + len(texts) * BODY * LEADING:
        flow.new_page()
    flow.y -= _SEAL
    width = flow.size.inner_width - 2 * BODY
    for text in texts:
        setting = Setting((text,), fonts.fonts_for(text), BODY)
        flow.put(setting, flow.size.left, width, flow.y - setting.height / 2, "right")
        flow.y -= setting.height

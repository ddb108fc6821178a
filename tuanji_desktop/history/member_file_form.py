"""团员档案: everything the office knows of one member, on paper. Frozen data in, a paper out."""

from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.boxes import Box, box_row
from tuanji_desktop.papers.checked import whole_hash
from tuanji_desktop.papers.frame import MM, Flow, PageSize, title
from tuanji_desktop.papers.letter import chinese_date
from tuanji_desktop.papers.paper import FOOT, Paper, compose
from tuanji_desktop.papers.preflight import PaperFinding, glyph_findings
from tuanji_desktop.papers.table import Column, Row, Table, TableFlow
from tuanji_desktop.papers.text import LEADING, Setting, clean

TITLE = "团员档案"
SHEET = PageSize(210 * MM, 297 * MM, top=28 * MM, bottom=24 * MM)
HEAD_SIZE = 12.0
SECTION_SIZE = 12.0
VALUE_SIZE = 10.5
TABLE_SIZE = 9.0
NOTHING = "没有下列记录："
STAR = "★"
LACKING = "（未填）"
MASKED = "号码已部分隐藏"
_ROW = 7.5 * MM
_LABEL, _VALUE = 30.0, 48.0


@dataclass(frozen=True, slots=True)
class FileField:
    """A value under its label; `lacking`: starred and empty."""

    field: str
    label: str
    value: str
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class FileGroup:
    """A part of the record, as the card has it."""

    title: str
    fields: tuple[FileField, ...]


@dataclass(frozen=True, slots=True)
class FileSection:
    """A list of what happened; `columns` are headings with their shares of the width."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MemberFile:
    """What the file says. `path` leads from the office to the branch."""

    member_id: int
    name: str
    status: str
    path: tuple[str, ...]
    printed_on: date
    printed_by: str
    masked: bool
    missing: tuple[str, ...]
    groups: tuple[FileGroup, ...]
    sections: tuple[FileSection, ...]


def content_hash(data: MemberFile) -> str:
    """SHA-256 of what the file says, before any layout."""
    return whole_hash(data)


def head(data: MemberFile) -> tuple[str, ...]:
    """The lines under the title."""
    masked = f"　　（{MASKED}）" if data.masked else ""
    lacking = f"必填项未填（{STAR}）：{'、'.join(data.missing)}。" if data.missing else ""
    return tuple(
        filter(
            None,
            (
                f"姓名：{data.name}　　台账编号：{data.member_id}　　状态：{data.status}{masked}",
                f"组织：{' → '.join(data.path)}",
                f"打印日期：{chinese_date(data.printed_on)}　　打印人：{data.printed_by}",
                lacking,
            ),
        )
    )


def draw_member_file(data: MemberFile) -> Paper:
    """The file as PDF, as many pages as it takes, the name at the foot of each."""
    flow = Flow(SHEET)
    title(flow, TITLE)
    flow.y -= 3 * MM
    flow.paragraphs(head(data), size=HEAD_SIZE)
    flow.findings += _findings(data)
    for group in data.groups:
        _group(flow, group)
    for section in data.sections:
        if section.rows:
            _section(flow, data, section)
    nothing = [section.title for section in data.sections if not section.rows]
    if nothing:
        flow.y -= 4 * MM
        flow.paragraphs([f"{NOTHING}{'、'.join(nothing)}。"], size=VALUE_SIZE)
    masked = f"（{MASKED}）" if data.masked else ""
    name = clean(data.name).replace("{", "").replace("}", "")
    return compose(
        flow,
        title=TITLE,
        batch="",
        content_hash=content_hash(data),
        foot=f"{name}　{FOOT}{masked}",
    )


def _heading(flow: Flow, text: str, room: float) -> None:
    """A heading that stays with what stands under it."""
    height = SECTION_SIZE * LEADING * 1.3
    if flow.room < height + room + 3 * MM:
        flow.new_page()
    else:
        flow.y -= 3 * MM
    setting = Setting((text,), fonts.fonts_for(text, "head"), SECTION_SIZE)
    flow.put(setting, flow.size.left, flow.size.inner_width, flow.y - height / 2, "left")
    flow.y -= height


def _group(flow: Flow, group: FileGroup) -> None:
    """Two values a line."""
    _heading(flow, group.title, 2 * _ROW)
    for place in range(0, len(group.fields), 2):
        pair = group.fields[place : place + 2]
        boxes = []
        for one in pair:
            name = one.label + (STAR if one.lacking else "")
            value = LACKING if one.lacking else one.value
            boxes += [Box(name, _LABEL, keep="line"), Box(value, _VALUE, red=one.lacking)]
        if len(pair) == 1:
            boxes[-1] = Box(boxes[-1].text, _LABEL + 2 * _VALUE, red=pair[0].lacking)
        box_row(flow, boxes, height=_ROW, size=VALUE_SIZE)


def _section(flow: Flow, data: MemberFile, section: FileSection) -> None:
    _heading(flow, section.title, 3 * _ROW)
    whole = sum(share for _, share in section.columns)
    columns = tuple(
        Column(name, flow.size.inner_width * share / whole, f"{section.title}{place}", align="left")
        for place, (name, share) in enumerate(section.columns)
    )
    table = Table(columns, least_rows=0, row_height=6.5 * MM, size=TABLE_SIZE)
    TableFlow(flow, table).rows([Row(data.member_id, cells) for cells in section.rows])


def _findings(data: MemberFile) -> list[PaperFinding]:
    found: list[PaperFinding] = []
    for group in data.groups:
        for one in group.fields:
            found += glyph_findings(
                one.value, record=data.member_id, field=one.field, label=one.label
            )
            if one.lacking:
                words = f"必填项“{one.label}”没有填写，档案中以{STAR}标出。"
                found.append(PaperFinding("name.red", words, data.member_id, one.field))
    found += glyph_findings(data.name, record=data.member_id, field="name", label="姓名")
    for section in data.sections:
        for cells in section.rows:
            found += glyph_findings(
                "".join(cells), record=data.member_id, field="", label=section.title
            )
    return found

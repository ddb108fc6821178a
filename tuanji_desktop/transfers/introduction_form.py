"""组织关系介绍信: stub above, letter below the perforation, receipt at the foot; and the stub book.

Frozen data in, a paper out. The number stands on the stub, over both perforations and on the
letter, so that the parts are told to belong together after they were cut.
"""

from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers import checked, fonts
from tuanji_desktop.papers.checked import head_findings
from tuanji_desktop.papers.frame import (
    A4_LANDSCAPE,
    MM,
    SEAL_RADIUS,
    Align,
    Flow,
    PageSize,
    title,
)
from tuanji_desktop.papers.letter import chinese_date
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.preflight import PaperFinding, glyph_findings, required_findings
from tuanji_desktop.papers.table import Column, Row, Table, TableFlow
from tuanji_desktop.papers.text import Setting, break_lines, clean, fit

TITLE = "团员组织关系介绍信"
STUB_TITLE = "介绍信存根簿"
SHEET = PageSize(210 * MM, 297 * MM, top=14 * MM, bottom=12 * MM)
SIZES = (14.0, 13.0, 12.0, 11.0, 10.5)
PITCH = 1.62  # line distance in font sizes
NUMBER_SIZE = 12.0
BLANK_NUMBER = "　　　　　"
SIGNED = 130 * MM
DASH, GAP = 2.4 * MM, 1.6 * MM
CUT_ROOM = 9 * MM
SPREAD = 5  # what is left of the sheet goes to as many gaps
SEAL_LINES = 2  # free above the signature, so that the seal covers it and no text
_INDENT = "　　"
_BLANK_DAY = "　　年　　月　　日"
_LABELS = {
    "number": "编号",
    "name": "姓名",
    "source": "转出组织",
    "target": "转入组织",
    "issuer": "开具单位",
    "id_number": "身份证号",
    "joined_on": "入团年月",
}


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a letter says; every value as recorded, "" where the record has none.

    `number` is the office's, as printed ("" before it is taken from the block), `code` what the
    code of the sheet calls it.
    """

    number: str
    code: str
    member_id: int | None
    name: str
    sex: str
    ethnicity: str
    born_on: str
    id_number: str
    mobile: str
    joined_on: str
    development_number: str
    political_status: str
    kind: str
    source: str
    target: str
    issuer: str
    issued_on: date
    issued_by: str
    valid_days: int


@dataclass(frozen=True, slots=True)
class StubRow:
    """One number of the book."""

    member_id: int | None
    number: str
    issued_on: str
    name: str
    source: str
    target: str
    state: str
    issued_by: str
    remark: str
    voided: bool = False


@dataclass(frozen=True, slots=True)
class StubBook:
    """What the book says; `block` tells which numbers the office has left."""

    unit: str
    printed_on: date
    block: str
    rows: tuple[StubRow, ...]


STUB_TABLE = Table(
    columns=(
        Column("介绍信编号", 32 * MM, "number", "line"),
        Column("开具日期", 23 * MM, "issued_on", "whole"),
        Column("姓名", 22 * MM, "name", "line"),
        Column("转出组织", 52 * MM, "source"),
        Column("转入组织", 52 * MM, "target"),
        Column("转接情况", 20 * MM, "state"),
        Column("开具人", 18 * MM, "issued_by", "line"),
        Column("备注", 24 * MM, "remark"),
    ),
    least_rows=6,
    blank_column=2,
)


def content_hash(data: Introduction) -> str:
    """SHA-256 of what the letter says, before any layout."""
    return checked.whole_hash(data)


# ----------------------------------------------------------------------- the letter
def draw_introduction(data: Introduction) -> Paper:
    """The sheet as PDF: stub, letter and receipt, in the largest size that has room for them."""
    size, spare = _room_for(data)
    flow = Flow(SHEET)
    _Sheet(flow, data, size, spare / SPREAD).write()
    flow.findings += _findings(data)
    return compose(flow, title=TITLE, batch=data.code, content_hash=content_hash(data), foot="")


def _room_for(data: Introduction) -> tuple[float, float]:
    """The largest size in which all three parts stand on one sheet, and the points left then."""
    for size in SIZES:
        flow = Flow(SHEET)
        _Sheet(flow, data, size, 0).write()
        if len(flow.pages) == 1:
            return size, flow.room
    return SIZES[-1], 0


def _findings(data: Introduction) -> list[PaperFinding]:
    found: list[PaperFinding] = []
    for field, label in _LABELS.items():
        text = getattr(data, field)
        record = data.member_id if field in ("name", "id_number", "joined_on") else None
        found += required_findings({field: text}, {field: label}, record=record)
        found += glyph_findings(text, record=record, field=field, label=label)
    if not data.number:
        found = [one for one in found if one.field != "number"]
        message = "介绍信还没有编号，这是草稿。请在“转接”中选中这件转接，点“介绍信…”取号后再打印。"
        found.insert(0, PaperFinding("field.missing", message, None, "number"))
    return found


class _Sheet:
    """The sheet being written in one size."""

    def __init__(self, flow: Flow, data: Introduction, size: float, gap: float) -> None:
        self._flow, self._data, self._size, self._gap = flow, data, size, gap
        self._pitch = size * PITCH
        self._number = f"第 {data.number or BLANK_NUMBER} 号"

    def write(self) -> None:
        data, flow = self._data, self._flow
        facts = _facts(data)
        flow.y -= 6 * MM
        self._heading("（存根）", 18.0)
        self._line(self._number, "left", NUMBER_SIZE)
        self._text(f"{data.name}同志（{facts}），由{data.source}转往{data.target}。")
        about = f"转接原因：{data.kind}　　有效期{data.valid_days}天　　开具人：{data.issued_by}"
        self._text(about)
        self._line(f"{chinese_date(data.issued_on)}　　领取人签名：＿＿＿＿＿＿＿＿", "right")
        flow.y -= self._gap
        self._cut("骑缝处加盖公章")
        flow.y -= self._gap
        self._heading("", 22.0)
        self._line(self._number, "right", NUMBER_SIZE)
        self._text(f"{data.target}：", indent=False)
        self._text(f"兹有{data.name}同志（{facts}），团员组织关系由{data.source}转往你处，请接转。")
        self._text(f"（有效期{data.valid_days}天）　　团费交至　　　　年　　月")
        if data.mobile:
            self._text(f"团员联系电话：{data.mobile}")
        flow.y -= SEAL_LINES * self._pitch
        self._signature()
        flow.y -= SEAL_RADIUS / 2 + self._gap
        self._cut("接收后请将回执寄回开具单位")
        flow.y -= self._gap
        self._heading("回执", 16.0)
        self._line(self._number, "left", NUMBER_SIZE)
        self._text(f"{data.issuer}：", indent=False)
        self._text(
            f"{data.name}同志的团员组织关系已于{_BLANK_DAY}转入我处"
            "（团支部：＿＿＿＿＿＿＿＿＿＿＿＿），特此回复。"
        )
        flow.y -= self._gap / 2
        self._line("经办人：＿＿＿＿＿＿　　联系电话：＿＿＿＿＿＿＿＿", "left")
        self._line(f"接收单位（盖章）　　　　　　{_BLANK_DAY}", "right")

    def _heading(self, what: str, size: float) -> None:
        text = what if what == "回执" else TITLE + what
        flow = self._flow
        setting = fit(text, flow.size.inner_width, size=size, least=12, keep="whole", role="title")
        self._put(setting, "center", setting.height)

    def _text(self, text: str, *, indent: bool = True) -> None:
        shown = clean((_INDENT if indent else "") + text)
        faces = fonts.fonts_for(shown)
        width = self._flow.size.inner_width
        for line in break_lines(shown, width, faces=faces, size=self._size)[0]:
            self._put(Setting((line,), faces, self._size), "left", self._pitch)

    def _line(self, text: str, align: Align, size: float = 0.0) -> None:
        flow, size = self._flow, size or self._size
        setting = fit(text, flow.size.inner_width, size=size, least=8, keep="whole")
        self._put(setting, align, self._pitch)

    def _signature(self) -> None:
        """Who issues it over the day on one axis, in the middle of the seal."""
        flow = self._flow
        texts = (self._data.issuer, chinese_date(self._data.issued_on))
        lines = [fit(one, SIGNED, size=self._size, least=9, keep="whole") for one in texts]
        widest = max(fonts.width(one.lines[0], one.faces, one.size) for one in lines)
        for setting in lines:
            self._room(self._pitch)
            left = flow.size.right_edge - 8 * MM - widest
            flow.put(setting, left, widest, flow.y - self._pitch / 2, "center")
            flow.y -= self._pitch

    def _cut(self, words: str) -> None:
        """A perforation with the number over it."""
        flow = self._flow
        self._room(CUT_ROOM)
        flow.y -= CUT_ROOM / 2
        setting = fit(
            f"{self._number}（{words}）",
            flow.size.inner_width,
            size=NUMBER_SIZE,
            least=8,
            keep="whole",
        )
        wide = fonts.width(setting.lines[0], setting.faces, setting.size) + 2 * GAP
        centre = flow.size.width / 2
        x = 8 * MM
        while x < flow.size.width - 8 * MM:
            end = x + DASH
            if end < centre - wide / 2 or x > centre + wide / 2:
                flow.line(x, flow.y, end, flow.y)
            x = end + GAP
        flow.put(setting, centre - wide / 2, wide, flow.y, "center")
        flow.y -= CUT_ROOM / 2 + 2 * MM

    def _put(self, setting: Setting, align: Align, height: float) -> None:
        flow = self._flow
        self._room(height)
        width = flow.size.inner_width
        flow.put(setting, flow.size.left, width, flow.y - height / 2, align)
        flow.y -= height

    def _room(self, height: float) -> None:
        if height > self._flow.room:
            self._flow.new_page()


def _facts(data: Introduction) -> str:
    """Who it is, in a bracket; what the record does not have is left out."""
    parts = [
        data.sex,
        data.ethnicity,
        f"{_day(data.born_on)}出生" if data.born_on else "",
        f"身份证号：{data.id_number}" if data.id_number else "",
        f"{_day(data.joined_on)}入团" if data.joined_on else "",
        f"发展团员编号：{data.development_number}" if data.development_number else "",
        data.political_status,
    ]
    return "，".join(filter(None, parts))


def _day(text: str) -> str:
    """2001-03-05 → 2001年3月5日, 2016-05 → 2016年5月."""
    numbers = [int(one) for one in text.split("-") if one.isdigit()]
    return "".join(f"{one}{unit}" for one, unit in zip(numbers, "年月日", strict=False)) or text


# --------------------------------------------------------------------- the stub book
def stub_cells(data: StubBook) -> list[tuple[str, ...]]:
    """The rows as they stand in the table and in the sheet."""
    return [
        (
            row.number,
            row.issued_on,
            row.name,
            row.source,
            row.target,
            row.state,
            row.issued_by,
            row.remark,
        )
        for row in data.rows
    ]


def draw_stub_book(data: StubBook) -> Paper:
    """The book as PDF, in the order of its numbers."""
    flow = Flow(A4_LANDSCAPE)
    title(flow, TITLE + "存根簿")
    flow.y -= 3 * MM
    flow.paragraphs(stub_head(data), size=12)
    flow.y -= 2 * MM
    flow.findings += head_findings({"unit": data.unit}, {"unit": "单位"}, len(data.rows))
    rows = []
    for row, cells in zip(data.rows, stub_cells(data), strict=True):
        flow.findings += glyph_findings(row.name, record=row.member_id, field="name", label="姓名")
        rows.append(Row(row.member_id, cells))
    TableFlow(flow, STUB_TABLE).rows(rows)
    return compose(flow, title=TITLE + "存根簿", batch="", content_hash=checked.content_hash(data))


def stub_head(data: StubBook) -> tuple[str, ...]:
    """The lines above the table."""
    voided = sum(row.voided for row in data.rows)
    return (
        f"单位：{data.unit}　　打印日期：{chinese_date(data.printed_on)}　　"
        f"共{len(data.rows)}号，其中作废{voided}号　　{data.block}",
    )

"""A formal letter upwards (正式行文) with the look of GB/T 9704: any room fills it, this sets it.

22 lines a page in 16 points, the title in 22; document number at the left and 签发人 at the right,
as letters to a superior have them; signature and date with the place of the seal over them, never
alone on a page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.fonts import Role
from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, SEAL_RADIUS, TITLE_SIZE, Circle, Flow
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.preflight import glyph_findings, required_findings
from tuanji_desktop.papers.text import Setting, break_lines, clean

SIZE = 16.0  # 三号
PITCH = 225 * MM / 22  # from line to line
TITLE_PITCH = 32.0
INDENT = "　　"
NO_NUMBER = "〔　　　　〕　　号"
SIGNED_BY = "签发人："
SIGNER_ROOM = 5  # characters left free for a name by hand
FOOT = "— {page} —"
FOOT_SIZE = 14.0  # 四号
LINES_ABOVE_SENDER = 2  # the seal's upper edge comes within a line of the text (GB/T 9704)

_LABELS = {
    "document_number": "文号",
    "title": "标题",
    "addressee": "主送单位",
    "sender": "发文单位",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says. `document_number` is "" while it has none; `number` is ours, of the
    list or batch that goes with it, and stands in the code of the page. A statement to a superior
    is not `numbered`: it has neither 文号 nor 签发人. A letter that does not go `upward` has no
    签发人; of one that does, `signer` "" leaves room for a name by hand."""

    title: str
    document_number: str
    addressee: str
    paragraphs: tuple[str, ...]
    ending: str
    enclosures: tuple[str, ...]
    sender: str
    day: date
    contact: str = ""
    contact_phone: str = ""
    number: str = ""
    numbered: bool = True
    upward: bool = True
    signer: str = ""


def chinese_date(day: date) -> str:
    """2019年3月1日, as letters and forms write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def draw_letter(
    letter: Letter, *, content_hash: str, annex: Callable[[Flow], None] | None = None
) -> Paper:
    """The letter as PDF; `content_hash` is of what it carries, `annex` sets what is behind it."""
    return _draw(letter, content_hash, annex)[0]


def seal_place(letter: Letter) -> tuple[int, Circle]:
    """On which page, from 1, and where the seal goes."""
    return _draw(letter, "0" * 64)[1]


def _draw(
    letter: Letter, content_hash: str, annex: Callable[[Flow], None] | None = None
) -> tuple[Paper, tuple[int, Circle]]:
    flow = Flow(A4_PORTRAIT)
    _check(flow, letter)
    if letter.numbered:
        _number_line(flow, letter)
    _title(flow, letter.title)
    flow.y -= PITCH / 2
    _lines(flow, _broken(flow, f"{letter.addressee}："))
    for text in letter.paragraphs:
        _lines(flow, _broken(flow, INDENT + text))
    circle = _end(flow, letter)
    if annex is not None:
        annex(flow)
    paper = compose(
        flow,
        title=letter.title,
        batch=letter.number,
        content_hash=content_hash,
        foot=FOOT,
        foot_size=FOOT_SIZE,
    )
    return paper, circle


def _check(flow: Flow, letter: Letter) -> None:
    """What is empty, and what no font has."""
    values = {
        name: getattr(letter, name)
        for name in _LABELS
        if letter.numbered or name != "document_number"
    }
    flow.findings += required_findings(values, _LABELS, record=None)
    body = "".join((*letter.paragraphs, letter.ending, *letter.enclosures))
    signed = letter.contact + letter.contact_phone
    others = {"body": body, "contact": signed, "signer": letter.signer}
    for name, text in {**values, **others}.items():
        label = {**_LABELS, "body": "正文", "contact": "联系人", "signer": "签发人"}[name]
        flow.findings += glyph_findings(text, record=None, field=name, label=label)


def _setting(text: str, *, size: float = SIZE, role: Role = "body") -> Setting:
    shown = clean(text)
    return Setting((shown,), fonts.fonts_for(shown, role), size)


def _number_line(flow: Flow, letter: Letter) -> None:
    """文号 at the left, 签发人 at the right of a letter upwards, a line under them."""
    number = letter.document_number
    size = flow.size
    middle = flow.y - PITCH / 2
    flow.put(_setting(number or NO_NUMBER), size.left + SIZE, size.inner_width, middle, "left")
    if letter.upward:
        signed = _setting(SIGNED_BY + letter.signer)
        room = SIGNER_ROOM * SIZE + fonts.width(SIGNED_BY, signed.faces, SIZE)
        wide = max(room, fonts.width(signed.lines[0], signed.faces, SIZE) + SIZE)
        flow.put(signed, size.right_edge - wide, wide, middle, "left")
    flow.y -= PITCH + 2 * MM
    flow.line(size.left, flow.y, size.right_edge, flow.y)
    flow.y -= PITCH / 2


def _title(flow: Flow, text: str) -> None:
    """The title in 小标宋; of two lines neither is a leftover."""
    shown = clean(text)
    faces = fonts.fonts_for(shown, "title")
    for line in _balanced(flow, shown, faces, TITLE_SIZE):
        flow.put(
            Setting((line,), faces, TITLE_SIZE),
            flow.size.left,
            flow.size.inner_width,
            flow.y - TITLE_PITCH / 2,
            "center",
        )
        flow.y -= TITLE_PITCH


def _balanced(flow: Flow, text: str, faces: tuple[str, ...], size: float) -> list[str]:
    """A heading in as few lines as it takes, none of them a leftover of a character or two."""
    room = flow.size.inner_width
    lines, _ = break_lines(text, room, faces=faces, size=size)
    narrow = room
    while len(lines) > 1 and narrow > room / 2:
        narrow -= size / 2
        tighter, _ = break_lines(text, narrow, faces=faces, size=size)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return list(lines)


def _broken(flow: Flow, text: str) -> list[Setting]:
    shown = clean(text)
    faces = fonts.fonts_for(shown)
    lines, _ = break_lines(shown, flow.size.inner_width, faces=faces, size=SIZE)
    return [Setting((line,), faces, SIZE) for line in lines]


def _lines(flow: Flow, settings: Sequence[Setting]) -> None:
    for setting in settings:
        if flow.room < PITCH:
            flow.new_page()
        flow.put(setting, flow.size.left, flow.size.inner_width, flow.y - PITCH / 2, "left")
        flow.y -= PITCH


def _end(flow: Flow, letter: Letter) -> tuple[int, Circle]:
    """The ending, what is enclosed, signature and date: together on one page."""
    ending = _broken(flow, INDENT + letter.ending)
    enclosed = [
        setting
        for number, name in enumerate(letter.enclosures, start=1)
        for setting in _broken(flow, _enclosure(name, number, len(letter.enclosures)))
    ]
    lines = len(ending) + len(enclosed) + bool(enclosed)
    # a long sender takes a second line
    whole = lines + LINES_ABOVE_SENDER + len(_broken(flow, letter.sender)) + 1 + 1
    if whole * PITCH > flow.room:
        flow.new_page()
    _lines(flow, ending)
    if enclosed:
        flow.y -= PITCH
        _lines(flow, enclosed)
    flow.y -= LINES_ABOVE_SENDER * PITCH
    circle = _signature(flow, letter)
    if letter.contact:
        phone = f"，电话：{letter.contact_phone}" if letter.contact_phone else ""
        _lines(flow, _broken(flow, f"{INDENT}（联系人：{letter.contact}{phone}）"))
    return len(flow.pages), circle


def _enclosure(name: str, number: int, count: int) -> str:
    if count == 1:
        return f"{INDENT}附件：{name}"
    return f"{INDENT}{'附件：' if number == 1 else '　　　'}{number}.{name}"


def _signature(flow: Flow, letter: Letter) -> Circle:
    """Sender over date on one axis, both in the lower half of the seal (GB/T 9704)."""
    size = flow.size
    shown = clean(letter.sender)
    faces = fonts.fonts_for(shown)
    names = _balanced(flow, shown, faces, SIZE)
    day = _setting(chinese_date(letter.day))
    lines = [*(Setting((name,), faces, SIZE) for name in names), day]
    widths = [fonts.width(one.lines[0], one.faces, SIZE) for one in lines]
    widest = max(widths[:-1])
    indent = min(2 * SIZE, size.inner_width - widest)
    axis = size.right_edge - max(indent + widest / 2, 4 * SIZE + widths[-1] / 2)
    for setting, wide in zip(lines, widths, strict=True):
        flow.put(setting, axis - wide / 2, wide, flow.y - PITCH / 2, "left")
        flow.y -= PITCH
    return Circle(axis, flow.y + 2 * PITCH, SEAL_RADIUS)

"""The notice sheet to a member who reported to the wrong branch: frozen data in, a paper out.

G 三.2: while the report-in waits, the branch tells the member to withdraw it and to report to the
right branch. The sheet names the branch that was chosen, says the three steps, and has a receipt
to be cut off.
"""

from dataclasses import dataclass
from datetime import date

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.checked import head_findings
from tuanji_desktop.papers.frame import A4_PORTRAIT, MM, SEAL_RADIUS, Flow, title
from tuanji_desktop.papers.letter import chinese_date
from tuanji_desktop.papers.paper import Paper, compose
from tuanji_desktop.papers.preflight import PaperFinding, glyph_findings
from tuanji_desktop.papers.text import LEADING, Setting, break_lines, clean

NOTICE_TITLE = "报到更正通知单"
BODY_SIZE = 14.0
SMALL_SIZE = 9.0
BLANK = "＿＿＿＿＿＿＿＿＿＿＿＿＿＿"
_INDENT = "　　"
_LINE = 1.4  # line distance in font sizes


@dataclass(frozen=True, slots=True)
class Quoted:
    """A clause with its own words and the document it stands in."""

    clause: str
    text: str
    document: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the sheet says. `right_branch` is "" where the member has to write it in; `papers`
    are those that a mistaken approval would cost."""

    member_id: int
    name: str
    branch: str
    right_branch: str
    submitted_on: date | None
    unit: str
    contact: str
    contact_phone: str
    day: date
    papers: tuple[str, ...]
    quoted: tuple[Quoted, ...]


def body_of(data: Notice) -> tuple[str, ...]:
    """The paragraphs under the salutation."""
    when = f"于{chinese_date(data.submitted_on)}" if data.submitted_on else ""
    cost = f"，并须以书面形式逐级向上级团组织提交{'、'.join(data.papers)}" if data.papers else ""
    return (
        f"你{when}通过“智慧团建”系统向“{data.branch}”提交了报到申请，目前状态为“报到待审核”。"
        "经核对，该团支部不是你应当报到的团支部。请尽快按下列步骤更正：",
        "一、登录“智慧团建”系统，自行撤回本次报到申请；",
        "二、核对个人信息，填写有误的一并改正；",
        f"三、重新向正确的团支部报到：{data.right_branch or BLANK}。",
        f"以上须在团支部审核之前办理。一旦被误审核通过，只能申请删除后重新报到{cost}。",
    )


def draw_notice(data: Notice) -> Paper:
    """The sheet as PDF: the notice above, the receipt below."""
    flow = Flow(A4_PORTRAIT)
    flow.findings += _findings(data)
    title(flow, NOTICE_TITLE)
    flow.y -= 4 * MM
    _write(flow, f"{data.name}同志：")
    for text in body_of(data):
        _write(flow, _INDENT + text)
    _sign(flow, data)
    flow.y -= 4 * MM
    for one in data.quoted:
        _write(flow, f"依据：{one.clause}“{one.text}”——{one.document}", size=SMALL_SIZE)
    _receipt(flow, data)
    return compose(flow, title=NOTICE_TITLE, batch="", content_hash="0" * 64)


def _findings(data: Notice) -> list[PaperFinding]:
    head = {"name": data.name, "branch": data.branch, "unit": data.unit}
    labels = {"name": "姓名", "branch": "所选团支部", "unit": "通知单位"}
    found = head_findings(head, labels, 1)
    more = f"{data.right_branch}{data.contact}{data.contact_phone}"
    found += glyph_findings(more, record=data.member_id, field="right_branch", label="正确的团支部")
    return found


def _write(flow: Flow, text: str, *, size: float = BODY_SIZE) -> None:
    shown = clean(text)
    faces = fonts.fonts_for(shown)
    lines, _ = break_lines(shown, flow.size.inner_width, faces=faces, size=size)
    pitch = size * _LINE
    for line in lines:
        if flow.room < pitch:
            flow.new_page()
        setting = Setting((line,), faces, size)
        flow.put(setting, flow.size.left, flow.size.inner_width, flow.y - pitch / 2, "left")
        flow.y -= pitch


def _sign(flow: Flow, data: Notice) -> None:
    """Whose notice it is, over the date; the seal has its room over both."""
    pitch = BODY_SIZE * _LINE
    need = 2 * SEAL_RADIUS + pitch
    if flow.room < need:
        flow.new_page()
    flow.y -= SEAL_RADIUS - pitch
    right = flow.size.right_edge - 2 * BODY_SIZE
    for text in (data.unit, chinese_date(data.day)):
        shown = clean(text)
        faces = fonts.fonts_for(shown)
        lines, _ = break_lines(shown, right - flow.size.left, faces=faces, size=BODY_SIZE)
        for line in lines:
            setting = Setting((line,), faces, BODY_SIZE)
            flow.put(setting, flow.size.left, right - flow.size.left, flow.y - pitch / 2, "right")
            flow.y -= pitch
    flow.y -= max(0.0, SEAL_RADIUS - 2 * pitch)
    if data.contact or data.contact_phone:
        phone = f"　联系方式：{data.contact_phone}" if data.contact_phone else ""
        _write(flow, f"联系人：{data.contact}{phone}", size=12.0)


def _receipt(flow: Flow, data: Notice) -> None:
    lines = (
        f"{_INDENT}本人已收到报到更正通知单，将撤回向“{data.branch}”的报到申请，"
        "重新向正确的团支部报到。",
        "团员签字：　　　　　　　　　　　　日期：　　　　年　　月　　日",
    )
    if flow.room < 45 * MM:
        flow.new_page()
    flow.y -= 4 * MM
    flow.line(flow.size.left, flow.y, flow.size.right_edge, flow.y)
    flow.y -= 4 * MM
    heading = clean("回　执")
    setting = Setting((heading,), fonts.fonts_for(heading, "head"), BODY_SIZE)
    height = BODY_SIZE * LEADING
    flow.put(setting, flow.size.left, flow.size.inner_width, flow.y - height / 2, "center")
    flow.y -= height + 2 * MM
    for text in lines:
        _write(flow, text, size=12.0)
        flow.y -= 3 * MM

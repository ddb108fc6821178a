"""核实情况 of a batch as a paper of its own: what was asked, who was behind it, what was found.

Kept beside the form and never on it (domain.md §7); it bears the batch's number.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from ..papers.frame import A4_PORTRAIT, MM, Flow, line_head, title
from ..papers.paper import Paper, compose
from ..papers.preflight import glyph_findings

FORM = "deletion-questions"
TITLE = "删除申请核实情况"
_SIZE = 12.0
_GAP = 3 * MM
_NAMES = 200
"""So many names are written out; more are counted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words, the names behind it, and the answers in their order."""

    words: str
    names: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """What the paper says; `overrides` are the requests that a second operator admitted."""

    unit: str
    number: str
    asked: tuple[Asked, ...]
    overrides: tuple[str, ...]


def sheet_hash(sheet: QuestionSheet) -> str:
    """SHA-256 of what it says, before any layout."""
    text = json.dumps(asdict(sheet), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def draw_questions(sheet: QuestionSheet) -> Paper:
    """The paper as PDF."""
    flow = Flow(A4_PORTRAIT)
    title(flow, TITLE)
    line_head(flow, (("填报单位：", sheet.unit), ("批次：", sheet.number)))
    flow.y -= _GAP
    if not sheet.asked and not sheet.overrides:
        _say(flow, "本批申请没有需要核实的问题。")
    for number, one in enumerate(sheet.asked, start=1):
        flow.paragraphs([f"{number}．{one.words}"], size=_SIZE, first="head")
        _say(flow, f"　　涉及 {len(one.names)} 人：{_named(one.names)}")
        for answer in one.answers or ("尚未填写。",):
            _say(flow, f"　　核实情况：{answer}")
        flow.y -= _GAP
    if sheet.overrides:
        flow.paragraphs(["经第二操作员同意特别办理的申请"], size=_SIZE, first="head")
        for words in sheet.overrides:
            _say(flow, f"　　{words}")
    return compose(flow, title=TITLE, batch=sheet.number, content_hash=sheet_hash(sheet))


def _say(flow: Flow, text: str) -> None:
    flow.findings += glyph_findings(text, record=None, field="body", label="正文")
    flow.paragraphs([text], size=_SIZE)


def _named(names: tuple[str, ...]) -> str:
    more = f" 等 {len(names)} 人" if len(names) > _NAMES else ""
    return "、".join(names[:_NAMES]) + more

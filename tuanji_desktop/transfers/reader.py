"""Reading lists of transfers: whose membership goes where, or who comes in from elsewhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from ..members.reader import LABELS as MEMBER_LABELS
from ..rules.cells import text_of
from ..rules.choices import NO, YES, resolve
from ..rules.dates import read_day
from ..rules.destination_words import is_unit, with_detail
from ..rules.fields import EXTRA_HEADINGS, FIELDS, NOT_HEADINGS
from ..rules.policy import Policy
from ..sheets.heading import Headings
from .kinds import kinds

_PERSON = (
    "name", "id_kind", "id_number", "sex", "born_on", "mobile", "branch", "class_name",
)  # fmt: skip
_OWN = {
    "kind": "转接原因",
    "target": "转入组织",
    "in_province": "是否省内高校",
    "on": "日期",
    "source": "转出组织",
    "document": "介绍信编号",
    "reason": "说明",
    "superior": "学校或上级",
}
OUT_FIELDS = (*_PERSON, "superior", "kind", "target", "in_province", "on", "reason")
IN_FIELDS = ("name", "id_number", "mobile", "source", "target", "on", "document", "reason")


def labels(fields: tuple[str, ...]) -> dict[str, str]:
    """Field → label, in the order in which they are offered."""
    return {name: _OWN.get(name) or MEMBER_LABELS[name] for name in fields}


_KIND = (
    *FIELDS["destination"].headings,
    *"转接类型 转接类别 转出类型 转接种类 原因 转移原因 关系转接原因 转出事由 转接事由".split(),
)
_TARGET = (
    *FIELDS["target"].headings,
    *"转往组织 转往团组织 转往单位 转入单位 转入学校 转入团委 接收组织 接收单位 接收学校 "
    "录取学校 录取院校 转入地团组织 拟转入组织 转入团委名称 接收团委 接收团组织全称 "
    "转往团委 转入地 转入地组织 转入地团组织全称 转入地单位 转入方 转入方团组织 转入方组织".split(),
)
_IN_PROVINCE = tuple(
    "是否省内高校 是否省内 高校是否在省内 是否在省内 省内省外 省内/省外 省内外 省内高校 "
    "是否为省内高校 是否本省高校 省内或省外".split()
)
_DAY = tuple(
    "发起日期 发起时间 转接日期 转接时间 转出日期 转出时间 办理日期 办理时间 申请日期 日期 时间".split()
)
_REASON = tuple("说明 转接说明 情况说明 备注 问题备注 情况备注".split())
_SOURCE = tuple(
    "转出组织 转出团组织 转出团支部 转出单位 转出团委 转出学校 原组织 原团组织 原团支部 原支部 "
    "原所在团支部 原所在团组织 原单位 原学校 来源组织 来自组织 毕业学校 转出组织名称 转出团组织名称 转出组织全称 "
    "转出团支部名称 转出团委名称 原团组织名称 原组织名称 原团组织全称 原就读学校 来源团组织 转出地 "
    "转出地团组织 转出地团组织全称 转出地组织 转出地单位 转出方 转出方团组织 转出方组织".split()
)
_HOME = tuple(
    "转入团支部 转入支部 转入组织 转入团组织 接收团支部 接收团组织 接收组织 现团支部 现所在团支部 "
    "所在团支部 团支部 所在支部 班级 转入班级 转入组织名称 转入团组织名称 转入组织全称 转入团支部名称 "
    "接收支部 接收团组织名称 转入地 转入地团组织 转入地团支部 转入地组织 转入方 转入方团组织 转入方团支部".split()
)
_LETTER = tuple("介绍信编号 介绍信号 介绍信 介绍信文号 文号".split())


def transfer_headings() -> Headings:
    """The headings of a list of those who go."""
    aliases: dict[str, tuple[str, ...]] = {name: FIELDS[name].headings for name in _PERSON}
    aliases |= {
        "superior": EXTRA_HEADINGS["superior"],
        "kind": _KIND,
        "target": _TARGET,
        "in_province": _IN_PROVINCE,
        "on": _DAY,
        "reason": _REASON,
    }
    return Headings(
        aliases=aliases,
        not_headings=NOT_HEADINGS,
        required=("name",),
        telling=("name", "id_number"),
    )


def incoming_headings() -> Headings:
    """The headings of a list of those who come in: where from and into which unit of this office."""
    return Headings(
        aliases={
            **{name: FIELDS[name].headings for name in ("name", "id_number", "mobile")},
            "source": _SOURCE,
            "target": _HOME,
            "on": ("转入日期", "转入时间", "登记日期", *_DAY),
            "document": _LETTER,
            "reason": _REASON,
        },
        not_headings=NOT_HEADINGS,
        required=("name", "id_number", "source"),
        named_by_sheet=("target",),
        telling=("name", "id_number"),
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read in a cell."""

    field: str
    code: str
    message: str
    value: str
    suggestion: str | None = None


def kind_written(cell: object, policy: Policy) -> str:
    """The pack's word for a reason to transfer; what nobody knows stays as it is written."""
    text = text_of(cell) if cell is not None else ""
    known = kinds(policy)
    if text in known or text in policy.destinations:
        return text
    for ending in ("", "转接", "转出"):
        plain = text.removesuffix(ending) if ending else text
        if plain in known:
            return plain
        meant = resolve("destination", plain, policy)[0] if plain else None
        if meant is not None:
            return meant
    found = with_detail(text, policy)
    return found.word if found is not None else text


def detail_written(cell: object, policy: Policy) -> tuple[str, str]:
    """What stands behind a reason to transfer: the unit, and whether it is said to be in the province
    (as `in_province_written` reads it); '' where nothing does."""
    found = with_detail(text_of(cell), policy) if cell is not None else None
    detail = found.detail if found is not None else ""
    return (detail if is_unit(detail) else "", detail if detail in _PROVINCES else "")


def text_in(cells: Mapping[str, object], name: str) -> str:
    """A cell's text on one line; '' where there is none."""
    cell = cells.get(name)
    return "" if cell is None else text_of(cell)


_PROVINCES = {
    "省内": YES, "省内高校": YES, "本省": YES, "在省内": YES,
    "省外": NO, "省外高校": NO, "外省": NO, "在省外": NO, "国外": NO,
}  # fmt: skip


def in_province_written(cell: object, policy: Policy) -> tuple[str | None, Fault | None]:
    """是, 否, or None where nobody asked yet."""
    text = "" if cell is None else text_of(cell)
    if not text:
        return None, None
    answer = _PROVINCES.get(text) or resolve("volunteer", text, policy)[0]
    if answer in (YES, NO):
        return answer, None
    message = f"“{text}”看不出高校是否在省内，请填“是”或“否”；这一行按没有问过发起。"
    return None, Fault("in_province", "choice.unknown", message, text)


_SHORT_YEAR = re.compile(r"^(\d{2})(?=\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2})", re.ASCII)
"""26.9.1: what is meant is proposed, never taken."""


_MONTH_SAID = re.compile(r"2018-09(?: 或 2018-09-01)?(?!-)")
"""A month may be enough elsewhere: here it would be refused for want of a day."""


def day_written(cell: object) -> tuple[date | None, Fault | None]:
    """A day; None for an empty cell."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None, None
    reading = read_day(normalize("NFKC", cell).strip() if isinstance(cell, str) else cell)
    fault = _MONTH_SAID.sub("2018-09-01", reading.fault)
    if not fault and reading.day is None:
        fault = "没有写到日，请写作 2018-09-01 的样子"
    if fault:
        text = text_of(cell)
        whole = _SHORT_YEAR.sub(r"20\1", normalize("NFKC", text).strip())
        meant = read_day(whole).as_date if whole != text and read_day(whole).day else None
        return None, Fault("on", "date.unreadable", f"日期“{text}”{fault}。", text, meant)
    return date.fromisoformat(reading.as_date), None

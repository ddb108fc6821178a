"""The columns of the units and of a unit's members, and which rows a filter shows."""

from collections.abc import Callable, Mapping

from ..core.masks import mask_id
from ..kit.paged_model import Column
from .queries import BranchRow, MemberRow
from .results import INCOMPLETE, NOT_A_MEMBER, RETENTION, RIGHT, TRANSFER, UNLISTED, WRONG

UNIT_FILTERS: Mapping[str, str] = {"behind": "未完成", "done": "已完成", "units": "全部"}
MEMBER_FILTERS: Mapping[str, str] = {
    "unchecked": "未核对",
    "todo": "待办理",
    "lacking": "待补全",
    "people": "全部",
}
EMPTY: Mapping[str, tuple[str, str]] = {
    "behind": ("没有未完成的团支部", "所选范围内的团支部都已报告完成。"),
    "done": ("还没有完成的团支部", "团支部每个人都有核对结果以后，报告完成。"),
    "units": ("所选范围内没有团支部", "在左边的组织树里选上级团组织。"),
    "unchecked": ("都已核对", "每个人都有结果了，可以“报告完成”。"),
    "todo": ("没有待办理的", "有误、转接、保留、补录的都已着手办理。"),
    "lacking": ("没有待补全的", "必填项都已填写，职业、在读状况等也符合要求。"),
    "people": ("这个团支部没有团员", "未录入系统的，核实无误后按“登记未录入…”。"),
}


def fits_unit(row: BranchRow, key: str) -> bool:
    """Whether a filter shows a branch."""
    return key == "units" or row.done is (key == "done")


def fits_member(row: MemberRow, key: str) -> bool:
    """Whether a filter shows a member."""
    match key:
        case "unchecked":
            return not row.result
        case "todo":
            return bool(row.act_words) and not row.followed
        case "lacking":
            return bool(row.lacking)
    return True


def unit_columns() -> list[Column[BranchRow]]:
    """How far each branch is."""
    return [
        Column("name", "团支部", _unit_name, width=150, tip=lambda row: row.full_name,
               sortable=False),
        Column("parent", "上级", lambda row: row.parent, width=92, tip=lambda row: row.parent,
               sortable=False),
        _figure("checked", "已核对", lambda row: f"{row.checked:,} / {row.members:,}", 78),
        Column("done", "完成", _done_words, width=92, figures=True, tip=_done_words,
               sortable=False),
        _figure("wrong", "有误", lambda row: _number(row.count(WRONG)), 46),
        _figure("no_member", "无团籍", lambda row: _number(row.count(NOT_A_MEMBER)), 58),
        _figure("transfer", "转接", lambda row: _number(row.count(TRANSFER)), 46),
        _figure("retention", "保留", lambda row: _number(row.count(RETENTION)), 46),
        _figure("incomplete", "不全", lambda row: _number(row.count(INCOMPLETE)), 46),
        _figure("unlisted", "补录", lambda row: _number(row.count(UNLISTED)), 46),
    ]  # fmt: skip


def _figure(
    key: str, words: str, text: Callable[[BranchRow], str], width: int
) -> Column[BranchRow]:
    return Column(key, words, text, width=width, align="right", figures=True, sortable=False)


def _number(number: int) -> str:
    return f"{number:,}" if number else ""


def _unit_name(row: BranchRow) -> str:
    return f"{row.name}（毕业班）" if row.graduating else row.name


def _done_words(row: BranchRow) -> str:
    if row.done_on and row.left:
        return f"⚠ 又有 {row.left:,} 人未核对"
    return row.done_on


def member_columns() -> list[Column[MemberRow]]:
    """A branch's members with the last word on each, and what is missing."""
    return [
        Column("name", "姓名", lambda row: row.name, width=90, sortable=False),
        Column("result", "核对结果", lambda row: row.result_words, width=140,
               tip=_result_tip, sortable=False),
        Column("act", "办理", lambda row: row.act_words, width=146, sortable=False),
        Column("lacking", "待补全", lambda row: row.lacking, width=230,
               tip=lambda row: row.lacking.replace("；", "\n"), sortable=False),
        Column("status", "状态", lambda row: row.status, width=74, sortable=False),
        Column("checked_on", "核对日期", lambda row: row.checked_on, width=96, figures=True,
               tip=lambda row: row.checked_by, sortable=False),
    ]  # fmt: skip


def _result_tip(row: MemberRow) -> str:
    number = f"身份证号 {mask_id(row.id_number)}" if row.result == UNLISTED else ""
    return "\n".join(filter(None, (row.result_words, row.note, number)))


def right_ready(row: MemberRow) -> bool:
    """Whether `right` can be recorded at once: on the roster, nothing starred empty, no word yet."""
    return row.member_id is not None and not row.missing and row.result != RIGHT

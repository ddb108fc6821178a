"""What a check of a record can find, and the act that each finding leads to (Q 三, 四)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..core.errors import BadInput
from ..rules.fields import FIELDS
from ..rules.policy import Policy, Values

RIGHT, WRONG, NOT_A_MEMBER = "right", "wrong", "not_a_member"
TRANSFER, RETENTION, INCOMPLETE, UNLISTED = "transfer", "retention", "incomplete", "unlisted"

VERIFIED_CLAUSE = "Q 三.1"
"""Somebody who is not in the system is entered only when 核实无误."""

WRONG_FIELDS = ("name", "sex", "id_number", "development_number")
"""What is not corrected in place: deletion and re-entry (Q 三.1, 附件1 填写要求 4)."""


@dataclass(frozen=True, slots=True)
class Result:
    """One finding. `wish` is what a page asks of the others; `done` says that it was carried out."""

    code: str
    label: str
    short: str
    act: str
    wish: str
    done: str
    clause: str


RESULTS: Mapping[str, Result] = {
    row.code: row
    for row in (
        Result(RIGHT, "核对无误", "无误", "", "", "", "Q 三.1"),
        Result(WRONG, "信息有误", "有误", "申请删除…", "deletion", "已申请删除", "Q 三.1"),
        Result(NOT_A_MEMBER, "无团籍人员", "无团籍", "申请删除…", "deletion", "已申请删除", "Q 三.2"),
        Result(TRANSFER, "需转接", "转接", "发起转接…", "transfer", "已发起转接", "Q 三.3"),
        Result(RETENTION, "团籍保留", "保留", "登记团籍保留…", "retention", "已登记保留", "Q 三.4"),
        Result(INCOMPLETE, "信息不全", "不全", "补全信息…", "bulk_edit", "必填项已补齐", "Q 四"),
        Result(UNLISTED, "未录入系统", "补录", "补录团员…", "add_member", "已录入", "Q 三.1"),
    )
}  # fmt: skip
MEMBER_RESULTS = tuple(code for code in RESULTS if code != UNLISTED)


def result_of(code: str) -> Result:
    """A finding about a member, by its code."""
    if code not in MEMBER_RESULTS:
        known = "、".join(f"{one}（{RESULTS[one].label}）" for one in MEMBER_RESULTS)
        raise BadInput("campaign.result_unknown", f"没有“{code}”这种核对结果。可用的有：{known}。")
    return RESULTS[code]


def wrong_fields(names: Iterable[str]) -> tuple[str, ...]:
    """The fields said to be wrong, in their order; refuses none and those corrected in place."""
    given = set(names)
    if not given or given - set(WRONG_FIELDS):
        known = "、".join(f"{one}（{FIELDS[one].label}）" for one in WRONG_FIELDS)
        raise BadInput(
            "campaign.wrong_fields",
            f"信息有误的，要指明是哪一项：{known}。其他项目直接在团员信息里改正。",
            clause=RESULTS[WRONG].clause,
        )
    return tuple(name for name in WRONG_FIELDS if name in given)


def labels(fields: Iterable[str]) -> str:
    """Field names as the screen says them."""
    return "、".join(FIELDS[name].label for name in fields)


def below_expected(policy: Policy, values: Values) -> tuple[str, ...]:
    """The expected values (Q 四.1, 四.4) that a record has not, in words; an empty one counts."""
    return tuple(
        f"{FIELDS[row.field].label}应为“{row.value}”"
        for row in policy.expected
        if values.get(row.field) != row.value
        and all(condition.holds(values) for condition in row.when)
    )

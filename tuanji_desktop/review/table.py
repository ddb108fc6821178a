"""The lists of the review desk: change requests, report-ins, what was decided."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from ..core.masks import mask_id
from ..core.pinyin import name_keys
from ..kit.paged_model import Column, SortKey
from ..kit.row_table import sorted_rows
from ..office.context import Context
from ..rules.fields import label_of
from ..rules.lifecycle import LEFT, Stage
from ..rules.policy import Policy
from . import queries
from .guards import closed_state
from .queries import DecidedField, Filter, Queue, ReportIn, Waiting
from .service import OWN, why_single
from .words import STATE_LABELS, shown


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A change request in the table.

    `barred`: why this operator decides nothing of it; `closed`: why it can only go back;
    `single`: why it is not accepted together with others. Each in words, '' where it is not so.
    """

    request: Waiting
    age: int
    overdue: bool
    barred: str = ""
    closed: str = ""
    single: str = ""

    @property
    def conflicts(self) -> int:
        return len(self.request.conflicts)


@dataclass(frozen=True, slots=True)
class ReportInRow:
    """A report-in in the table."""

    report_in: ReportIn
    age: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class ReviewRows:
    """Both queues by id, in the order wished for; `total` counts requests beyond the limit too."""

    requests: Mapping[int, ReviewRow]
    report_ins: Mapping[int, ReportInRow]
    total: int
    fields: tuple[str, ...]
    narrowed: bool


def load_rows(
    context: Context,
    *,
    wanted: Filter,
    sort: Sequence[SortKey],
    report_in_sort: Sequence[SortKey],
) -> ReviewRows:
    """Both queues of a scope; runs on a reader thread. Overdue: the pack's days for a review."""
    found = queries.load_queue(context, wanted)
    limit, today = context.policy.review.overdue_days, context.today
    requests = _review_rows(context, found)
    report_ins = [_report_in_row(one, today, limit) for one in found.report_ins]
    return ReviewRows(
        MappingProxyType(
            {row.request.id: row for row in sorted_rows(requests, sort, _REQUEST_ORDERS)}
        ),
        MappingProxyType(
            {
                row.report_in.member.id: row
                for row in sorted_rows(report_ins, report_in_sort, _REPORT_IN_ORDERS)
            }
        ),
        found.total,
        found.fields,
        wanted.narrows,
    )


def load_decided_rows(
    context: Context, *, org_id: int | None, state: str, sort: Sequence[SortKey]
) -> Mapping[int, DecidedField]:
    """What was decided, the latest first; runs on a reader thread."""
    found = queries.load_decided(context, org_id=org_id, state=state)
    return {row.id: row for row in sorted_rows(found, sort, _DECIDED_ORDERS)}


def request_columns() -> list[Column[ReviewRow]]:
    """The queue of change requests; narrow enough for the middle pane of a small screen."""
    return [
        Column("name", "姓名", lambda row: row.request.name, width=84),
        Column("branch", "团支部", lambda row: row.request.branch, width=150,
               tip=lambda row: row.request.branch),
        Column("fields", "修改内容", field_words, width=190, tip=field_words),
        Column("note", "注意", _note, width=88, tip=_note_tip),
        Column("proposed_by", "提出人", lambda row: row.request.proposed_by, width=76),
        Column("proposed_at", "提出日期", lambda row: row.request.proposed_at[:10], width=92,
               figures=True),
        Column("age", "天数", _age, width=72, align="right", figures=True, tip=_age_tip),
    ]  # fmt: skip


def report_in_columns() -> list[Column[ReportInRow]]:
    """The queue of report-ins."""
    return [
        Column("name", "姓名", lambda row: row.report_in.member.name, width=84),
        Column("branch", "报到团支部", lambda row: row.report_in.member.branch_short, width=170,
               tip=lambda row: row.report_in.member.values.get("branch") or ""),
        Column("id_number", "身份证号", lambda row: row.report_in.member.values.get("id_number") or "",
               width=160, figures=True, mask=mask_id),
        Column("missing", "缺少的必填项", missing_words, width=170, tip=missing_words),
        Column("since", "报到日期", lambda row: row.report_in.since[:10], width=92, figures=True),
        Column("age", "天数", _age, width=72, align="right", figures=True, tip=_age_tip),
    ]  # fmt: skip


def decided_columns() -> list[Column[DecidedField]]:
    """What was decided, field by field."""
    return [
        Column("name", "姓名", lambda row: row.name, width=76),
        Column("branch", "团支部", lambda row: row.branch, width=110, tip=lambda row: row.branch),
        Column("change", "修改内容", change_words, width=190, tip=change_words),
        Column("state", "结果", _result, width=92, tip=_result_tip),
        Column("decided_by", "办理人", lambda row: row.decided_by, width=72),
        Column("decided_at", "办理日期", lambda row: row.decided_at[:10], width=92, figures=True),
        Column("proposed_by", "提出人", lambda row: row.proposed_by, width=72),
        Column("proposed_at", "提出日期", lambda row: row.proposed_at[:10], width=92, figures=True,
               shown=False),
        Column("reason", "审核意见", lambda row: row.decision_reason or "", width=160,
               tip=lambda row: row.decision_reason or "", shown=False),
    ]  # fmt: skip


def change_words(row: DecidedField) -> str:
    """政治面貌：共青团员 → 中共党员."""
    return f"{label_of(row.field)}：{shown(row.field, row.base)} → {shown(row.field, row.new)}"


def field_words(row: ReviewRow) -> str:
    """What is to be changed: one field by name and number, several by their names."""
    names = [label_of(name) for name in row.request.fields]
    return f"{len(names)} 项：{'、'.join(names)}"


def missing_words(row: ReportInRow) -> str:
    """Labels of the starred fields that are still empty."""
    return "、".join(label_of(name) for name in row.report_in.member.missing)


def _note(row: ReviewRow) -> str:
    if row.closed:
        return "⚠ 只能退回"
    if row.conflicts:
        return f"⚠ 冲突 {row.conflicts}"
    return "本人提出" if row.barred else ""


def _note_tip(row: ReviewRow) -> str:
    words = [row.closed, row.barred]
    if row.conflicts:
        words.append("申请提出后，档案又改过，须看过两个值再选择")
    return "；".join(word for word in words if word)


def _result(row: DecidedField) -> str:
    label = STATE_LABELS.get(row.state, row.state)
    return f"{label} · 单人" if row.single_handed else label


def _result_tip(row: DecidedField) -> str:
    return row.decision_reason or ""


def _age(row: ReviewRow | ReportInRow) -> str:
    return f"{row.age} 超期" if row.overdue else str(row.age)


def _age_tip(row: ReviewRow | ReportInRow) -> str:
    return f"已等待 {row.age} 天" + ("，超过应办理的天数" if row.overdue else "")


def _review_rows(context: Context, found: Queue) -> list[ReviewRow]:
    """The queue as rows. Many requests are alike: what follows from status, fields and day is
    worked out once."""
    rule, at_desk = context.policy.review, found.reviewer
    own = f"{OWN}（{rule.clause}）"

    @cache
    def standing(status: str, fields: tuple[str, ...], day: str) -> tuple[int, str]:
        submitted = date.fromisoformat(day)
        return (context.today - submitted).days, _closed(context.policy, status, fields, submitted)

    singly = cache(why_single)
    rows = []
    for one in found.requests:
        age, closed = standing(one.status, one.fields, one.proposed_at[:10])
        barred = own if at_desk.barred(one.proposed_by) else ""
        single = closed or barred or singly(one.fields, one.conflicts)
        rows.append(ReviewRow(one, age, age > rule.overdue_days, barred, closed, single))
    return rows


def _closed(policy: Policy, status: str, fields: tuple[str, ...], submitted: date) -> str:
    """Why a request can only go back. The values of the card are not needed: what follows from
    the ID number is not submitted."""
    stage = Stage(status)
    if stage in LEFT:
        return "已不在册，只能退回"
    for name in fields:
        state = closed_state(policy, name, stage=stage, values=_NO_VALUES, proposed_on=submitted)
        if state is not None:
            return f"“{label_of(name)}”按现行规则不能改（{state.clause}），只能退回"
    return ""


def _report_in_row(one: ReportIn, today: date, limit: int) -> ReportInRow:
    age = one.age(today)
    return ReportInRow(one, age, age > limit)


_NO_VALUES: Mapping[str, str | None] = MappingProxyType({})
_REQUEST_ORDERS: dict[str, Callable[[ReviewRow], Any]] = {
    "name": lambda row: name_keys(row.request.name).pinyin,
    "branch": lambda row: row.request.branch,
    "fields": lambda row: (len(row.request.fields), field_words(row)),
    "note": lambda row: (bool(row.closed), row.conflicts, bool(row.barred)),
    "proposed_by": lambda row: row.request.proposed_by,
    "proposed_at": lambda row: row.request.proposed_at,
    "age": lambda row: row.age,
}
_REPORT_IN_ORDERS: dict[str, Callable[[ReportInRow], Any]] = {
    "name": lambda row: name_keys(row.report_in.member.name).pinyin,
    "branch": lambda row: row.report_in.member.branch_short,
    "id_number": lambda row: row.report_in.member.values.get("id_number") or "",
    "missing": lambda row: len(row.report_in.member.missing),
    "since": lambda row: row.report_in.since,
    "age": lambda row: row.age,
}
_DECIDED_ORDERS: dict[str, Callable[[DecidedField], Any]] = {
    "name": lambda row: name_keys(row.name).pinyin,
    "branch": lambda row: row.branch,
    "change": change_words,
    "state": lambda row: (row.state, row.single_handed),
    "decided_by": lambda row: row.decided_by,
    "decided_at": lambda row: (row.decided_at, row.id),
    "proposed_by": lambda row: row.proposed_by,
    "proposed_at": lambda row: row.proposed_at,
    "reason": lambda row: row.decision_reason or "",
}

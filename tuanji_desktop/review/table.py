"""The two queues of the review desk: change requests and report-ins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from ..core.masks import mask_id
from ..core.pinyin import name_keys
from ..kit.paged_model import Column, SortKey
from ..kit.row_table import sorted_rows
from ..office.context import Context
from ..rules.fields import label_of
from . import queries
from .queries import ReportIn, ReviewRequest


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A change request in the table."""

    request: ReviewRequest
    age: int
    overdue: bool

    @property
    def conflicts(self) -> int:
        return sum(field.conflict for field in self.request.pending)


@dataclass(frozen=True, slots=True)
class ReportInRow:
    """A report-in in the table."""

    report_in: ReportIn
    age: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class ReviewRows:
    """Both queues by id, in the order wished for."""

    requests: Mapping[int, ReviewRow]
    report_ins: Mapping[int, ReportInRow]


def load_rows(
    context: Context,
    *,
    org_id: int | None,
    sort: Sequence[SortKey],
    report_in_sort: Sequence[SortKey],
) -> ReviewRows:
    """Both queues of a scope; runs on a reader thread. Overdue: the pack's days at one desk."""
    found = queries.load_queue(context, org_id=org_id)
    limit, today = context.policy.transfer.overdue_days, context.today
    requests = [_review_row(one, today, limit) for one in found.requests]
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
    )


def request_columns() -> list[Column[ReviewRow]]:
    """The queue of change requests; narrow enough for the middle pane of a small screen."""
    return [
        Column("name", "姓名", lambda row: row.request.name, width=84),
        Column("branch", "团支部", lambda row: row.request.branch, width=150,
               tip=lambda row: row.request.branch),
        Column("fields", "修改内容", field_words, width=190, tip=field_words),
        Column("conflict", "冲突", _conflict_words, width=64, tip=_conflict_tip),
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


def field_words(row: ReviewRow) -> str:
    """What is to be changed: one field by name and number, several by their names."""
    names = [label_of(field.field) for field in row.request.pending]
    return f"{len(names)} 项：{'、'.join(names)}"


def missing_words(row: ReportInRow) -> str:
    """Labels of the starred fields that are still empty."""
    return "、".join(label_of(name) for name in row.report_in.member.missing)


def _conflict_words(row: ReviewRow) -> str:
    return f"⚠ {row.conflicts}" if row.conflicts else ""


def _conflict_tip(row: ReviewRow) -> str:
    return "申请提出后，档案又改过，须看过两个值再选择" if row.conflicts else ""


def _age(row: ReviewRow | ReportInRow) -> str:
    return f"{row.age} 超期" if row.overdue else str(row.age)


def _age_tip(row: ReviewRow | ReportInRow) -> str:
    return f"已等待 {row.age} 天" + ("，超过应办理的天数" if row.overdue else "")


def _review_row(one: ReviewRequest, today: date, limit: int) -> ReviewRow:
    age = one.age(today)
    return ReviewRow(one, age, age > limit)


def _report_in_row(one: ReportIn, today: date, limit: int) -> ReportInRow:
    age = one.age(today)
    return ReportInRow(one, age, age > limit)


_REQUEST_ORDERS: dict[str, Callable[[ReviewRow], Any]] = {
    "name": lambda row: name_keys(row.request.name).pinyin,
    "branch": lambda row: row.request.branch,
    "fields": lambda row: (len(row.request.pending), field_words(row)),
    "conflict": lambda row: row.conflicts,
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

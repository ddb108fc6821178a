"""The tables of the leaving room: the plan, the register, who is over age."""

from ..kit.paged_model import Column
from .plan import PlanRow
from .queries import Candidate, Departure

PLAN_FILTERS = {"all": "全部", "ready": "可以办理", "refused": "不能办理", "notes": "有附带事项"}


def plan_columns() -> list[Column[PlanRow]]:
    """What becomes of each."""
    return [
        Column("name", "姓名", lambda one: one.name, width=88, sortable=False),
        Column("words", "办理前 → 办理后", lambda one: one.words, width=140, sortable=False),
        Column("why", "说明", plan_remark, width=240, sortable=False, tip=plan_remark),
        Column("branch", "团支部", lambda one: one.branch, width=130, sortable=False,
               tip=lambda one: one.branch),
    ]  # fmt: skip


def plan_remark(row: PlanRow) -> str:
    """Why not, or what happens besides."""
    if row.refused:
        return f"✕ {row.why}（{row.clause}）" if row.clause else f"✕ {row.why}"
    return "；".join(row.notes)


def of_filter(row: PlanRow, key: str) -> bool:
    """Whether a filter of the plan shows a row."""
    if key == "ready":
        return row.ready
    if key == "refused":
        return not row.ready
    return key == "all" or bool(row.notes)


def register_columns() -> list[Column[Departure]]:
    """The register, the last day first."""
    return [
        Column("name", "姓名", lambda one: one.name, width=100, sortable=False),
        Column("branch", "团支部", lambda one: one.branch, width=130, sortable=False,
               tip=lambda one: one.branch_full),
        Column("door", "离团方式", lambda one: one.door_label, width=80, sortable=False),
        Column("left_on", "离团日期", lambda one: one.left_on, width=96, figures=True,
               sortable=False),
        Column("document", "文号", lambda one: one.document_number or "", width=150,
               sortable=False, tip=lambda one: one.document_number or ""),
        Column("proofs", "材料", _proofs, width=56, align="right", sortable=False, tip=_proof_tip),
        Column("restored", "恢复", lambda one: one.restored_words, width=130, sortable=False,
               tip=lambda one: one.restored_reason or ""),
        Column("decided_by", "决定机关", lambda one: one.decided_by or "", width=130,
               sortable=False, tip=lambda one: one.decided_by or ""),
        Column("reason", "原因", lambda one: one.reason or "", width=150, sortable=False,
               tip=lambda one: one.reason or ""),
        Column("recorded", "登记", lambda one: f"{one.recorded_on} {one.recorded_by}", width=150,
               shown=False, sortable=False),
    ]  # fmt: skip


def candidate_columns() -> list[Column[Candidate]]:
    """Who is over age and does not stay."""
    return [
        Column("name", "姓名", lambda one: one.name, width=90, sortable=False),
        Column("sex", "性别", lambda one: one.sex, width=50, sortable=False),
        Column("born_on", "出生日期", lambda one: one.born_on.isoformat(), width=100,
               figures=True, sortable=False),
        Column("age", "周岁", lambda one: str(one.age), width=50, align="right", figures=True,
               sortable=False),
        Column("branch", "团支部", lambda one: one.branch, width=240, sortable=False),
    ]  # fmt: skip


def _proofs(row: Departure) -> str:
    return f"{len(row.proofs)} 份" if row.proofs else "—"


def _proof_tip(row: Departure) -> str:
    return "\n".join(f"{one.label}：{one.file_name}" for one in row.proofs)

"""The import wizard for rosters: what the general wizard has to know of them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ..core.progress import Progress
from ..kit.import_adapter import ImportOptions, ImportReview, PlainAdapter, ReviewKind, ReviewRow
from ..kit.import_wizard import ImportWizard
from ..kit.page import Workplace
from ..office.context import Context
from ..rules.fields import FIELDS, ROSTER_FIELDS, label_of
from ..sheets.findings import SheetFinding, sentence
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from .import_notes import RosterNotes, roster_notes
from .reader import LABELS, roster_headings
from .roster_import import apply_roster, plan_roster
from .roster_plan import PlannedRow, RosterPlan
from .shift import column_shifts

KINDS = {
    "new": "新增",
    "updated": "更新",
    "unchanged": "未变",
    "ambiguous": "待确认",
    "refused": "拒绝",
}
_OFFERED = (*ROSTER_FIELDS, *(name for name in FIELDS if name not in ROSTER_FIELDS))


class RosterAdapter(PlainAdapter):
    """Answers the wizard; `scope` is the node whose list the clerk means to bring."""

    kind = "roster"
    title = "导入花名册"
    hint = (
        "名单须有姓名和所在团支部两栏。按身份证号认人：在册的只补充和更新，不在册的新增；"
        "锁定的字段不会改动，需审核的转为变更申请。"
    )
    fields: Mapping[str, str] = {name: LABELS[name] for name in _OFFERED}

    def __init__(self, context: Context, scope: int | None = None) -> None:
        self._context, self._scope = context, scope

    @property
    def headings(self) -> Headings:
        return roster_headings()

    def options(self, parent: QWidget) -> ImportOptions | None:
        return None

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        context, scope = self._context, self._scope

        def plan(progress: Progress) -> ImportReview:
            planned = plan_roster(
                context, workbook.path, reading=reading, progress=progress, workbook=workbook
            )
            return review_of(context, planned, roster_notes(context, planned, scope))

        return plan


def review_of(context: Context, plan: RosterPlan, notes: RosterNotes) -> ImportReview:
    """A roster plan in the words of the wizard."""
    counts = {kind: plan.count(kind) for kind in KINDS}
    detail = _Detail(plan, notes.branches)
    return ImportReview(
        source=plan.source,
        sentence=sentence(
            (
                (counts["new"], "人新增"),
                (counts["updated"], "人更新"),
                (plan.submitted, "人有字段提交审核"),
                (counts["unchanged"], "人未变"),
                (counts["ambiguous"], "行待确认"),
                (counts["refused"], "行拒绝"),
            )
        )
        + "。",
        kinds=tuple(ReviewKind(key, words, counts[key]) for key, words in KINDS.items()),
        rows=[ReviewRow(row.number, row.kind, row.name) for row in plan.rows],
        findings=plan.findings,
        writes=counts["new"] + counts["updated"],
        detail=detail.words,
        apply=lambda progress: apply_roster(context, plan, progress=progress),
        alarms=tuple(shift.words for shift in column_shifts(plan)),
        notes=notes.words,
    )


class _Detail:
    """What becomes of a row, in words; made when somebody looks at it."""

    def __init__(self, plan: RosterPlan, branches: Mapping[int, str]) -> None:
        self._rows, self._branches = plan.rows, branches
        self._said: dict[int, list[SheetFinding]] = defaultdict(list)
        for found in plan.findings:
            self._said[found.row].append(found)

    def words(self, place: int) -> str:
        row = self._rows[place]
        if row.kind == "new":
            words = f"新增到 {self._branch(row)}"
            missing = "、".join(label_of(name) for name in row.missing)
            return f"{words}，红名：缺 {missing}" if missing else words
        if row.kind == "unchanged":
            return "与在册一致"
        if row.kind == "updated":
            return "；".join(self._changes(row))
        return "；".join(found.message for found in self._said[row.number])

    def _branch(self, row: PlannedRow) -> str:
        return self._branches.get(row.branch_id or 0, "")

    def _changes(self, row: PlannedRow) -> list[str]:
        old = row.member.values if row.member is not None else {}
        lines = [
            f"{label_of(name)}：{old.get(name) or '空'} → {value or '空'}"
            for name, value in row.saved.items()
        ]
        lines += [
            f"{label_of(name)}：{old.get(name) or '空'} → {value or '空'}（提交审核）"
            for name, value in row.submitted.items()
        ]
        if row.branch_id is not None:
            lines.append(f"{label_of('branch')}：改为 {self._branch(row)}")
        return lines


class RosterImportWizard(ImportWizard):
    """导入花名册. `scope` is the organisation chosen in the tree, `path` a file dropped already."""

    def __init__(
        self,
        workplace: Workplace,
        scope: int | None = None,
        path: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        adapter = RosterAdapter(workplace.context, scope)
        super().__init__(adapter, workplace.jobs, path=path, parent=parent)
        self.setObjectName("roster_import")

"""The import wizard for organisations: what the general wizard has to know of them."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from ..core.progress import Progress
from ..kit.import_adapter import (
    Alarm,
    FieldChange,
    ImportOptions,
    ImportReview,
    PlainAdapter,
    ReviewKind,
    ReviewRow,
    RowQuestion,
    ValueQuestion,
)
from ..kit.import_wizard import RoomImportWizard
from ..kit.page import Workplace
from ..office.context import Context
from ..sheets.findings import sentence
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from .import_questions import row_question, value_questions
from .kinds import KINDS as ORG_KINDS
from .names import likeness, stem
from .reader import HEADINGS, LABELS, POLICY_FIELDS, OrgRow
from .service import KIND, OrgPlan, apply_organizations, plan_organizations

KINDS = {
    "new": "新增",
    "updated": "更新",
    "unchanged": "未变",
    "ambiguous": "待确认",
    "refused": "拒绝",
}
_WRITTEN = frozenset({"new", "updated"})
_ALARM_FEWEST = 5
_ALARM_SHARE = 0.05
_ANOTHER_NAME = 0.4


class OrgAdapter(PlainAdapter):
    """Answers the wizard."""

    kind = KIND
    policy_fields = POLICY_FIELDS
    title = "导入团组织"
    hint = (
        "每行一个团组织：组织编码、组织全称、组织类别必填，上级写编码或名称都可以。"
        "已有的编码更新名称和类别，不改变隶属关系。"
    )
    fields: Mapping[str, str] = LABELS

    def __init__(self, workplace: Workplace, _scope: int | None = None) -> None:
        self._context = workplace.context

    @property
    def headings(self) -> Headings:
        return HEADINGS

    def options(self, parent: QWidget) -> ImportOptions | None:
        return None

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        context = self._context
        return lambda _progress: value_questions(context, workbook, reading)

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        context = self._context
        return lambda progress: review_of(
            context,
            plan_organizations(
                context, workbook.path, reading=reading, progress=progress, workbook=workbook
            ),
        )


def review_of(context: Context, plan: OrgPlan) -> ImportReview:
    """A plan for the tree in the words of the wizard."""
    listed = [
        *(_line(row, "new") for row in plan.new),
        *(_line(row, "updated") for row in plan.updated),
        *(_line(row, "unchanged") for row in plan.unchanged),
        *(_line(doubt.row, "ambiguous") for doubt in plan.ambiguous),
        *(ReviewRow(number, "refused", name) for number, name in plan.refused),
    ]
    listed.sort(key=lambda row: row.number)
    counts = {kind: sum(row.kind == kind for row in listed) for kind in KINDS}
    details = _details(plan)
    changed = {row.number: row for row in plan.updated}

    def changes(place: int) -> tuple[FieldChange, ...]:
        row = changed.get(listed[place].number)
        return _changes(row, plan) if row is not None else ()

    def question(place: int) -> RowQuestion | None:
        return row_question(plan, listed[place].number)

    return ImportReview(
        source=plan.source,
        sentence=sentence(
            (
                (counts["new"], "个新增"),
                (counts["updated"], "个更新"),
                (counts["unchanged"], "个未变"),
                (counts["ambiguous"], "行待确认"),
                (counts["refused"], "行拒绝"),
            )
        )
        + "。",
        kinds=tuple(
            ReviewKind(key, words, counts[key], written=key in _WRITTEN)
            for key, words in KINDS.items()
            if counts[key] or key != "ambiguous"
        ),
        rows=listed,
        findings=plan.findings,
        writes=counts["new"] + counts["updated"],
        detail=lambda place: details.get(listed[place].number, ""),
        apply=lambda progress, recipe: apply_organizations(
            context, plan, recipe=recipe, progress=progress
        ),
        alarms=_alarms(plan),
        notes=_notes(plan),
        question=question,
        changes=changes,
        done=f"已新增 {counts['new']:,} 个团组织，更新 {counts['updated']:,} 个。",
    )


def _notes(plan: OrgPlan) -> tuple[str, ...]:
    notes = [plan.seen.words] if plan.seen is not None else []
    if plan.unchanged and not plan.new and not plan.updated:
        notes.append("这份名单与台账一致，没有需要写入的内容。")
    return (*notes, *plan.source.told)


def _alarms(plan: OrgPlan) -> tuple[Alarm, ...]:
    """Known codes under quite other names by the dozen: a column has slipped by a row."""
    known = [*plan.updated, *plan.unchanged]
    other = [
        row
        for row in plan.updated
        if likeness(stem(row.full_name), stem(plan.nodes[row.code].full_name)) < _ANOTHER_NAME
    ]
    if len(other) < _ALARM_FEWEST or len(other) < _ALARM_SHARE * len(known):
        return ()
    words = (
        f"有 {len(other)} 个已有的编码换成了完全不同的名称，占 {len(known)} 个的 "
        f"{round(100 * len(other) / len(known))}%，像是编码与名称错了行。请核对名单后再写入。"
    )
    return (Alarm(words, "full_name", confirm=True),)


def _line(row: OrgRow, kind: str) -> ReviewRow:
    return ReviewRow(row.number, kind, row.short_name or row.full_name)


def _details(plan: OrgPlan) -> dict[int, str]:
    said: dict[int, list[str]] = defaultdict(list)
    for row in plan.new:
        above = f"，隶属 {row.parent}" if row.parent else ""
        said[row.number].append(f"新建{ORG_KINDS[row.kind]}{above}")
    for row in plan.updated:
        said[row.number] += [
            f"{one.label}：{one.before or '空'} → {one.after}" for one in _changes(row, plan)
        ]
    for row in plan.unchanged:
        said[row.number].append("与台账一致")
    for found in plan.findings:
        said[found.row].append(found.message)
    return {number: "；".join(words) for number, words in said.items()}


def _changes(row: OrgRow, plan: OrgPlan) -> tuple[FieldChange, ...]:
    node = plan.nodes[row.code]
    pairs = (
        ("full_name", node.full_name, row.full_name),
        ("short_name", node.short_name, row.short_name),
        ("kind", ORG_KINDS[node.kind], ORG_KINDS[row.kind]),
        ("school_kind", node.school_kind or "", row.school_kind or ""),
    )
    return tuple(
        FieldChange(LABELS[name], old, new) for name, old, new in pairs if new and new != old
    )


class OrgImportWizard(RoomImportWizard):
    """导入团组织. A list names its superiors: the organisation in sight says nothing of it."""

    name = "org_import"
    adapter = OrgAdapter

"""The import wizard for organisations: what the general wizard has to know of them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ..core.progress import Progress
from ..kit.import_adapter import ImportOptions, ImportReview, PlainAdapter, ReviewKind, ReviewRow
from ..kit.import_wizard import ImportWizard
from ..kit.page import Workplace
from ..office.context import Context
from ..sheets.findings import sentence
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from .kinds import KINDS as ORG_KINDS
from .reader import HEADINGS, LABELS, OrgRow
from .service import OrgPlan, apply_organizations, plan_organizations

KINDS = {"new": "新增", "updated": "更新", "unchanged": "未变", "refused": "拒绝"}


class OrgAdapter(PlainAdapter):
    """Answers the wizard."""

    kind = "organizations"
    title = "导入团组织"
    hint = (
        "每行一个团组织：组织编码、组织全称、组织类别必填，上级用上级组织编码写明。"
        "已有的编码更新名称和类别，不改变隶属关系。"
    )
    fields: Mapping[str, str] = LABELS

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def headings(self) -> Headings:
        return HEADINGS

    def options(self, parent: QWidget) -> ImportOptions | None:
        return None

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
        *(ReviewRow(number, "refused", name) for number, name in plan.refused),
    ]
    listed.sort(key=lambda row: row.number)
    counts = {
        "new": len(plan.new),
        "updated": len(plan.updated),
        "unchanged": len(plan.unchanged),
        "refused": len(plan.refused),
    }
    details = _details(plan)
    same = plan.unchanged and not plan.new and not plan.updated
    return ImportReview(
        source=plan.source,
        sentence=sentence(
            (
                (counts["new"], "个新增"),
                (counts["updated"], "个更新"),
                (counts["unchanged"], "个未变"),
                (counts["refused"], "行拒绝"),
            )
        )
        + "。",
        kinds=tuple(ReviewKind(key, words, counts[key]) for key, words in KINDS.items()),
        rows=listed,
        findings=plan.findings,
        writes=counts["new"] + counts["updated"],
        detail=lambda place: details.get(listed[place].number, ""),
        apply=lambda progress: apply_organizations(context, plan, progress=progress),
        notes=("这份名单与台账一致，没有需要写入的内容。",) if same else (),
    )


def _line(row: OrgRow, kind: str) -> ReviewRow:
    return ReviewRow(row.number, kind, row.short_name or row.full_name)


def _details(plan: OrgPlan) -> dict[int, str]:
    said: dict[int, list[str]] = defaultdict(list)
    for row in plan.new:
        above = f"，隶属 {row.parent}" if row.parent else ""
        said[row.number].append(f"新建{ORG_KINDS[row.kind]}{above}")
    for row in plan.updated:
        said[row.number] += _changes(row, plan)
    for row in plan.unchanged:
        said[row.number].append("与台账一致")
    for found in plan.findings:
        said[found.row].append(found.message)
    return {number: "；".join(words) for number, words in said.items()}


def _changes(row: OrgRow, plan: OrgPlan) -> list[str]:
    node = plan.nodes[row.code]
    pairs = (
        ("full_name", node.full_name, row.full_name),
        ("short_name", node.short_name, row.short_name),
        ("kind", ORG_KINDS[node.kind], ORG_KINDS[row.kind]),
        ("school_kind", node.school_kind or "", row.school_kind or ""),
    )
    return [
        f"{LABELS[name]}：{old or '空'} → {new}" for name, old, new in pairs if new and new != old
    ]


class OrgImportWizard(ImportWizard):
    """导入团组织. `scope` is there for the like of the other wizards; a list names its superiors."""

    def __init__(
        self,
        workplace: Workplace,
        scope: int | None = None,
        path: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(OrgAdapter(workplace.context), workplace.jobs, path=path, parent=parent)
        self.setObjectName("org_import")

"""The import wizard for rosters: what the general wizard has to know of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from ..core.progress import Progress
from ..kit.import_adapter import (
    Alarm,
    ImportOptions,
    ImportReview,
    PlainAdapter,
    ReviewKind,
    ReviewRow,
    ValueQuestion,
)
from ..kit.import_wizard import RoomImportWizard
from ..kit.page import Workplace
from ..office.context import Context
from ..rules.fields import FIELDS, ROSTER_FIELDS
from ..sheets.findings import sentence
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from .branch_choice import BranchMaker
from .import_notes import RosterNotes, roster_notes
from .import_options import RosterOptions
from .reader import LABELS, read_list, roster_headings
from .roster_import import ROSTER, apply_roster, plan_roster
from .roster_review import RosterDetail
from .roster_rows import RosterPlan
from .roster_values import written_texts
from .shift import column_shifts

KINDS = {
    "new": "新增",
    "updated": "更新",
    "unchanged": "未变",
    "ambiguous": "待确认",
    "refused": "拒绝",
}
WRITTEN = ("new", "updated")
OTHER_BRANCH = "选择或新建团支部…"
_NEVER_CHANGED = frozenset({"id_number", "superior", "school"})
_OFFERED = (*ROSTER_FIELDS, *(name for name in FIELDS if name not in ROSTER_FIELDS))


class RosterAdapter(PlainAdapter):
    """Answers the wizard; `scope` is the node whose list the clerk means to bring."""

    kind = "roster"
    title = "导入花名册"
    hint = (
        "名单须有姓名，以及所在团支部（或学校、年级、班级）。按身份证号认人：在册的只补充和更新，不在册的新增；"
        "锁定的字段不会改动，需审核的转为变更申请。"
    )
    fields: Mapping[str, str] = {name: LABELS[name] for name in _OFFERED} | {
        "superior": "学校或上级",
        "school": "学校（院系之上）",
    }

    def __init__(self, workplace: Workplace, scope: int | None = None) -> None:
        self._workplace, self._scope = workplace, scope
        self._options: RosterOptions | None = None

    @property
    def headings(self) -> Headings:
        return roster_headings()

    def options(self, parent: QWidget) -> ImportOptions | None:
        self._options = RosterOptions(self._workplace, self._scope, parent)
        return self._options

    @property
    def _unit(self) -> int | None:
        """The organisation that the list is imported for."""
        return self._options.unit_id if self._options is not None else None

    @property
    def policy_fields(self) -> tuple[str, ...]:
        return tuple(name for name in self.fields if name not in _NEVER_CHANGED)

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        return value_questions(
            self._workplace.context, workbook, reading, self.headings, unit=self._unit
        )

    def other_value(
        self, question: ValueQuestion, parent: QWidget, on_chosen: Callable[[str, str], None]
    ) -> None:
        BranchMaker(self._workplace, question.written, parent, on_chosen).ask()

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        context, scope, unit = self._workplace.context, self._scope, self._unit

        def plan(progress: Progress) -> ImportReview:
            planned = plan_roster(
                context,
                workbook.path,
                org_id=unit,
                reading=reading,
                progress=progress,
                workbook=workbook,
            )
            return review_of(context, planned, roster_notes(context, planned, scope))

        return plan


def value_questions(
    context: Context,
    workbook: Workbook,
    reading: Reading,
    headings: Headings,
    *,
    unit: int | None = None,
    by_class: bool = True,
) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
    """The act that finds the texts of a roster whose meaning is to be looked at."""

    def ask(progress: Progress) -> tuple[ValueQuestion, ...]:
        table, _source = read_list(
            workbook.path,
            headings=headings,
            reading=replace(reading, values=()),
            cancelled=lambda: progress.cancelled,
            workbook=workbook,
        )
        with context.database.read() as connection:
            found = written_texts(
                connection,
                table,
                policy=context.policy,
                today=context.today,
                unit=unit,
                by_class=by_class,
                progress=progress,
            )
        return tuple(
            ValueQuestion(
                one.field,
                one.written,
                one.rows,
                one.meaning,
                one.words,
                one.score,
                one.choices,
                other=OTHER_BRANCH if one.field == "branch" else "",
            )
            for one in found
        )

    return ask


def review_of(
    context: Context, plan: RosterPlan, notes: RosterNotes, *, kind: str = ROSTER
) -> ImportReview:
    """A roster plan in the words of the wizard."""
    counts = {key: plan.count(key) for key in KINDS}
    detail = RosterDetail(plan, notes)
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
        kinds=tuple(
            ReviewKind(key, words, counts[key], written=key in WRITTEN)
            for key, words in KINDS.items()
        ),
        rows=[
            ReviewRow(row.number, row.kind, row.name, asks=bool(row.candidates))
            for row in plan.rows
        ],
        findings=plan.findings,
        writes=counts["new"] + counts["updated"],
        detail=detail.words,
        apply=lambda progress, recipe: apply_roster(
            context, plan, kind=kind, recipe=recipe, progress=progress
        ),
        alarms=tuple(Alarm(one.words, one.field, confirm=one.loud) for one in column_shifts(plan)),
        notes=notes.words,
        question=detail.question,
        changes=detail.changes,
        done=done_words(plan),
        parts=(plan.rows,),
    )


def done_words(plan: RosterPlan) -> str:
    """The sentence once the plan is written."""
    said = (
        (plan.count("new"), "已新增 {} 人"),
        (plan.count("updated"), "已更新 {} 人"),
        (plan.submitted, "其中 {} 人的字段已提交审核"),
        (plan.count("ambiguous"), "{} 行待确认、没有写入"),
        (plan.count("refused"), "{} 行没有导入"),
    )
    return "，".join(words.format(f"{count:,}") for count, words in said if count) + "。"


class RosterImportWizard(RoomImportWizard):
    """导入花名册"""

    name = "roster_import"
    adapter = RosterAdapter

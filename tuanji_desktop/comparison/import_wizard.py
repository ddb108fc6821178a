"""The import wizard for a comparison: the same steps as every list, and nothing of the roster is
written at the end but the work list."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..core.progress import Progress
from ..kit.import_adapter import (
    REFUSED as REVIEW_REFUSED,
)
from ..kit.import_adapter import (
    UNDECIDED,
    Alarm,
    Candidate,
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
from ..members.branch_choice import BranchMaker
from ..members.reader import read_list
from ..members.roster_values import written_texts
from ..members.unit_choice import UnitChoice
from ..office.context import Context
from ..rules.fields import FIELDS, label_of
from ..sheets.findings import messages_by_row
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import LEAVE, MEMBER, NEW, Reading
from .kinds import DIFFERS, HERE, KINDS, UNSURE
from .plan import LEFT_OUT, REFUSED, ROW_KINDS, SAME, ComparisonPlan
from .queries import load_scopes
from .reader import COMPARISON_LABELS, comparison_headings
from .service import KIND, plan_comparison, start_comparison

_OTHER_BRANCH = "选择或新建团支部…"
_QUESTION = ("name", "id_number", "mobile", "born_on", "branch")
_OTHERS = ((NEW, "都不是，这人仅名单有"), (LEAVE, "这一行不比对"))
_KEYS: Mapping[str, str] = {UNSURE: UNDECIDED, REFUSED: REVIEW_REFUSED}
"""What the wizard calls rows that wait for a decision, and those that cannot be read."""
_NOT_WRITTEN = (SAME, LEFT_OUT, REFUSED)


class ComparisonOptions(ImportOptions):
    """What of the roster the list covers."""

    def __init__(self, workplace: Workplace, scope: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("comparison_options")
        self.scope_box = UnitChoice(
            "比对范围",
            none="按名单自动判断",
            title="名单应当包括哪个组织的全部团员",
            name="comparison_scope",
            tip="名单应当包括哪个组织的全部团员；范围以外的人不算“仅台账有”",
            parent=self,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.scope_box)
        self.scope_box.changed.connect(self.changed)
        context = workplace.context
        workplace.jobs.read(
            self, lambda: load_scopes(context, scope), self.scope_box.show_units, topic="scopes"
        )

    @property
    def org_id(self) -> int | None:
        """The scope chosen; None: by the rows of the list."""
        return self.scope_box.unit_id

    @property
    def told(self) -> str:
        unit = self.scope_box.unit
        return f"与“{unit.short_name}”的花名册比对" if unit is not None else ""

    def answers(self) -> dict[str, str]:
        return {"org": self.scope_box.code} if self.scope_box.code else {}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        if "org" in answers:
            self.scope_box.take_code(answers["org"])


class ComparisonAdapter(PlainAdapter):
    """Answers the wizard; `scope` is the node chosen in the tree, offered as the first."""

    kind = KIND
    title = "比对名单"
    hint = (
        "从“智慧团建”等系统导出的名单，有姓名一栏即可。逐人逐项与花名册比对，"
        "列出只有一边有的人和内容不同的项；花名册不会改动，打了码的栏只比可见的部分。"
    )
    fields: Mapping[str, str] = COMPARISON_LABELS

    def __init__(self, workplace: Workplace, scope: int | None = None) -> None:
        self._workplace, self._scope = workplace, scope
        self._options: ComparisonOptions | None = None

    @property
    def headings(self) -> Headings:
        return comparison_headings()

    def options(self, parent: QWidget) -> ImportOptions | None:
        self._options = ComparisonOptions(self._workplace, self._scope, parent)
        return self._options

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        context = self._workplace.context

        def ask(progress: Progress) -> tuple[ValueQuestion, ...]:
            table, _source = read_list(
                workbook.path,
                headings=comparison_headings(),
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
                    by_class=False,
                    progress=progress,
                )
            return tuple(
                ValueQuestion(
                    one.field, one.written, one.rows, one.meaning, one.words, one.score,
                    one.choices, other=_OTHER_BRANCH if one.field == "branch" else "",
                )
                for one in found
                if "*" not in one.written
            )  # fmt: skip

        return ask

    def other_value(
        self, question: ValueQuestion, parent: QWidget, on_chosen: Callable[[str, str], None]
    ) -> None:
        BranchMaker(self._workplace, question.written, parent, on_chosen).ask()

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        context = self._workplace.context
        org_id = self._options.org_id if self._options is not None else None

        def plan(progress: Progress) -> ImportReview:
            planned = plan_comparison(
                context,
                workbook.path,
                org_id=org_id,
                reading=reading,
                progress=progress,
                workbook=workbook,
            )
            return review_of(context, planned, reading)

        return plan


def review_of(context: Context, plan: ComparisonPlan, reading: Reading) -> ImportReview:
    """A comparison in the words of the wizard."""
    detail = _Detail(plan, reading)
    return ImportReview(
        source=plan.source,
        sentence=plan.words(),
        kinds=tuple(
            ReviewKind(
                _KEYS.get(kind, kind), words, plan.rows_of(kind), written=kind not in _NOT_WRITTEN
            )
            for kind, words in ROW_KINDS.items()
        ),
        rows=[ReviewRow(row.number, _KEYS.get(row.kind, row.kind), row.name) for row in plan.rows],
        findings=plan.findings,
        writes=len(plan.lines),
        detail=detail.words,
        apply=lambda progress, recipe: start_comparison(
            context, plan, recipe=recipe, progress=progress
        ),
        alarms=tuple(Alarm(words, confirm=True) for words in plan.alarms),
        notes=plan.notes + _more(plan),
        question=detail.question,
        changes=detail.changes,
        done=f"已列出 {len(plan.lines):,} 条差异，在“名单比对”里逐条处理。",
    )


def _more(plan: ComparisonPlan) -> tuple[str, ...]:
    notes = []
    only_here = [line.name for line in plan.lines if line.kind == HERE]
    if only_here:
        names = "、".join(only_here[:5]) + ("等" if len(only_here) > 5 else "")
        notes.append(f"{KINDS[HERE]} {len(only_here):,} 人，不在名单的行里：{names}。")
    if fields := plan.by_field():
        told = "，".join(f"{label_of(name)} {number:,}" for name, number in fields.most_common(6))
        notes.append(f"不同的项：{told}。")
    if plan.previous:
        carried = f"，其中 {plan.carried:,} 条仍按原来的处理" if plan.carried else ""
        notes.append(f"同一范围上一次的比对随之结束{carried}。")
    if not plan.lines:
        notes.append("名单与台账完全一致。")
    return tuple(notes)


class _Detail:
    """What is to be said of a row; made when somebody looks at it."""

    def __init__(self, plan: ComparisonPlan, reading: Reading) -> None:
        self._plan, self._decisions = plan, dict(reading.decisions)
        self._said = messages_by_row(plan.findings)
        self._changes: dict[int, list[FieldChange]] = defaultdict(list)
        for line in plan.lines:
            if line.kind == DIFFERS and line.row is not None and line.field is not None:
                self._changes[line.row].append(
                    FieldChange(label_of(line.field), line.here or "", line.there or "", "待处理")
                )

    def words(self, place: int) -> str:
        row = self._plan.rows[place]
        if row.kind == LEFT_OUT:
            return "这一行不比对"
        return "；".join(self._said.get(row.number, ())) or "与台账一致"

    def changes(self, place: int) -> tuple[FieldChange, ...]:
        return tuple(self._changes.get(self._plan.rows[place].number, ()))

    def question(self, place: int) -> RowQuestion | None:
        row = self._plan.rows[place].number
        asked = self._plan.questions.get(row)
        decided = self._decisions.get(row, "")
        if asked is None:
            return None
        return RowQuestion(
            row,
            tuple(FIELDS[name].label for name in _QUESTION),
            tuple(asked.values.get(name, "") for name in _QUESTION),
            tuple(
                Candidate(
                    f"{MEMBER}{one}",
                    f"{known['name']}（{known['status']}）",
                    tuple(known.get(name, "") for name in _QUESTION),
                )
                for one, known in zip(asked.ids, asked.candidates, strict=True)
            ),
            _OTHERS,
            decided,
        )


class ComparisonWizard(RoomImportWizard):
    """比对名单"""

    name = "comparison_import"
    adapter = ComparisonAdapter

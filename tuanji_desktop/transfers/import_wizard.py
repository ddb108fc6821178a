"""The import wizards for lists of transfers: those who go, and those who come in from elsewhere."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ..core.progress import Progress
from ..kit.day_edit import DayEdit
from ..kit.import_adapter import (
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
from ..kit.labels import label
from ..kit.page import Workplace
from ..members.branch_dialog import BranchDialog
from ..members.candidates import BESIDE, LEAVE_OUT, candidate, incoming
from ..members.loading import BranchChoice
from ..members.unit_choice import UnitChoice
from ..office.context import Context
from ..sheets.findings import messages_by_row, sentence
from ..sheets.heading import Headings
from ..sheets.prepared import list_of
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from .import_questions import incoming_questions, outgoing_questions
from .incoming_import import KIND as IN
from .incoming_import import IncomingListPlan, apply_incoming_list, plan_incoming_list
from .kinds import kinds
from .list_import import KIND as OUT
from .list_import import TransferListPlan, apply_transfer_list, plan_transfer_list
from .queries import load_units
from .reader import IN_FIELDS, OUT_FIELDS, incoming_headings, labels, transfer_headings

_SORTS = {"new": "发起", "unchanged": "已在办理", "ambiguous": "待确认", "refused": "拒绝"}
_IN_SORTS = {"new": "登记", "unchanged": "已登记", "refused": "拒绝"}
_WRITTEN = frozenset({"new"})
_NO_KIND = "名单里须写明"


class TransferOptions(ImportOptions):
    """What holds where a row says no reason to transfer, and no day."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("transfer_options")
        self.kind_box = QComboBox(self)
        self.kind_box.setObjectName("transfer_kind")
        self.kind_box.setAccessibleName("没写转接原因的按")
        self.kind_box.addItem(_NO_KIND, "")
        for word in kinds(context.policy):
            self.kind_box.addItem(word, word)
        self.day_edit = DayEdit("transfer_day", "没写日期的按", last=context.today, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for box in (self.kind_box, self.day_edit):
            name = label(box.accessibleName(), role="muted", parent=self)
            name.setBuddy(box)
            row.addWidget(name)
            row.addWidget(box)
        row.addStretch(1)
        self.kind_box.activated.connect(lambda _index: self.changed.emit())
        self.day_edit.dateChanged.connect(lambda _day: self.changed.emit())

    @property
    def kind(self) -> str:
        """The reason that holds where a row says none."""
        return str(self.kind_box.currentData())

    @property
    def told(self) -> str:
        return f"没写转接原因的，按“{self.kind}”" if self.kind else ""

    def answers(self) -> dict[str, str]:
        return {"kind": self.kind}  # the day is that of this import alone

    def set_answers(self, answers: Mapping[str, str]) -> None:
        place = self.kind_box.findData(answers.get("kind", self.kind))
        if place >= 0:
            self.kind_box.setCurrentIndex(place)


class TransferAdapter(PlainAdapter):
    """Answers the wizard for those who go."""

    kind = OUT
    title = "导入转接名单"
    hint = (
        "每行一人：姓名、身份证号、转入组织、转接原因。按花名册认人，逐人按规则核对，"
        "可以办的一次全部发起；不能办的写明原因和依据。"
    )
    fields: Mapping[str, str] = labels(OUT_FIELDS)

    def __init__(self, workplace: Workplace, _scope: int | None = None) -> None:
        self._workplace = workplace
        self._options: TransferOptions | None = None

    @property
    def headings(self) -> Headings:
        return transfer_headings()

    def options(self, parent: QWidget) -> ImportOptions | None:
        self._options = TransferOptions(self._workplace.context, parent)
        return self._options

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        context, headings, fields = self._workplace.context, self.headings, self.fields

        def ask(progress: Progress) -> tuple[ValueQuestion, ...]:
            table = list_of(workbook, headings, labels=fields, reading=reading)
            return outgoing_questions(context, table, reading, progress)

        return ask

    def other_value(
        self, question: ValueQuestion, parent: QWidget, on_chosen: Callable[[str, str], None]
    ) -> None:
        choose_unit(self._workplace, parent, f"“{question.written}”是哪个组织", on_chosen)

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        assert self._options is not None
        context = self._workplace.context
        kind, day = self._options.kind, self._options.day_edit.day

        def plan(progress: Progress) -> ImportReview:
            return review_of(
                context,
                plan_transfer_list(
                    context,
                    workbook.path,
                    kind=kind,
                    on=day,
                    reading=reading,
                    progress=progress,
                    workbook=workbook,
                ),
            )

        return plan


def choose_unit(
    workplace: Workplace, parent: QWidget, title: str, on_chosen: Callable[[str, str], None]
) -> None:
    """Any unit of this office; its code and how it is called come back."""

    def offer(units: tuple[BranchChoice, ...]) -> None:
        dialog = BranchDialog(units, parent, title=title, what="组织")
        dialog.chosen.connect(lambda unit: on_chosen(unit.code, unit.short_name))
        dialog.open()

    context = workplace.context
    workplace.jobs.read(parent, lambda: load_units(context), offer, topic="units")


def review_of(context: Context, plan: TransferListPlan) -> ImportReview:
    """A plan in the words of the wizard."""
    counts = {kind: plan.count(kind) for kind in _SORTS}
    notes = [plan.seen.words] if plan.seen is not None else []
    if plan.waiting:
        notes.append(
            f"其中 {plan.waiting} 人升学到省内高校：发起以后，高校还没有建新生团支部的，"
            "请在转接页登记“等待新生团支部”。"
        )
    if plan.rows and not plan.plans:
        notes.append("没有可以发起的转接。")

    return ImportReview(
        source=plan.source,
        sentence=sentence(
            (
                (counts["new"], "人发起转接"),
                (counts["unchanged"], "人已在办理"),
                (counts["ambiguous"], "行待确认"),
                (counts["refused"], "行拒绝"),
            )
        )
        + "。",
        kinds=_sorts(_SORTS, counts),
        rows=[
            ReviewRow(row.number, row.kind, row.name, asks=bool(row.person.candidates))
            for row in plan.rows
        ],
        findings=plan.findings,
        writes=counts["new"],
        detail=_details(plan),
        apply=lambda progress, recipe: apply_transfer_list(
            context, plan, recipe=recipe, progress=progress
        ),
        notes=(*notes, *plan.source.told),
        question=lambda place: _question(plan, place),
        changes=lambda place: _changes(plan, place),
        done=f"已发起 {counts['new']:,} 人的转接，由转出支部起逐级审核。",
    )


def _changes(plan: TransferListPlan, place: int) -> tuple[FieldChange, ...]:
    row = plan.rows[place]
    if row.kind != "new" or row.planned is None:
        return ()
    return (FieldChange("团组织", row.planned.branch, row.planned.shown, row.planned.side),)


def _question(plan: TransferListPlan, place: int) -> RowQuestion | None:
    person = plan.rows[place].person
    if not person.candidates:
        return None
    return RowQuestion(
        person.number,
        BESIDE,
        incoming(person.written),
        tuple(candidate(plan.people[one]) for one in person.candidates if one in plan.people),
        (LEAVE_OUT,),
        person.decided,
    )


def _details(plan: TransferListPlan | IncomingListPlan) -> Callable[[int], str]:
    """What becomes of a row and what was found in it."""
    said = messages_by_row(plan.findings)

    def detail(place: int) -> str:
        row = plan.rows[place]
        findings = [one for one in said.get(row.number, ()) if one != row.words]
        return "；".join([*([row.words] if row.words else []), *findings])

    return detail


def _sorts(words: Mapping[str, str], counts: Mapping[str, int]) -> tuple[ReviewKind, ...]:
    return tuple(
        ReviewKind(key, word, counts[key], written=key in _WRITTEN) for key, word in words.items()
    )


class IncomingOptions(ImportOptions):
    """Into which unit of this office those come who name none, and where a class is looked for."""

    def __init__(self, workplace: Workplace, scope: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("incoming_options")
        self.unit_box = UnitChoice(
            "转入本台账的",
            none="名单里须写明",
            title="转入本台账的哪个组织",
            name="incoming_unit",
            tip="名单没有写转入哪个组织的，都转入这里选的；只写班级的，在这里面找",
            parent=self,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.unit_box)
        self.unit_box.changed.connect(self.changed)
        context = workplace.context

        def show(units: tuple[BranchChoice, ...]) -> None:
            offered = next((one for one in units if one.id == scope and one.superior), None)
            self.unit_box.show_units(units, offered.id if offered is not None else None)

        workplace.jobs.read(self, lambda: load_units(context), show, topic="units")

    @property
    def told(self) -> str:
        unit = self.unit_box.unit
        return f"没写转入组织的，转入“{unit.short_name}”" if unit is not None else ""

    def answers(self) -> dict[str, str]:
        return {"unit": self.unit_box.code}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        if "unit" in answers:
            self.unit_box.take_code(answers["unit"])


class IncomingAdapter(PlainAdapter):
    """Answers the wizard for those who come in."""

    kind = IN
    title = "导入转入名单"
    hint = (
        "外单位转来、不在本台账里的团员：姓名、身份证号、转出组织、转入团支部。"
        "逐级通过以后成为花名册里的记录；已在册的请用“导入转接名单”。"
    )
    fields: Mapping[str, str] = labels(IN_FIELDS)

    def __init__(self, workplace: Workplace, scope: int | None = None) -> None:
        self._workplace, self._scope = workplace, scope
        self._options: IncomingOptions | None = None

    @property
    def headings(self) -> Headings:
        return incoming_headings()

    def options(self, parent: QWidget) -> ImportOptions | None:
        self._options = IncomingOptions(self._workplace, self._scope, parent)
        return self._options

    @property
    def _unit_id(self) -> int | None:
        return self._options.unit_box.unit_id if self._options is not None else None

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        context, headings, fields = self._workplace.context, self.headings, self.fields
        unit = self._unit_id

        def ask(progress: Progress) -> tuple[ValueQuestion, ...]:
            table = list_of(workbook, headings, labels=fields, reading=reading)
            return incoming_questions(context, table, reading, unit, progress)

        return ask

    def other_value(
        self, question: ValueQuestion, parent: QWidget, on_chosen: Callable[[str, str], None]
    ) -> None:
        choose_unit(self._workplace, parent, f"“{question.written}”是哪个组织", on_chosen)

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        context, unit = self._workplace.context, self._unit_id

        def plan(progress: Progress) -> ImportReview:
            return incoming_review_of(
                context,
                plan_incoming_list(
                    context,
                    workbook.path,
                    org_id=unit,
                    reading=reading,
                    progress=progress,
                    workbook=workbook,
                ),
            )

        return plan


def incoming_review_of(context: Context, plan: IncomingListPlan) -> ImportReview:
    """A plan in the words of the wizard."""
    counts = {kind: plan.count(kind) for kind in _IN_SORTS}
    notes = [plan.seen.words] if plan.seen is not None else []

    return ImportReview(
        source=plan.source,
        sentence=sentence(
            (
                (counts["new"], "人登记转入"),
                (counts["unchanged"], "人已登记"),
                (counts["refused"], "行拒绝"),
            )
        )
        + "。",
        kinds=_sorts(_IN_SORTS, counts),
        rows=[ReviewRow(row.number, row.kind, row.name) for row in plan.rows],
        findings=plan.findings,
        writes=counts["new"],
        detail=_details(plan),
        apply=lambda progress, recipe: apply_incoming_list(
            context, plan, recipe=recipe, progress=progress
        ),
        notes=(*notes, *plan.source.told),
        done=f"已登记 {counts['new']:,} 人转入，由我方逐级审核。",
    )


class TransferImportWizard(RoomImportWizard):
    """导入转接名单. The roster says who is where, not the organisation in sight."""

    name = "transfer_import"
    adapter = TransferAdapter


class IncomingImportWizard(RoomImportWizard):
    """导入转入名单. A `scope` below the root is the unit offered."""

    name = "incoming_import"
    adapter = IncomingAdapter

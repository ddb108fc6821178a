"""The import wizard for graduate lists: a year and a school beside what all lists have."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from ..core.progress import Progress
from ..kit.import_adapter import (
    FieldChange,
    ImportOptions,
    ImportReview,
    PlainAdapter,
    ReviewKind,
    ReviewRow,
    ValueQuestion,
)
from ..kit.import_wizard import RoomImportWizard
from ..kit.labels import label
from ..kit.page import Workplace
from ..members.loading import ListUnits
from ..members.reader import LABELS, member_headings, read_list
from ..members.unit_choice import UnitChoice
from ..office.context import Context
from ..sheets.findings import messages_by_row, sentence
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from ..sheets.recipe import THIS_YEAR
from .import_notes import alarms_of, notes_of
from .import_questions import row_question, value_questions
from .loading import load_schools
from .matching import GraduatePlan
from .service import KIND, POLICY_FIELDS, apply_graduates, plan_graduates
from .states import MATCHES, PROGRESS

KINDS = {"matched": "匹配", "new": "不在册", "ambiguous": "待确认", "refused": "拒绝"}
_FIELDS = (
    "name id_kind id_number sex born_on mobile branch superior class_name destination target notes"
).split()
_YEARS = (1980, 2100)


class GraduateOptions(ImportOptions):
    """Which year's graduates, and of which school."""

    def __init__(self, workplace: Workplace, scope: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graduate_options")
        self._this_year = workplace.context.today.year
        self.year_box = QSpinBox(self)
        self.year_box.setObjectName("graduate_year")
        self.year_box.setAccessibleName("毕业年份")
        self.year_box.setRange(*_YEARS)
        self.year_box.setSuffix(" 届")
        self.year_box.setValue(self._this_year)
        self.school_box = UnitChoice(
            "学校",
            none="按名单自动判断",
            title="哪所学校的毕业生",
            name="graduate_school",
            tip="名单只写班级、没有写学校时，按这里选的学校找团支部",
            parent=self,
        )
        said = label("毕业年份", role="muted", parent=self)
        said.setBuddy(self.year_box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(said)
        row.addWidget(self.year_box)
        row.addWidget(self.school_box, 1)
        self.year_box.valueChanged.connect(lambda _value: self.changed.emit())
        self.school_box.changed.connect(self.changed)
        context = workplace.context
        workplace.jobs.read(
            self, lambda: load_schools(context, scope), self._show_schools, topic="schools"
        )

    def _show_schools(self, schools: ListUnits) -> None:
        self.school_box.show_units(schools.units, schools.offered)

    @property
    def year(self) -> int:
        """毕业年份"""
        return self.year_box.value()

    @property
    def school_id(self) -> int | None:
        """The school chosen; None: by the members found."""
        return self.school_box.unit_id

    @property
    def told(self) -> str:
        school = self.school_box.unit
        if school is None:
            return f"导入 {self.year} 届毕业生，学校按名单自动判断"
        return f"为“{school.short_name}”导入 {self.year} 届毕业生"

    def answers(self) -> dict[str, str]:
        return {"year": str(self.year), "school": self.school_box.code}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        year = answers.get("year", "")
        if year == THIS_YEAR:
            self.year_box.setValue(self._this_year)
        elif year.isdecimal() and _YEARS[0] <= int(year) <= _YEARS[1]:
            self.year_box.setValue(int(year))
        if "school" in answers:
            self.school_box.take_code(answers["school"])


class GraduateAdapter(PlainAdapter):
    """Answers the wizard."""

    kind = KIND
    policy_fields = POLICY_FIELDS
    title = "导入毕业生名单"
    hint = (
        "学校交来的毕业生名单：按身份证号与花名册匹配，记下每人的去向。"
        "对不上的列出来由您确认，名单不会改动花名册。"
    )
    fields: Mapping[str, str] = {
        name: LABELS.get(name, {"superior": "学校或上级"}.get(name, name)) for name in _FIELDS
    }

    def __init__(self, workplace: Workplace, scope: int | None = None) -> None:
        self._workplace, self._scope = workplace, scope
        self._options: GraduateOptions | None = None

    @property
    def headings(self) -> Headings:
        return member_headings("name")

    def options(self, parent: QWidget) -> ImportOptions | None:
        self._options = GraduateOptions(self._workplace, self._scope, parent)
        return self._options

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        assert self._options is not None
        context, headings = self._workplace.context, self.headings
        year, school = self._options.year, self._options.school_id

        def ask(_progress: Progress) -> tuple[ValueQuestion, ...]:
            table, _source = read_list(
                workbook.path, headings=headings, reading=reading, workbook=workbook
            )
            return value_questions(context, table, reading, school, year=year)

        return ask

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        assert self._options is not None
        context = self._workplace.context
        year, school = self._options.year, self._options.school_id

        def plan(progress: Progress) -> ImportReview:
            planned = plan_graduates(
                context,
                workbook.path,
                year=year,
                school_id=school,
                reading=reading,
                progress=progress,
                workbook=workbook,
            )
            notes = notes_of(context, planned, chosen=school is not None)
            return review_of(context, planned, notes)

        return plan


def review_of(context: Context, plan: GraduatePlan, notes: Sequence[str] = ()) -> ImportReview:
    """A graduate plan in the words of the wizard."""
    counts = {kind: plan.count(kind) for kind in KINDS}
    details = _details(plan)
    return ImportReview(
        source=plan.source,
        sentence=sentence(
            (
                (counts["matched"], "人匹配"),
                (counts["new"], "人不在册"),
                (counts["ambiguous"], "行待确认"),
                (counts["refused"], "行拒绝"),
            )
        )
        + f"。新增 {len(plan.added):,} 条，更新 {len(plan.changed):,} 条。",
        kinds=tuple(
            ReviewKind(key, words, counts[key], written=key != "refused")
            for key, words in KINDS.items()
        ),
        rows=[
            ReviewRow(row.number, row.kind, row.values.get("name", ""), asks=bool(row.candidates))
            for row in plan.rows
        ],
        findings=plan.findings,
        writes=len(plan.added) + len(plan.changed),
        detail=lambda place: details[place],
        apply=lambda progress, recipe: apply_graduates(
            context, plan, recipe=recipe, progress=progress
        ),
        alarms=alarms_of(context, plan),
        notes=tuple(notes),
        question=lambda place: row_question(plan, place),
        changes=lambda place: _changes(plan, place),
        done=_done(plan, counts),
    )


def _done(plan: GraduatePlan, counts: Mapping[str, int]) -> str:
    said = f"{plan.year} 届毕业生：新增了 {len(plan.added):,} 条，更新了 {len(plan.changed):,} 条"
    open_ = (
        f"；{counts['ambiguous']:,} 行待确认，可以在毕业生页接着确认" if counts["ambiguous"] else ""
    )
    refused = f"；{counts['refused']:,} 行没有写入" if counts["refused"] else ""
    return f"{said}{open_}{refused}。"


_CHANGED = {"match": "匹配", "progress": "进度"}
_IN_WORDS = {"match": MATCHES, "progress": PROGRESS}


def _changes(plan: GraduatePlan, place: int) -> tuple[FieldChange, ...]:
    """What an entry that is there would say afterwards."""
    changed = plan.changed.get(plan.rows[place].number, {})
    return tuple(
        FieldChange(
            _CHANGED.get(name) or LABELS[name],
            *(_IN_WORDS.get(name, {}).get(value, value) for value in values),
        )
        for name, values in changed.items()
        if name != "member_id"
    )


def _details(plan: GraduatePlan) -> list[str]:
    said = messages_by_row(plan.findings)
    return [
        "；".join([*_outcome(plan, row.number, row.kind), *said.get(row.number, ())])
        for row in plan.rows
    ]


def _outcome(plan: GraduatePlan, number: int, kind: str) -> list[str]:
    if kind == "refused":
        return []
    words = ["匹配在册团员"] if kind == "matched" else []
    if number in plan.added:
        return [*words, "新增"]
    return [*words, "更新已有的条目" if number in plan.changed else "已有，未变"]


class GraduateImportWizard(RoomImportWizard):
    """导入毕业生名单. A `scope` that is a school, or below one, is the school offered."""

    name = "graduate_import"
    adapter = GraduateAdapter

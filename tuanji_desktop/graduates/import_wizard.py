"""The import wizard for graduate lists: a year and a school beside what all lists have."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from ..core.progress import Progress
from ..kit.import_adapter import ImportOptions, ImportReview, PlainAdapter, ReviewKind, ReviewRow
from ..kit.import_wizard import ImportWizard
from ..kit.labels import label
from ..kit.page import Workplace
from ..members.reader import LABELS, member_headings
from ..office.context import Context
from ..sheets.findings import sentence
from ..sheets.heading import Headings
from ..sheets.reader import Workbook
from ..sheets.reading import Reading
from .loading import Schools, load_schools, school_name
from .matching import GraduatePlan
from .service import apply_graduates, plan_graduates

KINDS = {"matched": "匹配", "new": "不在册", "ambiguous": "待确认", "refused": "拒绝"}
_FIELDS = (
    "name id_kind id_number sex born_on mobile branch superior class_name destination target notes"
).split()
_BY_LIST = "按名单自动判断"
_YEARS = (1980, 2100)
_ALARM_SHARE = 0.05
_ALARM_FEWEST = 5


class GraduateOptions(ImportOptions):
    """Which year's graduates, and of which school."""

    def __init__(self, workplace: Workplace, scope: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("graduate_options")
        self.year_box = QSpinBox(self)
        self.year_box.setObjectName("graduate_year")
        self.year_box.setAccessibleName("毕业年份")
        self.year_box.setRange(*_YEARS)
        self.year_box.setSuffix(" 届")
        self.year_box.setValue(workplace.context.today.year)
        self.school_box = QComboBox(self)
        self.school_box.setObjectName("graduate_school")
        self.school_box.setAccessibleName("学校")
        self.school_box.setMinimumContentsLength(20)
        self.school_box.addItem(_BY_LIST, None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for words, box in (("毕业年份", self.year_box), ("学校", self.school_box)):
            name = label(words, role="muted", parent=self)
            name.setBuddy(box)
            row.addWidget(name)
            row.addWidget(box)
        row.addStretch(1)
        self.year_box.valueChanged.connect(lambda _value: self.changed.emit())
        self.school_box.activated.connect(lambda _index: self.changed.emit())
        context = workplace.context
        workplace.jobs.read(
            self, lambda: load_schools(context, scope), self._show_schools, topic="schools"
        )

    def _show_schools(self, schools: Schools) -> None:
        for org_id, name in schools.names:
            self.school_box.addItem(name, org_id)
        if schools.default is not None and self.school_box.currentData() is None:
            self.school_box.setCurrentIndex(self.school_box.findData(schools.default))

    @property
    def year(self) -> int:
        """毕业年份"""
        return self.year_box.value()

    @property
    def school_id(self) -> int | None:
        """The school chosen; None: by the members found."""
        chosen = self.school_box.currentData()
        return None if chosen is None else int(chosen)


class GraduateAdapter(PlainAdapter):
    """Answers the wizard."""

    kind = "graduates"
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
            return review_of(context, planned, school_name(context, planned.school_id))

        return plan


def review_of(context: Context, plan: GraduatePlan, school: str) -> ImportReview:
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
        kinds=tuple(ReviewKind(key, words, counts[key]) for key, words in KINDS.items()),
        rows=[ReviewRow(row.number, row.kind, row.values.get("name", "")) for row in plan.rows],
        findings=plan.findings,
        writes=len(plan.added) + len(plan.changed),
        detail=lambda place: details[place],
        apply=lambda progress: apply_graduates(context, plan, progress=progress),
        alarms=_alarms(plan),
        notes=_notes(plan, school),
    )


def _notes(plan: GraduatePlan, school: str) -> tuple[str, ...]:
    where = f"{school} {plan.year} 届" if school else f"{plan.year} 届，没有判断出学校"
    notes = [f"名单归入：{where}。"]
    if plan.seen_before:
        notes.append("这个文件已经导入过。")
    if plan.rows and not plan.added and not plan.changed:
        notes.append("名单与台账一致，没有需要写入的内容。")
    return tuple(notes)


def _alarms(plan: GraduatePlan) -> tuple[str, ...]:
    """Names that belong to other numbers by the dozen: a column has slipped by a row."""
    differ = sum(found.code == "name.differs" for found in plan.findings)
    known = plan.count("matched") + plan.count("ambiguous")
    if differ < _ALARM_FEWEST or differ < _ALARM_SHARE * known:
        return ()
    return (
        f"有 {differ} 行的身份证号在册是别的姓名，占对得上的 {known} 行的 "
        f"{round(100 * differ / known)}%，像是姓名与身份证号错了行。请核对名单后再写入。",
    )


def _details(plan: GraduatePlan) -> list[str]:
    said: dict[int, list[str]] = defaultdict(list)
    for found in plan.findings:
        said[found.row].append(found.message)
    return [
        "；".join([*_outcome(plan, row.number, row.kind), *said[row.number]]) for row in plan.rows
    ]


def _outcome(plan: GraduatePlan, number: int, kind: str) -> list[str]:
    if kind == "refused":
        return []
    words = ["匹配在册团员"] if kind == "matched" else []
    if number in plan.added:
        return [*words, "新增"]
    return [*words, "更新已有的条目" if number in plan.changed else "已有，未变"]


class GraduateImportWizard(ImportWizard):
    """导入毕业生名单. A `scope` that is a school, or below one, is the school offered."""

    def __init__(
        self,
        workplace: Workplace,
        scope: int | None = None,
        path: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        adapter = GraduateAdapter(workplace, scope)
        super().__init__(adapter, workplace.jobs, path=path, parent=parent)
        self.setObjectName("graduate_import")

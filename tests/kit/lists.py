"""A room's side of the import wizard for tests: a list of names, written into a Python list."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.sheets.files import xlsx
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit.import_adapter import (
    Candidate,
    ImportOptions,
    ImportReview,
    PlainAdapter,
    ReviewKind,
    ReviewRow,
    RowQuestion,
    ValueQuestion,
)
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.import_recipes import NewRecipe, keep_recipe
from tuanji_desktop.sheets.findings import Findings, source_of
from tuanji_desktop.sheets.heading import Headings
from tuanji_desktop.sheets.prepared import list_of, written_values
from tuanji_desktop.sheets.reader import Workbook, cell_text
from tuanji_desktop.sheets.reading import LEAVE, MEMBER, NEW, Reading
from tuanji_desktop.sheets.recipe import Recipe, recipe_text

NUMBER = "520628200106140632"
HEADINGS = Headings(
    aliases={
        "name": ("姓名", "名字"),
        "id_number": ("身份证号",),
        "mobile": ("电话", "手机"),
        "destination": ("去向",),
    }
)
ROWS = (
    ("某校名单", None, None, None),
    ("序号", "姓名", "身份证号", "备用电话"),
    (1, "张三", NUMBER, "13800138001"),
    (2, "李四", "520628", "13800138002"),
    (3, None, NUMBER, "13800138003"),
)


GOING = {"升学": "升学", "上学": "升学", "打工": "外出务工"}
"""What destinations mean: those that are written so are known, the others are guesses."""


class PeopleOptions(ImportOptions):
    """The school beside the list, as an answer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("people_options")
        self.school = "一中"

    def answers(self) -> dict[str, str]:
        return {"school": self.school}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        self.school = answers.get("school", self.school)


class People(PlainAdapter):
    """Every named row is new, a nameless one is refused, a short number is warned of; somebody
    called 王五 may be one of two."""

    kind = "people"
    title = "导入名单"
    hint = "一行一人。"
    fields: Mapping[str, str] = {
        "name": "姓名",
        "id_number": "身份证号",
        "mobile": "手机号码",
        "destination": "毕业去向",
    }
    headings = HEADINGS

    def __init__(self, context: Context | None = None) -> None:
        self.context = context
        self.written: list[str] = []
        self.asked: list[str] = []
        self.planned: list[Reading] = []
        self.fault: BadInput | None = None
        self.hold: threading.Event | None = None

    def options(self, parent: QWidget) -> ImportOptions | None:
        return PeopleOptions(parent)

    @property
    def policy_fields(self) -> tuple[str, ...]:
        return ("mobile", "destination")

    def questions(
        self, workbook: Workbook, reading: Reading
    ) -> Callable[[Progress], tuple[ValueQuestion, ...]]:
        def find(progress: Progress) -> tuple[ValueQuestion, ...]:
            self._wait(progress)
            table = list_of(workbook, HEADINGS, labels={}, reading=reading)
            found = [
                ValueQuestion(
                    "destination", text, rows, meaning, meaning,
                    0.0 if not meaning else 1.0 if text == meaning else 0.7,
                    (("升学", "升学"), ("外出务工", "外出务工")), "新建去向…",
                )
                for text, rows in written_values(table, "destination").items()
                for meaning in (GOING.get(text, ""),)
            ]  # fmt: skip
            return tuple(sorted(found, key=lambda one: one.score))

        return find

    def other_value(
        self, question: ValueQuestion, parent: QWidget, on_chosen: Callable[[str, str], None]
    ) -> None:
        self.asked.append(question.written)
        on_chosen("新的", f"新的（{question.written}）")

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        def plan(progress: Progress) -> ImportReview:
            self.planned.append(reading)
            self._wait(progress)
            return self._review(workbook, reading)

        return plan

    def _review(self, workbook: Workbook, reading: Reading) -> ImportReview:
        table = list_of(workbook, HEADINGS, labels=self.fields, reading=reading)
        findings = Findings(table)
        rows = []
        for row in table.rows:
            name = cell_text(row.values.get("name"))
            number = cell_text(row.values.get("id_number"))
            if not name:
                findings.add(
                    row.number, "name", level="error", code="name.empty", message="没有名字"
                )
            if len(number) != 18:
                findings.add(
                    row.number, "id_number", level="warning", code="id.length", value=number,
                    message=f"号码{number}太短，正确的可能是{NUMBER}", suggestion=NUMBER,
                )  # fmt: skip
            decided = reading.decision(row.number)
            kind = "new" if name else "refused"
            if name == "王五" and not decided:
                kind = "ambiguous"
            elif decided == LEAVE:
                kind = "left"
            rows.append(ReviewRow(row.number, kind, name))
        new = [row.name for row in rows if row.kind == "new"]
        source = source_of(workbook, table)
        layout = source.layout
        return ImportReview(
            source=source,
            sentence=f"{len(new)} 人新增，{len(rows) - len(new)} 行拒绝。",
            kinds=(
                ReviewKind("new", "新增", len(new)),
                ReviewKind("ambiguous", "待确认", sum(row.kind == "ambiguous" for row in rows)),
                ReviewKind("refused", "拒绝", sum(row.kind == "refused" for row in rows)),
                ReviewKind("left", "不导入", sum(row.kind == "left" for row in rows)),
            ),
            rows=rows,
            findings=tuple(findings.all),
            writes=len(new),
            detail=lambda place: f"写入 {rows[place].name}" if rows[place].name else "没有名字",
            apply=lambda progress, recipe: self._apply(new, progress, layout, recipe),
            alarms=("像是串了列。",) if len(rows) > 3 else (),
            notes=("导入过。",),
            question=lambda place: _question(rows[place], reading),
            done=f"已新增 {len(new)} 人。",
        )

    def _apply(
        self, names: list[str], progress: Progress, layout: str, recipe: NewRecipe | None
    ) -> int | None:
        self._wait(progress)
        if self.fault is not None:
            raise self.fault
        progress(1, 2, "写入")
        self.written += names
        if self.context is not None and recipe is not None:
            made = Recipe(self.kind, recipe.name, layout, Reading())
            remember(self.context, made, text=recipe.text)
        return 7

    def _wait(self, progress: Progress) -> None:
        while self.hold is not None and not self.hold.wait(0.01):
            progress.stop_if_cancelled()


def _question(row: ReviewRow, reading: Reading) -> RowQuestion | None:
    if row.name != "王五":
        return None
    return RowQuestion(
        row.number,
        ("姓名", "身份证号"),
        (row.name, ""),
        tuple(Candidate(f"{MEMBER}{one}", f"王五（{one} 班）", ("王五", NUMBER)) for one in (1, 2)),
        ((NEW, "是新的人"), (LEAVE, "这次不导入")),
        reading.decision(row.number),
    )


def remember(context: Context, recipe: Recipe, *, text: str = "") -> None:
    """Keeps a recipe as the import of a list does."""
    with context.database.write(context.operation("import.people", "导入")) as writing:
        keep_recipe(
            writing.connection,
            context,
            kind=recipe.kind,
            layout=recipe.layout,
            recipe=NewRecipe(recipe.name, text or recipe_text(recipe)),
        )


def people_list(folder: Path, name: str = "名单.xlsx") -> Path:
    """The list as a file."""
    return xlsx(folder / name, ROWS)


def settle(qtbot: QtBot, jobs: Jobs) -> None:
    """Until nobody waits for an answer."""
    qtbot.wait(2)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5_000)
    qtbot.wait(2)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5_000)

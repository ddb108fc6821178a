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
    ImportOptions,
    ImportReview,
    PlainAdapter,
    ReviewKind,
    ReviewRow,
)
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.sheets.findings import Findings, source_of
from tuanji_desktop.sheets.heading import Headings, pick_sheet
from tuanji_desktop.sheets.reader import Workbook, cell_text
from tuanji_desktop.sheets.reading import Reading

NUMBER = "520628200106140632"
HEADINGS = Headings(
    aliases={"name": ("姓名", "名字"), "id_number": ("身份证号",), "mobile": ("电话", "手机")}
)
ROWS = (
    ("某校名单", None, None, None),
    ("序号", "姓名", "身份证号", "备用电话"),
    (1, "张三", NUMBER, "13800138001"),
    (2, "李四", "520628", "13800138002"),
    (3, None, NUMBER, "13800138003"),
)


class People(PlainAdapter):
    """Every named row is new, a nameless one is refused, a short number is warned of."""

    kind = "people"
    title = "导入名单"
    hint = "一行一人。"
    fields: Mapping[str, str] = {"name": "姓名", "id_number": "身份证号", "mobile": "手机号码"}
    headings = HEADINGS

    def __init__(self) -> None:
        self.written: list[str] = []
        self.planned: list[Reading] = []
        self.fault: BadInput | None = None
        self.hold: threading.Event | None = None

    def options(self, parent: QWidget) -> ImportOptions | None:
        made = ImportOptions(parent)
        made.setObjectName("people_options")
        return made

    def planning(self, workbook: Workbook, reading: Reading) -> Callable[[Progress], ImportReview]:
        def plan(progress: Progress) -> ImportReview:
            self.planned.append(reading)
            self._wait(progress)
            return self._review(workbook, reading)

        return plan

    def _review(self, workbook: Workbook, reading: Reading) -> ImportReview:
        table = pick_sheet(workbook, HEADINGS, chosen=reading.mapping() or None)
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
            rows.append(ReviewRow(row.number, "new" if name else "refused", name))
        new = [row.name for row in rows if row.kind == "new"]
        return ImportReview(
            source=source_of(workbook, table),
            sentence=f"{len(new)} 人新增，{len(rows) - len(new)} 行拒绝。",
            kinds=(
                ReviewKind("new", "新增", len(new)),
                ReviewKind("refused", "拒绝", len(rows) - len(new)),
            ),
            rows=rows,
            findings=tuple(findings.all),
            writes=len(new),
            detail=lambda place: f"写入 {rows[place].name}" if rows[place].name else "没有名字",
            apply=lambda progress: self._apply(new, progress),
            alarms=("像是串了列。",) if len(rows) > 3 else (),
            notes=("导入过。",),
        )

    def _apply(self, names: list[str], progress: Progress) -> int | None:
        self._wait(progress)
        if self.fault is not None:
            raise self.fault
        progress(1, 2, "写入")
        self.written += names
        return 7

    def _wait(self, progress: Progress) -> None:
        while self.hold is not None and not self.hold.wait(0.01):
            progress.stop_if_cancelled()


def people_list(folder: Path, name: str = "名单.xlsx") -> Path:
    """The list as a file."""
    return xlsx(folder / name, ROWS)


def settle(qtbot: QtBot, jobs: Jobs) -> None:
    """Until nobody waits for an answer."""
    qtbot.wait(2)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5_000)
    qtbot.wait(2)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5_000)

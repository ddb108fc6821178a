"""An import wizard and the clerk before it, for the tests of its parts."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.kit.lists import NUMBER, People, people_list, settle
from tests.sheets.files import xlsx
from tuanji_desktop.kit.import_wizard import LAYOUT, REVIEW, VALUES, ImportWizard
from tuanji_desktop.kit.page import Workplace

GOING = (
    ("姓名", "身份证号", "电话", "去向"),
    ("张三", NUMBER, "13800138001", "上学"),
    ("李四", NUMBER, "13800138002", "参军"),
    ("王五", NUMBER, "13800138003", "升学"),
    (None, NUMBER, "13800138004", "参 军"),
)
"""A list with destinations that somebody has to look at, a doubtful person and a nameless one."""


def going_list(folder: Path, name: str = "去向.xlsx") -> Path:
    """`GOING` as a file."""
    return xlsx(folder / name, GOING)


class Desk:
    """A wizard on a real office file, and what the clerk does with it."""

    def __init__(self, qtbot: QtBot, workplace: Workplace, folder: Path) -> None:
        self.qtbot, self.workplace, self.jobs, self.folder = (
            qtbot,
            workplace,
            workplace.jobs,
            folder,
        )
        self.people = People(workplace.context)
        self.file = people_list(folder)
        self.wizard = self.new_wizard()

    def new_wizard(self) -> ImportWizard:
        """Another wizard of the same kind, as after a crash."""
        self.people = People(self.workplace.context)
        wizard = ImportWizard(self.people, self.workplace)
        self.qtbot.addWidget(wizard, before_close_func=lambda one: one.done(0))
        wizard.show()
        self.wizard = wizard
        return wizard

    def settle(self) -> None:
        settle(self.qtbot, self.jobs)

    def open(self, path: Path | None = None) -> None:
        self.wizard.open_path(path or self.file)
        self.settle()

    def next(self) -> None:
        assert self.wizard.next_button.isEnabled()
        self.wizard.next_button.click()
        self.settle()

    def back(self) -> None:
        assert self.wizard.back_button.isEnabled()
        self.wizard.back_button.click()
        self.settle()

    def to_review(self, path: Path | None = None) -> None:
        self.open(path)
        while self.wizard.step in (0, LAYOUT, VALUES):
            self.next()
        assert self.wizard.step == REVIEW

    def pick(self, letter: str, field: str) -> None:
        """Says what a column is."""
        box = self.wizard.findChild(QComboBox, f"field_{letter}")
        assert box is not None
        box.setCurrentIndex(box.findData(field))
        box.activated.emit(box.currentIndex())
        self.settle()

    def means(self, written: str, value: str) -> None:
        """Says what a text means, on the step for it."""
        page = self.wizard.values_page
        rows = [page.model.question(row).written for row in range(page.model.rowCount())]
        # selectRow() would add to what is selected while an earlier test's Ctrl still counts as held
        page.table.selectionModel().setCurrentIndex(
            page.model.index(rows.index(written), 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        values = [page.choice.itemData(one).value for one in range(page.choice.count())]
        page.choice.setCurrentIndex(values.index(value))
        page.choice.activated.emit(page.choice.currentIndex())

    def mend(self, row: int, column: int, text: str) -> None:
        """Types into a cell of the list and waits until it has been checked again."""
        page = self.wizard.review_page
        page.mend.edits.put({(row, column): text}, lambda _cell: "")
        page.mend.edited.emit()
        page.flush()
        self.settle()

    def press(self, name: str) -> None:
        button = self.wizard.findChild(QPushButton, name)
        assert button is not None
        assert button.isVisible()
        button.click()
        self.settle()

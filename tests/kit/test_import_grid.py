"""The sheet as it came, and what each column is taken for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from tests.kit.lists import HEADINGS, ROWS, People, people_list
from tests.sheets.files import xlsx
from tuanji_desktop.kit.import_adapter import layout_of
from tuanji_desktop.kit.import_grid import FieldChoice, LayoutPage, SheetModel
from tuanji_desktop.sheets.reader import Workbook, read_workbook
from tuanji_desktop.sheets.reading import Reading


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return read_workbook(people_list(tmp_path))


def shown(qtbot: QtBot, workbook: Workbook) -> LayoutPage:
    """The page, reading anew whenever the clerk wishes."""
    page = LayoutPage(People.fields)
    qtbot.addWidget(page)
    page.show_workbook(workbook)

    def read() -> None:
        page.show_layout(layout_of(workbook, HEADINGS, People.fields, page.reading()))

    page.reading_changed.connect(read)
    read()
    return page


def pick(page: LayoutPage, letter: str, field: str) -> None:
    box = page.findChild(QComboBox, f"field_{letter}")
    assert box is not None
    box.setCurrentIndex(box.findData(field))
    box.activated.emit(box.currentIndex())


def certainty(page: LayoutPage, letter: str) -> str:
    found = page.findChild(QLabel, f"certainty_{letter}")
    assert found is not None
    return found.text()


def test_the_sheet_with_letters_numbers_and_its_heading(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    model = SheetModel()
    model.show_layout(layout_of(workbook, HEADINGS, People.fields, Reading()), People.fields)
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    heads = [model.headerData(one, across) for one in range(model.columnCount())]
    assert heads == ["A", "B · 姓名", "C · 身份证号", "D"]
    assert [model.headerData(one, down) for one in range(3)] == ["1", "2 表头", "3"]
    assert model.rowCount() == len(ROWS)
    cell = model.index(2, 2)
    assert cell.data() == "520***********0632"
    assert model.index(2, 1).data() == "张三"
    assert model.index(1, 1).data(Qt.ItemDataRole.BackgroundRole) is not None
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.index(2, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    spoken = model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "表头，第 2 行，B · 姓名：姓名"


def test_how_sure_each_column_is(dressed: QApplication, qtbot: QtBot, workbook: Workbook) -> None:
    page = shown(qtbot, workbook)
    assert page.ready
    assert page.reading() == Reading()
    assert [certainty(page, one) for one in "ABCD"] == ["不需要", "名称一致", "名称一致", "未识别"]
    assert "第 2 行" in page.findChild(QLabel, "layout_found").text()  # type: ignore[union-attr]
    assert not page.reset_button.isVisibleTo(page)


def test_the_clerk_decides(dressed: QApplication, qtbot: QtBot, workbook: Workbook) -> None:
    page = shown(qtbot, workbook)
    pick(page, "D", "mobile")
    assert page.reading() == Reading("Sheet", (("备用电话", "mobile"),))
    assert certainty(page, "D") == "由您指定"
    pick(page, "C", "")
    assert certainty(page, "C") == "由您略过"
    pick(page, "D", "id_number")
    assert dict(page.reading().chosen) == {"备用电话": "id_number", "身份证号": ""}
    page.reset_button.click()
    assert page.reading() == Reading()


def test_a_field_belongs_to_one_column(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    pick(page, "D", "id_number")
    box = page.findChild(QComboBox, "field_C")
    assert box is not None
    assert box.currentData() == ""


def test_equal_headings_are_named_by_letter(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    file = xlsx(
        tmp_path / "名单.xlsx", [["姓名", "电话", "电话"], ["张三", "13800138001", "13900139000"]]
    )
    page = shown(qtbot, read_workbook(file))
    pick(page, "C", "mobile")
    assert dict(page.reading().chosen) == {"B列": "", "C列": "mobile"}
    assert page.model.headerData(2, Qt.Orientation.Horizontal) == "C · 手机号码"


def test_a_sheet_without_heading_can_be_given_one(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    file = xlsx(tmp_path / "名单.xlsx", [["谁", "号码"], ["张三", "520628200106140632"]])
    page = shown(qtbot, read_workbook(file))
    assert not page.ready
    pick(page, "A", "name")
    assert page.ready


def test_several_sheets(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    from openpyxl import Workbook as Book

    book = Book()
    book.worksheets[0].append(["说明"])
    second = book.create_sheet("甲班")
    second.append(["姓名", "电话"])
    second.append(["张三", "13800138001"])
    book.create_sheet("暗").sheet_state = "hidden"
    book.save(tmp_path / "名单.xlsx")
    page = shown(qtbot, read_workbook(tmp_path / "名单.xlsx"))
    assert page.sheet_box.currentText() == "甲班"
    assert page.sheet_box.itemText(2) == "暗（隐藏）"
    page.sheet_box.setCurrentIndex(0)
    page.sheet_box.activated.emit(0)
    assert page.reading().sheet == "Sheet"
    assert not page.ready


def test_the_wheel_scrolls_and_does_not_choose(dressed: QApplication, qtbot: QtBot) -> None:
    box = FieldChoice()
    qtbot.addWidget(box)
    box.addItems(["一", "二"])
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, event)
    assert box.currentIndex() == 0
    assert not event.isAccepted()


def test_the_column_being_chosen_is_brought_into_sight(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    page.choices.looked_at.emit(3)
    assert page.grid.selectionModel().isColumnSelected(3)

"""The sheet as it came, and what each column is taken for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from tests.kit.lists import HEADINGS, People, people_list
from tests.sheets.files import xlsx
from tuanji_desktop.kit.import_adapter import layout_of
from tuanji_desktop.kit.import_grid import LayoutPage
from tuanji_desktop.sheets.reader import Workbook, read_workbook
from tuanji_desktop.sheets.reading import ALL_ALIKE, Reading


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
    texts = [page.sheet_box.itemText(one) for one in range(page.sheet_box.count())]
    assert texts == ["全部同样的工作表", "Sheet", "甲班", "暗（隐藏）"]
    page.sheet_box.setCurrentIndex(1)
    page.sheet_box.activated.emit(1)
    assert page.reading().sheet == "Sheet"
    assert not page.ready


def test_the_column_being_chosen_is_brought_into_sight(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    page.choices.looked_at.emit(3)
    assert page.grid.selectionModel().isColumnSelected(3)


def test_where_the_heading_is_can_be_said(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    assert (page.first_row.value(), page.row_count.value()) == (2, 1)
    assert not page.no_heading.isChecked()
    page.first_row.setValue(1)
    assert page.reading() == Reading("Sheet", (), (1, 1))
    assert not page.ready
    page.row_count.setValue(2)
    assert page.reading().heading == (1, 2)
    page.reset_button.click()
    assert page.reading() == Reading()
    page.grid.verticalHeader().sectionClicked.emit(2)
    assert page.reading().heading == (3, 1)


def test_a_list_without_heading(dressed: QApplication, qtbot: QtBot, workbook: Workbook) -> None:
    page = shown(qtbot, workbook)
    pick(page, "D", "mobile")
    page.grid.selectionModel().select(
        QItemSelection(page.model.index(2, 0), page.model.index(4, 0)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )
    menu = page.heading_menu()
    words = [one.text() for one in menu.actions()]
    assert words == ["第 3–5 行是表头", "没有表头，数据从第 3 行起"]
    menu.actions()[1].trigger()
    assert page.reading().heading == (3, 0)
    for letter, field in (("B", "name"), ("C", "id_number")):
        pick(page, letter, field)
    assert page.ready
    assert page.no_heading.isChecked()
    assert page.first_row.value() == 3
    assert not page.row_count.isVisibleTo(page)
    chosen = dict(page.reading().chosen)
    assert (chosen["B列"], chosen["D列"]) == ("name", "mobile")
    assert page.model.headerData(3, Qt.Orientation.Horizontal) == "D · 手机号码"


def test_another_sheet_and_back_loses_nothing(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    from openpyxl import Workbook as Book

    book = Book()
    for sheet in (book.worksheets[0], book.create_sheet("乙班")):
        sheet.append(["姓名", "备用电话"])
        sheet.append(["张三", "13800138001"])
    book.save(tmp_path / "名单.xlsx")
    page = shown(qtbot, read_workbook(tmp_path / "名单.xlsx"))
    assert page.sheet_box.currentText() == "全部同样的工作表（2 张）"
    page.sheet_box.setCurrentIndex(1)
    page.sheet_box.activated.emit(1)
    pick(page, "B", "mobile")
    said = page.reading()
    for place in (2, 0, 1):
        page.sheet_box.setCurrentIndex(place)
        page.sheet_box.activated.emit(place)
        if place != 1:
            assert page.reading() == Reading({0: ALL_ALIKE, 2: "乙班"}[place])
    assert page.reading() == said
    assert page.readings()["Sheet"] == said
    again = shown(qtbot, read_workbook(tmp_path / "名单.xlsx"))
    again.take_readings("Sheet", page.readings())
    again.reading_changed.emit()
    assert again.reading() == said
    assert certainty(again, "B") == "由您指定"


def test_a_recipe_names_columns(dressed: QApplication, qtbot: QtBot, workbook: Workbook) -> None:
    page = shown(qtbot, workbook)
    page.take_reading(Reading(None, (("备用电话", "mobile"), ("C列", ""))))
    page.reading_changed.emit()
    assert certainty(page, "D") == "由您指定"
    assert dict(page.reading().chosen) == {"备用电话": "mobile", "身份证号": ""}
    page.show_field("mobile")


def test_wishes_go_up(dressed: QApplication, qtbot: QtBot) -> None:
    page = LayoutPage(People.fields, policies=True)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.policies_requested):
        page.policies_button.click()
    actions = page.recipe_button.menu().actions()
    for action, signal in zip(
        actions,
        (page.recipe_save_requested, page.recipe_file_requested, page.recipes_requested),
        strict=True,
    ):
        with qtbot.waitSignal(signal):
            action.trigger()
    plain = LayoutPage(People.fields)
    qtbot.addWidget(plain)
    assert not plain.policies_button.isVisibleTo(plain)

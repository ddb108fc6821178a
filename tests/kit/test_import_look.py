"""Several sheets read as one list: each is looked at, each with its own heading."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.kit.lists import HEADINGS, NUMBER, People
from tuanji_desktop.kit.import_adapter import Layout, layout_of
from tuanji_desktop.kit.import_grid import LayoutPage
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.reading import ALL_ALIKE, Reading

HEADS = ["姓名", "身份证号", "电话"]


@pytest.fixture
def workbook() -> Workbook:
    """A class a sheet: the second has a title and its columns in another order, the third is none of
    the list."""
    sheets = {
        "1班": [HEADS, ["张三", NUMBER, "13800138001"], ["李四", NUMBER, "13800138002"]],
        "2班": [["二班名单"], ["电话", "姓名", "身份证号"], ["13800138003", "王五", NUMBER]],
        "说明": [["请各班核对"]],
    }
    return Workbook(
        Path("各班.xlsx"),
        "xlsx",
        None,
        tuple(Sheet(name, False, rows) for name, rows in sheets.items()),  # type: ignore[arg-type]
        "",
    )


def layout(workbook: Workbook, reading: Reading = Reading()) -> Layout:  # noqa: B008
    return layout_of(workbook, HEADINGS, People.fields, reading)


def shown(qtbot: QtBot, workbook: Workbook) -> LayoutPage:
    page = LayoutPage(People.fields)
    qtbot.addWidget(page)
    page.show_workbook(workbook)

    def read() -> None:
        page.show_layout(layout(workbook, page.reading()))

    page.reading_changed.connect(read)
    read()
    page.show()
    return page


def words(page: LayoutPage) -> str:
    found = page.findChild(QLabel, "layout_found")
    assert found is not None
    return found.text()


def look(page: LayoutPage, sheet: str) -> None:
    page.look_box.setCurrentIndex(page.look_box.findData(sheet))
    page.look_box.chosen.emit()


def test_each_sheet_is_looked_at_with_its_own_heading(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    box = page.look_box
    assert [box.itemText(place) for place in range(box.count())] == [
        "看 1班：2 行", "看 2班：1 行", "看 说明：没有读",
    ]  # fmt: skip
    assert words(page).startswith("“1班”的表头在第 1 行，下面有 2 行数据")
    look(page, "2班")
    assert words(page).startswith("“2班”的表头在第 2 行，下面有 1 行数据")
    assert (page.first_row.value(), page.row_count.value()) == (2, 1)
    assert page.model.index(2, 1).data() == "王五"
    assert page.model.headerData(1, Qt.Orientation.Horizontal) == "B · 姓名"
    letters = [page.findChild(QLabel, f"letter_{one}") for one in "ABC"]
    assert [one.text() for one in letters if one] == ["B", "C", "A"]
    assert page.reading() == Reading(), "to look says nothing"


def test_the_heading_of_one_sheet_is_said_without_the_others(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    look(page, "2班")
    page.set_heading(1, 2)
    assert page.reading() == Reading(ALL_ALIKE, headings=(("2班", 1, 2),))
    assert page.look_box.sheet == "2班"
    assert (page.first_row.value(), page.row_count.value()) == (1, 2)
    found = layout(workbook, page.reading())
    assert found.heading_in("1班")[0] == (1,)
    assert found.heading_in("2班")[0] == (1, 2)
    assert found.table is not None
    last = found.table.rows[-1].number
    mended = layout(workbook, replace(page.reading(), mended=((last, 0, "王六"),)))
    assert mended.heading_in("2班")[0] == (1, 2), "a mended cell does not forget it"
    assert mended.cells(last)[0] == "王六"
    assert page.reading().without_rows().headings == (), "a recipe is for other files"
    again = LayoutPage(People.fields)
    qtbot.addWidget(again)
    again.show_workbook(workbook)
    again.take_readings(ALL_ALIKE, page.readings())
    assert again.reading() == page.reading(), "kept over a crash"
    page.reset_button.click()
    assert page.reading() == Reading()


def test_a_wrong_heading_leaves_the_sheet_out_and_says_so(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    look(page, "2班")
    page.set_heading(3, 1)
    assert "“2班”没有和别的工作表一起读：以第 3 行为表头" in words(page)
    assert page.look_box.currentText() == "看 2班：没有读"
    assert page.sheet_box.currentText() == "全部同样的工作表（1 张）"
    page.set_heading(2, 1)
    assert words(page).startswith("“2班”的表头在第 2 行")


def test_a_wrong_heading_of_the_first_does_not_lose_the_others(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    page.set_heading(3, 1)
    page.set_heading(1, 1)
    found = layout(workbook, page.reading())
    assert found.table is not None
    assert found.table.sheet_name == "1班、2班"


def test_the_keyboard_turns_the_sheets(
    dressed: QApplication, qtbot: QtBot, workbook: Workbook
) -> None:
    page = shown(qtbot, workbook)
    with qtbot.waitActive(page):
        page.activateWindow()
    seen = []
    for _ in range(3):
        seen.append(page.look_box.sheet)
        QTest.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert seen == ["1班", "2班", "说明"]
    assert page.look_box.sheet == "1班"


def test_one_sheet_needs_no_choice(dressed: QApplication, qtbot: QtBot, workbook: Workbook) -> None:
    one = Workbook(Path("一张.xlsx"), "xlsx", None, workbook.sheets[:1], "")
    assert not shown(qtbot, one).look_box.isVisible()
    page = shown(qtbot, workbook)
    page.sheet_box.setCurrentIndex(page.sheet_box.findData("2班"))
    page.sheet_box.activated.emit(page.sheet_box.currentIndex())
    assert not page.look_box.isVisible()
    assert words(page).startswith("表头在第 2 行，下面有 1 行数据；")

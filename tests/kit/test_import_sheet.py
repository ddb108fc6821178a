"""The upper rows of a sheet as they stand."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.kit.lists import HEADINGS, NUMBER, ROWS, People, people_list
from tests.sheets.files import xlsx
from tuanji_desktop.kit.import_adapter import Layout, layout_of
from tuanji_desktop.kit.import_sheet import ROWS_SHOWN, SheetModel
from tuanji_desktop.sheets.reader import Workbook, read_workbook
from tuanji_desktop.sheets.reading import Reading

ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def layout(workbook: Workbook, reading: Reading | None = None) -> Layout:
    return layout_of(workbook, HEADINGS, People.fields, reading or Reading())


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    return read_workbook(people_list(tmp_path))


def rows(model: SheetModel) -> list[str]:
    return [model.headerData(one, DOWN) for one in range(model.rowCount())]


def test_letters_numbers_and_the_heading(dressed: QApplication, workbook: Workbook) -> None:
    model = SheetModel()
    model.show_layout(layout(workbook, Reading("Sheet", (("备用电话", ""),))), People.fields)
    heads = [model.headerData(one, ACROSS) for one in range(model.columnCount())]
    assert heads == ["A", "B · 姓名", "C · 身份证号", "D"]
    assert rows(model)[:3] == ["1", "2 表头", "3"]
    assert model.rowCount() == len(ROWS)
    assert model.index(2, 2).data() == "520***********0632"
    assert model.index(2, 1).data() == "张三"
    assert model.index(1, 1).data(Qt.ItemDataRole.BackgroundRole) is not None
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.index(2, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    spoken = model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "表头，第 2 行，B · 姓名：姓名"


def test_hidden_rows_are_marked(dressed: QApplication, workbook: Workbook) -> None:
    model = SheetModel()
    found = layout(workbook)
    sheet = replace(found.sheet, hidden_rows=frozenset({4}))
    model.show_layout(replace(found, sheet=sheet), People.fields)
    assert rows(model) == ["1", "2 表头", "3", "4 隐藏", "5"]


def test_a_sheet_without_heading(dressed: QApplication, workbook: Workbook) -> None:
    model = SheetModel()
    reading = Reading("Sheet", (("B列", "name"), ("C列", "id_number")), (3, 0))
    model.show_layout(layout(workbook, reading), People.fields)
    assert rows(model)[:3] == ["1", "2", "3"]
    assert model.index(1, 1).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.index(2, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.index(2, 2).data() == "520***********0632"


def test_a_heading_far_below_is_in_sight(dressed: QApplication, tmp_path: Path) -> None:
    above: list[list[object]] = [["说明"]] * 50
    file = xlsx(tmp_path / "名单.xlsx", [*above, ["姓名", "电话"], ["张三", "13800138001"]])
    model = SheetModel()
    model.show_layout(layout(read_workbook(file), Reading("Sheet", (), (51, 1))), People.fields)
    assert model.rowCount() <= ROWS_SHOWN
    assert model.headerData(5, DOWN) == "51 表头"
    assert model.row_number(5) == 51


def test_a_heading_put_on_a_row_of_data_shows_nobodys_number(
    dressed: QApplication, workbook: Workbook
) -> None:
    model = SheetModel()
    reading = Reading("Sheet", (("B列", "name"), ("C列", "id_number")), (4, 1))
    model.show_layout(layout(workbook, reading), People.fields)
    assert [model.index(row, 2).data() for row in (2, 3)] == [
        "520***********0632", model.index(3, 2).data(),
    ]  # fmt: skip
    everything = "".join(
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    )
    assert NUMBER not in everything

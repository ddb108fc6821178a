"""Rows are ticked one by one, by the space bar together, and typed over where that is allowed."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.desks import dressed
from tuanji_desktop.orgs.tick_table import TickColumn, TickModel, TickTable

__all__ = ["dressed"]


@dataclass(frozen=True)
class Row:
    name: str
    new: str


@pytest.fixture
def table(dressed: object, qtbot: QtBot) -> TickTable[Row]:
    model: TickModel[Row] = TickModel(
        [
            TickColumn("name", "现名", lambda row: row.name, 100),
            TickColumn(
                "new",
                "新名",
                lambda row: row.new,
                200,
                put=lambda row, text: replace(row, new=text),
            ),
        ],
        can_tick=lambda row: row.name != "丁",
    )
    made: TickTable[Row] = TickTable(model, name="rows", label="表")
    qtbot.addWidget(made)
    model.show_rows([Row(name, name * 2) for name in "甲乙丙丁"], [True, False, False, False])
    made.resize(600, 200)
    made.show()
    return made


def ticked(table: TickTable[Row]) -> str:
    return "".join(row.name for row in table.tick_model.ticked())


def test_space_ticks_the_chosen_rows_and_clears_them(table: TickTable[Row], qtbot: QtBot) -> None:
    table.selectAll()
    with qtbot.waitSignal(table.tick_model.edited):
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert ticked(table) == "甲乙丙"  # 丁 cannot be ticked
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert ticked(table) == ""
    table.clearSelection()
    table.setCurrentIndex(table.tick_model.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert ticked(table) == "乙"


def test_the_box_itself(table: TickTable[Row]) -> None:
    model = table.tick_model
    assert model.setData(
        model.index(2, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole
    )
    assert ticked(table) == "甲丙"
    assert model.index(3, 0).data(Qt.ItemDataRole.CheckStateRole) is None
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(2, 0).data(spoken) == "已勾选，丙"
    assert model.index(1, 0).data(spoken) == "未勾选，乙"


def test_rows_out_of_sight_keep_their_ticks(table: TickTable[Row]) -> None:
    model = table.tick_model
    model.keep(lambda row, _tick: row.name == "丙")
    assert model.rowCount() == 1
    model.tick([0], True)
    assert ticked(table) == "甲丙"
    model.keep(lambda _row, tick: tick)
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["甲", "丙"]


def test_typing_into_a_cell(table: TickTable[Row], qtbot: QtBot) -> None:
    model = table.tick_model
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    with qtbot.waitSignal(model.edited):
        assert model.setData(model.index(0, 1), "新")
    assert model.rows[0] == Row("甲", "新")
    assert not model.setData(model.index(0, 1), "新")
    assert not model.setData(model.index(0, 0), "名")


def test_columns_share_the_room(table: TickTable[Row]) -> None:
    wide = table.columnWidth(0) + table.columnWidth(1)
    assert abs(wide - table.viewport().width()) <= 2
    assert table.columnWidth(1) == pytest.approx(2 * table.columnWidth(0), abs=3)
    table.resize(120, 200)
    assert table.columnWidth(0) + table.columnWidth(1) > 120

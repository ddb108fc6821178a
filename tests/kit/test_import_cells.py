"""The grid in which cells are mended: what a cell says, and how keys work on it."""

from array import array
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from tests.kit import doubts
from tuanji_desktop.kit.import_cells import CellsModel, CellsView
from tuanji_desktop.kit.import_edits import Cell, Change, Edits
from tuanji_desktop.kit.import_filter import marks_of
from tuanji_desktop.kit.style import current_tokens

DOWN = range(2, 10)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Grid:
    """The grid in a dialog whose main button must not be pressed by an Enter in a cell."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.edits = Edits()
        self.window = QDialog()
        qtbot.addWidget(self.window)
        self.model = CellsModel(doubts.FIELDS, self.edits, self.window)
        self.view = CellsView(self.model, self.window)
        self.main = QPushButton("写入", self.window)
        self.main.setDefault(True)
        self.pressed: list[bool] = []
        self.main.clicked.connect(self.pressed.append)
        column = QVBoxLayout(self.window)
        column.addWidget(self.view)
        column.addWidget(self.main)
        self.window.resize(600, 220)
        self.book = doubts.workbook()
        self.model.show_layout(doubts.layout(self.book))
        self.model.show_marks(marks_of(doubts.reviewed(self.book)), {})
        self.view.show_rows(array("q", DOWN))
        self.model.typed.connect(self.put)
        self.window.show()

    def put(self, change: Change) -> None:
        self.edits.put(change, self.model.original)
        self.model.repaint_cells()

    def go(self, cell: Cell) -> None:
        self.view.go_to(self.model.index_of(cell))
        self.view.setFocus()

    def at(self) -> Cell | None:
        return self.model.cell_at(self.view.currentIndex())

    def said(self, cell: Cell, role: int) -> object:
        return self.model.index_of(cell).data(role)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        held = Qt.KeyboardModifier.NoModifier if modifiers is None else modifiers
        QTest.keyClick(self.view, key, held)

    def editor(self) -> QLineEdit:
        found = self.view.findChild(QLineEdit, "mend_editor")
        assert found is not None
        return found


@pytest.fixture
def grid(dressed: QApplication, qtbot: QtBot) -> Iterator[Grid]:
    yield Grid(qtbot)


def test_headings_letters_and_rows(grid: Grid) -> None:
    model, across = grid.model, Qt.Orientation.Horizontal
    assert [model.headerData(one, across) for one in range(model.columnCount())] == [
        "B  姓名", "C  身份证号", "D  联系电话", "E  支部", "F  地址",
    ]  # fmt: skip
    tip = model.headerData(2, across, Qt.ItemDataRole.ToolTipRole)
    assert tip == "D 列“联系电话”，对应：手机号码"
    down = Qt.Orientation.Vertical
    assert model.headerData(4, down) == "6"
    assert model.headerData(4, down, Qt.ItemDataRole.ToolTipRole) == "第 6 行：花名册里有两个王五。"
    assert model.headerData(4, down, Qt.ItemDataRole.DecorationRole) is not None
    assert model.headerData(0, down, Qt.ItemDataRole.DecorationRole) is None


def test_a_wrong_cell_has_its_sign_colour_and_words(grid: Grid) -> None:
    role, tokens = Qt.ItemDataRole, current_tokens()
    assert grid.said((3, 2), role.ToolTipRole) == "错误：身份证号“520628”读不出。"
    assert grid.said((3, 2), role.BackgroundRole) == QColor(tokens.error_tint)
    assert grid.said((3, 2), role.DecorationRole) is not None
    assert grid.said((3, 2), role.AccessibleTextRole) == (
        "第 3 行，C 列身份证号：520628。错误：身份证号“520628”读不出。"
    )
    assert grid.said((5, 3), role.BackgroundRole) == QColor(tokens.warning_tint)
    assert grid.said((2, 1), role.BackgroundRole) is None
    assert grid.said((2, 1), role.DecorationRole) is None
    assert grid.said((4, 1), role.AccessibleTextRole) == (
        "第 4 行，B 列姓名：空。错误：姓名为空，请补上。"
    )


def test_a_mended_cell_is_marked_and_no_longer_called_wrong(grid: Grid) -> None:
    role = Qt.ItemDataRole
    grid.put({(3, 2): doubts.NUMBER})
    assert grid.model.edited((3, 2))
    assert grid.said((3, 2), role.DecorationRole) is None
    assert grid.said((3, 2), role.BackgroundRole) == QColor(current_tokens().info_tint)
    assert grid.said((3, 2), role.ToolTipRole) == "已改，原来是：520628（还没有重新核对）"
    grid.model.show_marks(grid.model.marks, dict(grid.edits.cells))
    assert grid.said((3, 2), role.ToolTipRole) == (
        "错误：身份证号“520628”读不出。\n已改，原来是：520628"
    )


def test_numbers_are_masked_but_whole_while_they_are_edited(grid: Grid) -> None:
    assert grid.said((2, 2), Qt.ItemDataRole.DisplayRole) == "520***********0632"
    assert grid.said((2, 2), Qt.ItemDataRole.EditRole) == doubts.NUMBER
    grid.model.set_masked(False)
    assert grid.said((2, 2), Qt.ItemDataRole.DisplayRole) == doubts.NUMBER


def test_cells_that_are_not_shown_have_no_place(grid: Grid) -> None:
    assert not grid.model.index_of((2, 0)).isValid()  # 序号 means nothing
    assert not grid.model.index_of((1, 1)).isValid()
    assert not grid.model.index_of((99, 1)).isValid()
    assert grid.model.original((99, 1)) == ""


def test_typing_replaces_and_enter_goes_down(grid: Grid) -> None:
    grid.go((3, 2))
    QTest.keyClicks(grid.view, "12")
    grid.editor().setText("12345")
    QTest.keyClick(grid.editor(), Qt.Key.Key_Return)
    grid.qtbot.waitUntil(lambda: not grid.view.typing)
    assert grid.edits.mended() == ((3, 2, "12345"),)
    assert grid.at() == (4, 2)
    assert grid.pressed == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_enter_and_f2_open_the_cell_as_it_is_and_escape_changes_nothing(
    grid: Grid, key: Qt.Key
) -> None:
    grid.go((2, 2))
    grid.key(key)
    assert grid.editor().text() == doubts.NUMBER
    assert grid.editor().accessibleName().startswith("第 2 行，C 列身份证号")
    grid.editor().setText("1")
    QTest.keyClick(grid.editor(), Qt.Key.Key_Escape)
    assert (grid.edits.mended(), grid.pressed) == ((), [])


def test_a_check_that_comes_back_leaves_what_is_being_typed(grid: Grid) -> None:
    grid.go((3, 2))
    grid.key(Qt.Key.Key_F2)
    editor = grid.editor()
    QTest.keyClicks(editor, "9")
    grid.model.show_marks(grid.model.marks, {})
    grid.view.show_rows(array("q", (3, 5)))
    assert (editor.text(), grid.model.rowCount()) == ("5206289", 8)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    grid.qtbot.waitUntil(lambda: not grid.view.typing)
    assert grid.edits.mended() == ((3, 2, "5206289"),)
    assert list(grid.model.numbers) == [3, 5]


def test_other_rows_keep_cursor_choice_and_place(grid: Grid) -> None:
    grid.go((7, 3))
    grid.view.verticalScrollBar().setValue(60)
    grid.view.show_rows(array("q", (3, 4, 5, 6, 7, 8, 9)))
    assert grid.at() == (7, 3)
    assert grid.view.chosen() == [(7, 3)]
    height = grid.view.verticalHeader().defaultSectionSize()
    assert grid.view.verticalScrollBar().value() == 60 - height
    grid.view.show_rows(array("q", (3, 4)))
    assert grid.at() is None


@pytest.mark.parametrize(
    ("key", "modifiers", "signal"),
    [
        (Qt.Key.Key_Return, CTRL, "adopt_requested"),
        (Qt.Key.Key_Z, CTRL, "undo_requested"),
        (Qt.Key.Key_Delete, None, "clear_requested"),
        (Qt.Key.Key_V, CTRL, "pasted"),
        (Qt.Key.Key_F8, None, "step_requested"),
    ],
)
def test_keys_of_the_grid_are_not_the_windows(
    grid: Grid, key: Qt.Key, modifiers: Qt.KeyboardModifier | None, signal: str
) -> None:
    grid.go((3, 2))
    held = Qt.KeyboardModifier.NoModifier if modifiers is None else modifiers
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
    override.ignore()
    QApplication.sendEvent(grid.view, override)
    assert override.isAccepted()
    with grid.qtbot.waitSignal(getattr(grid.view, signal)):
        grid.key(key, modifiers)
    assert grid.pressed == []


def test_a_step_back(grid: Grid) -> None:
    grid.go((3, 2))
    with grid.qtbot.waitSignal(grid.view.step_requested) as step:
        grid.key(Qt.Key.Key_F8, SHIFT)
    assert step.args == [-1]


def test_copies_the_block_as_it_is_shown(grid: Grid) -> None:
    grid.view.setCurrentIndex(grid.model.index_of((2, 1)))
    flags = grid.view.selectionModel().SelectionFlag
    grid.view.selectionModel().select(grid.model.index_of((2, 2)), flags.Select)
    grid.key(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "张三\t520***********0632"


def test_every_cell_is_drawn(grid: Grid) -> None:
    grid.put({(3, 2): "1", (2, 1): "张珊"})
    picture = grid.view.viewport().grab().toImage()
    wrong = grid.view.visualRect(grid.model.index_of((4, 1)))
    assert picture.pixelColor(wrong.left() + 1, wrong.top() + 2) == QColor(
        current_tokens().error_tint
    )

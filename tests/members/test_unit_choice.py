"""Which unit a list is for."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from tests.members.helpers import find
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.members.loading import BranchChoice
from tuanji_desktop.members.unit_choice import UnitChoice

UNITS = tuple(
    BranchChoice(n, f"QX{n:02}", f"第{n}中学委员会", f"第{n}中学", "团县委", "教育局团工委")
    for n in range(1, 30)
)


def made(qtbot: QtBot) -> UnitChoice:
    parent = QWidget()
    qtbot.addWidget(parent)
    choice = UnitChoice("学校", none="按名单判断", title="哪所学校", name="school", parent=parent)
    choice.setParent(None)  # it outlives the parent that is gone with this function
    qtbot.addWidget(choice)
    choice.resize(900, 40)
    choice.show()
    return choice


def test_typing_on_the_button_looks_for_a_unit(qtbot: QtBot) -> None:
    choice = made(qtbot)
    assert not choice.button.isEnabled(), "nothing to choose from yet"
    choice.show_units(UNITS)
    choice.button.setFocus()
    QTest.keyClicks(choice.button, "d12")
    assert choice.findChild(BranchDialog) is None, "a window that opens would lose the next keys"
    qtbot.waitUntil(lambda: choice.findChild(BranchDialog) is not None)
    dialog = find(choice, BranchDialog, "branch_dialog")
    box = find(dialog, QLineEdit, "branch_filter")
    assert box.text() == "d12"
    QTest.keyClicks(box, "zx")
    assert find(dialog, QListView, "branch_list").model().rowCount() == 1
    with qtbot.waitSignal(choice.changed):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert choice.code == "QX12"
    assert choice.button.text() == "第12中学 ▾"
    assert choice.button.accessibleName() == "学校：第12中学，教育局团工委"
    assert choice.place.text() == choice.place.toolTip() == "教育局团工委"


def test_enter_opens_the_list_and_the_way_back_is_to_none(qtbot: QtBot) -> None:
    choice = made(qtbot)
    choice.show_units(UNITS, 3)
    assert choice.code == "QX03"
    choice.button.setFocus()
    QTest.keyClick(choice.button, Qt.Key.Key_Space)
    find(choice, BranchDialog, "branch_dialog").close()
    qtbot.waitUntil(lambda: choice.findChild(BranchDialog) is None)
    QTest.keyClicks(choice.button, "29")
    QTest.keyClick(choice.button, Qt.Key.Key_Return)
    dialog = find(choice, BranchDialog, "branch_dialog")
    assert find(dialog, QLineEdit, "branch_filter").text() == "29"
    dialog.close()
    with qtbot.waitSignal(choice.changed):
        choice.clear_button.click()
    assert (choice.unit, choice.code, choice.button.text()) == (None, "", "按名单判断 ▾")
    assert not choice.clear_button.isVisible()


def test_an_answer_counts_before_the_units_are_known(qtbot: QtBot) -> None:
    choice = made(qtbot)
    choice.take_code("")
    choice.show_units(UNITS, 3)
    assert choice.code == "", "none was said, whatever is offered"
    choice.take_code("QX05")
    choice.take_code("QX99")
    assert choice.code == "QX05", "a unit that is gone changes nothing"
    gone = made(qtbot)
    gone.take_code("QX99")
    assert gone.code == "QX99"
    gone.show_units(UNITS, 3)
    assert (gone.unit, gone.code) == (None, "")

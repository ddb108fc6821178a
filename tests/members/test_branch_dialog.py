"""Choosing a branch."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from tests.members.helpers import find, press, text_of
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.members.loading import BranchChoice

BRANCHES = tuple(
    BranchChoice(number, f"QX01{number:02}", f"青溪县第一中学高三（{number}）班支部委员会",
                 f"高三（{number}）班", "一中团委" if number < 3 else "二中团委")
    for number in range(1, 5)
)  # fmt: skip


def test_typing_narrows_and_enter_takes(qtbot: QtBot) -> None:
    dialog = BranchDialog(BRANCHES)
    qtbot.addWidget(dialog)
    dialog.show()
    box, model = find(dialog, QLineEdit, "branch_filter"), find(dialog, QListView, "branch_list")
    assert text_of(dialog, "branch_count") == "4 个团支部"
    box.setText("二中")
    assert model.model().rowCount() == 2
    box.setText("没有")
    assert text_of(dialog, "branch_count") == "没有这样的团支部，请换个写法"
    assert not find(dialog, QPushButton, "branch_take").isEnabled()
    box.setText("qx0102")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args == [BRANCHES[1]]


def test_the_arrows_move_while_one_types(qtbot: QtBot) -> None:
    dialog = BranchDialog(BRANCHES)
    qtbot.addWidget(dialog)
    dialog.show()
    box = find(dialog, QLineEdit, "branch_filter")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(box, key)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        press(dialog, "branch_take")
    assert chosen.args == [BRANCHES[2]]


def test_nothing_to_choose_from_closes_without_an_answer(qtbot: QtBot) -> None:
    dialog = BranchDialog(())
    qtbot.addWidget(dialog)
    dialog.show()
    press(dialog, "branch_cancel")
    assert not dialog.isVisible()

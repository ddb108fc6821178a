"""What columns may change."""

from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.import_policies import PolicyList


def test_each_field_and_all_of_them(dressed: QApplication, qtbot: QtBot) -> None:
    page = PolicyList()
    qtbot.addWidget(page)
    page.take({"mobile": "fill", "gone": "skip", "name": "update"})
    page.show_fields(("mobile", "address"), {"mobile": "手机号码", "address": "现住址"})
    box = page.findChild(QComboBox, "policy_mobile")
    other = page.findChild(QComboBox, "policy_address")
    assert box is not None
    assert other is not None
    assert (box.currentText(), other.currentText()) == ("只补空白", "更新")
    assert box.accessibleName() == "手机号码：已有的记录怎么更新"
    other.setCurrentIndex(other.findData("skip"))
    with qtbot.waitSignal(page.changed):
        other.activated.emit(0)
    assert page.policies == {"mobile": "fill", "address": "skip", "gone": "skip"}
    every = page.findChild(QPushButton, "policy_all_update")
    assert every is not None
    with qtbot.waitSignal(page.changed):
        every.click()
    assert page.policies == {"gone": "skip"}  # said of a column that another sheet has
    assert box.currentText() == "更新"


def test_a_list_without_such_columns(dressed: QApplication, qtbot: QtBot) -> None:
    page = PolicyList()
    qtbot.addWidget(page)
    page.show_fields((), {})
    assert page.policies == {}

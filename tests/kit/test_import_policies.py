"""What columns may change."""

from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.import_policies import PolicyList


def test_each_field_and_all_of_them(dressed: QApplication, qtbot: QtBot) -> None:
    page = PolicyList()
    qtbot.addWidget(page)
    page.take({"mobile": "fill", "gone": "skip", "name": "update"})
    page.show_fields(("mobile", "address"), {"mobile": "手机号码", "address": "现住址"})
    page.show()
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
    page.show()
    assert page.policies == {}


def test_no_line_is_made_before_somebody_looks(dressed: QApplication, qtbot: QtBot) -> None:
    """Each takes a millisecond, and most lists are imported as they come."""
    page = PolicyList()
    qtbot.addWidget(page)
    labels = {"mobile": "手机号码", "address": "现住址"}
    page.show_fields(("mobile", "address"), labels)
    assert page.findChildren(QComboBox) == []
    page.show()
    boxes = page.findChildren(QComboBox)
    assert [box.objectName() for box in boxes] == ["policy_mobile", "policy_address"]
    page.show_fields(("mobile", "address"), labels)
    page.hide()
    page.show()
    assert page.findChildren(QComboBox) == boxes
    page.show_fields(("address",), labels)  # in sight, where another file changes the list
    assert [box.objectName() for box in page.findChildren(QComboBox)[-1:]] == ["policy_address"]

"""The alarms of a plan, and the word that is asked before it is written."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.import_adapter import Alarm
from tuanji_desktop.kit.import_alarms import AlarmStrip

SLIPPED = Alarm("像是串了列。", "mobile", confirm=True)


def strip(qtbot: QtBot) -> AlarmStrip:
    made = AlarmStrip()
    qtbot.addWidget(made)
    return made


def test_plain_words_hold_nothing(qtbot: QtBot) -> None:
    alarms = strip(qtbot)
    alarms.show_alarms(("一半的行没有变化。", Alarm("电话大多不同。", "mobile")), {"mobile"})
    assert not alarms.isHidden()
    assert alarms.text == "一半的行没有变化。\n电话大多不同。"
    assert alarms.accessibleName() == f"注意：{alarms.text}"
    assert (alarms.holds, alarms.agree.isHidden()) == (False, True)
    alarms.show_alarms((), ())
    assert alarms.isHidden()


def test_a_locked_field_holds_until_the_clerk_has_agreed(qtbot: QtBot) -> None:
    alarms = strip(qtbot)
    alarms.show_alarms((SLIPPED,), {"mobile"})
    assert alarms.holds
    with qtbot.waitSignal(alarms.agreed_changed):
        alarms.agree.setChecked(True)
    assert not alarms.holds
    alarms.show_alarms((SLIPPED,), {"mobile"})
    assert not alarms.holds  # the same alarm needs no second answer
    alarms.show_alarms((Alarm("姓名也不同。", "name", confirm=True),), {"name"})
    assert alarms.holds


def test_the_way_to_the_column(qtbot: QtBot) -> None:
    alarms = strip(qtbot)
    alarms.show_alarms((SLIPPED,), {"name"})
    assert alarms.findChild(QPushButton, "alarm_look_mobile") is None  # no column to look at
    alarms.show_alarms((SLIPPED, Alarm("姓名也不同。", "name")), {"mobile"})
    button = alarms.findChild(QPushButton, "alarm_look_mobile")
    assert button is not None
    with qtbot.waitSignal(alarms.layout_requested) as asked:
        button.click()
    assert asked.args == ["mobile"]

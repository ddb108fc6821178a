"""A pasted list: found, not found, several; those found are shown."""

from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.paste_dialog import PasteDialog


def test_paste(workplace: Workplace, qtbot: QtBot) -> None:
    add_member(workplace.context, name="张三", branch="QX0102")
    dialog = PasteDialog(workplace)
    qtbot.addWidget(dialog)
    told: list[list[int]] = []
    dialog.members_chosen.connect(told.append)
    assert not dialog.show_found.isEnabled()
    dialog.words.setPlainText("张三\n单雄\n无名\n")
    dialog.look_up.click()
    still(qtbot, workplace.jobs)
    assert dialog.summary.text() == "找到 1，没有 1，重名 1"
    assert "没有找到：\n无名" in dialog.answer.toPlainText()
    dialog.show_found.click()
    assert sorted(told[0])[:2] == [1, 4]
    assert len(told[0]) == 3

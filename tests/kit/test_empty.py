"""The empty page."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.empty import EmptyState


def test_no_step_no_button(qtbot: QtBot) -> None:
    page = EmptyState("没有待审核的变更", "成员提交的修改会出现在这里。")
    qtbot.addWidget(page)
    button = page.findChild(QPushButton, "empty_action")
    assert button is not None
    assert button.isHidden()
    assert page.accessibleName() == "没有待审核的变更"
    page.set_words("还没有团员", "从名单导入。", "导入名单")
    assert not button.isHidden()
    with qtbot.waitSignal(page.action_requested):
        button.click()

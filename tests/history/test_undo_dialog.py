"""The undo dialog: plan, three lists, act – and what may go wrong."""

from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import still
from tuanji_desktop.history.undo_dialog import UndoDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context


def planned(qtbot: QtBot, workplace: Workplace, number: int) -> UndoDialog:
    dialog = UndoDialog(workplace, number)
    dialog.show()
    still(qtbot, workplace.jobs)
    return dialog


def words(dialog: UndoDialog, list_name: str) -> list[str]:
    shown = dialog.findChild(QListWidget, list_name)
    assert isinstance(shown, QListWidget)
    return [shown.item(place).text() for place in range(shown.count())]


def test_three_lists_with_their_reasons(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    save_member(office, member_id=1, changes={"email": "a@b.cn", "qq": "12345"})
    save_member(office, member_id=1, changes={"qq": "54321"})
    dialog = planned(qtbot, workplace, 2)
    assert [dialog.tabs.tabText(place) for place in range(3)] == ["恢复 1", "保留 1", "不能恢复 0"]
    assert not dialog.tabs.isTabEnabled(2)
    assert words(dialog, "undo_reversed") == ["团员 张三　　只恢复：电子邮箱"]
    assert words(dialog, "undo_kept") == ["团员 张三　　后来改动过：QQ号"]
    dialog.reject()


def test_nothing_to_restore_leaves_nothing_to_press(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    save_member(office, member_id=1, changes={"qq": "12345"})
    save_member(office, member_id=1, changes={"qq": "54321"})
    dialog = planned(qtbot, workplace, 2)
    assert not dialog.apply_button.isEnabled()
    dialog.reject()


def test_a_change_meanwhile_asks_to_look_again(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    save_member(office, member_id=1, changes={"qq": "12345"})
    dialog = planned(qtbot, workplace, 2)
    save_member(office, member_id=1, changes={"qq": "54321"})
    dialog.apply_button.click()
    still(qtbot, workplace.jobs)
    assert "重新查看" in dialog.banner.text
    dialog.banner.action_requested.emit()
    still(qtbot, workplace.jobs)
    assert dialog.tabs.tabText(1) == "保留 1"
    dialog.reject()


def test_the_first_operation_is_refused_in_words(qtbot: QtBot, workplace: Workplace) -> None:
    dialog = planned(qtbot, workplace, 1)
    assert dialog.banner.text == "建立台账的操作不能撤销。"
    assert not dialog.apply_button.isEnabled()
    dialog.reject()


def test_what_was_done_is_told(qtbot: QtBot, workplace: Workplace, office: Context) -> None:
    add_member(office, name="赵一")
    dialog = planned(qtbot, workplace, 2)
    done: list[object] = []
    dialog.undone.connect(done.append)
    dialog.apply()
    still(qtbot, workplace.jobs)
    assert len(done) == 1

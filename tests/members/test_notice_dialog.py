"""The notice sheet on screen: the paper is drawn, the right branch chosen, what goes out is kept."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.members.helpers import find, one, press, select, settle
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.members.notice_dialog import NoticeDialog
from tuanji_desktop.office.context import Context


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace, office: Context) -> NoticeDialog:
    member_id = add_member(office, name="周八", status="submitted")
    made = NoticeDialog(workplace, member_id)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, workplace.jobs)
    return made


def test_what_is_saved_is_what_is_kept(
    dialog: NoticeDialog, qtbot: QtBot, workplace: Workplace, office: Context, tmp_path: Path
) -> None:
    assert dialog.preview.data.startswith(b"%PDF")
    assert select(office, "SELECT * FROM papers") == [], "a look keeps nothing"
    blank = dialog.preview.data
    press(dialog, "notice_pick")
    settle(qtbot, workplace.jobs)
    picker = find(dialog, BranchDialog, "branch_dialog")
    find(picker, QLineEdit, "branch_filter").setText("（2）班")
    press(picker, "branch_take")
    settle(qtbot, workplace.jobs)
    assert find(dialog, QLineEdit, "notice_right").text().endswith("高三（2）班支部委员会")
    assert dialog.preview.data != blank
    dialog.preview.save_to(tmp_path / "通知单.pdf")
    settle(qtbot, workplace.jobs)
    kept = one(office, "SELECT content FROM blobs JOIN papers USING (sha256)")
    assert kept == (tmp_path / "通知单.pdf").read_bytes() == dialog.preview.data
    assert dialog.banner.text == "已存入该团员的纸件。"
    press(dialog, "notice_clear")
    settle(qtbot, workplace.jobs)
    assert dialog.preview.data == blank


def test_whoever_does_not_wait_gets_no_notice(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    made = NoticeDialog(workplace, 1)
    qtbot.addWidget(made)
    settle(qtbot, workplace.jobs)
    assert "请申请删除" in made.banner.text
    assert made.preview.data == b""


def test_everything_has_a_name_and_fits(dialog: NoticeDialog) -> None:
    buttons = [one for one in dialog.findChildren(QPushButton) if one.isVisible()]
    assert all(one.objectName() and one.accessibleName() for one in buttons)
    assert dialog.minimumSizeHint().width() <= 1366

"""认真核查 and the second operator's answer, as they are typed."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import graduate, request
from tuanji_desktop.deletion.guards import Verification
from tuanji_desktop.deletion.queries import request_start
from tuanji_desktop.deletion.request_boxes import OverrideBox, VerificationBox
from tuanji_desktop.deletion.service import Override, return_all
from tuanji_desktop.office.context import Context


def test_by_whom_and_when_not_before_the_return(qtbot: QtBot, office: Context) -> None:
    request(office, 1)
    return_all(office, reason="请认真核查")
    start = request_start(office, member_id=1)
    box = VerificationBox(start, "G 三.3", today=date(2018, 8, 20))
    qtbot.addWidget(box)
    assert box.lacking == "请填写核查人"
    box.by.setText(" 王干事 ")
    box.on.take(date(2018, 7, 1))
    assert box.lacking == ""
    assert box.verification == Verification("王干事", date(2018, 8, 1))


def test_a_password_is_asked_where_the_file_has_one(qtbot: QtBot, office: Context) -> None:
    graduate(office, 1, "due")
    start = request_start(office, member_id=1)
    box = OverrideBox(start, encrypted=True)
    qtbot.addWidget(box)
    assert box.override is None
    box.box.setChecked(True)
    box.reason.setText("本就不是团员")
    assert box.lacking == "请由 赵副书记 输入密码"
    box.password.setText("zhao-secret")
    assert box.lacking == ""
    assert box.override == Override("本就不是团员", "赵副书记", "zhao-secret")
    box.box.setChecked(False)
    assert box.password.text() == "", "no password is left behind"
    assert box.lacking == "转接尚未完成，不能申请删除"


def test_who_is_alone_cannot_override(qtbot: QtBot, office: Context) -> None:
    graduate(office, 1, "due")
    start = replace(request_start(office, member_id=1), seconds=())
    box = OverrideBox(start, encrypted=False)
    qtbot.addWidget(box)
    assert not box.box.isEnabled()
    alone = box.findChild(QLabel, "override_alone")
    assert isinstance(alone, QLabel)
    assert not alone.isHidden()
    assert "增加操作员" in alone.text()
    assert box.password.isHidden()

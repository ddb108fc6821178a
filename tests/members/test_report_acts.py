"""The steps of the report-in from a window."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.members.helpers import find, kinds, one, press, settle
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.members.loading import BranchChoice
from tuanji_desktop.members.notice_dialog import NoticeDialog
from tuanji_desktop.members.report_acts import ReportActs
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Stage


class Desk:
    def __init__(self, qtbot: QtBot, workplace: Workplace) -> None:
        self.qtbot, self.workplace = qtbot, workplace
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.acts = ReportActs(workplace, self.window)
        self.done: list[Stage] = []
        self.failed: list[TuanjiError] = []
        self.acts.done.connect(self.done.append)
        self.acts.failed.connect(self.failed.append)

    def settle(self) -> None:
        settle(self.qtbot, self.workplace.jobs)


@pytest.fixture
def desk(qtbot: QtBot, workplace: Workplace) -> Iterator[Desk]:
    yield Desk(qtbot, workplace)


def test_a_return_asks_for_its_reason(desk: Desk, office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    desk.acts.begin(waiting)
    desk.acts.start("return")
    asked = find(desk.window, QInputDialog, "return_reason")
    asked.setTextValue("报错支部")
    asked.accept()
    desk.settle()
    assert desk.done == [Stage.RETURNED]
    assert one(office, "SELECT status_reason FROM members WHERE id = ?", waiting) == "报错支部"


def test_a_return_without_a_reason_is_refused(desk: Desk, office: Context) -> None:
    desk.acts.begin(add_member(office, name="周八", status="submitted"))
    desk.acts.start("return")
    find(desk.window, QInputDialog, "return_reason").accept()
    desk.settle()
    assert [error.code for error in desk.failed] == ["report_in.reason"]
    assert desk.done == []


def test_withdraw_and_report_elsewhere_are_one_step_each(desk: Desk, office: Context) -> None:
    waiting = add_member(
        office, name="周八", status="submitted", mobile="13700137002",
        id_number="520628200205060857", sex="男", born_on="2002-05-06",
    )  # fmt: skip
    before = len(kinds(office))
    desk.acts.begin(waiting)
    desk.acts.start("withdraw")
    desk.settle()
    desk.acts.carry_out("submit", branch_id=4)
    desk.settle()
    assert desk.failed == []
    assert desk.done == [Stage.WITHDRAWN, Stage.SUBMITTED]
    assert kinds(office)[before:] == ["report_in.withdraw", "report_in.submit"]
    assert one(office, "SELECT branch_id FROM members WHERE id = ?", waiting) == 4


def test_a_branch_is_picked_out_of_all(desk: Desk) -> None:
    chosen: list[BranchChoice] = []
    desk.acts.pick_branch(chosen.append)
    desk.settle()
    picker = find(desk.window, BranchDialog, "branch_dialog")
    find(picker, QLineEdit, "branch_filter").setText("QX0102")
    press(picker, "branch_take")
    assert [one.id for one in chosen] == [4]


def test_the_notice_is_of_the_member_told_last(desk: Desk, office: Context) -> None:
    desk.acts.begin(add_member(office, name="周八", status="submitted"))
    desk.acts.show_notice()
    desk.settle()
    notice = find(desk.window, NoticeDialog, "notice_dialog")
    assert notice.preview.data.startswith(b"%PDF")
    notice.close()

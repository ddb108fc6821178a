"""The report-in cycle in the member dialog (G 一.1)."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import (
    QFrame,
    QInputDialog,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from tests.builders import add_member, valid_id
from tests.members.dialog_desk import Desk
from tests.members.helpers import find, kinds, one, press, select, text_of
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.members.notice_dialog import NoticeDialog
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.fields import FIELDS


@pytest.fixture
def desk(qtbot: QtBot, office: Context, jobs: Jobs) -> Iterator[Desk]:
    yield Desk(qtbot, office, jobs)


@pytest.mark.parametrize("field", ["mobile", "branch", "qq"])
def test_a_waiting_one_is_withdrawn_from_any_mark(desk: Desk, field: str) -> None:
    """G 一.1: no field may be edited, each mark offers both ways."""
    waiting = add_member(desk.context, name="周八", status="submitted")
    dialog = desk.edit(waiting)
    row = dialog.form.row(field)
    find(row, QToolButton, f"tier_{field}").click()
    popup = find(row, QFrame, "rule_popup")
    assert text_of(popup, "rule_clause") == "依据：G 一.1"
    assert [one.text() for one in popup.findChildren(QPushButton)] == [
        "撤回报到（团员本人）", "退回报到（团支部）",
    ]  # fmt: skip
    press(popup, "rule_path")
    desk.settle()
    assert desk.said == "已办理，现为“已撤回”。"
    assert not dialog.form.row(field).field.locked


def test_a_waiting_one_is_returned_from_any_mark(desk: Desk) -> None:
    waiting = add_member(desk.context, name="周八", status="submitted")
    dialog = desk.edit(waiting)
    row = dialog.form.row("name")
    find(row, QToolButton, "tier_name").click()
    press(find(row, QFrame, "rule_popup"), "rule_path_return")
    asked = find(dialog, QInputDialog, "return_reason")
    asked.setTextValue("报错支部")
    asked.accept()
    desk.settle()
    assert desk.said == "已办理，现为“被退回”。"
    dialog.hide()
    again = Desk(desk.qtbot, desk.context, desk.jobs)
    again.edit(waiting)
    assert again.said == "报到被退回（王干事，2018-08-01）：报错支部。改好后重新提交。"


def test_every_mark_is_there_while_a_report_in_waits(desk: Desk) -> None:
    dialog = desk.edit(add_member(desk.context, name="周八", status="submitted"))
    for name in FIELDS:
        row = dialog.form.row(name)
        assert row.field.locked
        assert row.field.state.clause == "G 一.1"
        assert find(row, QToolButton, f"tier_{name}").isVisibleTo(dialog)


def test_one_press_reports_to_another_branch(desk: Desk) -> None:
    returned = add_member(
        desk.context, name="周八", status="returned", mobile="13700137002",
        id_number=valid_id(date(2002, 5, 6), serial=42), sex="男", born_on="2002-05-06",
    )  # fmt: skip
    dialog = desk.edit(returned)
    press(dialog, "report_redirect")
    desk.settle()
    find(find(dialog, BranchDialog, "branch_dialog"), QLineEdit, "branch_filter").setText("QX0102")
    before = len(kinds(desk.context))
    press(find(dialog, BranchDialog, "branch_dialog"), "branch_take")
    desk.settle()
    assert desk.said == "已办理，现为“报到待审核”。"
    assert kinds(desk.context)[before:] == ["report_in.submit"]
    assert desk.value("branch") == "中国共产主义青年团青溪县第一中学高三（2）班支部委员会"


def test_what_is_typed_goes_along_to_the_other_branch(desk: Desk) -> None:
    returned = add_member(
        desk.context, name="周八", status="withdrawn", mobile="13700137002", education="",
        id_number=valid_id(date(2002, 5, 6), serial=42), sex="男", born_on="2002-05-06",
    )  # fmt: skip
    dialog = desk.edit(returned)
    desk.type(education="高中")
    press(dialog, "report_redirect")
    desk.settle()
    find(find(dialog, BranchDialog, "branch_dialog"), QLineEdit, "branch_filter").setText("QX0102")
    press(find(dialog, BranchDialog, "branch_dialog"), "branch_take")
    desk.settle()
    assert select(
        desk.context, "SELECT status, branch_id, education FROM members WHERE id = ?", returned
    ) == [("submitted", 4, "高中")]


def test_a_refused_submission_leads_to_the_first_empty_field(desk: Desk) -> None:
    draft = add_member(
        desk.context, name="周八", status="draft", education="", mobile="13700137002",
        id_number=valid_id(date(2002, 5, 6), serial=42), sex="男", born_on="2002-05-06",
    )  # fmt: skip
    dialog = desk.edit(draft)
    desk.type(qq="10001")
    press(dialog, "report_submit")
    desk.settle()
    assert desk.said == "还有 1 项必填未填：学历。填好后再提交。（N 二.1）"
    assert dialog.focusWidget() is dialog.form.row("education").editor
    assert desk.value("qq") == "10001", "a draft may be incomplete"
    assert not dialog.unsaved


def test_the_notice_is_offered_while_it_waits(desk: Desk) -> None:
    dialog = desk.edit(add_member(desk.context, name="周八", status="submitted"))
    assert find(dialog, QPushButton, "report_notice").isVisible()
    press(dialog, "report_notice")
    desk.settle()
    find(dialog, NoticeDialog, "notice_dialog").close()
    desk.edit(1)
    assert not find(dialog, QPushButton, "report_notice").isVisible()
    assert not find(dialog, QPushButton, "report_redirect").isVisible()


def test_a_new_member_is_a_draft_and_can_be_submitted(desk: Desk) -> None:
    dialog = desk.dialog
    dialog.add(3)
    desk.settle()
    assert text_of(dialog, "dialog_name") == "新增团员"
    desk.type(name="周八", id_number=valid_id(date(2002, 5, 6), serial=41))
    desk.save()
    assert desk.said == "已保存 周八，现为“草稿”。填齐必填项后可以提交报到。"
    assert desk.value("id_kind") == "居民身份证"
    press(dialog, "report_submit")
    desk.settle()
    assert "必填未填" in desk.said
    desk.type(
        mobile="13700137001",
        ethnicity="汉族",
        joined_on="2016-10",
        household_place="青溪县城关镇2号",
        political_status="共青团员",
        income="学生无收入",
        is_cadre="否",
        education="高中在读",
    )
    press(dialog, "report_submit")
    desk.settle()
    assert desk.said == "已办理，现为“报到待审核”。"
    assert kinds(desk.context)[-2:] == ["member.edit", "report_in.submit"]
    editor = dialog.form.row("mobile").editor
    assert isinstance(editor, QLineEdit)
    assert editor.isReadOnly()
    assert not find(dialog, QPushButton, "dialog_save").isEnabled()


def test_a_reviewer_returns_with_a_reason_and_the_member_reports_elsewhere(desk: Desk) -> None:
    waiting = add_member(
        desk.context, name="周八", status="submitted", mobile="13700137002",
        id_number=valid_id(date(2002, 5, 6), serial=42), sex="男", born_on="2002-05-06",
    )  # fmt: skip
    dialog = desk.edit(waiting)
    dialog.form.path_requested.emit("branch", "withdraw_or_return")
    assert "撤回报到" in desk.said
    press(dialog, "report_return")
    asked = find(dialog, QInputDialog, "return_reason")
    asked.setTextValue("报错了支部")
    asked.accept()
    desk.settle()
    assert one(desk.context, "SELECT status FROM members WHERE id = ?", waiting) == "returned"
    assert "说明：报错了支部" in text_of(dialog, "dialog_where")
    press(dialog, "pick_branch")
    desk.settle()
    picker = find(dialog, BranchDialog, "branch_dialog")
    find(picker, QLineEdit, "branch_filter").setText("（2）班")
    assert find(picker, QListView, "branch_list").model().rowCount() == 1
    press(picker, "branch_take")
    desk.settle()
    press(dialog, "report_submit")
    desk.settle()
    assert select(desk.context, "SELECT status, branch_id FROM members WHERE id = ?", waiting) == [
        ("submitted", 4)
    ]
    press(dialog, "report_approve")
    desk.settle()
    assert desk.said == "已办理，现为“在册”。"


def test_a_report_in_is_withdrawn(desk: Desk) -> None:
    waiting = add_member(desk.context, name="周八", status="submitted")
    dialog = desk.edit(waiting)
    press(dialog, "report_withdraw")
    desk.settle()
    assert desk.said == "已办理，现为“已撤回”。"
    assert find(dialog, QPushButton, "report_submit").text() == "重新提交报到"

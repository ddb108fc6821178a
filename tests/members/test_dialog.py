"""The member dialog on a real office: what may be typed, what becomes of it, what survives."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from tests.builders import add_member, valid_id
from tests.members.dialog_desk import Desk, at
from tests.members.helpers import answer, find, kinds, one, press, select, text_of
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.members.drafts import keep_draft
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.changes import Changes


@pytest.fixture
def desk(qtbot: QtBot, office: Context, jobs: Jobs) -> Iterator[Desk]:
    yield Desk(qtbot, office, jobs)


@pytest.mark.parametrize("field", ["name", "id_number", "joined_on"])
def test_a_locked_field_says_why_and_where_it_stands(desk: Desk, field: str) -> None:
    dialog = desk.edit(1)
    editor = dialog.form.row(field).editor
    assert isinstance(editor, QLineEdit)
    assert editor.isReadOnly()
    find(dialog, QToolButton, f"tier_{field}").click()
    popup = find(dialog, QFrame, "rule_popup")
    assert text_of(popup, "rule_clause") == "依据：G 一.2"
    popup.close()


def test_the_button_of_the_permitted_path_is_passed_on(desk: Desk) -> None:
    dialog = desk.edit(1)
    for field, path in (("name", "deletion_reentry"), ("branch", "transfer")):
        row = dialog.form.row(field)
        find(row, QToolButton, f"tier_{field}").click()
        with desk.qtbot.waitSignal(dialog.path_requested) as asked:
            press(find(row, QFrame, "rule_popup"), "rule_path")
        assert asked.args == [field, path]


def test_why_names_the_document_and_the_approval(desk: Desk) -> None:
    dialog = desk.edit(1)
    row = dialog.form.row("name")
    find(row, QToolButton, "tier_name").click()
    popup = find(row, QFrame, "rule_popup")
    assert "4项个人信息均不可修改" in text_of(popup, "rule_text")
    assert "命脉工程" in text_of(popup, "rule_document")
    assert text_of(popup, "rule_since").startswith("2018-08-01 审核通过、登记在册，王干事经办")
    assert find(popup, QPushButton, "rule_path").text() == "姓名错误，申请删除后重新录入…"
    popup.close()
    row = dialog.form.row("branch")
    find(row, QToolButton, "tier_branch").click()
    popup = find(row, QFrame, "rule_popup")
    assert "组织关系转接" in text_of(popup, "rule_advice")
    assert find(popup, QPushButton, "rule_path").text() == "发起转接…"
    assert find(popup, QPushButton, "rule_path_deletion_reentry").text() == "误审核通过，申请删除…"
    popup.close()


def test_what_follows_from_the_number_leads_to_the_rule_of_the_number(desk: Desk) -> None:
    dialog = desk.edit(1)
    dialog.form.path_requested.emit("sex", "derived")
    popup = find(dialog.form.row("id_number"), QFrame, "rule_popup")
    assert text_of(popup, "rule_clause") == "依据：G 一.2"
    popup.close()


def test_a_change_request_starts_in_its_field(desk: Desk) -> None:
    dialog = desk.edit(1, focus="income")
    assert dialog.focusWidget() is dialog.form.row("income").editor


def test_a_path_inside_the_dialog_is_walked_there(desk: Desk) -> None:
    dialog = desk.edit(1)
    dialog.form.path_requested.emit("sex", "derived")
    assert dialog.focusWidget() is dialog.form.row("id_number").editor
    dialog.form.path_requested.emit("income", "change_request")
    assert dialog.focusWidget() is dialog.form.row("income").editor


def test_a_free_field_is_saved_and_said(desk: Desk) -> None:
    desk.edit(1)
    desk.reveal("mobile")
    desk.type(mobile="139 0013-9000", ethnicity="苗族")
    assert desk.hint == "2 项修改未保存"
    with desk.qtbot.waitSignal(desk.dialog.saved):
        desk.save()
    desk.settle()
    assert desk.said in {"已保存：手机号码、民族。", "已保存：民族、手机号码。"}
    assert (desk.value("mobile"), desk.value("ethnicity")) == ("13900139000", "苗族")
    assert not desk.dialog.unsaved
    assert desk.hint == ""


def test_the_political_status_waits_for_review_with_reason_and_paper(desk: Desk) -> None:
    desk.edit(1)
    desk.type(political_status="中共预备党员")
    assert "须经审核" in desk.hint
    assert desk.note("political_status") == "修改后须经审核，审核通过才生效"
    find(desk.dialog, QLineEdit, "dialog_reason").setText("入党")
    find(desk.dialog, QLineEdit, "dialog_basis").setText("青党组〔2018〕3号")
    desk.save()
    assert "已提交审核：政治面貌，经团支部确认后生效（G 一.3）。" in desk.said
    assert desk.value("political_status") == "共青团员"
    assert select(desk.context, "SELECT reason, basis FROM change_requests") == [
        ("入党", "青党组〔2018〕3号")
    ]


def test_the_joining_month_is_open_for_review_inside_the_window(desk: Desk) -> None:
    inside = at(desk, date(2018, 10, 15))
    inside.edit(1)
    inside.type(joined_on="2016年9月")
    inside.save()
    assert "已提交审核：入团年月，经团支部确认后生效（G 二）。" in inside.said
    assert select(inside.context, "SELECT field, new_value FROM change_fields") == [
        ("joined_on", "2016-09")
    ]
    inside.dialog.hide()
    after = at(desk, date(2018, 12, 1))
    editor = after.edit(1).form.row("joined_on").editor
    assert isinstance(editor, QLineEdit)
    assert editor.isReadOnly()


def test_a_starred_field_is_not_emptied(desk: Desk) -> None:
    desk.edit(1)
    desk.type(education="")
    assert "不能清空" in desk.note("education")
    assert text_of(desk.dialog, "completed") == "13/14 必填已完成"
    desk.save()
    assert desk.said.startswith("没有保存。学历：")
    assert desk.value("education") == "高中在读"


def test_what_is_wrong_is_said_while_typing(desk: Desk) -> None:
    add_member(desk.context, name="孙七", mobile="13700137000")
    desk.edit(1)
    desk.reveal("mobile")
    desk.type(mobile="1370013")
    assert "不是1开头的11位手机号码" in desk.note("mobile")
    desk.type(mobile="13700137000")
    assert desk.note("mobile") == "手机号码137****7000与孙七相同，请核对。"
    desk.type(party_joined_on="看不懂")
    assert "读不出来" in desk.note("party_joined_on")
    desk.save()
    assert desk.said.startswith("没有保存，请先改正：入党时间")
    assert desk.dialog.unsaved


def test_a_month_takes_its_usual_spelling_when_the_field_is_left(desk: Desk) -> None:
    draft = add_member(desk.context, name="周八", status="draft")
    desk.edit(draft)
    desk.type(joined_on="2016.9", ethnicity="汉")
    desk.dialog.form.left.emit("joined_on")
    desk.dialog.form.left.emit("ethnicity")
    values = desk.dialog.form.values()
    assert (values["joined_on"], values["ethnicity"]) == ("2016-09", "汉族")


def test_an_unknown_choice_is_kept(desk: Desk) -> None:
    desk.edit(1)
    desk.type(ethnicity="穿青人")
    desk.save()
    assert desk.value("ethnicity") == "穿青人"


def test_the_number_gives_sex_and_birth_of_a_draft(desk: Desk) -> None:
    draft = add_member(desk.context, name="周八", status="draft")
    desk.edit(draft)
    desk.type(id_number=valid_id(date(2002, 5, 6), sex="女", serial=40))
    values = desk.dialog.form.values()
    assert (values["sex"], values["born_on"]) == ("女", "2002-05-06")


def test_showing_a_number_is_an_operation(desk: Desk) -> None:
    dialog = desk.edit(1)
    editor = dialog.form.row("id_number").editor
    assert isinstance(editor, QLineEdit)
    assert "20010305" not in editor.text()
    desk.reveal("id_number")
    assert "20010305" in editor.text()
    assert kinds(desk.context)[-1] == "member.reveal"
    assert not dialog.unsaved


def test_one_goes_on_without_closing(desk: Desk) -> None:
    dialog = desk.edit(2, ids=[1, 2, 3])
    assert text_of(dialog, "dialog_place") == "2/3"
    with desk.qtbot.waitSignal(dialog.member_shown) as shown:
        find(dialog, QToolButton, "dialog_next").click()
    assert shown.args == [3]
    desk.settle()
    assert not find(dialog, QToolButton, "dialog_next").isEnabled()
    dialog.step(-1)
    desk.settle()
    assert dialog.member_id == 2


def test_esc_asks_only_when_something_would_be_lost(desk: Desk) -> None:
    dialog = desk.edit(1)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    desk.edit(1)
    desk.type(address="城关镇3号")
    answer("confirm_keep")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    answer("confirm_act")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert desk.value("address") is None


def test_ctrl_enter_saves(desk: Desk) -> None:
    dialog = desk.edit(1)
    desk.qtbot.waitExposed(dialog)
    desk.type(address="城关镇3号")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.value("address") == "城关镇3号"
    dialog.save()
    assert desk.said == "没有需要保存的修改。"


def test_a_draft_survives_a_crash_and_is_offered(desk: Desk) -> None:
    desk.edit(1)
    desk.type(address="城关镇3号", qq="10001")
    desk.dialog.drafts.keep_now()
    desk.settle()
    desk.dialog.hide()  # the program is gone, nobody was asked
    again = Desk(desk.qtbot, desk.context, desk.jobs)
    again.edit(1)
    assert again.said.endswith("没有保存的草稿：现住址、QQ号。")
    assert not again.dialog.unsaved
    press(again.dialog, "banner_action")
    again.settle()
    assert again.dialog.form.changes() == {"address": "城关镇3号", "qq": "10001"}
    again.save()
    assert again.value("qq") == "10001"
    assert select(again.context, "SELECT * FROM drafts") == []


def test_an_offer_that_is_not_taken_is_not_overwritten(desk: Desk) -> None:
    desk.edit(1)
    desk.type(address="城关镇3号")
    desk.dialog.drafts.keep_now()
    desk.settle()
    desk.dialog.hide()
    again = Desk(desk.qtbot, desk.context, desk.jobs)
    again.edit(1)
    again.type(qq="10001")
    again.dialog.drafts.keep_now()
    again.settle()
    assert one(again.context, "SELECT content FROM drafts") == (
        '{"address": "城关镇3号", "qq": "10001"}'
    )
    answer("confirm_act")
    again.dialog.reject()
    again.settle()
    assert one(again.context, "SELECT content FROM drafts") == '{"address": "城关镇3号"}'


def test_a_draft_of_somebody_new_keeps_the_branch(desk: Desk) -> None:
    dialog = desk.dialog
    dialog.add()
    desk.settle()
    desk.save()
    assert desk.said == "请先选择所在团支部。"
    press(dialog, "pick_branch")
    desk.settle()
    find(find(dialog, BranchDialog, "branch_dialog"), QLineEdit, "branch_filter").setText("QX0102")
    press(find(dialog, BranchDialog, "branch_dialog"), "branch_take")
    desk.type(name="周八")
    dialog.drafts.keep_now()
    desk.settle()
    dialog.hide()
    again = Desk(desk.qtbot, desk.context, desk.jobs)
    again.dialog.add()
    again.settle()
    press(again.dialog, "banner_action")
    again.settle()
    again.save()
    assert select(again.context, "SELECT name, branch_id, status FROM members WHERE id > 6") == [
        ("周八", 4, "draft")
    ]
    assert select(again.context, "SELECT * FROM drafts") == []


def test_an_incomplete_card_stays_beside_the_valid_one(
    qtbot: QtBot, college: Context, jobs: Jobs
) -> None:
    desk = Desk(qtbot, college, jobs)
    incomplete = add_member(
        college, name="周八", education="", mobile="13700137003", sex="男", born_on="2002-05-06",
        id_number=valid_id(date(2002, 5, 6), serial=43),
    )  # fmt: skip
    dialog = desk.edit(incomplete)
    desk.type(address="城关镇3号")
    assert desk.hint.endswith("必填未填齐：保存后存为草稿，原有信息不变（Q 五.2）")
    desk.save()
    assert "已存为草稿，原有信息不变" in desk.said
    assert desk.value("address") is None
    assert not dialog.unsaved
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    desk.edit(incomplete)
    assert "没有保存的草稿：现住址" in desk.said
    press(dialog, "banner_action")
    desk.settle()
    assert desk.hint == "草稿中的 1 项还没有写入；填齐必填后保存才生效"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible(), "nothing is lost: it is still a draft"
    desk.edit(incomplete)
    press(dialog, "banner_action")
    desk.settle()
    desk.type(education="高中在读")
    desk.save()
    assert (desk.value("address"), desk.value("education")) == ("城关镇3号", "高中在读")
    assert select(college, "SELECT * FROM drafts") == []


def test_a_draft_can_be_thrown_away(desk: Desk) -> None:
    keep_draft(desk.context, member_id=1, branch_id=None, content={"address": "城关镇3号"})
    dialog = desk.edit(1)
    press(dialog, "banner_action")
    desk.settle()
    assert dialog.form.values()["address"] == "城关镇3号"
    assert find(dialog, QPushButton, "banner_action").text() == "放弃草稿"
    press(dialog, "banner_action")
    desk.settle()
    assert dialog.form.changes() == {}
    assert select(desk.context, "SELECT * FROM drafts") == []


def test_saving_something_else_leaves_the_offer_beside(desk: Desk) -> None:
    keep_draft(desk.context, member_id=1, branch_id=None, content={"address": "城关镇3号"})
    desk.edit(1)
    desk.type(qq="10001")
    desk.save()
    assert desk.value("qq") == "10001"
    assert one(desk.context, "SELECT content FROM drafts") == '{"address": "城关镇3号"}'
    assert desk.said.startswith("已保存：QQ号。有一份")
    assert "没有保存的草稿：现住址" in desk.said


def test_what_others_write_is_shown_but_never_over_what_is_typed(desk: Desk) -> None:
    dialog = desk.edit(1)
    told: list[Changes] = []
    unsubscribe = desk.context.database.subscribe(told.append)
    save_member(desk.context, member_id=1, changes={"qq": "10001"})
    dialog.show_changes(told[-1])
    desk.settle()
    assert dialog.form.values()["qq"] == "10001"
    desk.type(address="城关镇3号")
    save_member(desk.context, member_id=1, changes={"qq": "10002"})
    dialog.show_changes(told[-1])
    desk.settle()
    assert "刚被修改" in desk.said
    assert dialog.form.values()["address"] == "城关镇3号"
    unsubscribe()


def test_a_value_to_be_restored_is_typed_in_already(desk: Desk) -> None:
    desk.edit(1, preset={"address": "旧址1号"})
    assert desk.dialog.form.changes() == {"address": "旧址1号"}


def test_everything_fits_a_small_screen_and_has_a_name(desk: Desk) -> None:
    dialog = desk.edit(1)
    assert dialog.minimumSizeHint().width() <= 1366
    assert dialog.minimumSizeHint().height() <= 700
    nameless = [
        button.objectName()
        for button in dialog.findChildren(QPushButton)
        if button.isVisible() and not button.accessibleName()
    ]
    assert nameless == []
    assert all(label.objectName() for label in dialog.findChildren(QLabel))


def test_a_group_is_one_press_away(desk: Desk) -> None:
    dialog = desk.edit(1)
    press(dialog, "rail_1")
    assert dialog.focusWidget() is dialog.form.row("mobile").editor

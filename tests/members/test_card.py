"""The card: red marks, masks, what waits, what happened."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtWidgets import (
    QFrame,
    QInputDialog,
    QListWidget,
    QPushButton,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.members.helpers import find, kinds, press, select, settle, text_of
from tests.paperwork.archive_helpers import fill
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.card import MemberCard
from tuanji_desktop.members.card_rows import CycleLine
from tuanji_desktop.members.drafts import keep_draft
from tuanji_desktop.members.loading import HistoryChange, HistoryLine
from tuanji_desktop.members.notice_dialog import NoticeDialog
from tuanji_desktop.members.service import report_in, save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.changes import Changes

LIFE = (
    HistoryLine(
        9,
        "2018-10-15T09:30:00+08:00",
        "王干事",
        "修改 张三 的手机号码",
        reason="换号",
        document="青团〔2018〕3号",
        changes=(HistoryChange("手机号码", "13800138001", "13900139000", "mobile"),),
    ),
    HistoryLine(3, "2018-08-01T09:30:00+08:00", "王干事", "登记 张三"),
)


class Shown:
    """A card and what a test does with it."""

    def __init__(self, qtbot: QtBot, workplace: Workplace) -> None:
        self.asked: list[int] = []
        self.qtbot, self.workplace = qtbot, workplace
        self.card = MemberCard(workplace, history=self.history)
        qtbot.addWidget(self.card)
        self.card.show()

    def history(self, member_id: int) -> Sequence[HistoryLine]:
        self.asked.append(member_id)
        return LIFE

    def settle(self) -> None:
        settle(self.qtbot, self.workplace.jobs)

    def show(self, member_id: int) -> MemberCard:
        self.card.show_member(member_id)
        self.settle()
        return self.card


@pytest.fixture
def shown(qtbot: QtBot, workplace: Workplace) -> Iterator[Shown]:
    yield Shown(qtbot, workplace)


def test_nobody_chosen_says_what_to_do(shown: Shown) -> None:
    assert find(shown.card, QWidget, "empty_state").isVisible()
    shown.show(1)
    assert not find(shown.card, QWidget, "empty_state").isVisible()
    shown.show(0)
    assert find(shown.card, QWidget, "empty_state").isVisible()


def test_a_complete_member(shown: Shown) -> None:
    card = shown.show(1)
    assert text_of(card, "card_name") == "张三"
    assert text_of(card, "card_status") == "在册"
    assert text_of(card, "card_branch") == "高三（1）班"
    assert text_of(card, "card_superiors") == "青溪团县委 › 一中团委"
    assert not find(card, QWidget, "card_missing").isVisible()
    assert not find(card, QWidget, "card_mark").isVisible()
    assert not find(card, QWidget, "card_row_email").isVisible()
    assert not find(card, QWidget, "card_pending").isVisible()


def test_a_red_name_bears_a_mark_and_names_what_is_missing(shown: Shown, office: Context) -> None:
    red = add_member(office, name="龙小虎", education="", mobile="13700137000")
    card = shown.show(red)
    assert find(card, QWidget, "card_mark").isVisible()
    assert text_of(card, "card_missing") == "缺 4 项必填：身份证号、性别、出生日期、学历"
    assert text_of(card, "card_education") == "未填"


def test_numbers_are_masked_in_groups_until_somebody_asks(shown: Shown, office: Context) -> None:
    card = shown.show(1)
    assert text_of(card, "card_id_number") == "520*** ******** 0033"
    assert text_of(card, "card_mobile") == "138****8001"
    find(card, QToolButton, "card_reveal_id_number").click()
    shown.settle()
    assert text_of(card, "card_id_number") == "520628 20010305 0033"
    assert text_of(card, "card_mobile") == "138****8001"
    assert select(office, "SELECT member_id, field, operator FROM reveals") == [
        (1, "id_number", "王干事")
    ]
    assert kinds(office)[-1] == "member.reveal"
    shown.show(2)
    assert "*" in text_of(shown.show(1), "card_id_number")


def test_a_mark_says_why_and_passes_the_path_on(shown: Shown) -> None:
    card = shown.show(1)
    row = find(card, QWidget, "card_row_id_number")
    find(row, QToolButton, "card_tier_id_number").click()
    popup = find(row, QFrame, "rule_popup")
    assert text_of(popup, "rule_clause") == "依据：G 一.2"
    with shown.qtbot.waitSignal(card.path_requested) as asked:
        press(popup, "rule_path")
    assert asked.args == [1, "id_number", "deletion_reentry"]
    assert not find(card, QToolButton, "card_tier_ethnicity").isVisible()


def test_a_mark_tells_since_when_and_by_whom(shown: Shown) -> None:
    card = shown.show(1)
    row = find(card, QWidget, "card_row_id_number")
    find(row, QToolButton, "card_tier_id_number").click()
    popup = find(row, QFrame, "rule_popup")
    assert text_of(popup, "rule_since").startswith("2018-08-01 审核通过、登记在册，王干事经办")
    assert "命脉工程" in text_of(popup, "rule_document")
    popup.close()
    sex = find(card, QWidget, "card_row_sex")
    find(sex, QToolButton, "card_tier_sex").click()
    press(find(sex, QFrame, "rule_popup"), "rule_path")
    number = find(row, QFrame, "rule_popup")
    assert text_of(number, "rule_head") == "身份证号：不可修改"
    number.close()


def test_a_waiting_one_is_withdrawn_or_returned_in_place(shown: Shown, office: Context) -> None:
    """G 一.1."""
    waiting = add_member(office, name="周八", status="submitted", mobile="13700137000")
    card = shown.show(waiting)
    row = find(card, QWidget, "card_row_mobile")
    find(row, QToolButton, "card_tier_mobile").click()
    press(find(row, QFrame, "rule_popup"), "rule_path_return")
    asked = find(card, QInputDialog, "return_reason")
    asked.setTextValue("报错支部")
    asked.accept()
    shown.settle()
    assert text_of(card, "card_status") == "被退回"
    assert "被退回的说明：报错支部" in text_of(card, "card_note")
    other = add_member(office, name="周九", status="submitted", mobile="13700137009")
    card = shown.show(other)
    find(row, QToolButton, "card_tier_mobile").click()
    press(find(row, QFrame, "rule_popup"), "rule_path")
    shown.settle()
    assert text_of(card, "card_status") == "已撤回"


def test_the_report_in_is_told_step_by_step(shown: Shown, office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    report_in(office, member_id=waiting, act="return", reason="报错支部")
    card = shown.show(waiting)
    lines = card.findChildren(CycleLine)
    assert [text_of(line, "step_text") for line in lines] == [
        "登记为“报到待审核”（高三（1）班）",
        "退回报到（高三（1）班），原因：报错支部",
    ]
    assert "王干事" in text_of(lines[1], "step_who")
    assert text_of(lines[1], "step_who").startswith("2018-08-01 09:30")


def test_the_notice_is_offered_only_while_it_waits(shown: Shown, office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    card = shown.show(waiting)
    press(card, "card_notice")
    shown.settle()
    find(card, NoticeDialog, "notice_dialog").close()
    assert not find(shown.show(1), QPushButton, "card_notice").isVisible()


def test_drafts_are_noted_mine_and_the_others(shown: Shown, office: Context) -> None:
    keep_draft(office, member_id=1, branch_id=None, content={"qq": "1"})
    other = replace(office, operator="赵副书记")
    keep_draft(other, member_id=1, branch_id=None, content={"address": "城关镇"})
    note = text_of(shown.show(1), "card_note")
    assert "有 2018-08-01 09:30 未保存的草稿：QQ号" in note
    assert "赵副书记 有 2018-08-01 09:30 未保存的草稿：现住址" in note


def test_what_waits_for_review_is_shown(shown: Shown, office: Context) -> None:
    save_member(office, member_id=1, changes={"political_status": "中共党员"})
    card = shown.show(1)
    line = find(card, QWidget, "card_pending_political_status")
    assert text_of(line, "pending_text") == "政治面貌：共青团员 → 中共党员"
    assert text_of(line, "pending_who").startswith("王干事，2018-08-01")
    assert not find(shown.show(2), QWidget, "card_pending").isVisible()


def test_history_is_asked_for_when_it_is_looked_at(shown: Shown) -> None:
    card = shown.show(1)
    assert shown.asked == []
    find(card, QTabWidget, "card_tabs").setCurrentIndex(1)
    shown.settle()
    assert shown.asked == [1]
    assert text_of(card, "history_9") == "修改 张三 的手机号码"
    assert text_of(card, "history_change") == "手机号码：138****8001 → 139****9000"
    assert text_of(card, "history_reason") == "原因：换号；依据：青团〔2018〕3号"
    with shown.qtbot.waitSignal(card.restore_requested) as asked:
        find(card, QToolButton, "history_restore_mobile").click()
    assert asked.args == [1, "mobile", "13800138001"]
    shown.show(2)
    assert shown.asked == [1, 2]


def test_the_papers_lead_to_their_desk(shown: Shown, office: Context) -> None:
    kept = fill(office)
    card = shown.show(1)
    find(card, QTabWidget, "card_tabs").setCurrentIndex(2)
    shown.settle()
    papers = find(card, QListWidget, "card_papers_list")
    assert papers.item(0).text() == "2018-07-01\n制成 删除团员申请表 SC2018-001"
    with shown.qtbot.waitSignal(card.paper_requested) as asked:
        papers.itemActivated.emit(papers.item(0))
    assert asked.args == [kept.form]
    shown.show(3)
    assert not papers.isVisible()


def test_wishes_go_up(shown: Shown, office: Context) -> None:
    card = shown.show(1)
    with shown.qtbot.waitSignal(card.open_requested) as opened:
        press(card, "card_open")
    with shown.qtbot.waitSignal(card.deletion_requested) as deletion:
        press(card, "card_delete")
    assert (opened.args, deletion.args) == ([1], [1])
    draft = add_member(office, name="周八", status="draft")
    assert not find(shown.show(draft), QPushButton, "card_delete").isVisible()


def test_a_change_of_the_member_is_seen_at_once(shown: Shown, office: Context) -> None:
    card = shown.show(1)
    save_member(office, member_id=1, changes={"address": "城关镇3号"})
    card.show_changes(Changes(operation=9, tables={"members": frozenset({2})}))
    shown.settle()
    assert not find(card, QWidget, "card_row_address").isVisible()
    card.show_changes(Changes(operation=9, tables={"members": frozenset({1})}))
    shown.settle()
    assert text_of(card, "card_address") == "城关镇3号"


def test_who_left_or_is_a_child_is_said(shown: Shown, office: Context) -> None:
    child = add_member(office, name="小周", born_on="2006-01-02", status="draft")
    assert "未满 14 周岁" in text_of(shown.show(child), "card_note")
    gone = add_member(office, name="吴走", status="transferred_out", education="")
    card = shown.show(gone)
    assert text_of(card, "card_status") == "已转出"
    assert not find(card, QWidget, "card_missing").isVisible()


def test_what_other_desks_have_is_said(shown: Shown, office: Context) -> None:
    with office.database.write(office.operation("retention.retain", "登记")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
            "VALUES (1, '参军入伍', '2018-07-01', '王', '2018-07-01')"
        )
    assert "2018-07-01 起团籍保留：参军入伍" in text_of(shown.show(1), "card_note")

"""The card: red marks, masks, what waits, what happened."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtWidgets import QFrame, QPushButton, QTabWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.members.helpers import find, kinds, press, select, settle, text_of
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.card import MemberCard
from tuanji_desktop.members.loading import HistoryChange, HistoryLine
from tuanji_desktop.members.service import save_member
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

"""The members of a branch: results by button and key, and the wish each leads to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog
from pytestqt.qtbot import QtBot

from tests.campaigns.helpers import CLASS_1, check, opened, red_name
from tests.deletion.helpers import select
from tests.desks import open_desk, still
from tuanji_desktop.campaigns.branch_side import BranchSide
from tuanji_desktop.campaigns.finding_dialogs import UnlistedDialog, WrongDialog
from tuanji_desktop.campaigns.page import CampaignsPage
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


class Desk:
    """The page at one branch, and what it asked for."""

    def __init__(self, qtbot: QtBot, workplace: Workplace) -> None:
        self.qtbot, self.jobs = qtbot, workplace.jobs
        self.page = CampaignsPage(workplace)
        self.wishes: list[tuple[str, object]] = []
        self.page.act_requested.connect(lambda wish, what: self.wishes.append((wish, what)))
        open_desk(qtbot, self.page)
        self.page.open_branch(CLASS_1)
        self.settle()
        self.side: BranchSide = self.page.branch

    def settle(self) -> None:
        still(self.qtbot, self.jobs)

    def press(self, code: str, *ids: int) -> None:
        self.side.table.choose(ids)
        self.side.results[code].click()
        self.settle()
        self.page.refresh()  # what the main window does after a commit
        self.settle()

    def dialog(self, kind: type[QDialog]) -> QDialog:
        return next(one for one in self.side.children() if isinstance(one, kind))


@pytest.fixture
def campaign(office: Context) -> int:
    red_name(office)
    return opened(office)


@pytest.fixture
def desk(qtbot: QtBot, workplace: Workplace, campaign: int) -> Desk:
    return Desk(qtbot, workplace)


@pytest.mark.parametrize(
    ("result", "wish"),
    [
        ("not_a_member", "deletion"),
        ("transfer", "transfer"),
        ("retention", "retention"),
        ("incomplete", "bulk_edit"),
    ],
)
def test_each_result_leads_to_its_act(desk: Desk, result: str, wish: str) -> None:
    desk.press(result, 1)
    button = desk.side.banner.findChild(QAbstractButton, "banner_action")
    assert isinstance(button, QAbstractButton)
    button.click()
    desk.side.table.choose([1])
    desk.side.act_button.click()
    assert desk.wishes == [(wish, [1]), (wish, [1])]


def test_wrong_asks_what_and_leads_to_deletion(desk: Desk, office: Context) -> None:
    desk.side.table.choose([1, 2])
    desk.side.results["wrong"].click()
    dialog = desk.dialog(WrongDialog)
    assert isinstance(dialog, WrongDialog)
    dialog.boxes["name"].setChecked(True)
    dialog.act()
    desk.settle()
    assert select(office, "SELECT member_id, result, fields FROM campaign_checks ORDER BY 1") == [
        (1, "wrong", "name"), (2, "wrong", "name"),
    ]  # fmt: skip
    assert "Q 三.1" in desk.side.banner.text
    desk.side.banner.action_requested.emit()
    assert desk.wishes == [("deletion", [2, 1])]  # in the order shown


def test_all_chosen_are_right_at_once_but_for_the_red_name(desk: Desk, office: Context) -> None:
    desk.side.table.selectAll()
    desk.settle()
    assert desk.side.results["right"].text() == "核对无误（3 人）"
    desk.side.results["right"].click()
    desk.settle()
    assert select(office, "SELECT result, count(*) FROM campaign_checks GROUP BY 1") == [
        ("right", 3)
    ]
    assert "陈红" in desk.side.banner.text


def test_the_keys(desk: Desk, office: Context) -> None:
    assert [button.shortcut().toString() for button in desk.side.results.values()] == [
        f"Alt+{place}" for place in range(1, 7)
    ]
    desk.page.activateWindow()
    desk.qtbot.waitUntil(desk.page.isActiveWindow)
    desk.side.table.choose([2])
    QTest.keyClick(desk.side.table, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    found = "SELECT member_id, result FROM campaign_checks"
    desk.qtbot.waitUntil(lambda: select(office, found) == [(2, "right")])  # Qt shows the press
    desk.settle()


def test_not_in_the_system_leads_to_adding(desk: Desk) -> None:
    desk.side.unlisted_button.click()
    dialog = desk.dialog(UnlistedDialog)
    assert isinstance(dialog, UnlistedDialog)
    dialog.added.emit()
    desk.side.banner.action_requested.emit()
    assert desk.wishes == [("add_member", None)]
    dialog.reject()


def test_completing_goes_to_those_who_lack_something(desk: Desk, office: Context) -> None:
    desk.side.expected_button.click()
    (wish, ids) = desk.wishes[0]
    assert wish == "bulk_edit"
    assert sorted(ids) == [1, 2, 3, 7]  # type: ignore[call-overload]
    desk.side.table.choose([1, 2])
    desk.side.roster_button.click()
    assert desk.wishes[1] == ("members", {"ids": [2, 1], "title": "信息核对 · 高三（1）班"})


def test_a_branch_reports_itself_done_from_here(desk: Desk, office: Context, campaign: int) -> None:
    assert not desk.side.done_button.isEnabled()
    assert "还有 4 人" in desk.side.done_button.toolTip()
    check(office, campaign, 1, 2, 3)
    check(office, campaign, 7, result="incomplete")
    desk.page.refresh()
    desk.settle()
    desk.side.done_button.click()
    desk.settle()
    assert select(office, "SELECT branch_id FROM campaign_branches") == [(CLASS_1,)]


def test_filters_count_and_every_button_has_a_name(desk: Desk) -> None:
    desk.press("transfer", 1)
    texts = [button.text() for button in desk.side._filters.buttons()]
    assert texts == ["未核对 3", "待办理 1", "待补全 4", "全部 4"]
    desk.side.show_filter("todo")
    assert [row.name for row in desk.side.table.rows.values()] == ["张三"]
    nameless = [
        one.objectName()
        for one in desk.side.findChildren(QAbstractButton)
        if one.isVisible() and not one.accessibleName()
    ]
    assert nameless == []


def test_acts_that_lead_apart_are_not_offered_as_one(desk: Desk) -> None:
    desk.press("transfer", 1)
    desk.press("retention", 2)
    desk.side.table.choose([1, 2])
    assert not desk.side.act_button.isEnabled()
    desk.side.table.choose([2])
    assert desk.side.act_button.text() == "登记团籍保留…"

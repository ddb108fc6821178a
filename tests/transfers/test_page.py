"""The ledger on the desk: filters, acts for several, what is refused in words."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import one, select
from tests.desks import open_desk, still
from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started, walk
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.loading import load_branches
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.page import TransfersPage
from tuanji_desktop.transfers.plan import Wish
from tuanji_desktop.transfers.table import FILTERS


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace, office: Context) -> TransfersPage:
    started(office, replace(STUDY, in_province="是"))
    made = TransfersPage(workplace)
    open_desk(qtbot, made)
    return made


def button(page: TransfersPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def press(qtbot: QtBot, page: TransfersPage, act: str) -> None:
    page.acts[act].click()
    still(qtbot, page.workplace.jobs)
    page.refresh()  # the window tells a page of every commit
    still(qtbot, page.workplace.jobs)


def test_filters_count(page: TransfersPage) -> None:
    assert [button(page, f"transfers_{key}").text() for key in FILTERS] == [
        "办理中 2", "超期 2", "等待新生团支部 0", "已办结 0", "全部 2",
    ]  # fmt: skip
    button(page, "transfers_waiting").click()
    assert len(page.table.rows) == 0


def test_several_are_approved_at_once(qtbot: QtBot, page: TransfersPage, office: Context) -> None:
    page.table.selectAll()
    still(qtbot, page.workplace.jobs)
    assert page.acts["approve"].text() == "通过（2 人）"
    press(qtbot, page, "approve")
    assert select(office, "SELECT state FROM transfers") == [("source_branch",)] * 2


def test_a_return_asks_why(qtbot: QtBot, page: TransfersPage, office: Context) -> None:
    page.table.choose([1])
    press(qtbot, page, "return")
    assert not page.strip.act.isEnabled()
    page.strip.text.setText("转入组织有误")
    page.strip.act.click()
    still(qtbot, page.workplace.jobs)
    assert one(office, "SELECT state FROM transfers WHERE id = 1") == "returned"
    page.show_hint({"transfer": 1})
    still(qtbot, page.workplace.jobs)
    about = page.findChild(QLabel, "transfers_about")
    assert isinstance(about, QLabel)
    assert "退回转接" in about.text()


def test_waiting_asking_built(qtbot: QtBot, page: TransfersPage, office: Context) -> None:
    page.table.choose([1])
    press(qtbot, page, "wait")
    page.show_hint("waiting")
    page.table.choose([1])
    press(qtbot, page, "ask")
    assert one(office, "SELECT asked_on FROM transfers WHERE id = 1") == "2018-08-01"
    page.table.choose([1])
    press(qtbot, page, "built")
    assert one(office, "SELECT state FROM transfers WHERE id = 1") == "started"


def test_who_may_not_wait_is_said_with_the_clause(
    qtbot: QtBot, page: TransfersPage, office: Context
) -> None:
    started(office, replace(STUDY, member_ids=(5,)))
    page.refresh()
    still(qtbot, page.workplace.jobs)
    page.table.choose([3])
    press(qtbot, page, "wait")
    assert "G 四" in page.banner.text
    assert "龙𬱖" in page.banner.text


def test_a_committee_is_asked_for_the_branch(
    qtbot: QtBot, page: TransfersPage, office: Context
) -> None:
    (transfer,) = started(
        office, Wish(member_ids=(2,), kind="就业", on=date(2018, 7, 30), target_id=2)
    )
    walk(office, transfer, "approve", "approve", "approve")
    page.refresh()
    still(qtbot, page.workplace.jobs)
    page.table.choose([transfer])
    press(qtbot, page, "approve")
    picker = next(one for one in page.children() if one.objectName() == "branch_dialog")
    picker.chosen.emit(  # type: ignore[attr-defined]
        next(row for row in load_branches(office) if row.short_name == "高三（2）班")
    )
    still(qtbot, page.workplace.jobs)
    assert one(office, "SELECT branch_id FROM members WHERE id = 2") == 4
    picker.reject()  # type: ignore[attr-defined]


def test_an_empty_ledger_explains_itself_and_nothing_can_be_pressed(
    qtbot: QtBot, workplace: Workplace
) -> None:
    made = TransfersPage(workplace)
    open_desk(qtbot, made)
    text = made.table.findChild(QLabel, "empty_text")
    assert isinstance(text, QLabel)
    assert "发起转接" in text.text()
    assert not any(one.isEnabled() for one in made.acts.values())


def test_everything_has_a_name_and_the_filter_comes_back(page: TransfersPage) -> None:
    nameless = [
        one.objectName()
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and not one.accessibleName()
    ]
    assert nameless == []
    page.show_filter("all")
    page.restore_state(page.state())
    assert page.state() == "all"
    page.restore_state("nonsense")
    assert page.state() == "all"

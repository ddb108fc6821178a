"""The desk 信息核对: empty, opened, deadlines, units, report, closing."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from tests.campaigns.helpers import CLASS_1, GRADUATING, check, on, opened, put
from tests.deletion.helpers import request, select
from tests.desks import open_desk, still
from tuanji_desktop.campaigns.open_dialog import OpenDialog
from tuanji_desktop.campaigns.page import CampaignsPage
from tuanji_desktop.campaigns.service import close_campaign, terms_of
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context


@pytest.fixture
def campaign(office: Context) -> int:
    return opened(office)


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace, campaign: int) -> CampaignsPage:
    made = CampaignsPage(workplace)
    open_desk(qtbot, made)
    return made


def fresh(qtbot: QtBot, page: CampaignsPage) -> None:
    page.refresh()
    still(qtbot, page.workplace.jobs)


def button(page: CampaignsPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_nothing_yet_offers_to_begin(qtbot: QtBot, workplace: Workplace, office: Context) -> None:
    page = CampaignsPage(workplace)
    open_desk(qtbot, page)
    assert page.stack.currentWidget() is page.empty
    page.empty.action_requested.emit()
    dialog = next(one for one in page.children() if isinstance(one, OpenDialog))
    still(qtbot, workplace.jobs)
    dialog.act()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT count(*) FROM campaigns") == [(1,)]
    assert page.stack.currentIndex() == 1
    assert len(page.table.rows) == 2


def test_the_head_tells_the_days_left(qtbot: QtBot, page: CampaignsPage) -> None:
    assert {key: one.text() for key, one in page.deadlines.items()} == {
        "forms_due": "删除登记表上报 4月20日（还有 5 天）",
        "branches_done_by": "团支部完成 4月30日（还有 15 天）",
        "last_on": "核对结束 5月31日（还有 46 天）",
    }
    assert "团支部完成 0 / 2" in page.numbers.text()
    assert "团员已核对 0 / 6" in page.numbers.text()


def test_a_deadline_missed_is_marked_and_one_met_is_not(
    qtbot: QtBot, page: CampaignsPage, office: Context, campaign: int
) -> None:
    check(office, campaign, 1, result="not_a_member")
    fresh(qtbot, page)
    assert page.deadlines["forms_due"].property("role") == "small"
    page.workplace = Workplace(on(office, date(2024, 5, 2)), page.workplace.jobs)
    fresh(qtbot, page)
    assert "须填删除登记表 1，未申请 1" in page.numbers.text()
    for key in ("forms_due", "branches_done_by"):
        assert page.deadlines[key].text().startswith("⚠")
        assert page.deadlines[key].property("role") == "error"
    assert page.deadlines["last_on"].text() == "核对结束 5月31日（还有 29 天）"
    request(office, 1)
    fresh(qtbot, page)
    assert page.deadlines["forms_due"].text() == "删除登记表上报 4月20日（已完成）"


def test_filters_and_opening_a_unit_by_key(
    qtbot: QtBot, page: CampaignsPage, office: Context, campaign: int
) -> None:
    check(office, campaign, 1, 2, 3)
    fresh(qtbot, page)
    assert [row.id for row in page.table.rows.values()] == [GRADUATING, CLASS_1]
    page.table.choose([CLASS_1])
    assert page.done_button.isEnabled()
    page.done_button.click()
    still(qtbot, page.workplace.jobs)
    fresh(qtbot, page)
    assert [one.text() for one in page._filters.buttons()] == ["未完成 1", "已完成 1", "全部 2"]
    page.show_hint("behind")
    assert [row.id for row in page.table.rows.values()] == [GRADUATING]
    page.table.choose([GRADUATING])
    assert not page.done_button.isEnabled()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    still(qtbot, page.workplace.jobs)
    assert page.stack.currentWidget() is page.branch
    assert [row.name for row in page.branch.table.rows.values()] == ["龙𬱖", "欧阳文静", "单雄"]
    button(page, "campaign_back").click()
    assert page.stack.currentIndex() == 1


def test_the_scope_of_the_tree_narrows_the_units(qtbot: QtBot, page: CampaignsPage) -> None:
    page.show_hint({"branch": CLASS_1})
    still(qtbot, page.workplace.jobs)
    page.set_scope(GRADUATING)
    still(qtbot, page.workplace.jobs)
    assert [row.id for row in page.table.rows.values()] == [GRADUATING]
    assert page.stack.currentIndex() == 1  # the branch shown is not in the scope


def test_completing_by_rule_goes_to_the_bulk_edit(
    qtbot: QtBot, page: CampaignsPage, office: Context
) -> None:
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda wish, what: wishes.append((wish, what)))
    page.expected_button.click()
    still(qtbot, page.workplace.jobs)
    ((wish, ids),) = wishes
    assert wish == "bulk_edit"
    assert sorted(ids) == [1, 2, 3, 4, 5, 6]  # type: ignore[call-overload]
    put(office, "UPDATE members SET study_status = '本科或专科在读'")
    page.expected_button.click()
    still(qtbot, page.workplace.jobs)
    assert len(wishes) == 1
    assert "符合" in page.banner.text


def test_closing_asks_why_and_shows_the_report(
    qtbot: QtBot, page: CampaignsPage, office: Context, tmp_path: Path
) -> None:
    page.close_button.click()
    assert not page.strip.act.isEnabled()
    page.strip.text.setText("并入下半年核对")
    page.strip.act.click()
    still(qtbot, page.workplace.jobs)
    assert select(office, "SELECT closed_on FROM campaigns") == [("2024-04-15",)]
    assert page.stack.currentIndex() == 3
    assert page.preview.data.startswith(b"%PDF")
    fresh(qtbot, page)
    button(page, "campaign_paper_back").click()
    assert not page.close_button.isEnabled()
    assert not page.done_button.isEnabled()


def test_an_earlier_campaign_can_be_chosen(
    qtbot: QtBot, page: CampaignsPage, office: Context, campaign: int
) -> None:
    close_campaign(office, campaign_id=campaign, reason="重来")
    second = opened(office)
    page.show_hint({"campaign": second})
    still(qtbot, page.workplace.jobs)
    assert page.choice.count() == 2
    assert page.choice.currentData() == second
    assert page.close_button.isEnabled()
    page.show_hint({"campaign": campaign})
    still(qtbot, page.workplace.jobs)
    assert "已结束 2024-04-15" in page.choice.currentText()
    assert not page.close_button.isEnabled()
    assert terms_of(office.policy) is not None


def test_names_changes_and_state(qtbot: QtBot, page: CampaignsPage) -> None:
    nameless = [
        one.objectName()
        for one in page.findChildren(QAbstractButton)
        if one.isVisible() and not one.accessibleName()
    ]
    assert nameless == []
    page.show_filter("behind")
    assert page.state() == "behind"
    page.restore_state("done")
    page.restore_state("nonsense")
    assert page.state() == "done"

"""The ledger on the desk: enter, name, waive – and numbers stay masked."""

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.builders import add_member, valid_id
from tests.deletion.helpers import one
from tests.deletion.test_reentry import approved
from tests.desks import still
from tuanji_desktop.deletion.page import DeletionPage
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.reentry_panel import ReentryPanel
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context

RIGHT = valid_id(date(2001, 3, 6), serial=77)


@pytest.fixture
def panel(qtbot: QtBot, workplace: Workplace, office: Context) -> ReentryPanel:
    approved(office, (1, (Reason("wrong_id", RIGHT),)), (4, (Reason("wrong_name", "单雄信"),)))
    made = ReentryPanel(workplace)
    qtbot.addWidget(made)
    made.resize(820, 500)
    made.show()
    made.show_scope(None)
    still(qtbot, workplace.jobs)
    return made


def test_what_is_owed_is_counted_and_masked(qtbot: QtBot, panel: ReentryPanel) -> None:
    counts: list[tuple[int, int]] = []
    panel.counted.connect(lambda owed, late: counts.append((owed, late)))
    panel.show_scope(None)
    still(qtbot, panel._workplace.jobs)
    assert counts == [(2, 0)]
    shown = [
        str(panel.table.paged.index(row, column).data() or "")
        for row in range(panel.table.paged.rowCount())
        for column in range(panel.table.paged.columnCount())
    ]
    assert "张三" in shown
    assert RIGHT not in shown


def test_entering_hands_over_the_right_values(qtbot: QtBot, panel: ReentryPanel) -> None:
    panel.table.choose([1])
    still(qtbot, panel._workplace.jobs)
    with qtbot.waitSignal(panel.reentry_requested) as asked:
        panel.enter.click()
    (owed,) = asked.args
    assert owed["branch"] == 3
    assert owed["values"]["id_number"] == RIGHT


def test_the_clerk_names_one_of_the_name(
    qtbot: QtBot, panel: ReentryPanel, office: Context
) -> None:
    panel.table.choose([2])
    panel.name.click()
    still(qtbot, panel._workplace.jobs)
    assert "还没有这个姓名" in panel.banner.text
    member = add_member(office, name="单雄信")
    panel.name.click()
    still(qtbot, panel._workplace.jobs)
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert one(office, "SELECT paid_member_id FROM reentries WHERE id = 2") == member


def test_a_waiver_asks_for_its_reason(qtbot: QtBot, panel: ReentryPanel, office: Context) -> None:
    panel.table.choose([1])
    panel.waive.click()
    assert not panel.strip.act.isEnabled()
    panel.strip.text.setText("核实后确认不是团员")
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert one(office, "SELECT waived_reason FROM reentries WHERE id = 1") == "核实后确认不是团员"
    panel.show_scope(None)
    still(qtbot, panel._workplace.jobs)
    panel.table.choose([1])
    assert not panel.waive.isEnabled()


def test_everything_has_a_name(panel: ReentryPanel) -> None:
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in (panel.table, panel.enter, panel.name, panel.waive)
        if not isinstance(widget, QWidget) or not widget.accessibleName()
    ]
    assert nameless == []


def test_the_desk_has_it_and_leads_to_the_report_in(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    approved(office, (1, (Reason("wrong_id", RIGHT),)))
    page = DeletionPage(workplace)
    qtbot.addWidget(page)
    page.resize(820, 640)
    page.show()
    page.refresh()
    still(qtbot, workplace.jobs)
    page.show_hint("reentries")
    assert page.tabs.currentWidget() is page.reentries
    assert page.tabs.tabText(page.tabs.currentIndex()) == "重新录入 1"
    page.reentries.table.choose([1])
    with qtbot.waitSignal(page.act_requested) as wish:
        page.reentries.enter.click()
    assert wish.args[0] == "reenter"

"""The list of what was decided."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.review.helpers import INCOME, leave_alone, propose, strict
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.decided_panel import DecidedPanel
from tuanji_desktop.review.service import decide_change


def shown(qtbot: QtBot, workplace: Workplace) -> DecidedPanel:
    panel = DecidedPanel(workplace)
    qtbot.addWidget(panel)
    panel.resize(780, 500)
    panel.show()
    panel.refresh()
    still(qtbot, workplace.jobs)
    return panel


def test_an_empty_list_explains_itself(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    panel = shown(qtbot, workplace)
    assert not panel.slips.isEnabled()
    assert not panel.open.isEnabled()


def test_who_decided_what_and_alone(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    request = propose(office, 1, is_cadre="是", income=INCOME)
    leave_alone(office)
    decide_change(
        strict(office), request_id=request, accept=["is_cadre"], return_=["income"], reason="无证明"
    )
    panel = shown(qtbot, workplace)
    assert sorted(row.field for row in panel.rows.rows.values()) == ["income", "is_cadre"]
    texts = {
        row.field: [column.text(row) for column in panel.rows.paged.columns]
        for row in panel.rows.rows.values()
    }
    assert texts["is_cadre"][2:5] == ["是否为团干：否 → 是", "已通过 · 单人", "王干事"]
    assert texts["income"][8] == "无证明（单人办公，本人提出本人审核）"
    panel.filters["returned"].click()
    still(qtbot, workplace.jobs)
    assert [row.field for row in panel.rows.rows.values()] == ["income"]
    panel.filters["withdrawn"].click()
    still(qtbot, workplace.jobs)
    assert panel.rows.rows == {}
    panel.filters[""].click()
    panel.set_scope(4)
    panel.refresh()
    still(qtbot, workplace.jobs)
    assert panel.rows.rows == {}


def test_rows_lead_to_members_and_slips(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    requests = [propose(office, member, is_cadre="是", income=INCOME) for member in (1, 4)]
    for request in requests:
        decide_change(office, request_id=request, accept=["is_cadre", "income"])
    panel = shown(qtbot, workplace)
    slips: list[list[int]] = []
    opened: list[int] = []
    panel.slips_requested.connect(slips.append)
    panel.member_requested.connect(opened.append)
    panel.slips.click()
    panel.rows.selectAll()
    panel.slips.click()
    assert slips == [[requests[1]], requests]
    panel.rows.setFocus()
    QTest.keyClick(panel.rows, Qt.Key.Key_Return)
    assert opened == [4]
    panel.rows.sort_requested.emit((SortKey("name"),))
    still(qtbot, workplace.jobs)
    assert [row.name for row in panel.rows.rows.values()] == ["单雄", "单雄", "张三", "张三"]
    panel.restore_column_state(panel.column_state())

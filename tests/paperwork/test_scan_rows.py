"""The list of pages: many are made a few at a time, and rows that are there are kept."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.desks import dressed, office
from tests.paperwork.scan_helpers import head, make_batch, told
from tuanji_desktop.office.context import Context
from tuanji_desktop.paperwork.scan_rows import ROWS_A_TURN, PageRows
from tuanji_desktop.paperwork.scanning import Typed, plan_scans

__all__ = ["dressed", "office"]


def test_rows_come_in_turns_and_keep_what_was_typed(
    dressed: object, qtbot: QtBot, office: Context
) -> None:
    number = make_batch(office)
    scans = [told(*[None] * (2 * ROWS_A_TURN + 1))]
    holder = QWidget()
    qtbot.addWidget(holder)
    pages = PageRows(holder)
    holder.show()
    pages.show_plan(plan_scans(office, scans))
    assert len(pages.rows) == ROWS_A_TURN
    qtbot.waitUntil(lambda: len(pages.rows) == 2 * ROWS_A_TURN + 1)
    row = pages.rows[0, 1]
    line = f"{number}:1:{head(office)}"
    row.code.setText(line)
    with qtbot.waitSignal(pages.typed) as said:
        row.code.returnPressed.emit()
    assert said.args == [(0, 1), Typed(line)]
    pages.show_plan(plan_scans(office, scans, typed={(0, 1): Typed(line)}))
    assert pages.rows[0, 1] is row
    assert row.code.text() == line
    assert "可以归档" in row.accessibleName()
    row.code.clear()
    with qtbot.waitSignal(pages.typed) as emptied:
        row.take.click()
    assert emptied.args == [(0, 1), None]

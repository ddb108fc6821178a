"""One operation in detail."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tuanji_desktop.history.panels import DetailsPanel
from tuanji_desktop.history.queries import OperationDetails, OperationRow
from tuanji_desktop.history.records import FieldChange, RecordChange

RECORD = RecordChange("团员 张三", "修改", (FieldChange("email", "电子邮箱", None, "a@b.cn"),))


def details(number: int = 7, *, start: int = 0, rows: int = 1) -> OperationDetails:
    row = OperationRow(
        number, "member.edit", "2018-08-01T09:30:00", "王干事", "修改 张三", "换了邮箱", None,
        rows, None, None,
    )  # fmt: skip
    return OperationDetails(row, start, (RECORD,))


@pytest.fixture
def panel(qtbot: QtBot, dressed: QApplication) -> DetailsPanel:
    made = DetailsPanel(writable=True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_says_who_when_and_why(panel: DetailsPanel) -> None:
    panel.show_details(details())
    words = {label.objectName(): label.text() for label in panel.findChildren(type(panel._facts))}
    assert words["operation_words"] == "修改 张三"
    assert words["operation_facts"] == (
        "第 7 号 · 2018-08-01 09:30 · 王干事 · 1 条记录 · 原因：换了邮箱"
    )
    top = panel.tree.topLevelItem(0)
    assert top is not None
    assert [top.child(0).text(column) for column in range(3)] == ["电子邮箱", "—", "a@b.cn"]
    assert top.isExpanded()


def test_more_records_are_asked_for_and_added(panel: DetailsPanel) -> None:
    asked: list[tuple[int, int]] = []
    panel.more_requested.connect(lambda number, start: asked.append((number, start)))
    panel.show_details(details(rows=30))
    panel.more_button.click()
    assert asked == [(7, 1)]
    panel.show_details(details(start=1, rows=30))
    assert panel.tree.topLevelItemCount() == 2
    panel.show_details(details(8, start=2, rows=30))  # of another operation, too late
    assert panel.tree.topLevelItemCount() == 2


def test_undo_is_a_wish_that_a_reader_does_not_have(
    qtbot: QtBot, dressed: QApplication, panel: DetailsPanel
) -> None:
    wished: list[int] = []
    panel.undo_requested.connect(wished.append)
    panel.show_details(details())
    panel.undo_button.click()
    assert wished == [7]
    reader = DetailsPanel(writable=False)
    qtbot.addWidget(reader)
    reader.show_details(details())
    assert reader.undo_button.isHidden()
    panel.clear()
    assert (panel.number, panel.undo_button.isHidden()) == (0, True)

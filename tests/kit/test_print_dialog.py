"""What is set up before a paper is printed."""

from collections.abc import Sequence

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.core.print_habits import PrintHabit, PrintHabits
from tuanji_desktop.kit import print_dialog, printing
from tuanji_desktop.kit.print_dialog import PrintDialog
from tuanji_desktop.kit.printing import PrintOrder

USED = PrintHabit(copies=2, duplex="long", tray=4, offset_x=1.5, offset_y=-2.0)
TRAYS = {"惠普": [(1, "上层纸盒"), (4, "手动进纸")]}


@pytest.fixture(autouse=True)
def printers(monkeypatch: pytest.MonkeyPatch, dressed: object) -> list[str]:
    names = ["惠普", "佳能"]
    monkeypatch.setattr(printing, "printer_names", lambda: list(names))
    monkeypatch.setattr(printing, "new_printer", lambda name: name)
    monkeypatch.setattr(print_dialog, "trays_of", lambda name: TRAYS.get(name, []))
    return names


def opened(qtbot: QtBot, habits: PrintHabits | None = None) -> PrintDialog:
    made = PrintDialog(
        title="申请表", count=11, current=3, form="roster", habits=habits or PrintHabits()
    )
    qtbot.addWidget(made)
    made.show()
    return made


def said(dialog: PrintDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text() if found.isVisible() else ""


def orders(dialog: PrintDialog) -> Sequence[PrintOrder]:
    found: list[PrintOrder] = []
    dialog.ordered.connect(found.append)
    dialog.act.click()
    return found


def test_all_pages_once_unless_said_otherwise(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    assert said(dialog, "print_sum") == "打印全部 11 页，用纸 11 张"
    assert orders(dialog) == [PrintOrder("惠普", PrintHabit(), tuple(range(1, 12)))]
    assert not dialog.isVisible()


def test_the_form_comes_as_it_was_printed_there(qtbot: QtBot) -> None:
    dialog = opened(qtbot, PrintHabits().remembering("roster", "惠普", USED))
    assert dialog.habit == USED
    assert dialog.tray.currentText() == "手动进纸"
    dialog.printer.setCurrentIndex(1)
    assert dialog.habit == PrintHabit()
    assert not dialog.tray.isVisible()
    dialog.printer.setCurrentIndex(0)
    assert dialog.habit == USED


def test_pages_are_checked_as_they_are_typed(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.pages.setText("9-12")
    assert "超出范围" in said(dialog, "print_pages_wrong")
    assert dialog.pages.accessibleDescription() == said(dialog, "print_pages_wrong")
    assert not dialog.act.isEnabled()
    dialog.pages.setText("1-3，5")
    dialog.copies.setValue(2)
    dialog.duplex.setCurrentIndex(1)
    assert said(dialog, "print_pages_wrong") == ""
    assert said(dialog, "print_sum") == "打印第 1-3,5 页，共 4 页，每页 2 份，用纸 4 张"
    assert [one.pages for one in orders(dialog)] == [(1, 2, 3, 5)]


def test_this_page_only(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.only.click()
    assert [one.pages for one in orders(dialog)] == [(3,)]


def test_the_test_page_leaves_the_dialog_open(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.printer.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.test_requested) as told:
        dialog.test.click()
    assert told.args == ["佳能"]
    assert dialog.isVisible()


def test_the_system_dialog_is_asked_with_the_order(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.show_only("2")
    with qtbot.waitSignal(dialog.system_requested) as told:
        dialog.system.click()
    assert told.args == [PrintOrder("惠普", PrintHabit(), (2,))]


def test_a_machine_without_a_printer_is_told_what_to_do(qtbot: QtBot, printers: list[str]) -> None:
    printers.clear()
    dialog = opened(qtbot)
    assert "没有安装打印机" in dialog.banner.text
    for button in (dialog.act, dialog.system, dialog.test):
        assert not button.isEnabled()


def test_everything_has_a_name(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    for field in (
        dialog.printer, dialog.pages, dialog.copies, dialog.duplex, dialog.tray,
        dialog.offset_x, dialog.offset_y, dialog.act, dialog.system, dialog.test, dialog.only,
    ):  # fmt: skip
        assert isinstance(field, QWidget)
        assert field.objectName()
        assert field.accessibleName()

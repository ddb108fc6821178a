"""Wishes of pages and menus lead to the dialogs of the rooms."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.desks import still
from tuanji_desktop.app import Program, Wanted
from tuanji_desktop.main_window import MainWindow
from tuanji_desktop.members.service import save_member


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    context = make_office(tmp_path)
    context.database.close()
    made = Program(qapp, Wanted(context.database.path, demo=False, today=date(2018, 8, 1)))
    assert made.start()
    assert made.jobs is not None
    still(qtbot, made.jobs)
    yield made
    made.close()


@pytest.fixture
def window(program: Program) -> MainWindow:
    assert program.window is not None
    return program.window


def opened(window: MainWindow, name: str) -> QDialog:
    found = [one for one in window.findChildren(QDialog, name) if one.isVisible()]
    assert found, f"{name} is not open"
    return found[0]


def test_wizards_open_and_close(window: MainWindow) -> None:
    for command in ("import_orgs", "import_roster", "import_graduates"):
        window.command(command).trigger()
        dialogs = [one for one in window.findChildren(QDialog) if one.isVisible()]
        assert len(dialogs) == 1, command
        dialogs[0].reject()


def test_search_goes_to_the_roster(window: MainWindow, program: Program, qtbot: QtBot) -> None:
    window.show_desk("history")
    window.search_box.setText("sx")
    qtbot.waitUntil(lambda: window.desk.key == "roster")
    assert program.jobs is not None
    still(qtbot, program.jobs)
    assert window.pages["roster"].model.rowCount() == 1  # type: ignore[attr-defined]


def test_a_locked_field_leads_to_its_path(
    window: MainWindow, program: Program, qtbot: QtBot
) -> None:
    assert program.jobs is not None
    window.card.path_requested.emit(1, "joined_on", "correction_letter")
    box = opened(window, "message")
    assert isinstance(box, QMessageBox)
    assert "团省委" in box.text()
    box.close()
    window.card.path_requested.emit(1, "name", "deletion_reentry")
    still(qtbot, program.jobs)
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    assert "删除" in dialog.windowTitle()
    dialog.reject()


def test_undo_names_the_operation(window: MainWindow, program: Program, qtbot: QtBot) -> None:
    assert program.context is not None
    assert program.jobs is not None
    save_member(program.context, member_id=1, changes={"mobile": "13911112222"})
    window.command("undo").trigger()
    still(qtbot, program.jobs)
    assert opened(window, "undo_dialog").isVisible()
    opened(window, "undo_dialog").reject()


def test_add_member_for_the_chosen_branch(
    window: MainWindow, program: Program, qtbot: QtBot
) -> None:
    assert program.jobs is not None
    window.command("add_member").trigger()
    still(qtbot, program.jobs)
    opened(window, "member_dialog").reject()


def test_acts_on_nodes(window: MainWindow, program: Program, qtbot: QtBot) -> None:
    assert program.jobs is not None
    still(qtbot, program.jobs)
    window.tree.choose(2)
    org = window.tree.chosen()
    assert org is not None
    for act, name in (
        ("add", "node_dialog"),
        ("rename", "node_dialog"),
        ("move", "move_dialog"),
        ("merge", "merge_dialog"),
        ("dissolve", "dissolve_dialog"),
    ):
        window.tree.act_requested.emit(act, org)
        still(qtbot, program.jobs)
        opened(window, name).reject()


def test_help(window: MainWindow, program: Program) -> None:
    window.show_desk("deletion")
    window.command("manual").trigger()
    manual = program._commands._manual
    assert manual is not None
    assert manual.contents.currentItem().text() == "删除申请"
    manual.close()
    window.command("shortcuts").trigger()
    box = opened(window, "message")
    assert isinstance(box, QMessageBox)
    assert "Ctrl+Z" in box.text()
    box.close()
    window.command("about").trigger()
    opened(window, "message").close()

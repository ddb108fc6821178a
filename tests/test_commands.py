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
from tuanji_desktop.members.page import RosterPage
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
    for command in ("import_orgs", "import_roster", "import_graduates", "import_return", "compare"):
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
    still(qtbot, program.jobs)
    opened(window, "correction_dialog").reject()
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
        ("split", "split_dialog"),
        ("mark", "yearly_dialog"),
        ("turn", "yearly_dialog"),
        ("roll_over", "yearly_dialog"),
        ("roster_paper", "make_paper_dialog"),
    ):
        window.tree.act_requested.emit(act, org)
        still(qtbot, program.jobs)
        opened(window, name).reject()


def test_acts_on_the_chosen_members(window: MainWindow, program: Program, qtbot: QtBot) -> None:
    assert program.jobs is not None
    window.show_desk("home")
    window.command("bulk_edit").trigger()
    assert "选中" in window.banner.text
    window.show_desk("roster")
    still(qtbot, program.jobs)
    roster = window.desk
    assert isinstance(roster, RosterPage)
    roster.table.selectAll()
    for command, name in (
        ("bulk_edit", "bulk_dialog"),
        ("leave", "leaving_dialog"),
        ("restore", "leaving_dialog"),
        ("rule_sheet", "rule_sheet_dialog"),
        ("departures", "departures_dialog"),
    ):
        window.command(command).trigger()
        still(qtbot, program.jobs)
        opened(window, name).reject()


def test_wishes_of_a_page(window: MainWindow, program: Program, qtbot: QtBot) -> None:
    assert program.jobs is not None
    page = window.pages["roster"]
    for wish, what, name in (
        ("bulk_edit", [1, 2], "bulk_dialog"),
        ("leaving", {"ids": [1], "door": "over_age"}, "leaving_dialog"),
        ("leaving", [1], "leaving_dialog"),
        ("correction", {"member": 1, "field": "joined_on"}, "correction_dialog"),
        ("rule_sheet", 1, "rule_sheet_dialog"),
        ("yearly", "turn", "yearly_dialog"),
        ("paper", {"form": "roster", "org": 2}, "make_paper_dialog"),
        ("paper", {"form": "member-file", "member": 2}, "make_paper_dialog"),
        ("read_scan", None, "scan_dialog"),
    ):
        page.act_requested.emit(wish, what)
        still(qtbot, program.jobs)
        opened(window, name).reject()
    page.act_requested.emit("members", {"ids": [2, 3], "title": "共用手机号"})
    still(qtbot, program.jobs)
    assert window.desk is page
    assert window.desk.model.rowCount() == 2  # type: ignore[attr-defined]


def test_an_open_window_stands_above_every_desk(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    context = make_office(tmp_path)
    context.database.close()
    for day, told in (
        (date(2018, 9, 27), False),
        (date(2018, 9, 28), True),
        (date(2018, 11, 30), True),
        (date(2018, 12, 1), False),
    ):
        made = Program(qapp, Wanted(context.database.path, demo=False, today=day))
        assert made.start()
        assert made.window is not None
        assert made.jobs is not None
        still(qtbot, made.jobs)
        assert made.window.notice.isVisible() is told, day
        if told:
            assert "G 二" in made.window.notice.text
            made.window.notice.action_requested.emit()
            assert made.window.desk.key == "review"
        made.close()


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


def test_papers_lead_to_their_records_and_scans_to_the_decision(
    window: MainWindow, program: Program, qtbot: QtBot
) -> None:
    assert program.jobs is not None
    window.command("make_paper").trigger()
    still(qtbot, program.jobs)
    making = opened(window, "make_paper_dialog")
    making.member_requested.emit(2, "mobile")  # type: ignore[attr-defined]
    still(qtbot, program.jobs)
    opened(window, "member_dialog").reject()
    making.reject()
    window.command("read_scan").trigger()
    still(qtbot, program.jobs)
    scans = opened(window, "scan_dialog")
    scans.decision_requested.emit(1)  # type: ignore[attr-defined]
    still(qtbot, program.jobs)
    assert window.desk.key == "deletion"
    scans.reject()
    window.card.paper_requested.emit(1)
    assert window.desk.key == "paperwork"

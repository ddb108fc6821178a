"""What the file menu writes out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.desks import still
from tuanji_desktop.app import Program, Wanted
from tuanji_desktop.core.paths import HOME_VARIABLE
from tuanji_desktop.export_commands import ExportCommands
from tuanji_desktop.kit.export_dialog import ExportDialog
from tuanji_desktop.main_window import MainWindow
from tuanji_desktop.members.template_dialog import TemplateDialog


class Clerk:
    """The program and what it writes out."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        assert program.window is not None
        assert program.jobs is not None
        self.window: MainWindow = program.window
        self.jobs, self.qtbot = program.jobs, qtbot
        found = self.window.findChild(ExportCommands)
        assert found is not None
        self.exports = found

    def press(self, command: str) -> None:
        self.window.command(command).trigger()
        still(self.qtbot, self.jobs)

    def dialog(self) -> ExportDialog:
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, ExportDialog)]
        assert len(found) == 1
        return found[0]


@pytest.fixture
def clerk(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clerk]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    context = make_office(tmp_path)
    context.database.close()
    made = Program(qapp, Wanted(context.database.path, demo=False, today=date(2018, 8, 1)))
    assert made.start()
    assert made.jobs is not None
    still(qtbot, made.jobs)
    yield Clerk(made, qtbot)
    made.close()


def test_the_roster_from_any_desk(clerk: Clerk) -> None:
    clerk.window.show_desk("history")
    clerk.press("export_roster")
    assert clerk.dialog().windowTitle() == "导出团员花名册"
    assert "6 人" in clerk.dialog().scopes.buttons()[-1].text()


def test_the_tree_goes_to_a_file(clerk: Clerk, tmp_path: Path) -> None:
    clerk.press("export_orgs")
    clerk.dialog().export_to(tmp_path / "团组织.csv")
    still(clerk.qtbot, clerk.jobs)
    assert len((tmp_path / "团组织.csv").read_text("utf-8-sig").splitlines()) == 5


def test_the_table_in_sight(clerk: Clerk) -> None:
    clerk.window.show_desk("history")
    still(clerk.qtbot, clerk.jobs)
    table = clerk.exports.table_in_sight()
    assert table is not None
    clerk.press("export_table")
    assert clerk.dialog().windowTitle() == f"导出{table.accessibleName()}"


def test_a_page_without_a_table_says_so(clerk: Clerk) -> None:
    clerk.window.show_desk("home")
    still(clerk.qtbot, clerk.jobs)
    clerk.press("export_table")
    assert "没有可以导出的表格" in clerk.window.banner.text


def test_a_template_is_asked_for(clerk: Clerk) -> None:
    clerk.press("template")
    dialog = clerk.window.findChild(TemplateDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()

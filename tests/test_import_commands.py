"""Lists that come in by the menu, by a drop, or where they were left."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.desks import still
from tests.imports import fresh, roster
from tuanji_desktop.app import Program, Wanted
from tuanji_desktop.import_commands import WORDS, ImportCommands
from tuanji_desktop.kit.import_wizard import REVIEW, ImportWizard


class Clerk:
    """The program and its lists."""

    def __init__(self, program: Program, qtbot: QtBot, folder: Path) -> None:
        assert program.window is not None
        assert program.jobs is not None
        self.window, self.jobs, self.qtbot, self.folder = (
            program.window,
            program.jobs,
            qtbot,
            folder,
        )
        found = self.window.findChild(ImportCommands)
        assert found is not None
        self.imports = found

    def settle(self) -> None:
        still(self.qtbot, self.jobs)

    def wizard(self) -> ImportWizard:
        open_ones = [one for one in self.window.findChildren(ImportWizard) if one.isVisible()]
        assert len(open_ones) == 1
        return open_ones[0]

    def list(self, name: str) -> Path:
        return roster(self.folder / name, [{"姓名": "赵六", "身份证号": fresh(1)}])


@pytest.fixture
def clerk(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Clerk]:
    context = make_office(tmp_path)
    context.database.close()
    made = Program(qapp, Wanted(context.database.path, demo=False, today=date(2018, 8, 1)))
    assert made.start()
    assert made.jobs is not None
    still(qtbot, made.jobs)
    yield Clerk(made, qtbot, tmp_path)
    made.close()


@pytest.mark.parametrize("command", WORDS)
def test_each_command_opens_its_wizard(clerk: Clerk, command: str) -> None:
    clerk.window.command(command).trigger()
    clerk.settle()
    clerk.wizard().reject()


def test_lists_dropped_on_a_desk_are_its_lists(clerk: Clerk) -> None:
    clerk.window.show_desk("roster")
    clerk.settle()
    clerk.imports.drops.dropped.emit((clerk.list("甲.xlsx"), clerk.list("乙.xlsx")))
    clerk.settle()
    wizard = clerk.wizard()
    assert wizard.objectName() == "roster_import"
    assert wizard.file_page.queue.count() == 2
    assert wizard.file_page.name.text() == "甲.xlsx"
    wizard.reject()


def test_elsewhere_the_clerk_is_asked_what_they_are(clerk: Clerk) -> None:
    paths = (clerk.list("甲.xlsx"),)
    menu = clerk.imports.ask(tuple(WORDS), paths)
    actions = menu.actions()
    assert [one.text() for one in actions] == ["“甲.xlsx”是：", *WORDS.values()]
    actions[2].trigger()
    clerk.settle()
    assert clerk.wizard().objectName() == "graduate_import"
    clerk.wizard().reject()


def test_an_unfinished_import_is_gone_on_with(clerk: Clerk) -> None:
    clerk.imports.open("import_roster", (clerk.list("甲.xlsx"),))
    clerk.settle()
    wizard = clerk.wizard()
    while wizard.step < REVIEW:
        wizard.next_button.click()
        clerk.settle()
    said: list[str] = []
    wizard.said.connect(lambda _level, words: said.append(words))
    wizard.reject()
    clerk.settle()
    assert "可以接着做" in said[0]
    clerk.window.pages["home"].act_requested.emit("resume_import", "roster")
    clerk.settle()
    assert clerk.wizard().step == REVIEW
    clerk.wizard().reject()
    clerk.imports.resume("unheard of")


def test_an_undo_leaves_the_wizard_standing(clerk: Clerk) -> None:
    wizard = clerk.imports.open("import_roster", (clerk.list("甲.xlsx"),))
    clerk.settle()
    while wizard.step <= REVIEW:
        wizard.next_button.click()
        clerk.settle()
    wizard.result_page.undo_button.click()
    clerk.settle()
    act = next(
        one for one in clerk.window.findChildren(QPushButton, "undo_apply") if one.isVisible()
    )
    act.click()
    clerk.settle()
    assert wizard.result_page.words.text() == "已撤销这次导入"
    wizard.accept()

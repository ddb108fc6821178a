"""Any branch of the tree, or the missing one made in place."""

from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.lists import settle
from tests.members.helpers import find, kinds, one, press, text_of
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.branch_choice import BranchMaker
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.dialogs import NodeDialog


class Asked:
    """A choice under way in a window, and what came of it."""

    def __init__(self, workplace: Workplace, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.jobs, self.qtbot = workplace.jobs, qtbot
        self.taken: list[tuple[str, str]] = []
        self.maker = BranchMaker(
            workplace, "高三3班", self.window, lambda *answer: self.taken.append(answer)
        )
        self.maker.ask()
        self.wait()

    def wait(self) -> None:
        settle(self.qtbot, self.jobs)

    @property
    def dialog(self) -> QDialog:
        assert self.maker.dialog is not None
        return self.maker.dialog


def test_any_branch_of_the_tree(workplace: Workplace, qtbot: QtBot) -> None:
    asked = Asked(workplace, qtbot)
    assert isinstance(asked.dialog, BranchDialog)
    assert "高三3班" in asked.dialog.windowTitle()
    assert "单独的一步操作" in text_of(asked.dialog, "branch_note")
    press(asked.dialog, "branch_take")
    assert asked.taken == [("QX0101", "高三（1）班（一中团委）")]


def test_the_missing_branch_is_made_as_an_operation_of_its_own(
    office: Context, workplace: Workplace, qtbot: QtBot, jobs: Jobs
) -> None:
    asked = Asked(workplace, qtbot)
    press(asked.dialog, "branch_make")
    asked.wait()
    superiors = asked.dialog
    assert isinstance(superiors, BranchDialog)
    assert "建在哪个组织之下" in superiors.windowTitle()
    superiors._filter.setText("一中")
    press(superiors, "branch_take")
    asked.wait()
    node = asked.dialog
    assert isinstance(node, NodeDialog)
    assert (node.full_name.text(), node.short_name.text()) == ("高三3班", "高三3班")
    node.full_name.setText("中国共产主义青年团青溪县第一中学高三（3）班支部委员会")
    node.inputs_changed()
    asked.qtbot.wait(200)
    asked.wait()
    code = node.code.text()
    node.apply()
    asked.wait()
    assert asked.taken == [(code, "高三3班（新建）")]
    assert kinds(office)[-1] == "org.add"
    assert one(office, "SELECT parent_id FROM organizations WHERE code = ?", code) == 2


def test_nothing_is_made_in_a_file_that_is_only_read(
    office: Context, workplace: Workplace, qtbot: QtBot
) -> None:
    from dataclasses import replace

    from tuanji_desktop.store.database import open_database

    path, now = office.database.path, office.clock()
    reader = open_database(path, now=now, read_only=True)
    try:
        asked = Asked(Workplace(replace(office, database=reader), workplace.jobs), qtbot)
        assert find(asked.dialog, QWidget, "branch_make").isHidden()
        assert find(asked.dialog, QWidget, "branch_note").isHidden()
        asked.dialog.reject()
    finally:
        reader.close()

"""What every desk does by itself."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Page, Workplace, open_member, workplace_of


class _Counting(Page):
    key, title, icon = "count", "计数", "roster"
    read = 0

    def refresh(self) -> None:
        self.read += 1


def test_another_scope_is_read_once(qtbot: QtBot, tmp_path: Path) -> None:
    context = make_office(tmp_path)
    jobs = Jobs()
    page = _Counting(Workplace(context, jobs))
    qtbot.addWidget(page)
    page.set_scope(3)
    page.set_scope(3)
    page.set_scope(None)
    assert (page.read, page.scope) == (2, None)
    assert page.objectName() == "page_count"
    assert page.accessibleName() == "计数"
    assert page.state() == ""
    jobs.close()
    context.database.close()


def test_a_widget_knows_the_workplace_it_stands_in(workplace: Workplace, qtbot: QtBot) -> None:
    page = _Counting(workplace)
    qtbot.addWidget(page)
    inner = QWidget(QWidget(page))
    assert workplace_of(inner) is workplace
    alone = QWidget()
    qtbot.addWidget(alone)
    assert workplace_of(alone) is None


def test_the_page_above_opens_a_record(workplace: Workplace, qtbot: QtBot) -> None:
    page = _Counting(workplace)
    qtbot.addWidget(page)
    asked: list[int] = []
    page.member_requested.connect(asked.append)
    dialog = QDialog(page)
    open_member(QWidget(dialog), 7)
    assert asked == [7]
    alone = QWidget()
    qtbot.addWidget(alone)
    open_member(alone, 8)
    assert asked == [7]

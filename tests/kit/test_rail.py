"""The rail tells which desk is wanted and marks the one in sight."""

from pathlib import Path

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tuanji_desktop.kit.desks import Desk
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Page, Workplace
from tuanji_desktop.kit.rail import Rail


class _One(Page):
    key, title, icon = "roster", "花名册", "roster"


class _Other(Page):
    key, title, icon = "history", "操作日志", "history"


def test_rail(qtbot: QtBot, tmp_path: Path) -> None:
    context = make_office(tmp_path)
    jobs = Jobs()
    workplace = Workplace(context, jobs)
    desks = [
        Desk("roster", "花名册", "roster", lambda: _One(workplace)),
        Desk("history", "操作日志", "history", lambda: _Other(workplace)),
    ]
    rail = Rail(desks)
    qtbot.addWidget(rail)
    told: list[str] = []
    rail.chosen.connect(told.append)
    buttons = {one.objectName(): one for one in rail.findChildren(QToolButton)}
    buttons["desk_history"].click()
    assert told == ["history"]
    rail.select("roster")
    assert buttons["desk_roster"].isChecked()
    assert not buttons["desk_history"].isChecked()
    assert "Ctrl+2" in buttons["desk_history"].toolTip()
    jobs.close()
    context.database.close()

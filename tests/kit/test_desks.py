"""Desks are known by name and built when one first goes there."""

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tuanji_desktop.kit.desks import Desk, Desks
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Page, Workplace


class _One(Page):
    key, title, icon = "one", "甲", "roster"


class _Other(Page):
    key, title, icon = "other", "乙", "history"


def test_a_page_is_built_once_and_only_when_wanted(qtbot: QtBot, tmp_path: Path) -> None:
    context = make_office(tmp_path)
    jobs = Jobs()
    workplace = Workplace(context, jobs)
    made: list[Page] = []

    def take_in(page: Page) -> None:
        qtbot.addWidget(page)
        made.append(page)

    desks = Desks(
        [
            Desk("one", "甲", "roster", lambda: _One(workplace)),
            Desk("other", "乙", "history", lambda: _Other(workplace), ("sched",)),
        ],
        take_in,
    )
    assert list(desks) == ["one", "other"]
    assert "other" in desks
    assert "third" not in desks
    sys.modules.pop("sched", None)
    desks.load("other")
    assert "sched" in sys.modules
    assert made == []
    page = desks["other"]
    assert desks["other"] is page
    assert made == [page]
    assert desks.built == (page,)
    with pytest.raises(KeyError):
        desks["third"]
    jobs.close()
    context.database.close()

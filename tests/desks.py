"""What a desk stands on in a test: the dressed application, threads, a real office file."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.kit.conftest import dressed, jobs
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Page, Workplace
from tuanji_desktop.office.context import Context

__all__ = ["dressed", "jobs", "office", "open_desk", "still", "workplace"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    """The small county under guangdong-2018 on 2018-08-01."""
    context = make_office(tmp_path)
    yield context
    context.database.close()


@pytest.fixture
def workplace(office: Context, jobs: Jobs) -> Workplace:
    """What a page of the small county is handed."""
    return Workplace(office, jobs)


def open_desk(qtbot: QtBot, page: Page) -> None:
    """Shows a page as the main window does, and waits for its first answers."""
    qtbot.addWidget(page)
    page.resize(820, 640)
    page.show()
    page.refresh()
    still(qtbot, page.workplace.jobs)


def still(qtbot: QtBot, jobs: Jobs) -> None:
    """Waits until every answer is in and its follow-up questions are answered too."""
    for _ in range(3):
        qtbot.waitUntil(lambda: not jobs.busy, timeout=15_000)
        qtbot.wait(5)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=15_000)

"""What every test of the kit stands on: the dressed application, and threads that end."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.style import apply_style, load_fonts


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    load_fonts()
    apply_style(qapp, theme="light", scale=1.0)
    return qapp


@pytest.fixture
def jobs(dressed: QApplication, qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()
    gc.collect()


@pytest.fixture
def workplace(tmp_path: Path, jobs: Jobs) -> Iterator[Workplace]:
    context = make_office(tmp_path)
    yield Workplace(context, jobs)
    jobs.close()
    context.database.close()

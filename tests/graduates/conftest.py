"""The graduates' room: the small county, and the county of the sample lists."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import make_office
from tests.imports import open_copy
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.style import apply_style, load_fonts
from tuanji_desktop.office.context import Context


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    """Six members in two branches of one school, on 2018-08-01; the file was begun in May."""
    begun = make_office(tmp_path, today=date(2018, 5, 2))
    moment = datetime(2018, 8, 1, 9, 30, tzinfo=UTC)
    yield replace(begun, clock=lambda: moment, fixed_day=moment.date())
    begun.database.close()


@pytest.fixture
def county(sample_county: Path, tmp_path: Path) -> Iterator[Context]:
    """The county of the sample lists on 2018-08-01."""
    context = open_copy(sample_county, tmp_path)
    yield context
    context.database.close()


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

"""The corrections' desk on a real office file: the window of 2018 is closed for good."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.builders import make_office, pack
from tests.desks import dressed, jobs, workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.database import open_database

__all__ = ["dressed", "jobs", "office", "reopened", "workplace"]

DAY = date(2019, 3, 1)
MOMENT = datetime(2019, 3, 1, 9, 30, tzinfo=UTC)


def reopened(path: Path) -> Context:
    """A copy of the small county, opened as `make_office` opens it."""
    return Context(
        database=open_database(path, now=MOMENT),
        policy=pack("guangdong-2018"),
        operator="王干事",
        clock=lambda: MOMENT,
        fixed_day=DAY,
    )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small county, made once: a copy is cheaper than another one."""
    context = make_office(tmp_path_factory.mktemp("template"), today=DAY)
    context.database.close()
    return context.database.path


@pytest.fixture
def office(tmp_path: Path, template: Path) -> Iterator[Context]:
    """The small county under guangdong-2018 on 2019-03-01."""
    path = tmp_path / template.name
    shutil.copy(template, path)
    context = reopened(path)
    yield context
    context.database.close()

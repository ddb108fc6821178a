"""One small practice county for all tests of the package, made once."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from tuanji_desktop.demo.service import make_practice_county
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import open_office, pack
from tuanji_desktop.rules.policy import Policy

NOW = datetime(2018, 8, 20, 15, 0)  # noqa: DTZ001 - a wall clock, as the program is given it
TODAY = date(2018, 8, 20)
MEMBERS = 900


@pytest.fixture(scope="session")
def county_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county of August 2018; not to be written to."""
    path = tmp_path_factory.mktemp("county") / "county.tuanji"
    make_practice_county(path, members=MEMBERS, now=NOW, today=TODAY)
    return path


@pytest.fixture
def county(county_file: Path) -> Iterator[Context]:
    """The county, to be looked at."""
    context = open_office(county_file, clock=lambda: NOW, fixed_day=TODAY, read_only=True)
    yield context
    context.database.close()


@pytest.fixture
def own_county(county_file: Path, tmp_path: Path) -> Iterator[Context]:
    """A copy of the county, to be worked on."""
    path = tmp_path / "own.tuanji"
    copyfile(county_file, path)
    context = open_office(path, clock=lambda: NOW, fixed_day=TODAY)
    yield context
    context.database.close()


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The pack of the practice county."""
    return pack("guangdong-2018")


Ask = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def ask(county: Context) -> Ask:
    """Rows of a query on the county."""
    return asking(county)


def asking(context: Context) -> Ask:
    """The same for another context."""

    def rows(sql: str, *parameters: object) -> list[tuple[object, ...]]:
        with context.database.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql, parameters)]

    return rows

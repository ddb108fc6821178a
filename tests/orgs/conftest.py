"""A small county for the tests of the tree: made once, copied for each."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import make_office
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.database import open_database


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The county, closed."""
    made = make_office(tmp_path_factory.mktemp("county"))
    made.database.close()
    return made


@pytest.fixture
def context(county: Context, tmp_path: Path) -> Iterator[Context]:
    path = tmp_path / county.database.path.name
    shutil.copy(county.database.path, path)
    made = replace(county, database=open_database(path, now=county.clock()))
    yield made
    made.database.close()

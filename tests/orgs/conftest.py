"""A small county for the tests of the tree."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_office
from tuanji_desktop.office.context import Context


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    made = make_office(tmp_path)
    yield made
    made.database.close()

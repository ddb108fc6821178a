"""The small county, opened without a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_office
from tuanji_desktop.office.context import Context


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    """The small county under guangdong-2018 on 2018-08-01."""
    context = make_office(tmp_path)
    yield context
    context.database.close()

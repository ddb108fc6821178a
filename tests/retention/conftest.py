"""A college's register on a real office file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_office
from tests.desks import dressed, jobs, workplace
from tuanji_desktop.office.context import Context

__all__ = ["dressed", "jobs", "office", "workplace"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    """The small tree under qilu-2024 on 2018-08-01."""
    context = make_office(tmp_path, policy="qilu-2024")
    yield context
    context.database.close()

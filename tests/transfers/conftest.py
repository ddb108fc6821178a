"""The ledger on a real office file: the county, and a college with two committees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import make_office
from tests.desks import dressed, jobs, workplace
from tuanji_desktop.office.context import Context

__all__ = ["college", "dressed", "jobs", "office", "workplace"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    """The small county under guangdong-2018 on 2018-08-01."""
    context = make_office(tmp_path)
    yield context
    context.database.close()


@pytest.fixture
def college(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """The same tree under qilu-2024, in a folder of its own."""
    context = make_office(tmp_path_factory.mktemp("college"), policy="qilu-2024")
    yield context
    context.database.close()

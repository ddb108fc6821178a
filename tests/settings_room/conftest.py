"""The settings room on the small county, plain and encrypted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desks import dressed, jobs, office, workplace
from tests.keys import cheap_keys
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.service import create_office, open_office

__all__ = ["cheap_keys", "dressed", "jobs", "office", "secret_place", "workplace"]
NOW = datetime(2018, 8, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def secret_place(
    tmp_path: Path, cheap_keys: None, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workplace]:
    """An encrypted office whose operator 王干事 has the password geheim1."""
    path = tmp_path / "密.tuanji"
    create_office(path, name="密", operator="王干事", password="geheim1", now=NOW, today=NOW.date())
    context = open_office(path, secret="geheim1", clock=lambda: NOW)
    yield Workplace(context, jobs)
    jobs.close()
    context.database.close()

"""A college's campaign on a real office file, in its first days."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.builders import make_office
from tests.desks import dressed, jobs, workplace
from tuanji_desktop.office.context import Context

__all__ = ["dressed", "jobs", "office", "workplace"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    """The small tree under qilu-2024 on 2024-04-15; 高三（2）班 is a graduating branch."""
    context = make_office(tmp_path, policy="qilu-2024", today=date(2024, 4, 15))
    operation = context.operation("org.mark", "高三（2）班 转为毕业班团支部")
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET kind = 'graduate_branch' WHERE code = 'QX0102'"
        )
    yield context
    context.database.close()

"""What every service is handed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.builders import make_office


def test_day_and_moment(tmp_path: Path) -> None:
    context = make_office(tmp_path, today=date(2018, 8, 1))
    try:
        assert context.today == date(2018, 8, 1)
        by_clock = replace(context, fixed_day=None)
        assert by_clock.today == by_clock.clock().date()
        assert replace(context, fixed_day=date(2018, 10, 15)).stamp() == "2018-10-15T09:30:00"
        operation = context.operation("member.edit", "修改", reason="本人申请", document="1号")
        assert (operation.actor, operation.day) == ("王干事", date(2018, 8, 1))
        assert operation.at.tzinfo is not None
    finally:
        context.database.close()

"""A list whose columns slipped is noticed before it is written."""

from pathlib import Path

import pytest

from tests.imports import number_of, roster
from tests.sheets.files import SAMPLES
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.shift import column_shifts
from tuanji_desktop.office.context import Context

NAMES = ("张三", "李小梅", "买买提·艾力", "单雄", "龙𬱖", "欧阳文静")


@pytest.mark.parametrize(
    ("column", "cell", "field", "locked"),
    [("民族", "苗族", "ethnicity", False), ("入团年月", "2017-05", "joined_on", True)],
)
def test_too_many_changes_of_one_field(
    office: Context, tmp_path: Path, column: str, cell: str, field: str, locked: bool
) -> None:
    rows = [
        {"姓名": name, "身份证号": number_of(place), "所在团支部": None, column: cell}
        for place, name in enumerate(NAMES)
    ]
    plan = plan_roster(office, roster(tmp_path / "名单.xlsx", rows))
    (shift,) = column_shifts(plan)
    assert (shift.field, shift.rows, shift.matched, shift.locked) == (field, 6, 6, locked)
    assert "100%" in shift.words
    assert ("锁定" in shift.words) is locked


def test_what_changes_every_autumn_and_a_handful_of_rows_raise_no_alarm(
    office: Context, tmp_path: Path
) -> None:
    rows = [
        {
            "姓名": name,
            "身份证号": number_of(place),
            "所在团支部": None,
            "在读状况": "本科或专科在读",
        }
        for place, name in enumerate(NAMES)
    ]
    assert column_shifts(plan_roster(office, roster(tmp_path / "一.xlsx", rows))) == ()
    few = [{**row, "在读状况": None, "民族": "苗族"} for row in rows[:4]]
    assert column_shifts(plan_roster(office, roster(tmp_path / "二.xlsx", few))) == ()


def test_the_samples_raise_none(county: Context) -> None:
    assert column_shifts(plan_roster(county, SAMPLES / "roster-changes.xlsx")) == ()

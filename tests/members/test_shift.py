"""A list whose columns slipped is noticed before it is written."""

from pathlib import Path

import pytest

from tests.builders import add_member
from tests.imports import fresh, number_of, roster
from tests.sheets.files import SAMPLES
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.shift import column_shifts
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import Reading

NAMES = ("张三", "李小梅", "买买提·艾力", "单雄", "龙𬱖", "欧阳文静")
CHARS = "甲乙丙丁戊己庚辛壬癸"


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
    few = [{**row, "在读状况": None, "民族": "苗族"} for row in rows[:2]]
    assert column_shifts(plan_roster(office, roster(tmp_path / "二.xlsx", few))) == ()


def listed(known: int, changed: int, column: str, cell: str) -> list[dict[str, object]]:
    """So many members of which so many would change in one column."""
    return [
        {
            "姓名": CHARS[place // 10] + CHARS[place % 10],
            "身份证号": fresh(place),
            "所在团支部": None,
            column: cell if place < changed else None,
        }
        for place in range(known)
    ]


@pytest.fixture
def class_of_sixty(office: Context) -> Context:
    for place in range(60):
        add_member(
            office,
            name=CHARS[place // 10] + CHARS[place % 10],
            id_number=fresh(place),
            ethnicity="汉族",
        )
    return office


@pytest.mark.parametrize(
    ("column", "cell", "changed", "raised"),
    [
        ("民族", "苗族", 17, False),  # 28 % of a stable field
        ("民族", "苗族", 18, True),  # 30 %
        ("入团年月", "2014-05", 2, False),  # 3 % of a locked one
        ("入团年月", "2014-05", 3, True),  # 5 %, though all of these rows are refused
    ],
)
def test_the_thresholds(
    class_of_sixty: Context, tmp_path: Path, column: str, cell: str, changed: int, raised: bool
) -> None:
    rows = listed(60, changed, column, cell)
    plan = plan_roster(class_of_sixty, roster(tmp_path / "名单.xlsx", rows))
    shifts = column_shifts(plan)
    assert bool(shifts) is raised
    for shift in shifts:
        assert (shift.rows, shift.matched, shift.loud) == (changed, 60, changed >= 18)
        assert plan.count("refused") == (changed if shift.locked else 0)


def test_numbers_beside_other_peoples_names_are_an_alarm(office: Context, tmp_path: Path) -> None:
    """What a list is whose names were sorted without the rest."""
    rows = [
        {"姓名": NAMES[(place + 1) % 6], "身份证号": number_of(place), "所在团支部": None}
        for place in range(6)
    ]
    plan = plan_roster(office, roster(tmp_path / "名单.xlsx", rows))
    assert plan.count("refused") == 6
    (shift,) = column_shifts(plan)
    assert (shift.field, shift.locked, shift.loud) == ("name", True, True)


def test_a_field_that_is_skipped_raises_none(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": name, "身份证号": number_of(place), "所在团支部": None, "民族": "苗族"}
        for place, name in enumerate(NAMES)
    ]
    reading = Reading(policies=(("ethnicity", "skip"),))
    plan = plan_roster(office, roster(tmp_path / "名单.xlsx", rows), reading=reading)
    assert column_shifts(plan) == ()


def test_the_samples_say_that_many_locked_months_differ(county: Context) -> None:
    """4 of 43: over 5 %, but not so many that writing the others must wait for a look."""
    shifts = column_shifts(plan_roster(county, SAMPLES / "roster-changes.xlsx"))
    assert [(one.field, one.rows, one.loud) for one in shifts] == [
        ("joined_on", 4, False),
        ("name", 3, False),
    ]

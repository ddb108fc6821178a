"""Columns known by their values, and those that must not be taken for anything."""

import pytest

from tests.sheets.persons import persons
from tuanji_desktop.rules.looks import PERSON_LOOKS

PEOPLE = persons(12)
IDS = [one.id_number for one in PEOPLE]
BORN = [one.born_on for one in PEOPLE]
JOINED = [one.joined_on for one in PEOPLE]


def look(field: str, values: list[str], heading: str = "", **known: list[str]) -> float:
    return PERSON_LOOKS[field](heading, values, known)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("id_number", IDS),
        ("id_number", [f" {number[:6]} {number[6:].lower()}" for number in IDS]),
        ("id_number", ["520628000710799", "520628010614063"]),
        ("id_number", ["5.20628200007107E+17"] * 2),
        ("id_number", [f"'{number.replace('0', 'Ｏ')}" for number in IDS]),
        ("mobile", [one.mobile for one in PEOPLE]),
        ("mobile", ["138-0013-8000", "+86 13900139000", "13700137000.0"]),
        ("sex", [one.sex for one in PEOPLE]),
        ("ethnicity", ["汉", "苗族", "仡佬", "", "汉族"]),
        ("political_status", ["团员", "中共预备党员", "群众"]),
        ("destination", ["升学", "参军", "其他", "出国（境）"]),
        ("name", ["1、张三", "2.李小梅", "3．王五"]),
        ("name", [one.name for one in PEOPLE]),
        ("name", ["买买提·艾力", "欧阳 锋", "王 伟"]),
        ("branch", [one.branch for one in PEOPLE]),
    ],
)
def test_what_a_column_plainly_is(field: str, values: list[str]) -> None:
    assert look(field, values) >= 0.8
    best = max(PERSON_LOOKS, key=lambda name: look(name, values))
    assert look(best, values) == pytest.approx(look(field, values))


@pytest.mark.parametrize(
    ("field", "values", "heading"),
    [
        ("id_number", ["201752000001", "201752000002"], ""),  # a development number
        ("id_number", [IDS[0]] * 12, ""),  # the same in every row
        ("id_number", [IDS[0], *[""] * 11], ""),
        ("mobile", [one.mobile for one in PEOPLE], "家长手机"),
        ("mobile", [one.mobile for one in PEOPLE], "班主任联系方式"),
        ("mobile", [PEOPLE[0].mobile] * 12, ""),
        ("mobile", IDS, ""),
        ("sex", ["男", "女"], "家长"),
        ("name", ["高三一班", "高三二班", "高三三班"], ""),
        ("name", ["黄坪村", "石岩村", "马槽村"], ""),
        ("name", ["李老师"] * 12, ""),
        ("name", [one.name for one in PEOPLE], "入团介绍人"),
        ("name", ["学习", "工作", "务工"], ""),
        ("name", ["", ""], ""),
        ("branch", [one.branch for one in PEOPLE], "转入支部全称"),
        ("branch", ["第一中学团总支", "第二中学团委"], ""),
        ("destination", ["贵州大学", "务农"], ""),
    ],
)
def test_what_a_column_is_not(field: str, values: list[str], heading: str) -> None:
    assert look(field, values, heading) < 0.5


def test_a_birth_date_is_told_by_the_number_beside_it() -> None:
    assert look("born_on", BORN, id_number=IDS) == 1
    assert look("born_on", BORN, "出生", id_number=IDS) == 1
    assert look("born_on", BORN, "入学时间", id_number=IDS) == 0
    assert look("born_on", JOINED, id_number=IDS) == 0
    assert look("born_on", BORN) == 0  # a date alone could be any


def test_a_joining_month_is_told_by_the_age_and_never_under_another_heading() -> None:
    assert look("joined_on", JOINED, "入团", id_number=IDS) == 1
    assert look("joined_on", JOINED, "", id_number=IDS) == 1
    assert look("joined_on", JOINED, "入学时间", id_number=IDS) == 0
    assert look("joined_on", BORN, "", id_number=IDS) == 0
    assert look("joined_on", JOINED[:2], "", id_number=IDS) == 0  # two prove nothing


def test_a_development_number_begins_with_the_year_of_joining() -> None:
    numbers = [f"{month[:4]}52{place:06d}" for place, month in enumerate(JOINED)]
    assert look("development_number", numbers, "", joined_on=JOINED) == 1
    assert look("development_number", numbers, "") == 0
    assert look("development_number", numbers, "学号", joined_on=JOINED) == 0
    assert look("development_number", [f"1999{n[4:]}" for n in numbers], "", joined_on=JOINED) == 0

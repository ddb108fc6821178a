"""Class names: which grade, when it leaves, how it reads a year later."""

from datetime import date

import pytest

from tuanji_desktop.orgs.grades import (
    before_grade,
    cohort_of,
    grade_of,
    leaves_in,
    raised,
    school_year_end,
    with_cohort,
)

SPRING = date(2019, 4, 15)


@pytest.mark.parametrize(
    ("name", "school", "after"),
    [
        ("高一（3）班", None, "高二（3）班"),
        ("高二(3)班", None, "高三(3)班"),
        ("第一中学高一（10）班团支部", "普通高中", "第一中学高二（10）班团支部"),
        ("高1（3）班", None, "高2（3）班"),
        ("高１（３）班", None, "高２（３）班"),
        ("初一2班", None, "初二2班"),
        ("七年级（1）班", "初中", "八年级（1）班"),
        ("７年级1班", "初中", "８年级1班"),
        ("八（2）班", "初中", "九（2）班"),
        ("七(2)班", None, "八(2)班"),
        ("大一计算机1班", "高校", "大二计算机1班"),
        ("2018级大一计算机1班", "高校", "2018级大二计算机1班"),
        ("天大一附中高二（2）班", None, "天大一附中高三（2）班"),
        ("一高中高一1班", None, "一高中高二1班"),
        ("高一年级文科一班", None, "高二年级文科一班"),
        ("中职一（2）班", "中职", "中职二（2）班"),
        ("一（2）班", "中职", "二（2）班"),
        ("一年级（2）班", "小学", "二年级（2）班"),
        ("研一1班", "高校", "研二1班"),
    ],
)
def test_one_grade_up_and_nothing_else_changes(name: str, school: str | None, after: str) -> None:
    grade = grade_of(name, school)
    assert grade is not None
    assert raised(name, grade) == after


@pytest.mark.parametrize(
    ("name", "school"),
    [
        ("2023级1班", "普通高中"),
        ("第一中学教职工团支部", "普通高中"),
        ("高一中学", None),
        ("高中部", None),
        ("高12班", None),
        ("高五（1）班", None),
        ("第三（2）组", None),
        ("三（2）班", None),
        ("十一（2）班", "小学"),
        ("", None),
    ],
)
def test_what_names_no_grade_stays(name: str, school: str | None) -> None:
    assert grade_of(name, school) is None


@pytest.mark.parametrize(
    ("name", "school"),
    [
        ("高三（1）班", None),
        ("九年级1班", "初中"),
        ("初三1班", None),
        ("大四1班", "高校"),
        ("三（2）班", "中职"),
        ("六年级1班", "小学"),
        ("高职三1班", "高校"),
    ],
)
def test_the_last_grade(name: str, school: str | None) -> None:
    grade = grade_of(name, school)
    assert grade is not None and grade.level == grade.last


def test_junior_names_are_one_grade() -> None:
    seven, first = grade_of("七年级", "初中"), grade_of("初一", "初中")
    assert seven is not None and first is not None
    assert seven.level == first.level == 7
    senior = grade_of("一年级", "普通高中")
    assert senior is not None and senior.level == 10


@pytest.mark.parametrize(
    ("name", "school", "year"),
    [
        ("高三（1）班", None, 2019),
        ("高二（1）班", None, 2020),
        ("九年级（1）班", "初中", 2019),
        ("2016级1班", "普通高中", 2019),
        ("16级1班", "中职", 2019),
        ("２０１６级1班", "初中", 2019),
        ("2015级1班", "省属高校", 2019),
        ("2016级护理专科1班", "高校", 2019),
        ("2019届1班", None, 2019),
    ],
)
def test_the_year_of_leaving(name: str, school: str | None, year: int) -> None:
    found = leaves_in(name, school, SPRING)
    assert found is not None and found[0] == year


def test_a_year_of_entry_without_a_kind_of_school_says_nothing() -> None:
    assert leaves_in("2016级1班", None, SPRING) is None
    assert leaves_in("教职工团支部", "普通高中", SPRING) is None


def test_the_school_year_turns_on_the_first_of_august() -> None:
    assert school_year_end(date(2019, 7, 31)) == 2019
    assert school_year_end(date(2019, 8, 1)) == 2020


def test_cohorts_keep_their_width() -> None:
    assert cohort_of("一中2018级1班") == (2018, "级")
    assert cohort_of("高三（1）班") is None
    assert with_cohort("2018级1班", 2019) == "2019级1班"
    assert with_cohort("18级1班", 2019) == "19级1班"
    assert with_cohort("２０１８级1班", 2019) == "２０１９级1班"


def test_a_word_before_the_grade() -> None:
    assert before_grade("第一中学高三（1）班", "2019届", None) == "第一中学2019届高三（1）班"
    assert before_grade("2019届高三（1）班", "2019届", None) == "2019届高三（1）班"
    assert before_grade("教职工团支部", "2019届", None) == "教职工团支部"

"""A class is known by year, number and subject, whatever way it is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.orgs.classes import (
    BY_YEAR,
    DOUBTFUL,
    LIKELY,
    PARTLY,
    SAME,
    alike,
    class_cell,
    class_name,
    contradicts,
    grade_cell,
    in_words,
)

SPRING = date(2018, 5, 2)
SENIOR = "普通高中"


def sure(one: str, other: str, kind: str | None = SENIOR, today: date = SPRING) -> float:
    return alike(class_name(one, kind, today), class_name(other, kind, today), kind, today)


@pytest.mark.parametrize(
    "written",
    [
        "高三（1）班", "高三(1)班", "高三1班", "高三一班", "高３（１）班", "高三年级1班", "高三01班",
        "高中三年级（1）班", "高三 (1) 班团支部", "高三（1）班支部委员会", "三（1）班", "高三第1班",
    ],
)  # fmt: skip
def test_one_class_in_a_dozen_hands(written: str) -> None:
    assert sure(written, "高三（1）班") == SAME


@pytest.mark.parametrize(
    "written", ["2015级1班", "15级（1）班", "二〇一五级一班", "1501班", "2018届1班", "2015（1）班"]
)
def test_a_grade_is_a_year_of_entry_by_the_school_year(written: str) -> None:
    assert sure(written, "高三（1）班") == BY_YEAR
    assert sure(written, "高三（2）班") == sure(written, "高二（1）班") == 0
    assert sure(written, "高二（1）班", today=date(2016, 11, 2)) == BY_YEAR


def test_in_the_weeks_of_the_change_nothing_is_sure() -> None:
    september = date(2018, 9, 3)
    assert sure("2016级1班", "高三（1）班", today=september) == PARTLY
    assert sure("2015级1班", "高三（1）班", today=september) == DOUBTFUL, "not raised yet, perhaps"
    assert sure("2014级1班", "高三（1）班", today=september) == 0


def test_a_school_with_two_stages_has_two_third_grades() -> None:
    kind = "完全中学"
    assert sure("高三1班", "2015级1班", kind) == sure("初三1班", "2015级1班", kind) == PARTLY
    assert sure("高三1班", "高2015级1班", kind) == BY_YEAR
    assert sure("初三1班", "高2015级1班", kind) == 0
    assert sure("九年级1班", "初三（1）班", kind) == SAME


def test_a_school_of_no_known_kind_leaves_doubt() -> None:
    assert sure("高三1班", "2015级1班", None) == DOUBTFUL


def test_subjects() -> None:
    kind = "中职"
    assert sure("计算机1801", "2018级计算机1班", kind) == SAME
    assert sure("计算机应用1801班", "18级计算机1班", kind) == LIKELY
    assert sure("计应1801", "2018级计算机应用1班", kind) == LIKELY
    assert sure("1801班", "2018级护理1班", kind) == PARTLY
    assert sure("护理1801", "2018级计算机1班", kind) == 0
    assert sure("计算机1801", "计算机1802", kind) == 0
    assert sure("教职工", "教职工团支部", kind) == SAME
    assert sure("第九中学1班", "1班", kind) == 0, "another school's"


def test_what_one_side_leaves_open() -> None:
    assert sure("1班", "高三（1）班") == DOUBTFUL
    assert sure("高三", "高三（1）班") == 0


@pytest.mark.parametrize(
    ("grade", "major", "class_", "words"),
    [
        ("高三", "", "1", "高三1班"),
        ("高三年级", "", "（１）班", "高三(1)班"),
        ("三", "", "2班", "三年级2班"),
        ("2018", "计算机", "01", "2018级计算机01班"),
        ("18级", "计算机", "计算机1801", "计算机1801"),
        ("高三", "", "高三（1）班", "高三(1)班"),
        ("", "", "", ""),
        ("九年级", "", "三班", "九年级三班"),
    ],
)
def test_cells_together(grade: str, major: str, class_: str, words: str) -> None:
    assert in_words(grade=grade, major=major, class_=class_) == words


def test_a_grade_may_contradict_the_class() -> None:
    assert contradicts("高二", "高三（1）班", SENIOR, SPRING)
    assert contradicts("2016", "高三（1）班", SENIOR, SPRING)
    assert not contradicts("2015级", "高三（1）班", SENIOR, SPRING)
    assert not contradicts("高二", "1班", SENIOR, SPRING)


@given(st.text(max_size=12))
def test_any_text_is_a_class_of_its_own(text: str) -> None:
    name = class_name(text, SENIOR, SPRING)
    assert alike(name, name, SENIOR, SPRING) in (SAME, 0.0)
    class_cell(text)
    grade_cell(text)

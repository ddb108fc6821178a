"""The branch of a row, found from its own column or from school, grade, subject and class together."""

from datetime import date

import pytest

from tuanji_desktop.orgs.places import SURE, Cells, PlaceFinder
from tuanji_desktop.orgs.queries import Organization

SPRING = date(2018, 5, 2)
_LEAGUE = "中国共产主义青年团青溪县"


def _tree() -> list[Organization]:
    rows = (
        (1, "委员会", "青溪团县委", "county", None, None),
        (2, "第一中学委员会", "一中团委", "committee", 1, "普通高中"),
        (3, "第一中学高三（1）班支部委员会", "高三（1）班", "branch", 2, None),
        (4, "第一中学2016级2班支部委员会", "2016级2班", "branch", 2, None),
        (5, "第一中学高三（11）班支部委员会", "高三（11）班", "branch", 2, None),
        (6, "职业学校委员会", "职校团委", "committee", 1, "中职"),
        (7, "职业学校2018级计算机应用1班支部委员会", "2018级计算机应用1班", "branch", 6, None),
        (8, "职业学校2018级护理1班支部委员会", "2018级护理1班", "branch", 6, None),
        (9, "职业学校计算机1701班支部委员会", "职校计算机1701班", "branch", 6, None),
        (10, "第二中学委员会", "二中团委", "committee", 1, "完全中学"),
        (11, "第二中学2015级1班支部委员会", "2015级1班", "branch", 10, None),
        (12, "河西镇委员会", "河西镇团委", "committee", 1, None),
        (13, "河西镇大井村支部委员会", "大井村团支部", "branch", 12, None),
    )
    return [
        Organization(
            one, f"QX{one:02d}", _LEAGUE + full, short, kind, parent, school, "active", None, 0, 0, 0
        )
        for one, full, short, kind, parent, school in rows
    ]  # fmt: skip


def best(cells: Cells, *, unit: int | None = None) -> tuple[int | None, float]:
    """The likeliest node and how sure it is."""
    match = PlaceFinder(_tree(), today=SPRING, unit=unit).find(cells)
    if not match.candidates:
        return None, 0.0
    node, score = match.candidates[0]
    return node.id, score


@pytest.mark.parametrize(
    ("cells", "node"),
    [
        ({"superior": "青溪县第一中学", "class_name": "高三（1）班"}, 3),
        ({"superior": "青溪一中", "class_name": "高三1班"}, 3),
        ({"superior": "第一中学", "class_name": "2015级1班"}, 3),
        ({"superior": "第一中学", "grade": "高三", "class_name": "1"}, 3),
        ({"superior": "第一中学", "grade": "２０１５", "class_name": "（０１）班"}, 3),
        ({"superior": "第一中学", "grade": "高三年级", "class_name": "十一班"}, 5),
        ({"superior": "第一中学", "grade": "高二", "class_name": "2班"}, 4),
        ({"superior": "职校", "grade": "18级", "major": "护理", "class_name": "1班"}, 8),
        ({"superior": "职业学校", "class_name": "计算机1701"}, 9),
        ({"class_name": "青溪县第一中学高三1班"}, 3),
        ({"superior": "大井村团支部"}, 13),
        ({"branch": "2015级1班团支部", "superior": "第一中学"}, 3),
        ({"branch": "高三1班", "superior": "第一中学", "class_name": "别的班"}, 3),
        ({"branch": "QX03"}, 3),
    ],
)
def test_columns_together_find_the_branch(cells: dict[str, str], node: int) -> None:
    found, score = best(Cells(**cells))
    assert found == node
    assert score >= SURE


@pytest.mark.parametrize(
    "cells",
    [
        {"class_name": "高三1班"},
        {"superior": "第八中学", "class_name": "高三1班"},
        {"superior": "第一中学", "grade": "高二", "class_name": "高三（1）班"},
        {"superior": "第一中学", "class_name": "1班"},
        {"superior": "第二中学", "class_name": "高三1班"},
        {"superior": "职校", "grade": "18级", "class_name": "1班"},
        {"superior": "职校", "class_name": "计算机1801"},
        {"superior": "河西镇"},
    ],
)
def test_what_cannot_be_sure_is_offered_only(cells: dict[str, str]) -> None:
    found, score = best(Cells(**cells))
    assert found is not None
    assert 0 < score < SURE


def test_what_no_branch_is_called_is_nobody() -> None:
    for cells in (
        {"superior": "第一中学", "class_name": "高一3班"},
        {"superior": "第一中学", "class_name": "第九中学1班"},
        {"branch": "火星基地"},
        {},
    ):
        assert best(Cells(**cells)) == (None, 0.0)


def test_a_unit_says_the_school() -> None:
    assert best(Cells(class_name="高三1班"), unit=2) == (3, 0.95)
    assert best(Cells(), unit=3) == (3, 1.0)
    assert best(Cells(class_name="火箭班"), unit=3) == (3, 0.8), (
        "the only branch there is, to be looked at"
    )
    assert best(Cells(class_name="1班"), unit=3) == (3, SURE), "of which year, the unit says"
    assert best(Cells(grade="高二", class_name="高三1班"), unit=3) == (3, 0.75)
    assert best(Cells(branch="火箭班"), unit=3) == (None, 0.0), (
        "a branch of its own name is not that one"
    )
    found, score = best(Cells(superior="第一中学", class_name="高三1班"), unit=10)
    assert (found, score < SURE) == (3, True), "the list says another school than the clerk"
    assert best(Cells(branch="2015级1班"), unit=2) == best(
        Cells(superior="一中", class_name="2015级1班")
    )


def test_a_short_name_of_another_school_is_a_question() -> None:
    found, score = best(Cells(branch="高三（1）班", superior="第二中学"))
    assert (found, score < SURE) == (11, True)
    assert best(Cells(branch="青溪县第一中学高三（1）班", superior="第二中学")) == (3, 1.0)


@pytest.mark.parametrize(
    "written",
    [
        "青溪县第一中学高三（1）班团支部（17人）",
        "1、青溪县第一中学高三（1）班团支部",
        "青溪县第一中学 / 高三（1）班",
        "青溪县第一中学团委高三（1）班团支部",
        "高三（1）班（一中团委）",
    ],
)
def test_what_lists_put_round_a_branch(written: str) -> None:
    found, score = best(Cells(branch=written))
    assert (found, score >= SURE) == (3, True)


def test_words_and_likenesses() -> None:
    cells = Cells(superior="青溪一中", grade="高三", class_name="8")
    assert (cells.words, cells.by_class) == ("青溪一中高三8班", True)
    finder = PlaceFinder(_tree(), today=SPRING)
    assert finder.find(cells).candidates == ()
    like = finder.similar(cells)
    assert like.candidates
    assert max(score for _node, score in like.candidates) < SURE


def _college() -> list[Organization]:
    """Two colleges, both with a 机电系, each of which has a first class of 2018."""
    rows = (
        (1, "委员会", "青溪团县委", "county", None, None),
        (20, "职业技术学院委员会", "职院团委", "committee", 1, "高校"),
        (21, "职业技术学院机电系总支部委员会", "机电系团总支", "general_branch", 20, None),
        (22, "职业技术学院机电系2018级1班支部委员会", "2018级1班", "branch", 21, None),
        (23, "职业技术学院护理系总支部委员会", "护理系团总支", "general_branch", 20, None),
        (24, "职业技术学院护理系2018级2班支部委员会", "2018级2班", "branch", 23, None),
        (25, "职业技术学院2018级9班支部委员会", "2018级9班", "branch", 20, None),
        (26, "职业技术学院教工支部委员会", "教工团支部", "branch", 20, None),
        (30, "师范专科学校委员会", "师专团委", "committee", 1, "高校"),
        (31, "师范专科学校机电系总支部委员会", "机电系团总支", "general_branch", 30, None),
        (32, "师范专科学校机电系2018级1班支部委员会", "2018级1班", "branch", 31, None),
        (33, "师范专科学校艺术系总支部委员会", "艺术系团总支", "general_branch", 30, None),
    )
    return [
        Organization(
            one, f"QX{one:02d}", _LEAGUE + full, short, kind, parent, school, "active", None, 0, 0, 0
        )
        for one, full, short, kind, parent, school in rows
    ]  # fmt: skip


def in_college(unit: int | None = None, **cells: str) -> tuple[int | None, bool]:
    """The likeliest node and whether it is sure."""
    match = PlaceFinder(_college(), today=SPRING, unit=unit).find(Cells(**cells))
    sure = match.sure
    return (
        (sure.id, True)
        if sure
        else (match.candidates[0][0].id if match.candidates else None, False)
    )


@pytest.mark.parametrize(
    ("school", "superior", "class_", "node"),
    [
        ("职业技术学院", "机电系", "2018级1班", 22),
        ("师范专科学校", "机电系", "2018级1班", 32),
        ("青溪县职业技术学院", "护理系", "18级2班", 24),
        ("职业技术学院", "青溪团县委", "2018级9班", 25),  # 团委 is the superior of the school
        ("职业技术学院", "汽车系", "2018级9班", 25),  # no node: below the school
        ("职业技术学院", "艺术系", "2018级9班", 25),  # another school's, and no node here
        ("职业技术学院", "", "2018级9班", 25),
        ("职业技术学院", "教工团支部", "", 26),
        ("本市某学院", "职院团委", "2018级9班", 25),  # the superior stands by itself
    ],
)
def test_the_school_says_whose_the_superior_is(
    school: str, superior: str, class_: str, node: int
) -> None:
    assert in_college(school=school, superior=superior, class_name=class_) == (node, True)


@pytest.mark.parametrize(
    ("school", "superior", "class_"),
    [
        ("", "机电系", "2018级1班"),  # of which school?
        ("职业技术学院", "汽车系", "2018级1班"),  # 机电系 has one, 汽车系 may have another
        ("职业技术学院", "师专团委", "2018级1班"),
        ("职业技术学院", "师范专科学校机电系", "2018级1班"),
        ("外省某学院", "护理系", "2018级2班"),  # many schools have one
        ("技术学院", "机电系", "2018级1班"),  # a school called only nearly so
    ],
)
def test_what_school_and_superior_do_not_settle_is_asked(
    school: str, superior: str, class_: str
) -> None:
    found, sure = in_college(school=school, superior=superior, class_name=class_)
    assert found is not None
    assert not sure


def test_a_school_settles_a_short_name_of_a_branch_and_may_contradict_it() -> None:
    branch = "2018级1班团支部"
    assert in_college(branch=branch, superior="机电系") == (22, False)
    assert in_college(branch=branch, superior="机电系", school="师专") == (32, True)
    assert in_college(branch="2018级9班", superior="职院团委", school="师专") == (25, False)
    full = "中国共产主义青年团青溪县职业技术学院2018级9班支部委员会"
    assert in_college(branch=full, superior="职院团委", school="师专") == (25, True)


def test_school_and_superior_at_odds_are_told_apart_from_a_superior_that_is_no_node() -> None:
    finder = PlaceFinder(_college(), today=SPRING)
    assert finder.at_odds(Cells(school="职业技术学院", superior="师专团委"))
    for superior in ("机电系", "汽车系", "艺术系", ""):
        assert not finder.at_odds(Cells(school="职业技术学院", superior=superior))


def test_two_schools_of_one_unit_are_not_taken_for_each_other() -> None:
    """The second is asked for what was just found in the first."""
    finder = PlaceFinder(_college(), today=SPRING, unit=1)
    for school, node in (("职业技术学院", 22), ("师范专科学校", 32)):
        sure = finder.find(Cells(superior=school, class_name="机电系2018级1班")).sure
        assert sure is not None
        assert sure.id == node
    words = Cells(school="职院", superior="机电系", grade="2018级", class_name="1").words
    assert words == "职院机电系2018级1班"


@pytest.mark.parametrize("unit", [None, 6, 11])
@pytest.mark.parametrize(
    "beside", [{}, {"superior": "第二中学"}, {"school": "职校", "grade": "高一"}]
)
def test_a_full_name_is_that_branch_whatever_stands_beside_it(
    beside: dict[str, str], unit: int | None
) -> None:
    for node in _tree():
        if node.kind == "branch":
            assert best(Cells(branch=node.full_name, **beside), unit=unit) == (node.id, 1.0)
            assert best(Cells(branch=f" {node.full_name}", **beside), unit=unit) == (node.id, 1.0)

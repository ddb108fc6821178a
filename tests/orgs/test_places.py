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

"""One spelling for the dozen that lists use (domain.md §3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.orgs.kinds import (
    BRANCH_KINDS,
    CHILDREN,
    KINDS,
    SCHOOL_KINDS,
    guess_kind,
    guess_school_kind,
    kind_of,
    match_name,
)


@pytest.mark.parametrize(
    "written",
    [
        "中国共产主义青年团青溪县第一中学2015级1班支部委员会",
        "共青团青溪县第一中学2015级1班支部委员会",
        "中国共青团青溪县第一中学2015级1班团支部",
        "青溪县第一中学２０１５级１班支部",
        "青溪县第一中学 2015级1班 团支部委员会",
    ],
)
def test_spellings_of_one_branch(written: str) -> None:
    assert match_name(written) == "青溪县第一中学2015级1班团支部"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("中国共产主义青年团青溪县委员会", "青溪县团委"),
        ("共青团青溪县第一中学委员会", "青溪县第一中学团委"),
        ("青溪县第一中学团委", "青溪县第一中学团委"),
        ("县直机关工作委员会", "县直机关团工委"),
        ("高三年级总支部委员会", "高三年级团总支"),
        ("高三年级总支", "高三年级团总支"),
        ("高三（1）班支部", "高三(1)班团支部"),
    ],
)
def test_endings(written: str, plain: str) -> None:
    assert match_name(written) == plain


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(name: str) -> None:
    assert match_name(match_name(name)) == match_name(name)


def test_kinds() -> None:
    assert all(kind_of(label) == code for code, label in KINDS.items())
    assert kind_of("支部") == "branch"
    assert kind_of("俱乐部") is None
    assert not BRANCH_KINDS & CHILDREN.keys()
    assert all(kinds <= KINDS.keys() for kinds in CHILDREN.values())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("团支部（学生）", "branch"),
        ("毕业班", "graduate_branch"),
        ("校团总支", "general_branch"),
        ("开发区工委", "work_committee"),
        ("直属团委", "committee"),
        ("学校", ""),
    ],
)
def test_what_kind_is_probably_meant(written: str, code: str) -> None:
    found, score = guess_kind(written)
    assert found == code
    assert (0 < score < 1) == bool(code)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("高级中学", "普通高中"),
        ("九年一贯制学校", "初中"),
        ("职教中心", "中职"),
        ("卫校", "中专"),
        ("省属本科", "省属高校"),
        ("学院", "高校"),
        ("幼儿园", ""),
    ],
)
def test_what_kind_of_school_is_probably_meant(written: str, meant: str) -> None:
    assert guess_school_kind(written)[0] == meant
    assert meant in (*SCHOOL_KINDS, "")

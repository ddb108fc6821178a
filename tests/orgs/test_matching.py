"""A branch written in one of a dozen ways is found, and doubt stays doubt."""

from collections.abc import Iterator

import pytest

from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries
from tuanji_desktop.orgs.matching import BranchFinder, NameIndex
from tuanji_desktop.orgs.service import add_organization


@pytest.fixture
def index(context: Context) -> Iterator[NameIndex]:
    with context.database.read() as connection:
        yield NameIndex(queries.every(connection))


@pytest.mark.parametrize(
    "written",
    [
        "中国共产主义青年团青溪县第一中学高三（1）班支部委员会",
        "共青团青溪县第一中学高三(1)班支部委员会",
        "青溪县第一中学高三（１）班团支部",
        " 青溪县第一中学 高三(1)班支部 ",
        "高三（1）班",
        "第一中学高三（1）班团支部",
        "qx0101",
    ],
)
def test_the_dozen_spellings(index: NameIndex, written: str) -> None:
    found = index.find(written)
    assert found.candidates[0][0].code == "QX0101"


@pytest.mark.parametrize("written", ["高三（1）班", "qx0101", "QX0101"])
def test_short_names_and_codes_are_certain(index: NameIndex, written: str) -> None:
    sure = index.find(written).sure
    assert sure is not None
    assert sure.code == "QX0101"


def test_doubt_is_told_and_nonsense_finds_nobody(index: NameIndex) -> None:
    assert index.find("班团支部").sure is None
    assert index.find("第九中学高一（1）班").candidates == ()
    assert index.find("（）").sure is None
    assert index.find("青溪县第一中学").sure is None  # a committee has no members


def test_within_a_school_less_is_enough(index: NameIndex) -> None:
    within = {2, 3, 4}
    sure = index.find("第一中学高三（1）班团支部", within=within).sure
    assert sure is not None
    assert sure.code == "QX0101"
    assert index.find("高三（1）班", within={4}).sure is None
    assert index.find("高三（1）班", within=within) is index.find("高三（1）班", within=within)


def test_the_superior_settles_which_of_two_is_meant(context: Context) -> None:
    add_organization(
        context, code="QX02", full_name="青溪县实验中学委员会", short_name="实验中学团委",
        kind="committee", parent_id=1,
    )  # fmt: skip
    with context.database.read() as connection:
        other = queries.by_code(connection, "QX02")
    add_organization(
        context, code="QX0201", full_name="青溪县实验中学高三（1）班支部委员会",
        short_name="高三（1）班", kind="branch", parent_id=other.id,
    )  # fmt: skip
    with context.database.read() as connection:
        finder = BranchFinder(queries.every(connection))
    assert finder.find("高三（1）班").sure is None
    for superior, code in (("青溪县实验中学", "QX0201"), ("第一中学团委", "QX0101")):
        sure = finder.find("高三（1）班", superior=superior).sure
        assert sure is not None
        assert sure.code == code
    assert finder.find("高三（1）班", superior="第九中学").sure is None
    assert finder.find("高三（1）班", superior="实验中学", within={2, 3, 4}).sure is not None


def test_a_class_may_leave_out_that_it_is_a_branch(index: NameIndex) -> None:
    sure = index.find("青溪县第一中学高三（1）班").sure
    assert sure is not None
    assert sure.code == "QX0101"

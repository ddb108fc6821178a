"""A branch written in one of a dozen ways is found, and doubt stays doubt."""

from collections.abc import Iterator

import pytest

from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries
from tuanji_desktop.orgs.matching import NameIndex


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

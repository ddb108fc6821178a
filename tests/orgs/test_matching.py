"""A branch written in one of a dozen ways is found, and doubt stays doubt."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("贵州省铜仁市青溪县第一中学高三（1）班团支部", "QX0101"),
        ("共青团贵州省青溪县第一中学高三(1)班支部委员会", "QX0101"),
        ("遵义市第一中学高三（1）班团支部", None),
        ("贵州省铜仁市白溪县第一中学高三（1）班团支部", None),
    ],
)
def test_province_and_city_may_stand_before_the_county(
    index: NameIndex, written: str, code: str | None
) -> None:
    sure = index.find(written).sure
    assert (sure.code if sure else None) == code


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
    for one in (3, 4, 3, 4):  # sets that lie one after another at the same place of the memory
        assert (index.find("高三（1）班", within={one}).sure is not None) == (one == 3)


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


def test_numerals_and_short_forms_are_the_same_name(index: NameIndex) -> None:
    for written in ("高三1班", "高三年级（一）班", "青溪县一中高三1班团支部", "一中高三（01）班"):
        assert index.find(written).candidates[0][0].code == "QX0101", written
    assert index.find("高三1班").sure is not None
    assert index.find("高三11班").candidates == ()
    assert index.find("1班团支部").candidates[0][1] < 0.9


def test_what_is_only_like_a_name_is_offered_and_never_taken(context: Context) -> None:
    with context.database.read() as connection:
        nodes = queries.every(connection)
    index = NameIndex(nodes)
    assert index.find("第一中学高三（1）斑").sure is None
    like = index.similar("第一中学高三（1）斑").candidates
    assert like[0][0].code == "QX0101"
    assert all(score < 0.9 for _node, score in like)
    assert index.similar("高三1班").sure == index.find("高三1班").sure
    assert index.similar("高三（3）班", within={4}).candidates[0][0].code == "QX0102"
    assert index.similar("火星农场").candidates == ()
    finder = BranchFinder(nodes)
    best = finder.similar("高三（1）班", superior="一中").candidates[0]
    assert (best[0].code, best[1] >= 0.9) == ("QX0101", True)
    assert finder.similar("第一中学高三（1）斑", superior="一中").sure is None


def test_of_two_alike_the_one_named_exactly_is_meant(context: Context) -> None:
    for code, name in (("QX03", "青溪三中团委"), ("QX04", "青溪三中委员会")):
        add_organization(
            context, code=code, full_name=name, short_name="", kind="committee", parent_id=1
        )
    with context.database.read() as connection:
        index = NameIndex(queries.every(connection), branches_only=False)
    sure = index.find("青溪三中委员会").sure
    assert sure is not None
    assert sure.code == "QX04"
    assert index.find("青溪三中").sure is None


PARTS = st.sampled_from(("青溪县", "第一中学", "一中", "二中", "高三", "（1）班", "1班", "（2）班",
                         "11班", "白岩村", "团支部", "支部委员会"))  # fmt: skip
NAMES = st.lists(PARTS, min_size=1, max_size=4).map("".join)


@given(st.lists(NAMES, min_size=1, max_size=8), NAMES)
def test_matching_keeps_its_word(names: list[str], written: str) -> None:
    nodes = [
        queries.Organization(
            place, f"N{place}", name, name, "branch", None, None, "active", None, 0, 0, 0
        )
        for place, name in enumerate(names, 1)
    ]
    index = NameIndex(nodes)
    for found in (index.find(written), index.similar(written)):
        ids = [node.id for node, _score in found.candidates]
        assert len(ids) == len(set(ids))
        assert sum(score >= 0.9 for _node, score in found.candidates) <= 1
        assert all(0 < score <= 1 for _node, score in found.candidates)
    again = NameIndex(nodes)
    assert again.similar(written) == index.similar(written)
    for node in nodes:
        if names.count(node.full_name) == 1:
            assert index.find(node.full_name).candidates[0] == (node, 1.0)
            assert index.similar(node.full_name).candidates[0] == (node, 1.0)
    for name, node in index.whole.items():  # the short way says what the long one would
        assert index.find(name).candidates == ((node, 1.0),)

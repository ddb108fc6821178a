"""Entries of a year by school, branch, match and progress."""

from pathlib import Path

import pytest

from tests.graduates.test_service import put_in
from tests.imports import fresh, number_of
from tuanji_desktop.graduates import queries
from tuanji_desktop.graduates.queries import EntryFilter
from tuanji_desktop.office.context import Context


@pytest.fixture
def listed(office: Context, tmp_path: Path) -> Context:
    """张三 matched in class 1, 单雄 matched in class 2, one stranger, one doubt."""
    put_in(
        office,
        tmp_path,
        [
            {"姓名": "张三", "身份证号": number_of(0), "去向": "升学", "班级": "1班"},
            {"姓名": "单雄", "身份证号": number_of(3), "去向": "延迟毕业"},
            {"姓名": "赵六", "身份证号": fresh(1), "去向": "云游"},
            {"姓名": "李小妹", "身份证号": number_of(1)},
        ],
    )
    return office


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (EntryFilter(2018), [1, 2, 3, 4]),
        (EntryFilter(2017), []),
        (EntryFilter(2018, org_id=1), [1, 2, 3, 4]),
        (EntryFilter(2018, org_id=2), [1, 2, 3, 4]),
        (EntryFilter(2018, org_id=3), [1]),
        (EntryFilter(2018, org_id=4), [2]),
        (EntryFilter(2018, match="ambiguous"), [4]),
        (EntryFilter(2018, progress="due"), [1]),
        (EntryFilter(2018, match="new", progress="due"), []),
    ],
)
def test_which_entries_a_list_shows(listed: Context, wanted: EntryFilter, ids: list[int]) -> None:
    with listed.database.read() as connection:
        assert list(queries.entry_ids(connection, wanted)) == ids


def test_rows_and_counts(listed: Context) -> None:
    with listed.database.read() as connection:
        assert queries.years(connection) == [2018]
        first, third = queries.entries(connection, [1, 3, 99])
        counts = queries.counts(connection, EntryFilter(2018, match="new"))
        below = queries.counts(connection, EntryFilter(2018, org_id=3))
    assert (first.name, first.school, first.class_name) == ("张三", "一中团委", "1班")
    assert (first.branch, first.member_id, first.row_number) == ("高三（1）班", 1, 2)
    assert (third.branch, third.member_id, third.destination) == (None, None, "云游")
    assert counts == (
        {"matched": 2, "new": 1, "ambiguous": 1},
        {"due": 1, "excluded": 1, "unsettled": 2},
    )
    assert below == ({"matched": 1}, {"due": 1})


def test_those_of_a_year(listed: Context) -> None:
    with listed.database.read() as connection:
        assert [one.id for one in queries.entries_of(connection, 4, year=2018)] == [2]
        assert queries.entries_of(connection, 4, year=2017) == []

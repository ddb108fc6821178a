"""Every number of the board equals a plain count, and its list has as many people."""

from datetime import date

import pytest

from tests.board.helpers import on, rows, write
from tests.builders import add_member
from tuanji_desktop.board.queries import RED, UNITS, Board, load_board, load_tally, people_of
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.office.context import Context

HERE = "status IN ('active', 'retained')"


def filled(office: Context) -> Context:
    add_member(office, name="赵一", branch="QX0102", sex="", ethnicity="苗族", education="本科")
    add_member(office, name="钱二", branch="QX0102", status="submitted")
    write(
        office,
        office.today,
        "UPDATE members SET status = 'retained' WHERE id = 2",
        "UPDATE members SET political_status = '中共党员' WHERE id IN (1, 3)",
        "UPDATE organizations SET branch_sort = 'student' WHERE id = 3",
    )
    return office


def counted(found: list[tuple[object, ...]]) -> dict[object, object]:
    return {one[0]: one[1] for one in found}


def numbers(board: Board, key: str) -> dict[str, int]:
    tally = next(one for one in (board.units, *board.tallies) if one.key == key)
    return {one.group: one.count for one in tally.slices}


def test_each_number_is_what_a_plain_count_says(office: Context) -> None:
    board = load_board(filled(office), org_id=None)
    assert (board.members, board.red) == rows(
        office, f"SELECT count(*), sum(missing <> '') FROM members WHERE {HERE}"
    )[0]
    for key in ("sex", "education", "ethnicity", "political_status", "occupation"):
        plain = rows(
            office,
            f"SELECT coalesce(nullif({key}, ''), '未填'), count(*) FROM members WHERE {HERE} "
            "GROUP BY 1",
        )
        assert numbers(board, key) == counted(plain)
    ages = rows(
        office,
        "SELECT CASE WHEN born_on IS NULL THEN '年龄不明' WHEN born_on > '2004-08-01' "
        "THEN '14岁以下' WHEN born_on > '2000-08-01' THEN '14–17岁' WHEN born_on > '1995-08-01' "
        "THEN '18–22岁' WHEN born_on > '1990-08-01' THEN '23–27岁' ELSE '28岁及以上' END, count(*) "
        f"FROM members WHERE {HERE} GROUP BY 1",
    )
    assert numbers(board, "age") == counted(ages)
    kinds = {"学生": "student", "未填": None}
    for label, sort in kinds.items():
        plain = rows(
            office,
            f"SELECT count(*) FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
            f"WHERE m.{HERE} AND o.branch_sort IS ?",
            sort,
        )
        assert numbers(board, "sort")[label] == plain[0][0]


def test_every_measure_adds_up_to_everybody(office: Context) -> None:
    board = load_board(filled(office), org_id=None)
    for tally in (board.units, *board.tallies):
        assert sum(one.count for one in tally.slices) == board.members
        assert sum(one.red for one in tally.slices) == board.red


def test_behind_each_number_are_so_many_people(office: Context) -> None:
    board = load_board(filled(office), org_id=None)
    for tally in (board.units, *board.tallies):
        for one in tally.slices:
            ids = people_of(office, org_id=None, day=None, measure=tally.key, group=one.group).ids
            assert len(ids) == len(set(ids)) == one.count, (tally.key, one)
    assert len(people_of(office, org_id=None, day=None, measure=RED)) == board.red
    assert len(people_of(office, org_id=None, day=None)) == board.members


def test_a_scope_counts_its_own_and_names_the_units_below(office: Context) -> None:
    filled(office)
    county, school, branch = (load_board(office, org_id=one) for one in (1, 2, 4))
    assert county.members == school.members == 7
    assert [one.label for one in county.units.slices] == rows_of_names(office, 2)
    assert [one.label for one in school.units.slices] == rows_of_names(office, 3, 4)
    assert (
        branch.members
        == rows(office, f"SELECT count(*) FROM members WHERE {HERE} AND branch_id = 4")[0][0]
    )
    assert [one.count for one in branch.units.slices] == [branch.members]
    found = people_of(office, org_id=2, day=None, measure=UNITS, group="4")
    assert len(found) == branch.members


def rows_of_names(office: Context, *ids: int) -> list[object]:
    return [
        rows(office, "SELECT short_name FROM organizations WHERE id = ?", one)[0][0] for one in ids
    ]


def test_an_earlier_day_knows_nothing_of_later_ones(office: Context) -> None:
    before = load_board(office, org_id=None)
    write(office, date(2018, 9, 1), "UPDATE members SET status = 'deleted' WHERE id = 1")
    later = on(office, date(2018, 9, 2))
    assert load_board(later, org_id=None).members == before.members - 1
    assert load_board(later, org_id=None, day=office.today) == before
    assert load_board(later, org_id=None, day=date(2018, 7, 1)).members == 0
    assert before.units.red_share == before.red / before.members


def test_a_measure_there_is_not_is_refused(office: Context) -> None:
    with pytest.raises(BadInput, match="height"):
        load_tally(office, org_id=None, measure="height")
    with pytest.raises(BadInput, match="height"):
        people_of(office, org_id=None, day=None, measure="height")

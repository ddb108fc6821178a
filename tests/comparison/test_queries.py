"""Counts, lines with their acts, one person in full."""

from pathlib import Path

import pytest

from tests.builders import add_member
from tests.comparison.helpers import (
    CLASS_1,
    CLASS_2,
    SCHOOL,
    edit,
    lines,
    listed,
    number_of,
    roster,
    started,
)
from tests.imports import fresh
from tuanji_desktop.comparison.export import work_list
from tuanji_desktop.comparison.queries import (
    load_board,
    load_comparisons,
    load_lines,
    load_pair,
    load_scopes,
    on_sheets,
)
from tuanji_desktop.comparison.service import plan_comparison, start_comparison
from tuanji_desktop.comparison.settling import settle_lines
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reader import Sheet, Workbook


@pytest.fixture
def number(office: Context) -> int:
    add_member(office, name="周七", status="transferred_out", id_number=fresh(7))
    rows = roster(office)
    rows[0]["mobile"] = "13900000000"
    rows[1] |= {"name": "李晓梅", "mobile": "13900000001"}
    rows[2]["id_number"] = None
    rows[3]["branch"] = "高三（1）班"
    new = {"name": "新来", "id_number": fresh(1), "mobile": "139****0000", "branch": "高三（1）班"}
    left = {"name": "周七", "id_number": fresh(7)}
    return started(office, [*rows[:4], rows[5], new, left, rows[0]])


def line(office: Context, number: int, name: str, field: str = "") -> int:
    found = (row for row in lines(office, number) if (row.name, row.field) == (name, field))
    return next(found).id


def test_the_board_counts_and_narrows(office: Context, number: int) -> None:
    board = load_board(office, number)
    assert board.states == {"open": 9, "pending": 0, "handed": 0, "done": 0, "all": 9}
    assert board.kinds == {"differs": 4, "there": 2, "here": 1, "unsure": 1, "double": 1}
    assert board.fields == {"name": 1, "mobile": 2, "branch": 1}
    assert dict(board.units.values()) == {
        "高三（1）班": 7, "高三（2）班": 2,
    }  # fmt: skip
    assert len(load_board(office, number, kind="differs", field="mobile").ids) == 2
    assert len(load_board(office, number, org_id=CLASS_2).ids) == 2
    assert len(load_board(office, number, unit=CLASS_1).ids) == 7
    settle_lines(office, line_ids=[line(office, number, "新来")], said="not_ours")
    assert load_board(office, number).states["handed"] == 1
    assert len(load_board(office, number, shown="handed").ids) == 1
    with pytest.raises(NotFound):
        load_board(office, 99)


def test_each_line_has_the_acts_that_settle_it(office: Context, number: int) -> None:
    rows = {(row.kind, row.name, row.field): row for row in lines(office, number)}
    acts = {key: set(row.acts) - {"aside"} for key, row in rows.items()}
    assert acts == {
        ("differs", "张三", "mobile"): {"theirs", "correct_there"},
        ("differs", "李小梅", "mobile"): {"theirs", "correct_there"},
        ("differs", "李小梅", "name"): {"deletion", "correct_there"},
        ("differs", "单雄", "branch"): {"transfer", "correct_there"},
        ("unsure", "买买提·艾力", ""): set(),
        ("there", "新来", ""): {"add", "not_ours"},
        ("there", "周七", ""): {"restore", "not_ours", "correct_there"},
        ("here", "龙𬱖", ""): {"transfer", "deletion", "leaving", "correct_there"},
        ("double", "张三", ""): {"correct_there"},
    }
    assert rows["differs", "李小梅", "name"].words.startswith("已锁定：")
    assert rows["differs", "李小梅", "name"].path
    assert rows["there", "周七", ""].words == "台账中为“已转出”"
    assert rows["here", "龙𬱖", ""].unit == "高三（2）班"


def test_a_mask_or_an_empty_cell_is_not_taken(office: Context) -> None:
    rows = roster(office)
    rows[0]["mobile"], rows[1]["mobile"] = "139****0000", None
    number = started(office, rows)
    assert all("theirs" not in row.acts for row in lines(office, number))


def test_who_left_meanwhile_is_told(office: Context, number: int) -> None:
    edit(office, 5, status="deleted")
    row = load_lines(office, [line(office, number, "龙𬱖")]).popitem()[1]
    assert (row.state, row.words, row.acts) == ("agreed", "已不在册：已删除", frozenset())


def test_one_person_on_both_sides(office: Context, number: int) -> None:
    pair = load_pair(office, line(office, number, "李小梅", "mobile"))
    assert pair is not None
    differing = {row.field: (row.here, row.there) for row in pair.rows if row.differs}
    assert differing == {
        "name": ("李小梅", "李晓梅"), "mobile": ("13800138002", "13900000001"),
    }  # fmt: skip
    assert next(row for row in pair.rows if row.field == "id_number").here == number_of(1)
    edit(office, 2, mobile="13900000001")
    again = load_pair(office, line(office, number, "李小梅", "mobile"))
    assert again is not None
    assert [row.field for row in again.rows if row.differs] == ["name"]


def test_somebody_only_there_brings_what_a_new_record_begins_with(
    office: Context, number: int
) -> None:
    pair = load_pair(office, line(office, number, "新来"))
    assert pair is not None
    assert pair.values == {"name": "新来", "id_number": fresh(1)}  # no mask, no branch
    assert pair.branch_id == CLASS_1
    assert {row.there for row in pair.rows} >= {"新来", "139****0000", "高三（1）班"}
    assert not any(row.differs for row in pair.rows)


def test_a_row_to_be_decided_stands_beside_those_it_may_mean(office: Context, number: int) -> None:
    pair = load_pair(office, line(office, number, "买买提·艾力"))
    assert pair is not None
    assert [(one.member_id, one.words) for one in pair.candidates] == [(3, "高三（1）班 · 在册")]
    assert load_pair(office, 999) is None


def test_comparisons_and_scopes_by_name(office: Context, number: int) -> None:
    (found,) = load_comparisons(office)
    assert found.words == "2018-08-01 导出.xlsx（一中团委）"
    first = load_scopes(office, CLASS_1)[0]
    assert (first.id, first.code, first.short_name) == (CLASS_1, "QX0101", "高三（1）班")
    assert [one.id for one in load_scopes(office, None)] == [1, SCHOOL]


def test_a_list_on_several_sheets_says_the_sheet_of_each_line(
    office: Context,
) -> None:
    rows = roster(office)
    rows[0]["mobile"] = "13900000000"
    rows[3]["mobile"] = "13900000001"
    first, second = (listed(part).sheets[0].rows for part in (rows[:3], rows[3:]))
    sheets = (Sheet("高三1班", False, first), Sheet("高三2班", False, second))
    workbook = Workbook(Path("导出.xlsx"), "xlsx", None, sheets, "a" * 64)
    start_comparison(
        office, plan_comparison(office, workbook.path, org_id=SCHOOL, workbook=workbook)
    )
    number = load_comparisons(office)[0].id
    told = {
        row.name: (row.sheet, row.row) for row in lines(office, number) if row.field == "mobile"
    }
    assert told == {
        str(rows[0]["name"]): ("高三1班", 2), str(rows[3]["name"]): ("高三2班", 2),
    }  # fmt: skip
    assert on_sheets(office, number)
    export = work_list(office, number)
    assert "sheet" in export.shown
    assert ("高三2班", "2") in list(export.rows("seen", ("sheet", "row")))
    one = started(office, rows[:3])
    assert not on_sheets(office, one)
    assert "sheet" not in work_list(office, one).shown

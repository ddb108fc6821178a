"""A list as the clerk means it: mended cells, meanings, headings said; addresses never move."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.files import MEMBERS, sheet
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.findings import Findings
from tuanji_desktop.sheets.heading import Table
from tuanji_desktop.sheets.prepared import list_of, mended_sheet, text_of, written_values
from tuanji_desktop.sheets.reader import Sheet, Workbook
from tuanji_desktop.sheets.reading import Reading

PAGE = sheet(
    ["某校"],
    ["姓名", "民族", "毕业去向"],
    ["张三", " 汉", "考上了"],
    ["李四", "汉", "升学"],
    ["王五", None, "考上了 "],
)


def read(reading: Reading, page: Sheet = PAGE) -> Table:
    workbook = Workbook(Path("名单.xlsx"), "xlsx", None, (page, Sheet("旧", True, [])), "")
    return list_of(workbook, MEMBERS, labels={"name": "姓名"}, reading=reading)


def column(table: Table, field: str) -> list[object]:
    return [row.values[field] for row in table.rows]


def test_meanings_stand_for_what_is_written_and_findings_show_the_list() -> None:
    values = (("destination", "考上了", "升学"), ("ethnicity", "汉", "汉族"), ("sex", "1", "男"))
    table = read(Reading(values=values))
    assert column(table, "destination") == ["升学", "升学", "升学"]
    assert column(table, "ethnicity") == ["汉族", "汉族", None]
    assert table.rows[2].written["destination"] == "考上了 "
    assert [row.number for row in table.rows] == [3, 4, 5]
    findings = Findings(table)
    for number, value in ((3, "升学"), (4, "升学"), (3, "别的")):
        findings.add(number, "destination", level="warning", code="x", message="", value=value)
    assert [one.value for one in findings.all] == ["考上了", "升学", "别的"]
    assert findings.all[0].cell == "C3"


def test_an_empty_meaning_is_an_empty_cell() -> None:
    table = read(Reading(values=(("destination", "升学", ""),)))
    assert column(table, "destination") == ["考上了", None, "考上了 "]


def test_what_a_column_says_is_counted_as_written() -> None:
    table = read(Reading(values=(("destination", "考上了", "升学"),)))
    assert written_values(table, "destination") == {"考上了": 2, "升学": 1}
    assert written_values(table, "ethnicity") == {"汉": 2}
    assert not written_values(table, "sex")
    assert (text_of(1.0), text_of(" 汉\n"), text_of(None)) == ("1", "汉", "")


def test_mended_cells_are_read_and_the_sheet_stays_as_it_was() -> None:
    before = [list(row) for row in PAGE.rows]
    table = read(Reading(mended=((3, 0, "张三丰"), (5, 1, "苗"), (4, 2, ""))))
    assert column(table, "name") == ["张三丰", "李四", "王五"]
    assert column(table, "ethnicity") == [" 汉", "汉", "苗"]
    assert column(table, "destination")[1] is None
    assert PAGE.rows == before
    meant = Reading(mended=((5, 2, "没考上"),), values=(("destination", "没考上", "未就业"),))
    assert column(read(meant), "destination")[2] == "未就业"


def test_mending_brings_a_row_and_takes_one_away() -> None:
    table = read(Reading(mended=((4, 0, ""), (4, 1, ""), (4, 2, ""))))
    assert [row.number for row in table.rows] == [3, 5]


def test_what_is_merged_is_mended_for_one_row_alone() -> None:
    page = sheet(
        ["班级", "姓名"], ["三班", "张三"], [None, "李四"], [None, "王五"], merged=((1, 0, 3, 0),)
    )
    assert column(read(Reading(mended=((3, 0, "四班"),)), page), "class_name") == [
        "三班", "四班", "三班",
    ]  # fmt: skip
    assert column(read(Reading(mended=((2, 0, "一班"),)), page), "class_name") == [
        "一班", "三班", "三班",
    ]  # fmt: skip


def test_the_clerk_says_which_rows_are_the_heading() -> None:
    page = sheet(["姓名", "班级"], ["名字", "专业"], ["张三", "会计"])
    assert read(Reading(), page).heading_rows == (1,)
    table = read(Reading(heading=(2, 1)), page)
    assert (table.heading_rows, list(table.columns)) == ((2,), ["name", "major"])
    with pytest.raises(FileRefused, match="以第 3 行为表头时找不到“姓名”") as caught:
        read(Reading(heading=(3, 1)), page)
    assert caught.value.code == "file.no_heading"
    assert read(Reading(heading=(3, 0)), page).columns == {"name": 0}
    with pytest.raises(FileRefused, match="从第 1 行起没有表头"):
        read(Reading(heading=(1, 0)), sheet(["学号", "班级"], ["1", "三班"]))
    with pytest.raises(FileRefused, match="以第 9–10 行为表头"):
        read(Reading(heading=(9, 2)), page)


cells = st.one_of(st.none(), st.text("甲乙 1", max_size=3), st.floats(allow_nan=False))


@given(
    st.lists(st.lists(cells, max_size=4), max_size=6),
    st.lists(st.tuples(st.integers(1, 8), st.integers(0, 5), st.text("丙丁", max_size=2))),
    st.lists(
        st.tuples(*[st.integers(0, 6)] * 4).map(
            lambda t: (min(t[0], t[2]), min(t[1], t[3]), max(t[0], t[2]), max(t[1], t[3]))
        ),
        max_size=2,
    ),
)
def test_mending_changes_the_mended_cells_alone(
    rows: list[list[object]],
    mended: list[tuple[int, int, str]],
    merged: list[tuple[int, int, int, int]],
) -> None:
    page = Sheet("名单", False, rows, tuple(merged))
    after = mended_sheet(page, mended)
    said = {(number - 1, place): text for number, place, text in mended}
    inside = {
        (row, left)
        for top, left, bottom, right in merged
        if left == right
        for row in range(top, bottom + 1)
    }
    for index, row in enumerate(after.rows):
        old = rows[index] if index < len(rows) else []
        for place, value in enumerate(row):
            if (index, place) in said:
                assert value == (said[index, place] or None)
            elif (index, place) not in inside:
                assert value == (old[place] if place < len(old) else None)


TWO = (
    Sheet("高三1班", False, [["姓名", "民族"], ["张三", "汉"], ["李四", "苗"]]),
    Sheet("高三2班", False, [["民族", "姓名"], ["汉", "王五"], ["侗", "赵六"]]),
)


def test_mended_cells_of_several_sheets_and_of_the_column_that_stands_in_none() -> None:
    workbook = Workbook(Path("名单.xlsx"), "xlsx", None, TWO, "")
    table = list_of(workbook, MEMBERS, labels={}, reading=Reading())
    last = table.rows[-1].number
    said = ((last, table.columns["ethnicity"], "侗族"), (last, table.columns["class_name"], "三班"))
    mended = list_of(workbook, MEMBERS, labels={}, reading=Reading(mended=said))
    assert dict(mended.rows[-1].values) == {
        "name": "赵六",
        "ethnicity": "侗族",
        "class_name": "三班",
    }
    assert [row.values["ethnicity"] for row in mended.rows] == ["汉", "苗", "汉", "侗族"]
    assert [row.values["class_name"] for row in mended.rows[:3]] == [
        "高三1班",
        "高三1班",
        "高三2班",
    ]
    assert TWO[1].rows[2] == ["侗", "赵六"]
    assert mended.told == table.told
    # of a row that is no longer read nothing is mended, least of all another one
    alone = list_of(workbook, MEMBERS, labels={}, reading=Reading("高三1班", mended=said))
    assert [row.values["ethnicity"] for row in alone.rows] == ["汉", "苗"]


def test_a_mended_cell_of_the_right_half() -> None:
    page = sheet(["姓名", "民族", "姓名", "民族"], ["张三", "汉", "李四", "苗"])
    right = 3_000_002
    table = read(Reading(mended=((right, 1, "苗族"),)), page)
    assert [row.values["ethnicity"] for row in table.rows] == ["汉", "苗族"]
    findings = Findings(table)
    findings.add(right, "ethnicity", level="error", code="x", message=f"与第 {right} 行相同")
    (found,) = findings.all
    assert (found.row, found.cell, found.message) == (right, "D2", "与第 2 行右边相同")
    assert found.as_json()["row"] == 2
    assert "sheet" not in found.as_json()


def test_a_finding_of_several_sheets_names_its_own() -> None:
    table = list_of(
        Workbook(Path("名单.xlsx"), "xlsx", None, TWO, ""), MEMBERS, labels={}, reading=Reading()
    )
    findings = Findings(table)
    findings.add(table.rows[-1].number, "name", level="error", code="x", message="")
    assert findings.all[0].where == "高三2班 B3"
    found = findings.all[0].as_json()
    assert (found["sheet"], found["row"], found["cell"]) == ("高三2班", 3, "B3")


def test_a_mended_cell_of_a_hidden_sheet_that_was_asked_for() -> None:
    workbook = Workbook(Path("名单.xlsx"), "xlsx", None, (TWO[0], replace(TWO[1], hidden=True)), "")
    reading = Reading("高三2班", mended=((2, 0, "汉族"),))
    table = list_of(workbook, MEMBERS, labels={}, reading=reading)
    assert [row.values["ethnicity"] for row in table.rows] == ["汉族", "侗"]

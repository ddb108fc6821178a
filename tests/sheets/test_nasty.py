"""Lists with every mess at once: what must be read from them, and what must be said."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.files import MEMBERS, sheet
from tests.sheets.nasty import NASTY, Nasty
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.heading import pick_sheet
from tuanji_desktop.sheets.prepared import list_of
from tuanji_desktop.sheets.reader import Workbook
from tuanji_desktop.sheets.reading import Reading


@pytest.mark.parametrize("nasty", [make() for make in NASTY], ids=[one.__name__ for one in NASTY])
def test_what_a_nasty_list_says(nasty: Nasty) -> None:
    workbook = Workbook(Path("名单.xlsx"), "xlsx", None, nasty.sheets, "")
    table = pick_sheet(workbook, MEMBERS, labels={"id_number": "身份证号"})
    assert table.sheet_name == nasty.sheet
    assert table.letters() == nasty.columns
    assert table.heading_rows == nasty.heading
    assert tuple(row.number for row in table.rows) == nasty.rows
    assert nasty.told in "".join(table.told)
    assert bool(nasty.told) == bool(table.told), table.told


WORDS = st.sampled_from(
    ["姓名", "身份证号", "联系电话", "班级", "序号", "备注", "失败原因", "家长", "合计", "张三", "李四",
     "520628200106140632", "13800138000", "男", "汉族", "2018-09", None, "", 1.0, True, "x" * 50]
)  # fmt: skip
GRIDS = st.lists(st.lists(WORDS, max_size=8), max_size=12)
SPANS = st.tuples(st.integers(0, 12), st.integers(0, 9), st.integers(0, 4), st.integers(0, 4))


@settings(max_examples=60)
@given(
    GRIDS,
    st.lists(SPANS.map(lambda at: (at[0], at[1], at[0] + at[2], at[1] + at[3])), max_size=3),
    st.dictionaries(
        st.sampled_from(["姓名", "A列", "联系电话", "H列"]), st.sampled_from(["", "name", "sex"])
    ),
    st.none() | st.tuples(st.integers(1, 14), st.integers(0, 4)),
)
def test_whatever_stands_in_a_sheet_is_a_table_or_a_refusal(
    grid: list[list[object]],
    merged: list[tuple[int, int, int, int]],
    chosen: dict[str, str],
    heading: tuple[int, int] | None,
) -> None:
    page = sheet(*grid, merged=merged)
    workbook = Workbook(Path("名单.xlsx"), "xlsx", None, (page,), "")
    reading = Reading(chosen=tuple(chosen.items()), heading=heading, mended=((2, 1, "改"),))
    try:
        table = list_of(workbook, MEMBERS, labels={}, reading=reading)
    except FileRefused:
        return
    assert set(table.certainty) == set(table.columns)
    assert len(set(table.columns.values())) == len(table.columns)
    assert set(table.columns.values()) <= set(table.headings)
    assert all("name" in row.values for row in table.rows)


@settings(max_examples=40)
@given(
    st.lists(GRIDS, min_size=2, max_size=3),
    st.dictionaries(
        st.sampled_from(["姓名", "A列", "表名", "H列"]), st.sampled_from(["", "name", "class_name"])
    ),
    st.none() | st.tuples(st.integers(1, 5), st.integers(0, 2)),
)
def test_whatever_stands_in_several_sheets_every_row_has_its_place(
    grids: list[list[list[object]]], chosen: dict[str, str], heading: tuple[int, int] | None
) -> None:
    sheets = tuple(
        replace(sheet(*grid), name=name)
        for name, grid in zip(("高三1班", "Sheet2", "高三3班"), grids, strict=False)
    )
    workbook = Workbook(Path("名单.xlsx"), "xlsx", None, sheets, "")
    mended = tuple((number, 1, "改") for number in (2, 2_000_003, 6_000_002))
    reading = Reading(chosen=tuple(chosen.items()), heading=heading, mended=mended)
    try:
        table = list_of(workbook, MEMBERS, labels={}, reading=reading)
    except FileRefused:
        return
    assert set(table.certainty) == set(table.columns)
    assert len(set(table.columns.values())) == len(table.columns)
    assert set(table.columns.values()) <= set(table.headings)
    numbers = [row.number for row in table.rows]
    assert numbers == sorted(set(numbers))
    for row in table.rows:
        assert "name" in row.values
        part = table.places.part(row.number)
        assert (part is None) == (not table.places)
        assert part is None or part.first_row <= table.places.row(row.number)

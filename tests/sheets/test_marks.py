"""Where notes belong in a sheet."""

import pytest

from tests.sheets.files import sheet
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.marks import CellNote, marks_of


def test_notes_of_a_row_and_of_cells() -> None:
    page = sheet(["姓名", "号"], ["张三", "1"], ["李四", "2", None, "x"])
    marks = marks_of(
        page, (1,), 2,
        [CellNote(2, 1, "甲"), CellNote(2, 1, "甲"), CellNote(2, None, "乙"), CellNote(3, 0, "丙")],
    )  # fmt: skip
    assert marks.reasons == {2: "甲；乙", 3: "丙"}
    assert marks.red == {2: {1}, 3: {0}}
    assert marks.comments == {(2, 1): ["甲"], (3, 0): ["丙"]}
    assert (marks.reason_column, marks.heading_row, marks.again) == (4, 1, False)
    assert (marks.first, marks.last) == (2, 3)


def test_an_earlier_return_is_known() -> None:
    assert marks_of(sheet(["姓名", "失败 原因", "x"], ["张三"]), (1,), 2, []).reason_column == 1
    assert marks_of(sheet(["姓名", "失败原因"], ["张三"]), (1,), 2, []).again
    unheaded = sheet(["张三", "1"], ["李四", "2", "失败原因：重复"])
    marks = marks_of(unheaded, (), 1, [CellNote(1, 0, "甲")])
    assert (marks.reason_column, marks.again, marks.heading_row) == (2, True, 0)
    assert marks.reasons == {1: "失败原因：甲"}
    assert not marks_of(sheet(["张三", "1"], ["李四", "2", "好"]), (), 1, []).again
    assert marks_of(sheet(), (), 1, []).reason_column == 0


def test_at_the_edge_of_the_sheet_the_last_free_column_is_taken() -> None:
    full = [None] * 16_383 + ["末列"]
    assert marks_of(sheet(["姓名"], full), (1,), 2, []).reason_column == 16_382
    with pytest.raises(FileRefused, match="最后一列") as caught:
        marks_of(sheet(["姓名"], ["x"] * 16_384), (1,), 2, [])
    assert caught.value.code == "file.too_wide"


def test_a_merged_cell_is_marked_where_it_is_seen() -> None:
    page = sheet(["班"], ["三班"], [], [], ["四班"], merged=((1, 0, 3, 0), (4, 0, 6, 0)))
    notes = [CellNote(row, 0, "没有这个班") for row in (2, 4, 5, 9)]
    assert marks_of(page, (1,), 2, notes).red == {2: {0}, 5: {0}, 9: {0}}


def test_so_many_comments_a_program_still_shows() -> None:
    page = sheet(["号"], *(["1"] for _ in range(6000)))
    marks = marks_of(page, (1,), 2, [CellNote(n, 0, "错") for n in range(2, 6002)])
    assert (len(marks.comments), len(marks.red), len(marks.reasons)) == (5000, 6000, 6000)

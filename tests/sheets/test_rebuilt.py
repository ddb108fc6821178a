"""The cells of a list in a plain new workbook."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.sheets.reader import Sheet, Workbook, read_workbook
from tuanji_desktop.sheets.rebuilt import write_rebuilt

ROWS: list[list[object]] = [
    ["某校名单" * 9],
    ["姓名", None, "生日", "时间"],
    ["=1+1", 12.5, date(2000, 1, 2), datetime(2018, 6, 1, 12, 30)],  # noqa: DTZ001
    [],
    ["张\x01三", True, date(1899, 12, 31), time(8, 30)],
    ["520628200106140632", 3, "", None],
]


def book(*sheets: Sheet) -> Workbook:
    return Workbook(Path("名单.xls"), "xls", None, sheets, "")


def test_every_cell_stands_where_it_stood(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = Sheet("名单", False, ROWS, ((0, 0, 0, 3),), frozenset({6}))
    assert write_rebuilt(book(sheet), path) == {"名单": "名单"}
    page = load_workbook(path)["名单"]
    assert [str(one) for one in page.merged_cells.ranges] == ["A1:D1"]
    assert (page["A3"].value, page["A3"].data_type) == ("=1+1", "s")
    assert page["A6"].number_format == "@"
    assert page["C3"].value == datetime(2000, 1, 2)  # noqa: DTZ001
    assert page["D3"].value == datetime(2018, 6, 1, 12, 30)  # noqa: DTZ001
    assert page["D5"].value == time(8, 30)
    assert page["B5"].value is True
    assert (page["A5"].value, page["C5"].value) == ("张三", "1899-12-31")
    assert page.row_dimensions[6].hidden
    assert 8 <= page.column_dimensions["A"].width <= 40
    again = read_workbook(path).sheets[0]
    assert again.rows[5][:2] == ["520628200106140632", 3]
    assert again.rows[3] == []


def test_sheets_have_names_that_excel_allows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    names = write_rebuilt(
        book(
            Sheet("高三[1]班" * 9, True, []), Sheet("高三 1 班" * 9, False, [["x"]]),
            Sheet("/", False, []),
        ),
        path,
    )  # fmt: skip
    written = load_workbook(path)
    assert list(names.values()) == written.sheetnames
    assert all(len(name) <= 31 for name in written.sheetnames)
    assert len({name.lower() for name in written.sheetnames}) == 3
    assert [page.sheet_state for page in written.worksheets] == ["hidden", "visible", "visible"]


def test_a_workbook_with_nothing_to_be_seen_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_rebuilt(book(Sheet("旧", True, [["姓名"]])), path)
    assert load_workbook(path).worksheets[0].sheet_state == "visible"


def test_a_long_list_can_be_cancelled_on_the_way(tmp_path: Path) -> None:
    class Unwanted(Quiet):
        def stop_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_rebuilt(
            book(Sheet("名单", False, [["甲"]] * 600)), tmp_path / "a.xlsx", progress=Unwanted()
        )

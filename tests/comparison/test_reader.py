"""What a cell of the list says, and whether the record says the same."""

import datetime

import pytest

from tests.builders import pack
from tests.comparison.helpers import listed
from tuanji_desktop.comparison.reader import (
    Cell,
    CellReader,
    agrees,
    compared_fields,
    comparison_headings,
)
from tuanji_desktop.sheets.heading import pick_sheet


@pytest.mark.parametrize(
    ("field", "cell", "known", "same"),
    [
        ("ethnicity", "汉", "汉族", True),
        ("ethnicity", "苗族", "汉族", False),
        ("joined_on", "2016年5月", "2016-05", True),
        ("joined_on", datetime.date(2016, 5, 4), "2016-05", True),
        ("joined_on", "2016-06", "2016-05", False),
        ("joined_on", "去年", "2016-05", True),  # cannot be read: not compared
        ("born_on", "2001年3月", "2001-03-05", True),  # a month is all that is written
        ("born_on", "2001-04", "2001-03-05", False),
        ("mobile", 13800138001.0, "13800138001", True),
        ("mobile", "138****8001", "13800138001", True),
        ("mobile", "138****8002", "13800138001", False),
        ("mobile", "****", "13800138001", True),  # nothing is visible
        ("name", "买买提•艾力", "买买提·艾力", True),
        ("name", "张*", "张三", True),
        ("id_number", "52062820010305003x", "52062820010305003X", True),
        ("id_number", "5.20628E+17", "520628200103050033", True),  # nothing but digits is lost
        ("is_cadre", "", "否", False),
        ("is_cadre", None, None, True),
    ],
)
def test_cells_are_compared_after_normalisation(
    field: str, cell: object, known: str | None, same: bool
) -> None:
    read = CellReader(pack("guangdong-2018")).read(field, cell)
    assert agrees(field, read, known) is same


def test_a_damaged_number_is_no_value() -> None:
    cell = CellReader(pack("guangdong-2018")).read("id_number", 520628200103050000.0)
    assert (cell.value, cell.mask, cell.readable) == (None, "52062820010305***", False)
    assert cell.finding is not None
    assert cell.finding.code == "id.precision_lost"


def test_a_number_of_another_kind_of_document_stands_as_it_is() -> None:
    reader = CellReader(pack("guangdong-2018"))
    assert reader.read("id_number", "h123456", id_kind="港澳台居民") != Cell()
    assert reader.read("id_number", "h1234567", id_kind="境外证件").value == "H1234567"


def test_an_empty_column_and_the_lists_own_remarks_are_not_compared() -> None:
    rows = [
        {"name": "张三", "mobile": None, "ethnicity": "", "备注": "外出", "sex": None},
        {"name": "李四", "mobile": None, "ethnicity": None, "备注": "", "sex": "女"},
    ]
    table = pick_sheet(listed(rows), comparison_headings())
    assert set(table.columns) >= {"name", "mobile", "ethnicity", "notes", "sex"}
    assert compared_fields(table) == ("name", "sex")

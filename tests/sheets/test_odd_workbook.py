"""Workbooks that calamine gives up on and openpyxl reads."""

import io
from datetime import datetime
from typing import Any

import pytest
from python_calamine import CalamineError, CalamineWorkbook

from tests.sheets.hostile import SHEET, book, packed, parts, text_cell
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.notices import MACROS
from tuanji_desktop.sheets.odd_workbook import odd_workbook_frames
from tuanji_desktop.sheets.refusals import Refused

ROWS = (
    f'<row r="1">{text_cell("A1", "姓名")}<c r="C1" t="e"><v>#N/A</v></c></row>'
    '<row r="3"><c r="A3" t="d"><v>2018-09-01T00:00:00</v></c><c r="B3"><v>7</v></c></row>'
)


def in_utf16() -> bytes:
    """Every part in UTF-16, as the standard allows."""
    whole = parts(ROWS)
    for name in ("xl/workbook.xml", SHEET):
        text = whole[name].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        whole[name] = text.encode("utf-16")
    return packed(whole)


def frames(data: bytes, limits: Limits | None = None) -> list[tuple[Any, ...]]:
    return list(odd_workbook_frames(io.BytesIO(data), "xlsm", False, limits or Limits()))


def test_a_workbook_that_calamine_does_not_read() -> None:
    with pytest.raises(CalamineError):
        CalamineWorkbook.from_filelike(io.BytesIO(in_utf16())).get_sheet_by_index(0)
    found = frames(in_utf16())
    moment = datetime(2018, 9, 1)  # noqa: DTZ001 (spreadsheets know no zones)
    assert found[:2] == [("format", "xlsm", None, False), ("sheet", "名单", False, [])]
    assert found[2][:2] == ("rows", [["姓名"], [], [moment, 7]])
    assert found[3] == ("told", MACROS)
    assert "C1 是公式错误（#N/A）" in found[4][1]


def test_hidden_sheets_are_told() -> None:
    whole = parts(ROWS)
    whole["xl/workbook.xml"] = whole["xl/workbook.xml"].replace(
        b'sheetId="1"', b'sheetId="1" state="hidden"'
    )
    found = frames(packed(whole))
    assert found[1] == ("sheet", "名单", True, [])
    assert ("told", "有隐藏的工作表：“名单”，没有指定就不读。") in found


def test_its_cells_are_limited_too() -> None:
    with pytest.raises(Refused) as caught:
        frames(book(ROWS), Limits(cells=3))
    assert caught.value.args[0] == "file.too_large"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities_are_refused_wherever_they_stand(codec: str) -> None:
    bomb = f'<?xml version="1.0"?><!--{"x" * 9000}--><!DOCTYPE s [<!ENTITY a "ha">]><s/>'
    with pytest.raises(Refused) as caught:
        frames(packed(parts(ROWS) | {"xl/styles.xml": bomb.encode(codec)}))
    assert caught.value.args[0] == "file.unreadable"

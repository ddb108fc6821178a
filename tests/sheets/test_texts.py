"""Texts, web pages and XML tables as frames."""

from typing import Any

import pytest

from tests.sheets.test_web_table import SCHOOL
from tests.sheets.test_xml_table import book, cell
from tuanji_desktop.sheets.limits import Limits
from tuanji_desktop.sheets.notices import WEB_TABLE, XML_TABLE
from tuanji_desktop.sheets.plain_table import PlainTable
from tuanji_desktop.sheets.refusals import Refused
from tuanji_desktop.sheets.texts import table_frames, text_frames


def frames(data: bytes, limits: Limits | None = None) -> list[tuple[Any, ...]]:
    return list(text_frames(data, limits or Limits()))


def test_a_text_table() -> None:
    found = frames("姓名,性别\n张三,#N/A\n".encode("gb18030"))
    assert [frame[:2] for frame in found[:3]] == [
        ("format", "csv"),
        ("sheet", ""),
        ("rows", [["姓名", "性别"], ["张三"]]),
    ]
    assert found[0] == ("format", "csv", "gb18030", False)
    assert found[3][0] == "told"
    assert "B2" in found[3][1]


def test_a_web_page() -> None:
    found = frames(SCHOOL.encode("utf-16"))
    assert found[0] == ("format", "html", "utf-16", False)
    assert found[1] == ("sheet", "", False, [(0, 0, 0, 2), (1, 0, 2, 0)])
    assert [frame[0] for frame in found[2:]] == ["rows", "told", "noticed", "told"]
    assert found[3] == ("told", WEB_TABLE)
    assert found[4] == ("noticed", 0, [4])


def test_tables_of_a_page_are_numbered() -> None:
    page = b"<table><td>a</table><table><td>b</table>"
    assert [frame[1] for frame in frames(page) if frame[0] == "sheet"] == ["表格1", "表格2"]
    with pytest.raises(Refused) as caught:
        frames(page, Limits(sheets=1))
    assert caught.value.args[0] == "file.too_large"


def test_a_spreadsheet_in_xml() -> None:
    found = frames(book(f"<Row ss:Hidden='1'>{cell('姓名')}</Row>").encode())
    assert found[:2] == [("format", "xml", "utf-8", False), ("sheet", "名单", False, [])]
    assert ("noticed", 0, [1]) in found
    assert [frame[1] for frame in found if frame[0] == "told"][-1] == XML_TABLE


def test_hidden_sheets_are_told_before_what_is_in_them() -> None:
    hidden = PlainTable("旧表", True)
    hidden.noticed.hide_rows(2, 1)
    told = [frame[1] for frame in table_frames("ods", None, [hidden]) if frame[0] == "told"]
    assert told[0] == "有隐藏的工作表：“旧表”，没有指定就不读。"
    assert "第 2 行" in told[1]

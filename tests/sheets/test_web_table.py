"""HTML tables that are called .xls."""

import time

import pytest

from tests.sheets.hostile import page_of_entities, page_of_spans, page_of_tables, page_without_ends
from tuanji_desktop.sheets.refusals import Refused
from tuanji_desktop.sheets.web_table import WebTable, looks_like_web, tables_of

SCHOOL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">
<style>td {mso-number-format:"\\@"} <table></style><title>a<table></title></head><body>
<!-- <table><tr><td>no</td></tr></table> -->
<TABLE border=1>
<tr><th colspan="3">毕业生&nbsp;名单</th></tr>
<tr><td rowspan=2>姓名</td><td style='mso-number-format:"\\@"'>身份证号<br>（必填）</td><td>备注
<tr><td>520628200007107992</td><td>  A &amp; B &#20851;  岭</td></tr>
<tr style="DISPLAY: none"><td>张三</td><td></td><td></td></tr>
<tr></tr>
</TABLE></body></html>"""


def only(text: str) -> WebTable:
    (table,) = tables_of(text, cells=10_000)
    return table


def refusal(text: str, cells: int = 1_000_000) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        tables_of(text, cells=cells)
    code, sentence = caught.value.args
    return code, sentence


def test_a_table_of_a_school_system() -> None:
    table = only(SCHOOL)
    assert table.rows == [
        ["毕业生 名单"],
        ["姓名", "身份证号\n（必填）", "备注"],
        [None, "520628200007107992", "A & B 关 岭"],
        ["张三"],
    ]
    assert table.merged == [(0, 0, 0, 2), (1, 0, 2, 0)]
    assert table.hidden_rows == [4]


def test_cells_below_a_tall_one_move_aside() -> None:
    text = "<table><tr><td rowspan=3>a<td>b<tr><td>c<tr><td>d<tr><td>e</table>"
    assert only(text).rows == [["a", "b"], [None, "c"], [None, "d"], ["e"]]


def test_several_tables_and_tables_in_tables() -> None:
    text = "<table><tr><td>外<table><tr><td>内</td></tr></table></td><td>右</td></tr></table>"
    found = tables_of(text + "<table></table><table><td>后</td></table>", cells=1000)
    assert [table.rows for table in found] == [[["外", "右"]], [["内"]], [["后"]]]


def test_a_script_is_no_text() -> None:
    assert only("<table><tr><td>a<script>'<td>x'</script>b</table>").rows == [["ab"]]
    assert only("<table><tr><td>a<script>'<td>x'").rows == [["a"]]
    assert only("<table><tr><td>a<!-- <td>x").rows == [["a"]]


def test_a_page_without_a_table_is_refused() -> None:
    for text in ("<html><frameset><frame src='sheet001.htm'></frameset></html>", "<html>"):
        code, sentence = refusal(text)
        assert code == "file.unreadable"
        assert "网页" in sentence


@pytest.mark.parametrize(
    ("text", "web"),
    [
        ("\ufeff \n<HTML>", True),
        ("<!DOCTYPE html><p>", True),
        ("<meta charset=gbk><table>", True),
        ('<?xml version="1.0"?>\n<html>', True),
        ("<div><table>", True),
        ('<?xml version="1.0"?><Workbook/>', False),
        ("姓名,<table>", False),
    ],
)
def test_what_a_page_looks_like(text: str, web: bool) -> None:
    assert looks_like_web(text) is web


def test_pages_that_mean_harm_end_soon() -> None:
    began = time.monotonic()
    for page in (page_of_tables, page_of_spans):
        assert refusal(page().decode(), 20_000_000)[0] == "file.too_large"
    assert refusal("<table><tr><td colspan=9000>x<td colspan=9000>y")[0] == "file.too_large"
    assert refusal("<table>" + "<tr>" * 30_000, 200_000)[0] == "file.too_large"
    assert len(tables_of(page_without_ends().decode(), cells=1000)) == 1
    assert len(tables_of(page_of_entities().decode(), cells=1000)) == 1
    assert time.monotonic() - began < 10  # what the clerk is promised of any file

"""Spreadsheets in one XML file of 2003."""

from datetime import date, datetime

import pytest

from tests.sheets.hostile import xml_bomb, xml_of_rows
from tuanji_desktop.sheets.notices import SheetNotices
from tuanji_desktop.sheets.plain_table import PlainTable
from tuanji_desktop.sheets.refusals import Refused
from tuanji_desktop.sheets.xml_table import looks_like_xml_table, xml_tables_of

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
HEAD = (
    f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{SPACE}" '
)
HEAD += f'xmlns:ss="{SPACE}" xmlns:x="urn:schemas-microsoft-com:office:excel">'


def book(rows: str, options: str = "") -> str:
    return (
        f'{HEAD}<Worksheet ss:Name="名单"><Table>{rows}</Table>'
        f"<x:WorksheetOptions>{options}</x:WorksheetOptions></Worksheet></Workbook>"
    )


def cell(value: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def only(text: str) -> PlainTable:
    (table,) = xml_tables_of(text, cells=100_000)
    return table


def refusal(text: str, cells: int = 100_000) -> str:
    with pytest.raises(Refused) as caught:
        xml_tables_of(text, cells=cells)
    return str(caught.value.args[0])


def test_values_and_places() -> None:
    moment = datetime(2018, 9, 1, 8, 30)  # noqa: DTZ001 (spreadsheets know no zones)
    rows = (
        f"<Row>{cell('姓名 &amp; 名')}{cell('13800138000', 'Number')}</Row>"
        + '<Row ss:Index="4">'
        + cell("x", more="ss:Index='3'")
        + cell("2.5", "Number")
        + "</Row>"
        + f"<Row>{cell('2018-09-01T00:00:00.000', 'DateTime')}"
        f"{cell('2018-09-01T08:30:00.000', 'DateTime')}{cell('1', 'Boolean')}"
        f"{cell('520628200002067192', 'Number')}{cell('九月', 'DateTime')}</Row><Row/>"
    )
    assert only(book(rows)).rows == [
        ["姓名 & 名", 13800138000],
        [],
        [],
        [None, None, "x", 2.5],
        [date(2018, 9, 1), moment, True, 520628200002067192.0, "九月"],
    ]


def test_merged_cells_hidden_rows_and_errors() -> None:
    wide = 'ss:MergeAcross="2" ss:MergeDown="1"'
    rows = (
        f"<Row>{cell('a', more=wide)}{cell('d')}</Row>"
        + '<Row ss:Hidden="1">'
        + cell("#N/A", "Error", "ss:Index='4'")
        + "</Row>"
    )
    table = only(book(rows, "<x:Visible>SheetHidden</x:Visible>"))
    assert table.rows == [["a", None, None, "d"]]
    assert table.merged == [(0, 0, 1, 2)]
    assert table.noticed == SheetNotices(hidden_rows=[2], errors=[("D2", "#N/A")])
    assert table.hidden
    assert not only(book("")).hidden


def test_what_other_programs_write() -> None:
    bold = '<B xmlns="http://www.w3.org/TR/REC-html40">c</B>d'
    rows = f"<Row>{cell('a&#5;b&#x1f;')}{cell(bold)}</Row>"
    assert only("\n\t " + book(rows)).rows == [["ab", "cd"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [(book(""), True), ("\ufeff\n" + book(""), True), ("<?xml version='1.0'?><list/>", False)],
)
def test_what_it_looks_like(text: str, found: bool) -> None:
    assert looks_like_xml_table(text) is found


@pytest.mark.parametrize(
    "text",
    [
        book("<Row>")[:-30],
        book(cell("x")),
        f"{HEAD}<Row/></Workbook>",
        book('<Row ss:Index="-5"/>'),
        book("<Row>" + "<Cell>" * 300),
        xml_bomb().decode(),
    ],
)
def test_what_is_damaged_is_refused(text: str) -> None:
    assert refusal(text) == "file.unreadable"


@pytest.mark.parametrize(
    "text",
    [
        xml_of_rows().decode(),
        book('<Row ss:Index="1048577"/>'),
        book("<Row>" + cell("x", more="ss:Index='16385'") + "</Row>"),
        book("<Row/>" * 10_001),
    ],
)
def test_what_is_too_much_is_refused(text: str) -> None:
    assert refusal(text) == "file.too_large"

"""Reading .ods: every value, what is merged, hidden or wrong, and cells that repeat themselves."""

import io
from datetime import date, datetime

import pytest

from tests.sheets.files import ods as plain_ods
from tests.sheets.hostile import (
    deep_ods,
    entity_in_ods,
    ods,
    packed,
    repeated_blanks,
    repeated_both,
    repeated_columns,
    repeated_rows,
)
from tuanji_desktop.sheets.notices import SheetNotices
from tuanji_desktop.sheets.ods_table import ods_tables_of
from tuanji_desktop.sheets.plain_table import PlainTable
from tuanji_desktop.sheets.refusals import UNKNOWN_LOCK, Refused

MOMENT = datetime(2018, 9, 1, 8, 30)  # noqa: DTZ001 (spreadsheets know no zones)


def tables(data: bytes, cells: int = 1_000_000) -> list[PlainTable]:
    return list(ods_tables_of(io.BytesIO(data), cells=cells))


def only(rows: str) -> PlainTable:
    (table,) = tables(ods(rows))
    return table


def cell(text: str = "", attributes: str = "") -> str:
    line = f"<text:p>{text}</text:p>" if text else ""
    kind = "" if "value-type" in attributes or not text else ' office:value-type="string"'
    return f"<table:table-cell{kind} {attributes}>{line}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def typed(kind: str, value: str, text: str = "x") -> str:
    return cell(text, f'office:value-type="{kind}" office:{value}')


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        tables(data)
    return str(caught.value.args[0])


def test_values() -> None:
    cells = (
        typed("float", 'value="13800138000"'),
        typed("percentage", 'value="0.5"'),
        typed("float", 'value="520628200002067192"'),
        typed("date", 'date-value="2018-09-01"'),
        typed("date", 'date-value="2018-09-01T08:30:00"'),
        typed("date", 'date-value="九月"', "九月"),
        typed("boolean", 'boolean-value="true"'),
        typed("float", 'value="x"', "七"),
        typed("time", 'time-value="PT08H30M00S"', "08:30"),
        cell("", 'office:value-type="string" office:string-value="张三"'),
    )
    assert only(row(*cells)).rows == [
        [
            *(13800138000, 0.5, 520628200002067192.0, date(2018, 9, 1), MOMENT),
            *("九月", True, "七", "08:30", "张三"),
        ]
    ]


def test_texts() -> None:
    cells = (
        "<table:table-cell><text:p>身份证号</text:p><text:p>（<text:span>必填</text:span>）</text:p>"
        "<office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>",
        cell('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d'),
    )
    assert only(row(*cells)).rows == [["身份证号\n（必填）", "a   b\tc\nd"]]


def test_places_repeats_and_merged_cells() -> None:
    rows = (
        row(cell(attributes='table:number-columns-repeated="2"'), cell("a"))
        + row(cell(), attributes='table:number-rows-repeated="2"')
        + row(
            cell("b", 'table:number-columns-repeated="2"'),
            cell("c", 'table:number-columns-spanned="2" table:number-rows-spanned="3"'),
            '<table:covered-table-cell table:number-columns-repeated="1"/>',
            cell("d"),
            attributes='table:number-rows-repeated="2"',
        )
        + row(cell(attributes='table:number-columns-repeated="16384"'))
    )
    table = only(rows)
    again = ["b", "b", "c", None, "d"]
    assert table.rows == [[None, None, "a"], [], [], again, again]
    assert table.merged == [(3, 2, 5, 3)]


def test_what_is_hidden_or_wrong() -> None:
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="2"/>'
        + row(cell("a"))
        + row(
            cell("b"),
            attributes='table:visibility="filter" table:number-rows-repeated="2"',
        )
        + row(
            cell("#N/A", 'table:formula="of:=1"'),
            cell("", 'table:formula="of:=1"'),
            cell("7", 'table:formula="of:=1" office:value-type="float" office:value="7"'),
            cell("Err:502", 'table:formula="of:=1"'),
        )
        + row(attributes='table:visibility="collapse" table:number-rows-repeated="1048572"')
    )
    table = only(rows)
    assert table.rows == [["a"], ["b"], ["b"], [None, None, 7]]
    assert table.noticed == SheetNotices(
        hidden_rows=[2, 3],
        hidden_columns=[1, 2],
        filtered=True,
        errors=[("A4", "#N/A"), ("D4", "Err:502")],
        uncalculated=["B4"],
    )


def test_hidden_sheets_and_what_is_kept_of_other_files() -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{n}="{names}:{n}:1.0"' for n in ("office", "table", "text", "style"))
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>"
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="名单"><table:shapes>{row(cell("图"))}</table:shapes>'
        f"{row(cell('a'))}</table:table>"
        f'<table:table table:name="选项" table:style-name="ta2">{row(cell("b"))}</table:table>'
        f"<table:table table:name=\"'file:///a.ods'#$S\">{row(cell('c'))}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    found = tables(packed({"content.xml": content.encode()}))
    assert [(table.name, table.hidden, table.rows) for table in found] == [
        ("名单", False, [["a"]]),
        ("选项", True, [["b"]]),
    ]


def test_the_list_of_another_program(tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    path = plain_ods(tmp_path / "a.ods", [["姓名", 2.5], ["张㛃", None]])
    assert tables(path.read_bytes())[0].rows == [["姓名", 2.5], ["张㛃"]]


def test_repeats_that_mean_harm() -> None:
    for giant in (repeated_columns, repeated_rows, repeated_both):
        assert refusal(giant()) == "file.too_large"
    assert tables(repeated_blanks())[0].rows == []


def test_damage_and_locks_are_refused() -> None:
    for data in (deep_ods(), entity_in_ods(), packed({"content.xml": b"<a>"})):
        assert refusal(data) == "file.unreadable"
    locked = packed({"META-INF/manifest.xml": b"<manifest:encryption-data/>", "content.xml": b"x"})
    with pytest.raises(Refused) as caught:
        tables(locked)
    assert caught.value.args == ("file.unreadable", UNKNOWN_LOCK)

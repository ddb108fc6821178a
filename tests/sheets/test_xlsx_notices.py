"""The second look into .xlsx: rows, columns, errors, formulas nobody calculated."""

import io

import pytest

from tests.sheets.hostile import SHEET, foreign_file, huge_tag, packed, parts, text_cell
from tuanji_desktop.sheets import xlsx_notices
from tuanji_desktop.sheets.notices import COMMENTS, LINKS, Clock, Enough, SheetNotices
from tuanji_desktop.sheets.xlsx_notices import notices_in


def noticed(
    files: dict[str, bytes], names: tuple[str, ...] = ("名单",)
) -> list[SheetNotices | str | list[str]]:
    return list(notices_in(io.BytesIO(packed(files)), list(names), Clock(60)))


def of(rows: str, *, before: str = "", after: str = "") -> SheetNotices:
    files = parts(rows)
    files[SHEET] = (
        files[SHEET]
        .replace(b"<sheetData>", f"{before}<sheetData>".encode())
        .replace(b"</worksheet>", f"{after}</worksheet>".encode())
    )
    (found,) = noticed(files)
    assert isinstance(found, SheetNotices)
    return found


def test_an_ordinary_sheet_has_nothing() -> None:
    assert of(f'<row r="1">{text_cell("A1", "hidden=&quot;1&quot;")}</row>') == SheetNotices()


@pytest.mark.parametrize("quote", ['"', "'"])
def test_hidden_rows(quote: str) -> None:
    row = '<row r="{}" {}/>'
    rows = row.format(1, "") + row.format(4, 'hidden="1"') + row.format(9, 'ht="5" hidden="true"')
    rows += row.format(10, 'hidden="0"')
    assert of(rows.replace('"', quote)).hidden_rows == [4, 9]


def test_hidden_rows_that_do_not_say_their_number_are_counted() -> None:
    rows = "<row><c><v>1</v></c></row>" * 3 + '<row hidden="1"></row><row/>'
    assert of(rows).hidden_rows == [4]
    assert of('<row r="7"/>' + rows).hidden_rows == [11]


def test_rows_are_counted_over_the_borders_of_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 400))
    rows += (
        '<row hidden="1"/>'
        + rows
        + '<row r="900" hidden="1"><c r="B900" t="e"><v>#N/A</v></c></row>'
    )
    whole = of(rows)
    assert whole.hidden_rows == [400, 900]
    for size in (257, 1000, 4099):
        monkeypatch.setattr(xlsx_notices, "_CHUNK", size)
        assert of(rows) == whole


def test_columns_and_filters() -> None:
    columns = '<cols><col min="2" max="3" width="9" hidden="1"/><col min="5" max="5"/></cols>'
    after = '<autoFilter ref="A1:B9"><filterColumn colId="0"/></autoFilter>'
    found = of('<row r="1"/>', before=columns, after=after)
    assert (found.hidden_columns, found.filtered) == ([1, 2], True)
    assert not of('<row r="1"/>', after='<autoFilter ref="A1:B9"/>').filtered


def test_errors_with_and_without_a_formula() -> None:
    rows = (
        '<row r="5"><c r="A5" t="e"><v>#N/A</v></c><c r="B5" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C5" t="e"><f t="shared" si="0"/><v>#REF!</v></c><c r="D5"><f>1</f><v>1</v></c></row>'
    )
    assert of(rows).errors == [("A5", "#N/A"), ("B5", "#DIV/0!"), ("C5", "#REF!")]


def test_formulas_without_a_result() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1</f><v/></c>'
        '<c r="D1"><f>1+1</f><v>2</v></c><c r="E1" t="str"><f>""</f><v></v></c>'
        '<c r="F1"><f t="shared" si="0"/></c></row>'
    )
    assert of(rows).uncalculated == ["A1", "B1", "C1", "F1"]


def test_tags_with_a_prefix() -> None:
    files = parts("")
    files[SHEET] = (
        b'<x:worksheet xmlns:x="http://x"><x:sheetData><x:row hidden="1" r="3"><x:c r="A3" t="e">'
        b"<x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert noticed(files) == [SheetNotices(hidden_rows=[3], errors=[("A3", "#N/A")])]


def test_each_sheet_is_found_by_its_name() -> None:
    files = parts('<row r="2" hidden="1"/>')
    relation = b'<Relationship Id="r9" Type="x" Target="/xl/worksheets/b.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    files[rels] = files[rels].replace(b"</Relationships>", relation)
    files["xl/workbook.xml"] = files["xl/workbook.xml"].replace(
        b"<sheets>", '<sheets><sheet name="甲 &amp; 乙" sheetId="2" r:id="r9"/>'.encode()
    )
    files["xl/worksheets/b.xml"] = files[SHEET].replace(b'r="2"', b'r="8"')
    found = noticed(files, ("甲 & 乙", "名单", "没有"))
    assert [one.hidden_rows for one in found if isinstance(one, SheetNotices)] == [[8], [2], []]


def test_other_files_are_told_and_not_opened() -> None:
    found = list(notices_in(io.BytesIO(foreign_file()), ["名单"], Clock(60)))
    assert found == [LINKS, SheetNotices()]


def test_what_is_too_much_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Enough):
        list(notices_in(io.BytesIO(packed(parts(""))), ["名单"], Clock(-1)))
    monkeypatch.setattr(xlsx_notices, "MOST", 10)
    with pytest.raises(Enough):
        noticed(parts(""))


def test_tags_without_end_hold_nobody_up() -> None:
    assert list(notices_in(io.BytesIO(huge_tag()), ["名单"], Clock(2))) == [SheetNotices()]


def test_numbers_are_told_ahead_of_everything_where_somebody_asks() -> None:
    number, other, third = "520688200801272174", "52068820081231001X", "520688199001010010"
    files = parts(f'<row r="1">{text_cell("A1", other)}{text_cell("B1", "张三")}</row>')
    files["xl/sharedStrings.xml"] = (
        f"<sst><si><t>{number}</t></si><si><t>9{third}</t></si></sst>".encode()
    )
    book = packed(files)
    told = list(notices_in(io.BytesIO(book), ["名单"], Clock(60), numbers=True))
    assert [one for one in told if isinstance(one, list) and one] == [[number], [other]]
    assert told[-1] == SheetNotices()
    assert list(notices_in(io.BytesIO(book), ["名单"], Clock(60))) == [SheetNotices()]


@pytest.mark.parametrize("place", ["xl/comments1.xml", "xl/comments/comment1.xml"])
def test_comments_are_told_but_not_our_own(place: str) -> None:
    def told(*authors: str, comment: bool = True) -> bool:
        listed = "".join(f"<author>{one}</author>" for one in authors)
        text = f"<comments><authors>{listed}</authors>{'<comment ref=' * comment}</comments>"
        return COMMENTS in noticed({**parts(""), place: text.encode()})

    assert told("李老师")
    assert told("")
    assert told("李老师", "团籍台账")
    assert not told("团籍台账")
    assert not told("李老师", comment=False)

"""Marks in the XML of a sheet: only what is to be marked changes."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.test_mark_styles import STYLES
from tuanji_desktop.sheets.mark_sheet import SheetMarker
from tuanji_desktop.sheets.mark_styles import MarkStyles
from tuanji_desktop.sheets.marks import Marks
from tuanji_desktop.sheets.package import NotPlain

HEAD = '<worksheet><dimension ref="A1:B9"/><sheetData>'
TAIL = '</sheetData><tableParts count="1"/></worksheet>'


def marks(**given: object) -> Marks:
    held: dict[str, object] = {
        "reason_column": 2, "heading_row": 1, "first": 2, "last": 9, "again": False,
        "reasons": {}, "red": {},
    }  # fmt: skip
    return Marks(**{**held, **given})  # type: ignore[arg-type]


def marked(text: str, wanted: Marks, drawing: str = "", styles: str = STYLES) -> str:
    marker = SheetMarker(wanted, MarkStyles(styles), drawing=drawing)
    whole = b"".join(marker.marked(io.BytesIO(text.encode())))
    trickled = SheetMarker(wanted, MarkStyles(styles), drawing=drawing).marked
    assert whole.startswith(b"<worksheet>")
    if "sheetData/>" not in text:
        assert b"".join(trickled(_Slow(text.encode()))) == whole
    return whole.decode()


class _Slow(io.BytesIO):
    """Gives a few bytes at a time, as long as there are any; everything where all is asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(7 if size and size > 0 else -1)


def rows(text: str) -> list[str]:
    return re.findall(r"<row\b[^>]*/>|<row\b.*?</row>", text)


def test_untouched_rows_stay_byte_for_byte() -> None:
    odd = '<row r="2" spans="1:2"  ht="20"><c r="A2"  t="s"><v>1</v></c></row>'
    text = marked(
        f'{HEAD}<row r="1"><c r="A1"/></row>\n{odd}<row r="3"/>{TAIL}', marks(reasons={3: "错"})
    )
    assert odd in text
    assert "dimension" not in text
    assert text.endswith(TAIL)
    assert '<cols><col min="3" max="3" width="40" customWidth="1"/></cols><sheetData>' in text


def test_a_red_cell_a_reason_and_the_heading() -> None:
    text = marked(
        f'{HEAD}<row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c></row>'
        f'<row r="2" hidden="1" ht="9"><c r="B2" t="n"><f>1+1</f><v>2</v></c></row>{TAIL}',
        marks(red={2: {0, 1}}, reasons={2: "号码<错>"}),
    )
    first, second = rows(text)
    assert first == (
        '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c>'
        '<c r="C1" s="2" t="inlineStr"><is><t>失败原因</t></is></c></row>'
    )
    assert second == (
        '<row r="2" ht="9"><c r="A2" s="3"/><c r="B2" t="n" s="3"><f>1+1</f><v>2</v></c>'
        '<c r="C2" s="4" t="inlineStr"><is><t>号码&lt;错&gt;</t></is></c></row>'
    )


def test_rows_and_cells_without_addresses_are_counted() -> None:
    text = marked(
        f"{HEAD}<row><c/></row><row><c><v>1</v></c><c><v>2</v></c></row>{TAIL}",
        marks(red={2: {1}}),
    )
    assert '<c r="A2"><v>1</v></c><c r="B2" s="3"><v>2</v></c>' in text


def test_a_row_that_stands_nowhere_is_made() -> None:
    text = marked(f'{HEAD}<row r="1"/><row r="5"/>{TAIL}', marks(reasons={3: "甲", 7: "乙"}))
    assert [one[:12] for one in rows(text)] == [
        '<row r="1"><', '<row r="3"><', '<row r="5"/>', '<row r="7"><',
    ]  # fmt: skip
    assert ">失败原因<" in marked("<worksheet><sheetData/></worksheet>", marks())


def test_an_earlier_return_is_taken_away() -> None:
    first = MarkStyles(STYLES)
    red = first.red(1)
    body = (
        f'<row r="1"><c r="C1"><v>1</v></c></row><row r="2"><c r="A2" s="{red}"/><c r="C2"/></row>'
        f'<row r="3"><c r="A3" s="1"/></row><row r="12"><c r="A12" s="{red}"/></row>'
    )
    text = marked(f"{HEAD}{body}{TAIL}", marks(again=True, reasons={3: "新"}), styles=first.text())
    assert '<row r="2"><c r="A2" s="4"/></row>' in text
    assert f'<c r="A12" s="{red}"/>' in text  # below the list
    assert '<c r="A3" s="1"/>' in text
    assert "新" in text


def test_the_width_is_the_reasons_alone() -> None:
    cols = (
        '<cols><col min="1" max="2" width="9"/><col max="9" min="3" width="5" hidden="1"/></cols>'
    )
    text = marked(HEAD.replace("<sheetData>", f"{cols}<sheetData>") + TAIL, marks())
    assert (
        '<cols><col min="1" max="2" width="9"/><col min="3" max="3" width="40" customWidth="1"/>'
        '<col min="4" max="9" width="5" hidden="1"/></cols>' in text
    )


def test_the_slips_stand_where_the_format_wants_them() -> None:
    text = marked(HEAD + TAIL, marks(), "rIdX")
    assert re.search(r'<legacyDrawing [^>]*r:id="rIdX"/><tableParts', text)
    there = "</sheetData><legacyDrawing r:id='rId7'/></worksheet>"
    assert marked(HEAD + there, marks()).endswith(there)
    leading_nowhere = marked(HEAD + there, marks(), "rIdX")
    assert "rId7" not in leading_nowhere
    assert leading_nowhere.count("<legacyDrawing ") == 1
    assert "/><" in marked(f"{HEAD}</sheetData></worksheet>", marks(), "rIdX")


@pytest.mark.parametrize(
    "odd",
    [
        "", "<worksheet>", "<x:worksheet><x:sheetData></x:sheetData></x:worksheet>",
        f"{HEAD}<!-- x --><row r='1'/>{TAIL}" + " " * 300,
        f'{HEAD}<row r="1"><c r="A1"><is><![CDATA[x]]></is></c></row>{TAIL}',
        HEAD.replace("<sheetData>", '<cols><col min="1"/></cols><sheetData>') + TAIL,
    ],
)  # fmt: skip
def test_a_sheet_written_otherwise_is_not_plain(odd: str) -> None:
    with pytest.raises(NotPlain):
        list(SheetMarker(marks(), MarkStyles(STYLES), drawing="").marked(io.BytesIO(odd.encode())))


@given(st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)))
def test_every_row_that_is_there_or_wanted_is_there_once(there: set[int], wanted: set[int]) -> None:
    body = "".join(f'<row r="{number}"><c r="A{number}"/></row>' for number in sorted(there))
    text = marked(f"{HEAD}{body}{TAIL}", marks(reasons=dict.fromkeys(wanted - {1}, "错")))
    numbers = [int(one) for one in re.findall(r'<row r="(\d+)"', text)]
    assert numbers == sorted(there | wanted | {1})


def test_a_hidden_column_with_a_red_cell_is_shown() -> None:
    cols = '<cols><col min="1" max="3" width="0" hidden="1" style="1" customWidth="1"/></cols>'
    text = marked(
        f'<worksheet>{cols}<sheetData><row r="1"><c r="A1"/></row>{TAIL}',
        marks(red={1: {1}}, reasons={1: "错"}, reason_column=3),
    )
    shown = re.findall(r"<col (.*?)/>", text)
    assert shown == [
        'min="1" max="1" width="0" hidden="1" style="1" customWidth="1"',
        'min="2" max="2" width="12" style="1" customWidth="1"',
        'min="3" max="3" width="0" hidden="1" style="1" customWidth="1"',
        'min="4" max="4" width="40" customWidth="1"',
    ]


def test_what_stands_behind_the_cells_of_a_row_stays() -> None:
    behind = '<extLst><ext uri="x"/></extLst>'
    text = marked(
        f'{HEAD}<row r="1"><c r="A1"/>{behind}</row>{TAIL}', marks(reasons={1: "错"}, heading_row=0)
    )
    assert rows(text)[0].endswith(f"</c>{behind}</row>")

"""The second look into .xls: a walk over its records."""

import io
from struct import pack

import pytest

from tests.sheets import old_excel as old
from tests.sheets.files import VOCATIONAL
from tuanji_desktop.sheets import xls_notices
from tuanji_desktop.sheets.notices import LINKS, MACROS, Clock, Enough, SheetNotices
from tuanji_desktop.sheets.xls_notices import notices_in


def noticed(data: bytes, count: int = 1) -> list[SheetNotices | str]:
    return list(notices_in(io.BytesIO(data), count, Clock(60)))


def row(number: int, flags: int) -> bytes:
    return old.record(old.ROW, pack("<HHHHHHI", number, 0, 3, 255, 0, 0, flags))


def test_an_ordinary_list_has_nothing() -> None:
    assert noticed(VOCATIONAL.read_bytes()) == [SheetNotices()]


def test_everything_there_is() -> None:
    failed = b"\x02\x00\x17\x00\x00\x00\xff\xff" + bytes(8)
    text = b"\x00\x00\x00\x00\x00\x00\xff\xff" + bytes(8)
    records = [
        old.record(old.COLINFO, pack("<HHHHHH", 2, 3, 2560, 0, 1, 0)),
        old.record(old.COLINFO, pack("<HHHHHH", 5, 5, 2560, 0, 0, 0)),
        row(0, 0x100),
        row(1, 0x120),
        row(6, 0x120),
        old.record(old.BOOLERR, pack("<HHHBB", 1, 1, 0, 0x2A, 1)),
        old.record(old.BOOLERR, pack("<HHHBB", 1, 2, 0, 1, 0)),
        old.record(old.FORMULA, pack("<HHH", 1, 27, 0) + failed),
        old.record(old.FORMULA, pack("<HHH", 1, 28, 0) + text),
        old.record(old.FILTERMODE),
    ]
    assert noticed(old.xls({"名单": records, "空": []}), 2) == [
        SheetNotices(
            hidden_rows=[2, 7],
            hidden_columns=[2, 3],
            filtered=True,
            errors=[("B2", "#N/A"), ("AB2", "#REF!")],
        ),
        SheetNotices(),
    ]


def test_a_chart_inside_a_sheet_does_not_end_it() -> None:
    chart = old.record(old.BOF, pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0)) + old.record(old.EOF)
    (found,) = noticed(old.xls({"名单": [chart, row(3, 0x120)]}))
    assert isinstance(found, SheetNotices)
    assert found.hidden_rows == [4]


def test_macros_and_other_files_are_told() -> None:
    own = old.record(old.SUPBOOK, pack("<HH", 1, 0x0401))
    other = old.record(old.SUPBOOK, pack("<H", 1) + old.text("\x01别的.xls"))
    assert noticed(old.xls({"S": []}, before=[own]), 0) == []
    assert noticed(old.xls({"S": []}, before=[own, other]), 0) == [LINKS]
    data = old.compound({"Workbook": old.stream({"S": []}), "_VBA_PROJECT_CUR": b"x"})
    assert noticed(data) == [MACROS, SheetNotices()]


def test_the_clock_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls_notices, "_EVERY", 2)
    data = old.xls({"S": [row(0, 0)] * 3})
    with pytest.raises(Enough):
        list(notices_in(io.BytesIO(data), 1, Clock(-1)))


def test_records_that_lie_about_their_length_end_the_walk() -> None:
    assert noticed(old.xls({"S": [pack("<HH", old.LABEL, 0xFFFF)]})) == [SheetNotices()]

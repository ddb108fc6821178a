"""The register of 文号 as a workbook."""

from pathlib import Path

from openpyxl import load_workbook

from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import load_register, reserve_number, void_number
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.settings_room.numbers import export_register


def test_gaps_and_void_numbers_stand_in_their_place(office: Context, tmp_path: Path) -> None:
    save_settings(office, [("office.document_series", "青团字〔年〕号")])
    reserve_number(office, subject="请示", number="青团字〔2018〕9号")
    reserve_number(office, subject="通知", number="青团字〔2018〕11号")
    void_number(office, number="青团字〔2018〕9号", reason="未发出")
    out = tmp_path / "登记.xlsx"
    assert export_register(load_register(office), out) == 3
    rows = [list(row) for row in load_workbook(out).worksheets[0].iter_rows(values_only=True)]
    assert rows[0][0] == "2018 年发文登记"
    assert [(row[0], row[1], row[5], row[6]) for row in rows[2:]] == [
        ("青团字〔2018〕9号", "请示", "作废", "未发出"),
        ("青团字〔2018〕10号", None, "空号", None),
        ("青团字〔2018〕11号", "通知", "预留", None),
    ]
    again = tmp_path / "again.xlsx"
    export_register(load_register(office), again)
    assert again.read_bytes() == out.read_bytes()

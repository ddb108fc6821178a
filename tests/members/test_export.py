"""Rosters written out: fixed order, text cells, masked or logged."""

from pathlib import Path

import openpyxl

from tuanji_desktop.members import export
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.office.context import Context
from tuanji_desktop.store import journal


def newest(office: Context) -> journal.JournalOperation:
    with office.database.read() as connection:
        return journal.operations(connection, limit=1)[0]


def test_round_trip_changes_nothing(office: Context, tmp_path: Path) -> None:
    out = tmp_path / "花名册.xlsx"
    assert export.export_roster(office, out) == 6
    assert newest(office).kind == "export.roster"
    plan = plan_roster(office, out)
    assert (plan.count("unchanged"), plan.findings) == (6, ())
    book = openpyxl.load_workbook(out)
    try:
        sheet = book.active
        assert all(
            isinstance(cell.value, str) for row in sheet.iter_rows() for cell in row if cell.value
        )
        assert sheet.freeze_panes is not None
    finally:
        book.close()


def test_masked_and_below_a_node(office: Context, tmp_path: Path) -> None:
    out = tmp_path / "打码.csv"
    before = newest(office).number
    assert export.export_roster(office, out, org_id=3, masked=True) == 3
    assert newest(office).number == before
    text = out.read_text(encoding="utf-8-sig")
    assert "520***********" in text
    assert "138****8001" in text


def test_templates_have_the_columns_and_no_rows(office: Context, tmp_path: Path) -> None:
    for kind, names in export.TEMPLATES.items():
        out = tmp_path / f"{kind}.xlsx"
        assert export.write_template(office, out, kind=kind) == 0
        book = openpyxl.load_workbook(out)
        headings = [cell.value for cell in next(book.worksheets[0].iter_rows())]
        book.close()
        assert len(headings) == len(names)

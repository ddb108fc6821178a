"""An export with whole numbers is logged before the file is seen; a masked one is not logged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import make_office
from tuanji_desktop.core.errors import FileRefused, RuleRefused
from tuanji_desktop.core.masks import mask_phone
from tuanji_desktop.kit.export_act import carry_out
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.column import Column
from tuanji_desktop.sheets.exportable import Exportable, ExportColumn, Scope, Wish
from tuanji_desktop.store import journal
from tuanji_desktop.store.database import open_database

LIST = Exportable(
    "phones",
    "电话簿",
    (ExportColumn("mobile", Column("手机号码"), mask_phone), ExportColumn("n", Column("序号"))),
    ("mobile", "n"),
    (Scope("all", "全部"),),
    lambda _scope, keys: [[{"mobile": "13800138000", "n": "1"}[key] for key in keys]],
    unit="条",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


def newest(context: Context) -> journal.JournalOperation:
    with context.database.read() as connection:
        return journal.operations(connection, limit=1)[0]


def test_whole_numbers_are_logged_with_their_purpose(office: Context, tmp_path: Path) -> None:
    wish = Wish(LIST.shown, "all", masked=False)
    assert carry_out(office, LIST, wish, tmp_path / "a.csv", reason=" 核对 ").rows == 1
    entry = newest(office)
    assert (entry.kind, entry.reason) == ("export.phones", "核对")
    assert entry.words == "导出电话簿“全部” a.csv：1 条，含完整证件号和手机号"


def test_masked_ones_and_lists_without_numbers_are_not(office: Context, tmp_path: Path) -> None:
    before = newest(office)
    carry_out(office, LIST, Wish(LIST.shown, "all"), tmp_path / "a.csv")
    carry_out(office, LIST, Wish(("n",), "all", masked=False), tmp_path / "b.csv")
    assert newest(office) == before
    assert "138****8000" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_a_file_that_cannot_be_written_is_not_logged(office: Context, tmp_path: Path) -> None:
    before = newest(office)
    with pytest.raises(FileRefused):
        carry_out(office, LIST, Wish(LIST.shown, masked=False), tmp_path / "无" / "a.csv")
    assert newest(office) == before


def test_read_only_only_masked(office: Context, tmp_path: Path) -> None:
    database = open_database(office.database.path, now=office.clock(), read_only=True)
    reading = replace(office, database=database)
    try:
        with pytest.raises(RuleRefused):
            carry_out(reading, LIST, Wish(LIST.shown, masked=False), tmp_path / "a.csv")
        assert carry_out(reading, LIST, Wish(LIST.shown), tmp_path / "a.csv").rows == 1
    finally:
        database.close()

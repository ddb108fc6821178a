"""Whole numbers leave the office file only with an entry in the journal."""

from dataclasses import replace

import pytest

from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.history.service import last_undoable
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.exports import log_full_export, sealed
from tuanji_desktop.store import journal
from tuanji_desktop.store.database import open_database


def operations(context: Context) -> list[journal.JournalOperation]:
    with context.database.read() as connection:
        return [
            one for one in journal.operations(connection, limit=9) if one.kind.startswith("export.")
        ]


def test_each_export_is_an_entry_with_its_purpose(office: Context) -> None:
    seal = sealed(
        office, kind="roster", title="团员花名册", name="a.xlsx", unit="人", reason="上报统计"
    )
    assert operations(office) == []
    seal(6)
    seal(6)  # the same second, the same file: two acts all the same
    first, second = operations(office)
    assert first.kind == second.kind == "export.roster"
    assert first.words == "导出团员花名册 a.xlsx：6 人，含完整证件号和手机号"
    assert (first.reason, first.actor) == ("上报统计", office.operator)
    assert first.number != second.number


def test_an_undo_does_not_begin_with_an_export(office: Context) -> None:
    with office.database.read() as connection:
        before = last_undoable(connection)
    log_full_export(office, "导出", "a 1", kind="reminder")
    with office.database.read() as connection:
        assert last_undoable(connection) == before


def test_where_nothing_can_be_logged_nothing_goes_out(office: Context) -> None:
    path, moment = office.database.path, office.clock()
    reading = replace(office, database=open_database(path, now=moment, read_only=True))
    try:
        with pytest.raises(RuleRefused, match="打码") as caught:
            sealed(reading, kind="roster", title="花名册", name="a.xlsx")
        assert caught.value.code == "export.read_only"
    finally:
        reading.database.close()

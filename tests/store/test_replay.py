from pathlib import Path

import pytest

from tuanji_desktop.core.errors import OfficeLocked
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import Database
from tuanji_desktop.store.replay import replay

from .helpers import PASSWORD, act, add_members, edit, last_number, records, reopen, rows, undo


def test_the_journal_alone_gives_the_office_back(encrypted: Database, tmp_path: Path) -> None:
    """Random acts are played by `test_machine`; this one is encrypted and holds papers."""
    add_members(encrypted, 30)
    edit(encrypted, 4, name="王伟", email=None, notes='\x01引号"')
    undo(encrypted, 2)
    undo(encrypted, last_number(encrypted))
    with encrypted.write(
        act("paper.print", reason="盖章", document="团青字〔2018〕12号")
    ) as writing:
        writing.connection.exec_driver_sql("INSERT INTO blobs VALUES ('abc', CAST('x' AS BLOB))")
        writing.connection.exec_driver_sql(
            "INSERT INTO papers (form, title, pages, sha256, made_at) VALUES ('', '', 1, 'abc', '')"
        )
    target = tmp_path / "重放.tuanji"
    head = replay(encrypted, target)
    again = reopen(target, secret=PASSWORD)
    assert records(again) == records(encrypted)
    for table in (
        "journal_operations", "journal_rows", "journal_head", "org_counts", "roster_values",
        "roster_births", "blobs",
    ):  # fmt: skip
        sql = f"SELECT * FROM {table}"
        assert rows(again, sql) == rows(encrypted, sql)
    assert rows(again, "SELECT hash FROM journal_head") == [(head,)]
    assert not [one for one in check(again).problems if "存档" not in one]
    again.close()


def test_nothing_is_played_over_a_file(office: Database, office_file: Path) -> None:
    with pytest.raises(OfficeLocked) as refused:
        replay(office, office_file)
    assert refused.value.code == "office.exists"

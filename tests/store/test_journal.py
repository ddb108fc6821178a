import json

import pytest

from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.store import journal
from tuanji_desktop.store.changes import Operation
from tuanji_desktop.store.database import Database

from .helpers import NOW, act, add_members, edit, last_number, rows


def test_an_operation_keeps_who_when_what_why(office: Database) -> None:
    operation = Operation(
        kind="member.edit",
        words="修改 张三 的手机号码",
        actor="王小梅",
        at=NOW,
        day=NOW.date(),
        reason="本人更正",
        document="团青字〔2018〕12号",
    )
    add_members(office, 1)
    with office.write(operation) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '13911112222'")
    with office.read() as connection:
        found = journal.operation(connection, writing.number)
        assert found is not None
        (row,) = journal.rows_of_operation(connection, found)
        life = list(journal.rows_of_record(connection, "members", 1))
        assert [one.number for one in journal.operations(connection, limit=2)] == [3, 2]
        assert [one.number for one in journal.operations(connection, limit=9, before=3)] == [2, 1]
        assert journal.operation(connection, 99) is None
    assert (found.words, found.actor, found.at) == (
        "修改 张三 的手机号码",
        "王小梅",
        "2018-10-15T09:30:00",
    )
    assert (found.reason, found.document, found.day) == (
        "本人更正",
        "团青字〔2018〕12号",
        "2018-10-15",
    )
    assert row.changed_fields() == {"mobile": ("13800000000", "13911112222")}
    assert [one.before is None for one in life] == [True, False]


def test_the_newest_operation_from_a_document_that_was_not_taken_back(office: Database) -> None:
    def imported(name: str, kind: str = "import.roster", undoes: int | None = None) -> int:
        operation = Operation(
            kind=kind,
            words="导入",
            actor="王",
            at=NOW,
            day=NOW.date(),
            document=name,
            undoes=undoes,
        )
        with office.write(operation) as writing:
            writing.connection.exec_driver_sql(
                "UPDATE members SET notes = ?", (f"{writing.number}",)
            )
        return writing.number

    def found(name: str) -> int | None:
        with office.read() as connection:
            last = journal.last_from(connection, "import.roster", name)
        return last.number if last is not None else None

    add_members(office, 1)
    first, second = imported("名单.xlsx"), imported("名单.xlsx")
    imported("别的.xlsx")
    assert (found("名单.xlsx"), found("没有.xlsx")) == (second, None)
    imported("名单.xlsx", kind="history.undo", undoes=second)
    assert found("名单.xlsx") == first


def test_a_write_that_changed_nothing_is_no_operation(office: Database) -> None:
    number = last_number(office)
    with office.write(act()) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = mobile")
    assert last_number(office) == number
    assert rows(office, "SELECT count(*) FROM journal_operations") == [(number,)]


def test_rows_are_the_json_that_sqlite_would_write(office: Database) -> None:
    """The triggers put it together by hand, for speed."""
    add_members(office, 1)
    odd = "引号\" 反斜杠\\ 换行\n \x01 𬱖䶮 '单'"
    edit(office, 1, notes=odd, email="")
    ((text,),) = rows(office, "SELECT after FROM journal_rows ORDER BY id DESC LIMIT 1")
    with office.read() as connection:
        record = connection.exec_driver_sql("SELECT * FROM members").mappings().one()
    assert json.loads(text) == {name: value for name, value in record.items() if value is not None}
    assert list(json.loads(text)) == [name for name, value in record.items() if value is not None]
    with office.read() as connection:
        canonical = connection.exec_driver_sql("SELECT json(?)", (text,)).scalar_one()
    assert canonical == text


def test_the_head_is_the_hash_of_the_last_operation(office: Database) -> None:
    add_members(office, 2)
    with office.read() as connection:
        number, digest = journal.head(connection)
        found = journal.operation(connection, number)
    assert found and found.hash == digest and len(digest) == 64


def test_verify_can_be_cancelled(office: Database) -> None:
    class Impatient(Quiet):
        def stop_if_cancelled(self) -> None:
            raise Cancelled

    add_members(office, 2)
    with pytest.raises(Cancelled), office.read() as connection:
        journal.verify(connection, progress=Impatient())

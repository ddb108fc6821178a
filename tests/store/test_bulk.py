import pytest
from sqlalchemy.exc import IntegrityError

from tuanji_desktop.store import bulk, schema
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import Database

from .helpers import act, add_members, edit, insert_members, rows, undo


def test_ids_are_contiguous_and_journalled(office: Database) -> None:
    assert add_members(office, 3) == range(1, 4)
    with office.write(act()) as writing:
        first = insert_members(writing.connection, 2)
        second = insert_members(writing.connection, 1, branch=6)
    assert (first, second) == (range(4, 6), range(6, 7))
    assert rows(office, "SELECT count(*) FROM journal_rows WHERE table_name = 'members'") == [(6,)]
    assert rows(office, "SELECT members FROM org_counts WHERE org_id = 1") == [(6,)]


def test_an_id_is_never_given_twice(office: Database) -> None:
    add_members(office, 5)
    undo(office, 2)
    assert add_members(office, 1) == range(6, 7)


def test_nothing_is_a_range_too(office: Database) -> None:
    assert add_members(office, 0) == range(1, 1)


def test_many_updates(office: Database) -> None:
    add_members(office, 3)
    with office.write(act()) as writing:
        changed = [("13900000001", "", 1), ("13900000003", "", 3)]
        bulk.update_many(writing.connection, schema.members, ("mobile", "missing"), changed)
    assert rows(office, "SELECT mobile FROM members WHERE id <> 2") == [
        ("13900000001",),
        ("13900000003",),
    ]
    assert rows(office, "SELECT incomplete FROM org_counts WHERE org_id = 4") == [(1,)]


def test_a_broken_rule_is_an_integrity_error_and_leaves_nothing(office: Database) -> None:
    with (
        pytest.raises(IntegrityError, match=r"member\.branch"),
        office.write(act()) as writing,
    ):
        insert_members(writing.connection, 2, branch=2)  # a committee has no members
    assert rows(office, "SELECT count(*) FROM members") == [(0,)]


def test_a_column_that_is_none_is_refused(office: Database) -> None:
    with pytest.raises(KeyError), office.write(act()) as writing:
        bulk.update_many(writing.connection, schema.members, ("no_such",), [("x", 1)])
    edit_after = add_members(office, 1)
    assert edit(office, edit_after[0], mobile="1") == 3


def test_indexes_set_aside_come_back_as_they_were(office: Database) -> None:
    before = rows(office, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name")
    with office.write(act()) as writing:
        aside = bulk.set_indexes_aside(writing.connection, schema.members)
        insert_members(writing.connection, 10)
        bulk.restore_indexes(writing.connection, aside)
    after = rows(office, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name")
    assert after == before and len(aside) > 5
    assert check(office, thorough=True).ok

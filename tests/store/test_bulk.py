from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from tuanji_desktop.store import bulk, schema
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import Database

from .helpers import act, add_members, edit, insert_members, make_office, reopen, rows, undo

COLUMNS = ("branch_id", "status", "name", "sex", "born_on", "mobile", "education", "missing")
KEPT = ("members", "journal_rows", "org_counts", "roster_values", "roster_births")
SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"


def people(count: int, *, homeless: int | None = None) -> list[bulk.Row]:
    """Men and women of three branches, some who left long ago, some with a red name."""
    return [
        (
            2 if i == homeless else 4 + i % 3,  # a committee has no members
            "over_age" if i % 7 == 6 else "active",
            f"张{i}",
            "男女"[i % 2] if i % 5 else None,
            f"200{i % 4}-0{1 + i % 9}-01",
            None,
            "大学本科" if i % 4 else None,
            "mobile" if i % 3 else "",
        )
        for i in range(count)
    ]


def load(connection: Connection, people: list[bulk.Row]) -> range:
    return bulk.load_members(connection, COLUMNS, iter(people), count=len(people))


def content(office: Database) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(rows(office, f"SELECT * FROM {name}"), key=repr) for name in KEPT}


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


@pytest.mark.parametrize("before", [0, 20, 30], ids=["first", "beside few", "beside many"])
def test_a_load_leaves_the_file_as_single_members_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    monkeypatch.setattr(bulk, "_MANY", 20)
    made = {}
    for way in (load, None):
        office = reopen(make_office(tmp_path / f"{way is None}.tuanji"))
        with office.write(act()) as writing:
            bulk.insert_many(writing.connection, schema.members, COLUMNS, people(before))
        schema_before = rows(office, SCHEMA)
        with office.write(act("import.roster")) as writing:
            put = writing.connection, people(25)
            ids = load(*put) if way else bulk.insert_many(put[0], schema.members, COLUMNS, put[1])
        assert ids == range(before + 1, before + 26)
        assert rows(office, SCHEMA) == schema_before
        edit(office, ids[0], status="over_age")  # the triggers are there again
        assert check(office, thorough=True).ok
        made[way is None] = content(office)
        office.close()
    assert made[True] == made[False]


def test_a_load_of_two_thousand_is_found_by_name_and_undone(office: Database) -> None:
    with office.write(act("import.roster")) as writing:
        load(writing.connection, people(2_000))
        number = writing.number
    assert rows(office, "SELECT members FROM org_counts WHERE org_id = 1") == [(1_715,)]
    assert rows(office, "SELECT count(*) FROM member_search") == [(2_000,)]
    undo(office, number)
    assert rows(office, "SELECT count(*) FROM members") == [(0,)]
    assert rows(office, "SELECT sum(members) FROM org_counts") == [(0,)]
    assert check(office, thorough=True).ok


def test_a_load_that_breaks_a_rule_leaves_nothing_and_no_gap(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_MANY", 20)
    add_members(office, 3)
    before = rows(office, SCHEMA)
    with office.write(act()) as writing:
        with pytest.raises(IntegrityError, match=r"member\.branch"):
            load(writing.connection, people(30, homeless=29))
        insert_members(writing.connection, 1)  # whoever goes on is journalled and counted
    assert rows(office, SCHEMA) == before
    assert rows(office, "SELECT count(*) FROM members") == [(4,)]
    assert rows(office, "SELECT members FROM org_counts WHERE org_id = 1") == [(4,)]
    assert check(office, thorough=True).ok

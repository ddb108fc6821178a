import pytest

from tuanji_desktop.store import bulk, journal, schema
from tuanji_desktop.store.database import Database
from tuanji_desktop.store.undo import UndoneRow, undo_rows

from .helpers import act, add_members, edit, insert_members, last_number, rows, undo


def test_an_import_goes_but_what_was_touched_since_stays(office: Database) -> None:
    add_members(office, 50)
    edit(office, 7, mobile="13999999999")
    edit(office, 8, missing="mobile")  # derived: no touch
    outcome = undo(office, 2)
    assert len(outcome.reversed) == 49
    assert outcome.kept == (UndoneRow("members", 7, ("mobile",), "后来改动过"),)
    assert outcome.impossible == ()
    assert rows(office, "SELECT id FROM members") == [(7,)]
    assert rows(office, "SELECT count(*) FROM member_search_docsize") == [(1,)]


def test_an_edit_goes_field_by_field(office: Database) -> None:
    add_members(office, 1)
    number = edit(office, 1, mobile="13911111111", email="a@b.cn", name="王伟")
    edit(office, 1, email="c@d.cn")
    outcome = undo(office, number)
    assert outcome.kept == (UndoneRow("members", 1, ("email",), "后来改动过"),)
    assert outcome.reversed == (UndoneRow("members", 1, ("name", "mobile")),)
    assert rows(office, "SELECT name, mobile, email FROM members") == [
        ("张三", "13800000000", "c@d.cn")
    ]


def test_undo_of_an_undo_brings_everything_back(office: Database) -> None:
    add_members(office, 30)
    before = rows(office, "SELECT * FROM members")
    undo(office, 2)
    assert rows(office, "SELECT count(*) FROM members") == [(0,)]
    undo(office, last_number(office))
    assert rows(office, "SELECT * FROM members") == before


def test_what_the_rules_forbid_is_named(office: Database) -> None:
    add_members(office, 25, branch=5)
    with office.write(act("member.move")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET branch_id = 4")
    move = last_number(office)
    with office.write(act("org.dissolve")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET status = 'dissolved' WHERE id = 5"
        )
    outcome = undo(office, move)
    assert len(outcome.impossible) == 25
    assert {row.why for row in outcome.impossible} == {"原团支部已撤销或不能有团员"}
    assert rows(office, "SELECT count(*) FROM members WHERE branch_id = 4") == [(25,)]


def test_what_others_hang_on_stays(office: Database) -> None:
    add_members(office, 1)
    with office.write(act()) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO change_requests (member_id, proposed_by, proposed_at) VALUES (1, '', '')"
        )
    assert [row.why for row in undo(office, 2).impossible] == ["还有其他记录与它相连"]


def test_rows_go_from_the_last_to_the_first(office: Database) -> None:
    """Members leave, then their branches and the committee go: back only in reverse."""
    add_members(office, 1)
    with office.write(act()) as writing:
        connection = writing.connection
        connection.exec_driver_sql("UPDATE members SET status = 'deleted'")
        for org in (4, 5, 2):
            connection.exec_driver_sql(
                "UPDATE organizations SET status = 'dissolved' WHERE id = ?", (org,)
            )
    outcome = undo(office, last_number(office))
    assert outcome.impossible == outcome.kept == ()
    assert rows(office, "SELECT status FROM members") == [("active",)]


def test_what_was_made_and_then_filled_goes_whole(office: Database) -> None:
    with office.write(act("member.add")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO members (id, branch_id, status) VALUES (70, 5, 'draft')"
        )
        writing.connection.exec_driver_sql(
            "UPDATE members SET name = '陈新', mobile = '13900000000' WHERE id = 70"
        )
    outcome = undo(office, last_number(office))
    assert (outcome.kept, outcome.impossible) == ((), ())
    assert rows(office, "SELECT id FROM members") == []


def test_an_organisation_does_not_come_back_under_a_dissolved_one(office: Database) -> None:
    with office.write(act()) as writing:
        writing.connection.exec_driver_sql("DELETE FROM organizations WHERE id = 6")
    with office.write(act()) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET status = 'dissolved' WHERE id = 3"
        )
    assert [row.why for row in undo(office, 2).impossible] == ["上级组织已撤销"]


def test_a_kind_does_not_change_back_over_members(office: Database) -> None:
    with office.write(act()) as writing:
        writing.connection.exec_driver_sql("UPDATE organizations SET kind = 'branch' WHERE id = 3")
    add_members(office, 1, branch=3)
    assert [row.why for row in undo(office, 2).impossible] == ["组织下有团员，不能改为这一类型"]


def test_a_failure_that_is_no_rule_is_not_swallowed(office: Database) -> None:
    add_members(office, 30)
    with office.read() as connection:
        found = journal.operation(connection, 2)
    assert found
    with pytest.raises(Exception, match="no_such"), office.write(act()) as writing:
        writing.connection.exec_driver_sql(
            "CREATE TEMP TRIGGER broken BEFORE DELETE ON members BEGIN SELECT no_such(1); END"
        )
        undo_rows(writing.connection, found)
    assert rows(office, "SELECT count(*) FROM members") == [(30,)]


def test_progress_is_told(office: Database) -> None:
    add_members(office, 1200)
    told: list[tuple[int, int]] = []
    with office.read() as connection:
        found = journal.operation(connection, 2)
    assert found
    with office.rehearse(act("undo", undoes=2)) as writing:
        undo_rows(writing.connection, found, progress=lambda *one: told.append(one))
    assert told == [(0, 1200), (500, 1200), (1000, 1200)]
    assert rows(office, "SELECT count(*) FROM members") == [(1200,)]


def test_a_large_operation_is_taken_back_whole(office: Database) -> None:
    add_members(office, 2000)
    with office.write(act("import.roster")) as writing:
        insert_members(writing.connection, 2000, branch=5)
        changed = ((f"139{i:08d}", "email" if i % 2 else "", i) for i in range(1, 2001))
        bulk.update_many(writing.connection, schema.members, ("mobile", "missing"), changed)
    outcome = undo(office, last_number(office))
    assert len(outcome.reversed) == 4000
    assert rows(office, "SELECT count(*) FROM members") == [(2000,)]

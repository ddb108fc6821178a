"""What the records say of those who leave or come back."""

from tests.builders import add_member
from tests.deletion.helpers import graduate, request
from tests.leaving.helpers import TODAY, act, left
from tuanji_desktop.leaving.records import load
from tuanji_desktop.office.context import Context


def test_everything_that_is_still_open_is_found(office: Context) -> None:
    request(office, 1)
    graduate(office, 2, "due")
    graduate(office, 2, "received")
    act(
        office,
        "INSERT INTO corrections (member_id, field, reason, state, opened_by, opened_on) "
        "VALUES (3, 'joined_on', '误填', 'verified', '王干事', '2018-08-01'), "
        "(4, 'joined_on', '误填', 'approved', '王干事', '2018-08-01')",
    )
    for state, member in (("waiting", 4), ("received", 5)):
        act(
            office,
            "INSERT INTO transfers (member_id, kind, machine, state, started_by, started_on, "
            "moved_on, recorded_by) VALUES (?, 'study', 'transfer', ?, 'branch', '2018-07-01', "
            "'2018-07-01', '王干事')",
            member,
            state,
        )
    act(
        office,
        "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
        "VALUES (5, '参军入伍', '2018-07-01', '王干事', '2018-07-01')",
    )
    with office.database.read() as connection:
        found = load(connection, range(1, 8), restoring=False)
    assert sorted(found) == [1, 2, 3, 4, 5, 6]
    assert found[1].deletion == (1, "requested")
    assert (found[2].graduate, found[2].years) == (("due",), (2018,))
    assert [found[one].correction for one in (3, 4)] == ["joined_on", None]
    assert [found[one].transfer for one in (4, 5)] == [True, False]
    assert [found[one].retained for one in (5, 6)] == [True, False]
    assert found[6].joined_on == "2016-05"


def test_who_has_the_number_now_and_which_entry_is_open(office: Context) -> None:
    left(office, "voluntarily_left", 1)
    number = office.database
    with number.read() as connection:
        (one,) = load(connection, [1], restoring=True).values()
    assert (one.departure_id, one.left_on, one.id_holder) == (1, TODAY.isoformat(), "")
    add_member(office, name="张三", id_number=one.values["id_number"] or "")
    with office.database.read() as connection:
        (one,) = load(connection, [1], fields=["is_cadre", "nonsense"], restoring=True).values()
    assert one.id_holder == "张三"
    assert one.values["is_cadre"] == "否"

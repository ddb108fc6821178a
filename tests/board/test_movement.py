from datetime import date

from tests.board.helpers import on, write
from tests.builders import add_member
from tuanji_desktop.board.movement import GONE, JOINED, MOVED_IN, MOVED_OUT, load_movement
from tuanji_desktop.board.queries import load_board
from tuanji_desktop.office.context import Context

SINCE, UNTIL = date(2018, 8, 2), date(2018, 8, 31)


def september(office: Context) -> Context:
    """One came, one was expelled, one changed branches, one came and went, one left later."""
    add_member(on(office, date(2018, 8, 5)), name="赵一", branch="QX0101")
    write(
        office,
        date(2018, 8, 6),
        "UPDATE members SET status = 'expelled' WHERE id = 1",
        "UPDATE members SET branch_id = 4 WHERE id = 2 AND branch_id = 3",
        "UPDATE members SET branch_id = 4 WHERE id = 3 AND branch_id = 3",
    )
    add_member(on(office, date(2018, 8, 7)), name="钱二", branch="QX0101")
    write(office, date(2018, 8, 8), "UPDATE members SET status = 'deleted' WHERE id = 8")
    write(office, date(2018, 9, 1), "UPDATE members SET status = 'over_age' WHERE id = 4")
    return on(office, date(2018, 9, 2))


def people(context: Context, org_id: int | None) -> dict[str, tuple[int, ...]]:
    found = load_movement(context, org_id=org_id, since=SINCE, until=UNTIL)
    return {key: ids for key, ids in found.people.items() if ids}


def test_the_office_as_a_whole(office: Context) -> None:
    later = september(office)
    assert people(later, None) == {JOINED: (7,), "expelled": (1,)}
    found = load_movement(later, org_id=None, since=SINCE, until=UNTIL)
    assert (found.before, found.after) == (6, 6)


def test_inside_the_office_one_branch_loses_what_another_gains(office: Context) -> None:
    later = september(office)
    assert people(later, 3)[MOVED_OUT] == people(later, 4)[MOVED_IN]
    assert people(later, 2) == people(later, None)


def test_before_and_after_are_what_the_board_says(office: Context) -> None:
    later = september(office)
    for org in (None, 2, 3, 4):
        found = load_movement(later, org_id=org, since=SINCE, until=UNTIL)
        assert found.before == load_board(later, org_id=org, day=date(2018, 8, 1)).members
        assert found.after == load_board(later, org_id=org, day=UNTIL).members


def test_a_record_that_was_undone_is_named_so(office: Context) -> None:
    write(office, date(2018, 8, 6), "DELETE FROM members WHERE id = 6")
    assert people(on(office, UNTIL), None) == {GONE: (6,)}


def test_nothing_happened(office: Context) -> None:
    found = load_movement(office, org_id=None, since=date(2018, 8, 2), until=date(2018, 8, 2))
    assert (found.before, found.after, any(found.people.values())) == (6, 6, False)

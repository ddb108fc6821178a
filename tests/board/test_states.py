"""The records as they were on any day, held against copies taken on that day."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.board.helpers import on, rows, write
from tests.builders import add_member
from tuanji_desktop.board.queries import UNITS, load_board, people_of
from tuanji_desktop.board.states import COLUMNS, last_row, state_sql
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context

FIRST = date(2018, 8, 1)


def state(office: Context, day: date) -> set[tuple[object, ...]]:
    with office.database.read() as connection:
        sql = state_sql(last_row(connection, day))
        return {tuple(row) for row in connection.exec_driver_sql(sql)}


def as_it_is(office: Context) -> set[tuple[object, ...]]:
    return set(rows(office, f"SELECT id, {', '.join(COLUMNS)} FROM members"))


ACTS = st.sampled_from(
    (
        "UPDATE members SET status = 'deleted' WHERE id = {id}",
        "UPDATE members SET status = 'active' WHERE id = {id}",
        "UPDATE members SET branch_id = 4 WHERE id = {id}",
        "UPDATE members SET branch_id = 3 WHERE id = {id}",
        "UPDATE members SET education = '本科' WHERE id = {id}",
        "UPDATE members SET missing = 'mobile', mobile = NULL WHERE id = {id}",
    )
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.tuples(ACTS, st.integers(1, 6)), min_size=1, max_size=6))
def test_any_day_can_be_asked_for(office: Context, plan: list[tuple[str, int]]) -> None:
    begun = rows(office, "SELECT max(day) FROM journal_operations")[0][0]
    day = date.fromisoformat(str(begun))
    kept = {day: as_it_is(office)}
    for statement, member in plan:
        day += timedelta(days=1)
        write(office, day, statement.format(id=member))
        kept[day] = as_it_is(office)
    for when, records in kept.items():
        assert state(office, when) == records
    assert state(office, date(2018, 7, 31)) == set()


def test_what_was_undone_counts_until_it_was_undone(office: Context) -> None:
    second, third = FIRST + timedelta(days=1), FIRST + timedelta(days=2)
    add_member(on(office, second), name="赵一")
    number = int(str(rows(office, "SELECT max(number) FROM journal_operations")[0][0]))
    undo(on(office, third), number=number)
    sizes = [load_board(office, org_id=None, day=day).members for day in (FIRST, second, third)]
    assert sizes == [6, 7, 6]
    found = people_of(office, org_id=None, day=second)
    assert len(found) == 7
    assert [one.name for one in found.undone] == ["赵一"]
    assert found.mark == "1 人的录入后来撤销了，没有卡片：赵一"
    for tally in load_board(office, org_id=None, day=second).tallies:
        for one in tally.slices:
            people = people_of(office, org_id=None, day=second, measure=tally.key, group=one.group)
            assert len(people) == one.count, (tally.key, one)


def test_a_branch_that_was_undone_since_still_has_its_members_of_that_day(
    office: Context,
) -> None:
    second, third = FIRST + timedelta(days=1), FIRST + timedelta(days=2)
    write(
        office,
        second,
        "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, match_name) "
        "VALUES ('N', '新', '新', 'branch', 1, '新')",
        "UPDATE members SET branch_id = (SELECT id FROM organizations WHERE code = 'N') "
        "WHERE id = 1",
    )
    number = int(str(rows(office, "SELECT max(number) FROM journal_operations")[0][0]))
    undo(on(office, third), number=number)
    board = load_board(office, org_id=None, day=second)
    assert board.members == 6
    lost = next(one for one in board.units.slices if one.label == "（已撤销录入的组织）")
    people = people_of(office, org_id=None, day=second, measure=UNITS, group=lost.group)
    assert len(people) == lost.count == 1
    kinds = people_of(office, org_id=None, day=second, measure="kind", group="团支部")
    assert len(kinds) == 6

"""The ledger as it is read: whose turn, since when, what is late."""

from dataclasses import replace
from datetime import date

from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started, walk
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.queries import load_ledger, open_of_member, transfer_row


def test_the_clock_counts_from_the_last_act(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    on_time = replace(office, fixed_day=date(2018, 7, 11))
    (row,) = load_ledger(on_time)
    assert (row.due_on, row.days, row.late) == ("2018-07-11", 10, 0)
    late = replace(office, fixed_day=date(2018, 7, 14))
    assert load_ledger(late)[0].late == 3
    walk(late, transfer, "approve")
    (row,) = load_ledger(late)
    assert (row.late, row.due_on, row.turn) == (0, "2018-07-24", "基层团委")


def test_the_latest_first_the_finished_last_and_a_scope_holds(office: Context) -> None:
    first, second = started(office, replace(STUDY, on=date(2018, 6, 1)))
    (third,) = started(office, replace(STUDY, member_ids=(5,), on=date(2018, 7, 30)))
    walk(office, first, "return")
    assert [row.id for row in load_ledger(office)] == [second, third, first]
    assert [row.name for row in load_ledger(office, org_id=3)] == ["张三"]
    done = transfer_row(office, first)
    assert done is not None
    assert (done.open, done.reason, done.acts) == (False, "核对", ())
    assert "2018-06-01 发起转接" in done.steps
    assert "退回转接" in done.steps
    assert transfer_row(office, 99) is None


def test_the_open_one_of_a_member(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    with office.database.read() as connection:
        assert open_of_member(connection, 1) == transfer
        assert open_of_member(connection, 2) is None

"""The ledger as it is read: whose turn, since when, what is late."""

from dataclasses import replace
from datetime import date

from tests.deletion.helpers import select
from tests.transfers.test_newcomers import LI, registered
from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started, walk
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.plan import Wish
from tuanji_desktop.transfers.queries import (
    FILTERS,
    branches_for,
    ledger,
    ledger_rows,
    load_ledger,
    load_units,
    open_of_member,
    transfer_row,
)


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


def test_each_transfer_is_under_its_filters(office: Context) -> None:
    first, second = started(office, replace(STUDY, in_province="是"))
    walk(office, second, "wait")
    newcomer = registered(office)
    later = replace(office, fixed_day=date(2018, 9, 1))
    shown = {key: list(ledger(later, key=key).ids) for key in FILTERS}
    assert shown == {
        "open": [first, newcomer], "late": [first, newcomer], "waiting": [second],
        "incoming": [newcomer], "finished": [], "all": [first, newcomer, second],
    }  # fmt: skip
    counts = ledger(later).counts
    assert counts == {key: len(ids) for key, ids in shown.items()}
    walk(later, first, "return")
    found = ledger(later, key="open", wanted=first)
    assert (found.key, list(found.ids)) == ("all", [newcomer, second, first])
    assert list(ledger(later, key="all", org_id=4).ids) == [newcomer, second]
    assert list(found.rows) == list(found.ids)
    assert ledger_rows(later, [second, 99, first]).keys() == {second, first}


def test_a_list_of_any_size_opens_by_index(office: Context) -> None:
    """No filter but 全部's scope reads the whole ledger's rows: counts and ids come from indexes."""
    with office.database.read() as connection:
        plan = " ".join(
            row[3]
            for row in connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT count(*) FROM transfers "
                "WHERE state IN ('started', 'source_branch') AND moved_on < '2018-01-01'"
            )
        )
    assert "COVERING INDEX transfers_by_state" in plan


def test_units_that_may_receive_and_branches_that_may_be_assigned(office: Context) -> None:
    assert [one.code for one in load_units(office)] == ["QX", "QX01", "QX0101", "QX0102"]
    (to_school,) = started(office, Wish(member_ids=(1,), kind="就业", on=STUDY.on, target_id=2))
    (outside,) = started(office, replace(STUDY, member_ids=(4,)))
    assert [one.id for one in branches_for(office, [to_school])] == [3, 4]
    assert branches_for(office, [outside]) == ()
    assert branches_for(office, [to_school, outside]) == ()
    walk(office, to_school, "approve", "approve")
    row = transfer_row(office, to_school)
    assert row is not None
    assert (row.allots, row.side, "allocate" in row.acts) == (True, "本台账", True)


def test_somebody_who_comes_in_has_a_row_without_a_member(office: Context) -> None:
    number = registered(office)
    row = transfer_row(office, number)
    assert row is not None
    assert (row.member_id, row.name, row.source, row.incoming) == (None, LI.name, LI.source, True)
    assert row.steps == "2018-08-01 登记转入"
    assert select(office, "SELECT finished_on FROM transfers") == [(None,)]

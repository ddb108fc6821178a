"""What stands in the way of a request, and what makes one ask."""

from datetime import date

import pytest

from tests.deletion.helpers import NO_MEMBER, graduate, request, select
from tuanji_desktop.core.errors import NotFound, RuleRefused
from tuanji_desktop.deletion import guards
from tuanji_desktop.office.context import Context


def test_an_unknown_member_is_named(office: Context) -> None:
    with office.database.read() as connection, pytest.raises(NotFound):
        guards.member_record(connection, 99)


@pytest.mark.parametrize(
    ("status", "clause"),
    [("submitted", "G 一.1"), ("draft", "G 一.1"), ("transferred_out", "N 三.2")],
)
def test_only_members_of_a_branch_can_be_requested(
    office: Context, status: str, clause: str
) -> None:
    with pytest.raises(RuleRefused) as refused:
        guards.require_on_roster(office.policy, "张三", status)
    assert refused.value.clause == clause


@pytest.mark.parametrize("progress", ["unsettled", "due", "started", "waiting"])
def test_an_unfinished_transfer_refuses(office: Context, progress: str) -> None:
    graduate(office, 1, progress)
    with office.database.read() as connection, pytest.raises(RuleRefused) as refused:
        guards.require_finished_transfer(connection, office.policy, {1: "张三", 2: "李小梅"})
    assert refused.value.clause == "G 三"
    assert "张三" in refused.value.message
    assert "李小梅" not in refused.value.message


def test_a_finished_transfer_does_not(office: Context) -> None:
    graduate(office, 1, "received")
    with office.database.read() as connection:
        guards.require_finished_transfer(connection, office.policy, {1: "张三"})


def test_smells_count_the_unit_and_the_reason_within_a_month(office: Context) -> None:
    for member_id in (1, 2, 4, 5):
        request(office, member_id)
    with office.database.read() as connection:
        found = [
            guards.smells(connection, 3, NO_MEMBER, today=day)
            for day in (date(2018, 8, 1), date(2018, 10, 8))
        ]
    assert found == [("same_reason_many", "season"), ()]
    assert set(found[0]) <= set(guards.FLAG_WORDS)


def test_many_requests_of_one_unit_are_a_question(office: Context) -> None:
    request(office, 1)
    with office.database.write(office.operation("test", "更多申请")) as writing:
        for _ in range(guards.UNIT_MANY - 2):
            writing.connection.exec_driver_sql(
                "INSERT INTO deletion_requests (member_id, state, requested_by, requested_on) "
                "SELECT member_id, state, requested_by, requested_on FROM deletion_requests LIMIT 1"
            )
            writing.connection.exec_driver_sql(
                "INSERT INTO deletion_reasons (request_id, code) "
                "SELECT max(id), 'duplicate' FROM deletion_requests"
            )
    with office.database.read() as connection:
        found = guards.smells(connection, 4, NO_MEMBER, today=date(2018, 8, 1))
    assert "unit_many" in found
    assert select(office, "SELECT count(*) FROM deletion_requests") == [(guards.UNIT_MANY - 1,)]


def test_the_clause_of_a_return_is_the_packs(office: Context, college: Context) -> None:
    assert guards.returning_clause(office.policy) == "G 三.3"
    assert guards.returning_clause(college.policy) == "Q 五.4"


def test_an_open_transfer_refuses_a_deletion(office: Context) -> None:
    """Domain §7: an unfinished transfer, whether or not a graduate list names the member."""
    with office.database.write(office.operation("transfer.start", "发起")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO transfers (member_id, kind, machine, state, started_by, started_on, "
            "moved_on, recorded_by) VALUES (1, '就业', 'transfer', 'started', 'branch', "
            "'2018-07-01', '2018-07-01', '王')"
        )
    with pytest.raises(RuleRefused, match="正在转接"):
        request(office, 1)

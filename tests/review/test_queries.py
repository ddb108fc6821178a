"""What waits for review, as the desk and the command line read it."""

from datetime import date

import pytest

from tests.review.helpers import INCOME, by, later, on, overtake, propose, report_in
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import queries
from tuanji_desktop.review.service import decide_change, withdraw_change


def test_the_queue_holds_a_scope_oldest_first(office: Context) -> None:
    first = propose(office, 4, is_cadre="是")
    second = propose(office, 1, income=INCOME, political_status="群众")
    new = report_in(office, "赵小川")
    queue = queries.load_queue(office)
    assert [one.id for one in queue.requests] == [first, second]
    assert [one.fields for one in queue.requests] == [
        ("is_cadre",), ("income", "political_status"),
    ]  # fmt: skip
    assert (queue.total, queue.fields) == (2, ("political_status", "income", "is_cadre"))
    assert [one.member.id for one in queue.report_ins] == [new]
    below = queries.load_queue(office, queries.Filter(org_id=4))
    assert [one.name for one in below.requests] == ["单雄"]
    assert below.report_ins == ()


def test_a_field_shows_base_current_and_new(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    overtake(office, 1, "is_cadre", "是")
    with office.database.read() as connection:
        found = queries.request(connection, request)
        (field,) = found.pending
        assert (field.base, field.current, field.new, field.conflict) == ("否", "是", "是", True)
        assert field.clause == "G 一.3"
        assert found.age(office.today) == 0
        with pytest.raises(NotFound):
            queries.request(connection, 99)


def test_a_decided_field_leaves_the_queue(office: Context) -> None:
    request = propose(office, 1, is_cadre="是", income=INCOME)
    decide_change(office, request_id=request, accept=["is_cadre"])
    with office.database.read() as connection:
        (found,) = queries.find_requests(office, connection)
        assert [field.field for field in found.pending] == ["income"]
        assert len(found.fields) == 2
        assert queries.pending_count(connection) == 1
        assert queries.requests(connection, [request, 99]) == [found]
    decide_change(office, request_id=request, return_=["income"], reason="没有证明")
    assert queries.load_queue(office).requests == ()


def test_a_report_in_counts_its_days(office: Context) -> None:
    new = report_in(office, "赵小川")
    with office.database.write(office.operation("test", "早些时候")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET status_on = '2018-07-20' WHERE id = ?", (new,)
        )
    with office.database.read() as connection:
        (found,) = queries.waiting_report_ins(connection)
    assert found.since == "2018-07-20"
    assert found.age(office.today) == 12


def test_the_queue_names_the_fields_in_conflict(office: Context) -> None:
    propose(office, 1, income=INCOME, is_cadre="是")
    propose(office, 2, income=INCOME)
    overtake(office, 1, "income", "2000–5000")
    assert [one.conflicts for one in queries.load_queue(office).requests] == [("income",), ()]


def test_the_longest_waiting_stands_first_whatever_its_number(office: Context) -> None:
    late = propose(later(office, 30), 1, income=INCOME)
    early = propose(office, 2, income=INCOME)
    assert [one.id for one in queries.load_queue(office).requests] == [early, late]


def test_filters_say_whose_how_old_and_which_field(office: Context) -> None:
    own = propose(office, 1, income=INCOME, is_cadre="是")
    other = propose(by(later(office, 12), "赵副书记"), 4, is_cadre="是")
    now = later(office, 12)

    def found(**wanted: object) -> list[int]:
        queue = queries.load_queue(now, queries.Filter(**wanted))  # type: ignore[arg-type]
        assert queue.total == len(queue.requests)
        return [one.id for one in queue.requests]

    assert found() == [own, other]
    assert (found(who="mine"), found(who="others")) == ([own], [other])
    assert found(overdue=True) == [own]
    assert (found(field="income"), found(field="is_cadre")) == ([own], [own, other])
    assert found(field="is_cadre", who="others", org_id=4) == [other]
    assert found(first=date(2018, 8, 2)) == [other]
    assert found(last=date(2018, 8, 1)) == [own]
    decide_change(now, request_id=own, return_=["income"], reason="没有证明")
    assert found(field="income") == []  # decided: it waits no longer
    assert queries.Filter(org_id=3).narrows is False
    assert queries.Filter(overdue=True).narrows is True


def test_overdue_begins_after_the_packs_days(office: Context) -> None:
    propose(office, 1, income=INCOME)
    overdue = queries.Filter(overdue=True)
    assert queries.load_queue(later(office, 10), overdue).requests == ()
    assert len(queries.load_queue(later(office, 11), overdue).requests) == 1


def test_more_than_the_list_holds_are_counted(
    office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "QUEUE_LIMIT", 2)
    for member in (1, 2, 3):
        propose(office, member, is_cadre="是")
    queue = queries.load_queue(office)
    assert (len(queue.requests), queue.total) == (2, 3)


def test_what_was_decided_tells_who_and_when_the_latest_first(office: Context) -> None:
    request = propose(office, 1, is_cadre="是", income=INCOME, political_status="群众")
    tomorrow = later(by(office, "赵副书记"), 1)
    decide_change(tomorrow, request_id=request, accept=["is_cadre"])
    decide_change(later(tomorrow, 1), request_id=request, return_=["income"], reason="没有证明")
    withdraw_change(on(office, date(2018, 8, 9)), request_id=request)
    found = queries.load_decided(office)
    assert [(one.field, one.state, one.decided_by, one.decided_at[:10]) for one in found] == [
        ("political_status", "withdrawn", "王干事", "2018-08-09"),
        ("income", "returned", "赵副书记", "2018-08-03"),
        ("is_cadre", "accepted", "赵副书记", "2018-08-02"),
    ]
    assert found[1].decision_reason == "没有证明"
    assert [one.field for one in queries.load_decided(office, state="accepted")] == ["is_cadre"]
    assert queries.load_decided(office, org_id=4) == []
    assert len(queries.load_decided(office, limit=2)) == 2


def test_requests_are_found_by_their_state(office: Context) -> None:
    first = propose(office, 1, is_cadre="是")
    second = propose(office, 2, is_cadre="是")
    decide_change(office, request_id=first, accept=["is_cadre"])
    with office.database.read() as connection:
        for states, wanted in (
            (("pending",), [second]),
            (("accepted",), [first]),
            (queries.STATES, [first, second]),
        ):
            found = queries.find_requests(office, connection, states=states)
            assert [one.id for one in found] == wanted
        assert len(queries.find_requests(office, connection, states=queries.STATES, limit=1)) == 1


def test_the_queue_of_the_office_reads_no_table_of_members_whole(office: Context) -> None:
    with office.database.read() as connection:
        plan = [
            row[3]
            for row in connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT r.id " + queries._PENDING + " GROUP BY f.request_id"
            )
        ]
    assert any("change_fields_pending" in step for step in plan)
    assert not any("SCAN m" in step or "SCAN r" in step for step in plan)

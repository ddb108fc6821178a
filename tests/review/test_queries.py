"""What waits for review, as the desk and the command line read it."""

import pytest

from tests.review.helpers import INCOME, overtake, propose, report_in
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import queries
from tuanji_desktop.review.service import decide_change


def test_the_queue_holds_a_scope_oldest_first(office: Context) -> None:
    first = propose(office, 4, is_cadre="是")
    second = propose(office, 1, income=INCOME, political_status="群众")
    new = report_in(office, "赵小川")
    queue = queries.load_queue(office, org_id=None)
    assert [one.id for one in queue.requests] == [first, second]
    assert [one.member.id for one in queue.report_ins] == [new]
    below = queries.load_queue(office, org_id=4)
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
        (found,) = queries.pending_requests(connection)
        assert [field.field for field in found.pending] == ["income"]
        assert len(found.fields) == 2
        assert queries.pending_count(connection) == 1
        assert queries.requests(connection, [request, 99]) == [found]
    decide_change(office, request_id=request, return_=["income"], reason="没有证明")
    assert queries.load_queue(office, org_id=None).requests == ()


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

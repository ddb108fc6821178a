"""Decisions of the branch: field by field, several at once, report-ins."""

import pytest

from tests.builders import valid_id
from tests.review.helpers import INCOME, operations, overtake, propose, report_in, value
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import queries
from tuanji_desktop.review.service import (
    accept_several,
    decide_change,
    decide_report_ins,
    return_several,
    why_single,
)


def test_some_fields_are_accepted_and_others_returned(office: Context) -> None:
    request = propose(office, 1, is_cadre="是", income=INCOME)
    done = decide_change(
        office, request_id=request, accept=["is_cadre"], return_=["income"], reason="没有证明"
    )
    assert (done.accepted, done.returned, done.conflicts) == (("is_cadre",), ("income",), ())
    assert value(office, 1, "is_cadre") == "是"
    assert value(office, 1, "income") == "学生无收入"
    assert operations(office)[-1] == (
        "change.decide", "审核 张三 的修改申请：通过是否为团干，退回经济收入", "没有证明"
    )  # fmt: skip


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_return_needs_its_reason(office: Context, reason: str | None) -> None:
    request = propose(office, 1, is_cadre="是")
    with pytest.raises(BadInput, match="写明原因"):
        decide_change(office, request_id=request, return_=["is_cadre"], reason=reason)


def test_what_is_not_pending_cannot_be_decided(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    with pytest.raises(BadInput, match="没有待审核的“经济收入”"):
        decide_change(office, request_id=request, accept=["income"])
    with pytest.raises(BadInput, match="不能既通过又退回"):
        decide_change(
            office, request_id=request, accept=["is_cadre"], return_=["is_cadre"], reason="x"
        )


def test_a_conflict_is_written_only_over_the_value_that_was_seen(office: Context) -> None:
    request = propose(office, 1, income=INCOME)
    overtake(office, 1, "income", "2000–5000")
    before = len(operations(office))
    done = decide_change(office, request_id=request, accept=["income"])
    assert (done.accepted, done.conflicts, done.operation) == ((), ("income",), None)
    stale = decide_change(
        office, request_id=request, accept=["income"], seen={"income": "学生无收入"}
    )
    assert stale.conflicts == ("income",)
    assert len(operations(office)) == before
    done = decide_change(
        office, request_id=request, accept=["income"], seen={"income": "2000–5000"}
    )
    assert done.accepted == ("income",)
    assert value(office, 1, "income") == INCOME


def test_a_conflict_does_not_hold_up_the_other_fields(office: Context) -> None:
    request = propose(office, 1, income=INCOME, is_cadre="是")
    overtake(office, 1, "income", "2000–5000")
    done = decide_change(office, request_id=request, accept=["income", "is_cadre"])
    assert (done.accepted, done.conflicts) == (("is_cadre",), ("income",))
    assert value(office, 1, "income") == "2000–5000"


def test_one_who_left_can_only_be_returned(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    overtake(office, 1, "status", "over_age")
    with pytest.raises(RuleRefused, match="只能退回"):
        decide_change(office, request_id=request, accept=["is_cadre"])
    assert accept_several(office, request_ids=[request]).left == (
        (request, "张三：已不在册，只能退回"),
    )
    done = decide_change(office, request_id=request, return_=["is_cadre"], reason="已离团")
    assert done.returned == ("is_cadre",)


def test_several_are_one_operation_and_what_must_be_weighed_is_left(office: Context) -> None:
    first = propose(office, 1, income=INCOME)
    second = propose(office, 1, is_cadre="是")
    third = propose(office, 2, income=INCOME)
    conflict = propose(office, 3, income=INCOME)
    overtake(office, 3, "income", "2000–5000")
    before = len(operations(office))
    done = accept_several(office, request_ids=[conflict, third, second, first])
    assert done.decided == (first, second, third)
    assert done.left == ((conflict, "买买提·艾力：“经济收入”有冲突，须逐件选择"),)
    kind, words, _ = operations(office)[-1]
    assert len(operations(office)) == before + 1
    assert (kind, words) == ("change.decide", "通过 3 件修改申请：张三、李小梅")
    assert value(office, 1, "income") == value(office, 2, "income") == INCOME
    assert value(office, 1, "is_cadre") == "是"
    # a new cadre lacks nothing that G stars
    assert value(office, 1, "missing") == ""
    again = accept_several(office, request_ids=[conflict])
    assert again.decided == ()
    assert len(operations(office)) == before + 1


def test_the_month_of_joining_is_looked_at_by_itself(office: Context) -> None:
    with office.database.write(office.operation("test", "窗口内的申请")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO change_requests (member_id, proposed_by, proposed_at) "
            "VALUES (1, '王干事', '2018-10-01T09:00:00')"
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO change_fields (request_id, field, base_value, new_value) "
            "VALUES (1, 'joined_on', '2016-05', '2017-05')"
        )
    (request,) = queries.load_queue(office, org_id=None).requests
    assert why_single(request) == "“入团年月”须逐件核对"
    assert accept_several(office, request_ids=[1]).left == ((1, "张三：“入团年月”须逐件核对"),)
    assert decide_change(office, request_id=1, accept=["joined_on"]).accepted == ("joined_on",)


def test_several_go_back_with_one_reason(office: Context) -> None:
    ids = [propose(office, member, is_cadre="是") for member in (1, 2)]
    with pytest.raises(BadInput):
        return_several(office, request_ids=ids, reason=" ")
    assert return_several(office, request_ids=ids, reason="请附证明").decided == tuple(ids)
    assert operations(office)[-1][2] == "请附证明"
    assert value(office, 1, "is_cadre") == "否"
    assert return_several(office, request_ids=ids, reason="请附证明").decided == ()


def test_report_ins_are_let_in_or_sent_back(office: Context) -> None:
    complete = {"sex": "男", "born_on": "2003-05-05", "mobile": "13700000001"}
    from datetime import date

    number = valid_id(date(2003, 5, 5), serial=40)
    good = report_in(office, "赵小川", id_number=number, **complete)
    poor = report_in(office, "周小雨")
    done = decide_report_ins(office, member_ids=[good, poor], act="approve")
    assert done.decided == (good,)
    ((left, why),) = done.left
    assert left == poor
    assert why.startswith("周小雨：还有")
    assert value(office, good, "status") == "active"
    with pytest.raises(RuleRefused):
        decide_report_ins(office, member_ids=[poor], act="approve")
    decide_report_ins(office, member_ids=[poor], act="return", reason="信息不全")
    assert value(office, poor, "status") == "returned"
    assert value(office, poor, "status_reason") == "信息不全"

"""Decisions of the branch: field by field, several at once, report-ins."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member, pack, valid_id
from tests.review.helpers import (
    INCOME,
    by,
    join_later,
    leave_alone,
    on,
    operations,
    overtake,
    propose,
    report_in,
    strict,
    value,
)
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import queries
from tuanji_desktop.review.guards import MARK
from tuanji_desktop.review.service import (
    accept_several,
    decide_change,
    decide_report_ins,
    return_several,
    why_single,
    withdraw_change,
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
    (request,) = queries.load_queue(office).requests
    assert why_single(request.fields, request.conflicts) == "“入团年月”须逐件核对"
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


def state_of(office: Context, request: int) -> dict[str, tuple[str, str | None, str | None]]:
    with office.database.read() as connection:
        return {
            one.field: (one.state, one.decided_by, one.decision_reason)
            for one in queries.request(connection, request).fields
        }


# ------------------------------------------------------------------- two persons
def test_the_proposer_does_not_decide_where_the_pack_wants_two(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    before = len(operations(office))
    for act in ({"accept": ["is_cadre"]}, {"return_": ["is_cadre"], "reason": "误填"}):
        with pytest.raises(RuleRefused) as refused:
            decide_change(strict(office), request_id=request, **act)
        assert (refused.value.code, refused.value.clause) == ("change.two_persons", "N 一.6")
        assert "另一位操作员" in refused.value.message
    assert len(operations(office)) == before
    done = decide_change(by(strict(office), "赵副书记"), request_id=request, accept=["is_cadre"])
    assert (done.accepted, done.single_handed) == (("is_cadre",), False)
    assert state_of(office, request)["is_cadre"] == ("accepted", "赵副书记", None)
    assert MARK not in operations(office)[-1][1]


def test_where_the_pack_does_not_ask_one_person_does_both_unmarked(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    done = decide_change(office, request_id=request, accept=["is_cadre"])
    assert not done.single_handed
    assert MARK not in operations(office)[-1][1]


def test_an_office_of_one_decides_alone_and_it_is_marked(office: Context) -> None:
    request = propose(office, 1, is_cadre="是", income=INCOME)
    leave_alone(office)
    done = decide_change(
        strict(office),
        request_id=request,
        accept=["is_cadre"],
        return_=["income"],
        reason="没有证明",
    )
    assert done.single_handed
    assert operations(office)[-1][1].endswith(
        "：通过是否为团干，退回经济收入（单人办公，本人提出本人审核）"
    )
    assert state_of(office, request) == {
        "is_cadre": ("accepted", "王干事", f"没有证明（{MARK}）"),
        "income": ("returned", "王干事", f"没有证明（{MARK}）"),
    }
    with office.database.read() as connection:
        assert all(one.single_handed for one in queries.request(connection, request).fields)
    assert all(one.single_handed for one in queries.load_decided(office))


def test_somebody_elses_request_is_not_marked_in_an_office_of_one(office: Context) -> None:
    request = propose(by(office, "赵副书记"), 1, is_cadre="是")
    leave_alone(office)
    assert not decide_change(strict(office), request_id=request, accept=["is_cadre"]).single_handed
    assert state_of(office, request)["is_cadre"][2] is None


def test_several_leave_ones_own_to_somebody_else(office: Context) -> None:
    own = propose(office, 1, is_cadre="是")
    other = propose(by(office, "赵副书记"), 2, is_cadre="是")
    done = accept_several(strict(office), request_ids=[own, other])
    assert done.decided == (other,)
    assert done.left == ((own, "张三：由您提出，须由另一位操作员审核"),)
    back = return_several(strict(office), request_ids=[own], reason="误填")
    assert (back.decided, back.left) == ((), done.left)
    leave_alone(office)
    done = accept_several(strict(office), request_ids=[own])
    assert done.decided == (own,)
    assert operations(office)[-1][1] == f"通过 1 件修改申请：张三（{MARK}）"
    assert state_of(office, own)["is_cadre"] == ("accepted", "王干事", MARK)


def test_several_returned_alone_are_marked_each(office: Context) -> None:
    own = propose(office, 1, is_cadre="是")
    other = propose(by(office, "赵副书记"), 2, is_cadre="是")
    leave_alone(office)
    assert return_several(strict(office), request_ids=[own, other], reason="误填").left == ()
    assert state_of(office, own)["is_cadre"][2] == f"误填（{MARK}）"
    assert state_of(office, other)["is_cadre"][2] == "误填"


# --------------------------------------------------------------------- withdrawing
def test_the_proposer_takes_a_request_back(office: Context) -> None:
    request = propose(office, 1, is_cadre="是", income=INCOME)
    done = withdraw_change(strict(office), request_id=request, fields=["income"])
    assert done.fields == ("income",)
    assert operations(office)[-1][:2] == ("change.withdraw", "撤回 张三 的修改申请：经济收入")
    assert state_of(office, request)["income"] == ("withdrawn", "王干事", "提出人撤回")
    assert withdraw_change(office, request_id=request, reason="填错了").fields == ("is_cadre",)
    assert state_of(office, request)["is_cadre"][2] == "填错了"
    assert value(office, 1, "is_cadre") == "否"
    with pytest.raises(BadInput, match="已经办结"):
        withdraw_change(office, request_id=request)
    with pytest.raises(BadInput, match="没有待审核的“经济收入”"):
        withdraw_change(office, request_id=request, fields=["income"])


def test_for_the_member_another_one_withdraws_and_says_how_it_was_asked(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    other = by(office, "赵副书记")
    with pytest.raises(BadInput, match="代团员撤回") as refused:
        withdraw_change(other, request_id=request, reason=" ")
    assert refused.value.code == "change.withdraw_reason"
    withdraw_change(other, request_id=request, reason="团员本人来电撤回")
    assert state_of(office, request)["is_cadre"] == ("withdrawn", "赵副书记", "团员本人来电撤回")


def test_a_withdrawal_and_a_decision_can_be_undone(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    done = withdraw_change(office, request_id=request)
    undo(office, number=done.operation)
    assert state_of(office, request)["is_cadre"] == ("pending", None, None)
    decided = decide_change(office, request_id=request, accept=["is_cadre"])
    assert decided.operation is not None
    undo(office, number=decided.operation)
    assert state_of(office, request)["is_cadre"] == ("pending", None, None)
    assert value(office, 1, "is_cadre") == "否"


# ------------------------------------------------------- what may still be written
def test_a_field_changed_another_way_meanwhile_is_a_conflict(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    free = replace(office, policy=pack("national"))  # there the field takes no review
    save_member(free, member_id=1, changes={"is_cadre": "是"})
    done = decide_change(office, request_id=request, accept=["is_cadre"])
    assert (done.accepted, done.conflicts) == ((), ("is_cadre",))


def test_what_the_pack_locks_on_the_day_it_was_submitted_only_goes_back(office: Context) -> None:
    national = replace(office, policy=pack("national"))
    (request,) = join_later(on(national, date(2018, 12, 3)), [1])
    with pytest.raises(RuleRefused, match="这项申请只能退回") as refused:
        decide_change(on(office, date(2018, 12, 5)), request_id=request, accept=["joined_on"])
    assert (refused.value.code, refused.value.clause) == ("change.locked", "G 二")
    assert value(office, 1, "joined_on") == "2016-05"
    back = decide_change(
        on(office, date(2018, 12, 5)), request_id=request, return_=["joined_on"], reason="须行文"
    )
    assert back.returned == ("joined_on",)


def test_a_member_whose_report_in_waits_again_is_not_changed(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    overtake(office, 1, "status", "submitted")
    with pytest.raises(RuleRefused) as refused:
        decide_change(office, request_id=request, accept=["is_cadre"])
    assert refused.value.clause == "G 一.1"
    ((_, why),) = accept_several(office, request_ids=[request]).left
    assert "这项申请只能退回" in why


def test_a_number_is_not_given_twice_by_two_reviews(office: Context) -> None:
    reviewed = replace(
        office,
        policy=replace(
            office.policy,
            rules={
                **office.policy.rules,
                "development_number": office.policy.rules["is_cadre"],
            },
        ),
    )
    number = "201611000001"
    request = propose(reviewed, 1, development_number=number)
    add_member(office, name="周小雨", development_number=number)
    with pytest.raises(BadInput, match="周小雨"):
        decide_change(reviewed, request_id=request, accept=["development_number"])
    assert value(office, 1, "development_number") is None


def test_a_window_is_decided_after_it_closed_what_came_by_its_last_day(office: Context) -> None:
    last, late = on(office, date(2018, 11, 30)), on(office, date(2018, 12, 5))
    (request,) = join_later(last, [1])
    done = decide_change(late, request_id=request, accept=["joined_on"])
    assert done.accepted == ("joined_on",)
    assert value(office, 1, "joined_on") == "2016-09"

"""The four desks, the one desk, waiting, and what becomes of the member (§5.5, §8; G 四, Q 三.3–4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.deletion.helpers import graduate, one, operations, request, select
from tests.transfers.test_plan import MAJOR, STUDY
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused, TuanjiError
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Actor
from tuanji_desktop.store.check import check
from tuanji_desktop.transfers.plan import Wish, plan_transfers
from tuanji_desktop.transfers.queries import load_ledger
from tuanji_desktop.transfers.service import (
    allocate_transfers,
    apply_transfers,
    ask_university,
    step_transfer,
)


def started(office: Context, wish: Wish = STUDY) -> Sequence[int]:
    return apply_transfers(office, plan_transfers(office, wish)).transfers


def walk(office: Context, transfer: int, *acts: str) -> str:
    for act in acts:
        state = step_transfer(office, transfer_id=transfer, act=act, reason="核对").state
    return state


def test_four_approvals_and_the_member_is_off_the_roster(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    save_member(office, member_id=1, changes={"income": "≤2000"})
    states = [walk(office, transfer, "approve") for _ in range(4)]
    assert states == ["source_branch", "source_superior", "target_branch", "received"]
    assert select(office, "SELECT status, status_reason FROM members WHERE id = 1") == [
        ("transferred_out", "转往 共青团贵州大学委员会")
    ]
    assert one(office, "SELECT members FROM org_counts WHERE org_id = 1") == 5
    assert select(office, "SELECT level FROM transfer_steps ORDER BY id") == [
        ("branch",), ("branch",), ("committee",), ("receiving_branch",), ("receiving_superior",),
    ]  # fmt: skip
    assert one(office, "SELECT count(*) FROM change_fields WHERE state = 'pending'") == 0
    undo(office, number=operations(office))
    assert one(office, "SELECT status FROM members WHERE id = 1") == "active"
    assert check(office.database).ok


def test_a_change_of_major_is_one_approval_into_the_new_branch(college: Context) -> None:
    (transfer,) = started(college, MAJOR)
    assert walk(college, transfer, "approve") == "received"
    assert select(college, "SELECT status, branch_id FROM members WHERE id = 1") == [("active", 4)]


def test_who_dropped_out_is_transferred_to_the_household_place(college: Context) -> None:
    wish = Wish(
        member_ids=(1,), kind="退学", on=date(2018, 7, 1), target="共青团松桃县世昌街道工作委员会",
        started_by=Actor.MEMBER,
    )  # fmt: skip
    (transfer,) = started(college, wish)
    assert walk(college, transfer, *["approve"] * 4) == "received"
    assert one(college, "SELECT target_kind FROM transfers") == "household"
    assert one(college, "SELECT status FROM members WHERE id = 1") == "transferred_out"


def test_any_desk_returns_with_a_reason_and_the_starter_withdraws(office: Context) -> None:
    first, second = started(office)
    with pytest.raises(BadInput, match="原因"):
        step_transfer(office, transfer_id=first, act="return")
    assert walk(office, first, "approve", "return") == "returned"
    assert walk(office, second, "approve", "approve", "withdraw") == "withdrawn"
    assert one(office, "SELECT count(*) FROM members WHERE status = 'active'") == 6
    with pytest.raises(RuleRefused):
        step_transfer(office, transfer_id=second, act="approve")
    assert started(office), "a returned one can be started anew"


def test_no_withdrawal_after_the_receiving_branch(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    walk(office, transfer, "approve", "approve", "approve")
    with pytest.raises(RuleRefused):
        step_transfer(office, transfer_id=transfer, act="withdraw")


def test_waiting_for_the_new_student_branch(office: Context) -> None:
    """G 四: from a middle school to a college inside the province, until its branch is built."""
    (transfer,) = started(office, replace(STUDY, member_ids=(1,), in_province="是"))
    assert walk(office, transfer, "wait") == "waiting"
    autumn = replace(office, fixed_day=date(2018, 9, 20))
    (row,) = load_ledger(autumn)
    assert (row.waiting, row.late, row.due_on, row.ask) == (True, 0, "", True)
    ask_university(autumn, transfer_ids=[transfer])
    assert load_ledger(autumn)[0].ask is False
    assert walk(autumn, transfer, "built", *["approve"] * 4) == "received"


def test_nobody_goes_before_the_new_student_branch_stands(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,), in_province="是"))
    with pytest.raises(RuleRefused, match="新生团支部建立后才能转接") as refused:
        walk(office, transfer, "approve")
    assert (refused.value.code, refused.value.clause) == ("transfer.not_built", "G 四")
    assert walk(office, transfer, "wait", "built", "approve", "approve") == "source_superior"
    (away,) = started(office, replace(STUDY, member_ids=(4,), in_province="否"))
    assert walk(office, away, "approve") == "source_branch"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(STUDY, member_ids=(1,)), "transfer.in_province"),
        (replace(STUDY, member_ids=(1,), in_province="否"), "transfer.in_province"),
        (replace(STUDY, member_ids=(1,), kind="就业", in_province="是"), "transfer.waiting_kind"),
    ],
)
def test_nobody_else_waits(office: Context, wish: Wish, code: str) -> None:
    (transfer,) = started(office, wish)
    with pytest.raises(RuleRefused) as refused:
        step_transfer(office, transfer_id=transfer, act="wait")
    assert (refused.value.code, refused.value.clause) == (code, "G 四")


def test_a_college_s_graduates_do_not_wait(office: Context) -> None:
    with office.database.write(office.operation("org.edit", "学校类别")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET school_kind = '高校' WHERE id = 2"
        )
    (transfer,) = started(office, replace(STUDY, member_ids=(1,), in_province="是"))
    with pytest.raises(RuleRefused) as refused:
        step_transfer(office, transfer_id=transfer, act="wait")
    assert refused.value.code == "transfer.waiting_school"


def test_a_committee_allots_the_branch(office: Context) -> None:
    wish = Wish(member_ids=(1,), kind="就业", on=date(2018, 7, 1), target_id=2)
    (transfer,) = started(office, wish)
    with pytest.raises(RuleRefused) as early:
        allocate_transfers(office, transfer_ids=[transfer], branch_id=4)
    assert early.value.code == "transfer.not_yet"
    walk(office, transfer, "approve", "approve", "approve")
    with pytest.raises(BadInput, match="分配到哪个团支部"):
        step_transfer(office, transfer_id=transfer, act="approve")
    with pytest.raises(BadInput):
        step_transfer(office, transfer_id=transfer, act="approve", branch_id=2)
    step_transfer(office, transfer_id=transfer, act="approve", branch_id=4)
    assert one(office, "SELECT branch_id FROM members WHERE id = 1") == 4


def test_the_graduates_entry_follows(office: Context) -> None:
    graduate(office, 1, "due")
    with office.database.write(office.operation("test", "去向")) as writing:
        writing.connection.exec_driver_sql("UPDATE graduate_entries SET destination = '升学'")
    (transfer,) = started(office, replace(STUDY, member_ids=(1,), in_province="是"))
    seen = [one(office, "SELECT progress FROM graduate_entries")]
    for act in ("wait", "built", "return"):
        walk(office, transfer, act)
        seen.append(one(office, "SELECT progress FROM graduate_entries"))
    assert seen == ["started", "waiting", "started", "due"]


def test_an_unsettled_entry_is_unsettled_again(office: Context) -> None:
    graduate(office, 1, "unsettled")
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    walk(office, transfer, "return")
    assert one(office, "SELECT progress FROM graduate_entries") == "unsettled"


def test_a_change_of_major_settles_no_graduate(office: Context) -> None:
    graduate(office, 1, "due")
    (transfer,) = started(office, replace(MAJOR, member_ids=(1,)))
    assert one(office, "SELECT entry_id FROM transfers") is None
    walk(office, transfer, "approve")
    assert one(office, "SELECT progress FROM graduate_entries") == "due"


def test_who_was_retained_is_an_ordinary_member_where_they_arrive(office: Context) -> None:
    with office.database.write(office.operation("retention.retain", "登记")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET status = 'retained' WHERE id = 1")
        writing.connection.exec_driver_sql(
            "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
            "VALUES (1, '休学', '2018-07-01', '王', '2018-07-01')"
        )
    (transfer,) = started(office, replace(STUDY, member_ids=(1,), target="", target_id=4))
    walk(office, transfer, *["approve"] * 4)
    assert select(office, "SELECT status, branch_id FROM members WHERE id = 1") == [("active", 4)]
    assert one(office, "SELECT ended_on FROM retentions") == "2018-08-01"


def test_an_undo_opens_no_second_way_and_forgets_no_step(office: Context) -> None:
    (first,) = started(office, replace(STUDY, member_ids=(1,)))
    walk(office, first, "withdraw")
    withdrawn = operations(office)
    (second,) = started(office, replace(STUDY, member_ids=(1,)))
    begun = operations(office)
    undone = undo(office, number=withdrawn).undone
    assert "该团员另有办理中的转接" in {one.why for one in undone.impossible}
    assert one(office, "SELECT count(*) FROM transfers WHERE finished_on IS NULL") == 1
    walk(office, second, "approve")
    undone = undo(office, number=begun).undone
    assert "转接已往下办理，请退回或撤回" in {one.why for one in undone.impossible}
    steps = "SELECT act FROM transfer_steps WHERE transfer_id = ? ORDER BY id"
    assert select(office, steps, second) == [("start",), ("approve",)]


def test_a_returned_transfer_stays_returned_beside_a_deletion(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    walk(office, transfer, "return")
    returned = operations(office)
    request(office, 1)
    undone = undo(office, number=returned).undone
    assert "该团员有未办结的删除申请" in {one.why for one in undone.impossible}
    assert one(office, "SELECT state FROM transfers") == "returned"


def test_whoever_moved_meanwhile_refuses_the_whole(office: Context) -> None:
    plan = plan_transfers(office, STUDY)
    started(office, replace(STUDY, member_ids=(4,)))
    with pytest.raises(BadInput, match="有变化"):
        apply_transfers(office, plan)
    with pytest.raises(RuleRefused):
        apply_transfers(office, plan_transfers(office, replace(STUDY, member_ids=(4,))))
    with pytest.raises(RuleRefused, match="没有选中"):
        apply_transfers(office, plan_transfers(office, replace(STUDY, member_ids=())))


def test_unknown_and_idle_transfers_are_said_to_be_so(office: Context) -> None:
    with pytest.raises(NotFound):
        step_transfer(office, transfer_id=99, act="approve")
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    with pytest.raises(BadInput, match="没有在等待"):
        ask_university(office, transfer_ids=[transfer])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["start", "approve", "return", "withdraw", "wait", "built", "undo"]),
            st.integers(1, 3),
        ),
        max_size=14,
    )
)
def test_however_one_walks_nobody_has_two_open_transfers(
    office: Context, acts: list[tuple[str, int]]
) -> None:
    for act, number in acts:
        try:
            if act == "start":
                started(office, replace(STUDY, member_ids=(number,), in_province="是"))
            elif act == "undo":
                undo(office, number=operations(office))
            else:
                walk(office, number, act)
        except TuanjiError:
            continue
    opened = [row[0] for row in select(
        office, "SELECT member_id FROM transfers WHERE finished_on IS NULL"
    )]  # fmt: skip
    assert len(opened) == len(set(opened))
    out = {
        row[0] for row in select(office, "SELECT id FROM members WHERE status = 'transferred_out'")
    }
    received = {row[0] for row in select(
        office, "SELECT member_id FROM transfers WHERE state = 'received'"
    )}  # fmt: skip
    assert out == received
    assert check(office.database).ok


def test_who_is_transferred_out_is_not_kept_any_longer(office: Context) -> None:
    with office.database.write(office.operation("retention.retain", "登记")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET status = 'retained' WHERE id = 1")
        writing.connection.exec_driver_sql(
            "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
            "VALUES (1, '延迟毕业', '2018-07-01', '王', '2018-07-01')"
        )
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    walk(office, transfer, *["approve"] * 4)
    assert select(office, "SELECT ended_on, end_reason FROM retentions") == [
        ("2018-08-01", "组织关系已转接")
    ]


def test_this_offices_own_unit_is_known_by_its_full_name(office: Context) -> None:
    name = one(office, "SELECT full_name FROM organizations WHERE id = 4")
    (transfer,) = started(office, replace(STUDY, member_ids=(1,), target=name))
    walk(office, transfer, *["approve"] * 4)
    assert select(office, "SELECT status, branch_id FROM members WHERE id = 1") == [("active", 4)]


def test_a_withdrawal_is_the_starters(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    walk(office, transfer, "withdraw")
    assert one(office, "SELECT level FROM transfer_steps WHERE act = 'withdraw'") == "branch"


def test_the_committee_assigns_the_branch_before_it_approves(office: Context) -> None:
    wish = Wish(member_ids=(1, 2), kind="就业", on=date(2018, 7, 1), target_id=2)
    first, second = started(office, wish)
    for transfer in (first, second):
        walk(office, transfer, "approve", "approve")
    moved = one(office, "SELECT moved_on FROM transfers WHERE id = 1")
    number = allocate_transfers(office, transfer_ids=[first, second], branch_id=4)
    assert select(office, "SELECT target_id, target, state, moved_on FROM transfers") == [
        (4, "中国共产主义青年团青溪县第一中学高三（2）班支部委员会", "source_superior", moved)
    ] * 2  # fmt: skip
    assert "分配到团支部" in load_ledger(office)[0].steps
    with pytest.raises(BadInput, match="不能再分配"):
        allocate_transfers(office, transfer_ids=[first], branch_id=3)
    assert walk(office, first, "approve", "approve") == "received"
    assert one(office, "SELECT branch_id FROM members WHERE id = 1") == 4
    for later in (number + 2, number + 1, number):
        undo(office, number=later)
    assert select(office, "SELECT target_id, state FROM transfers") == [
        (2, "source_superior")
    ] * 2  # fmt: skip
    assert check(office.database).ok


def test_outside_units_assign_their_branches_themselves(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    walk(office, transfer, "approve", "approve")
    with pytest.raises(BadInput, match="由对方分配"):
        allocate_transfers(office, transfer_ids=[transfer], branch_id=4)
    with pytest.raises(BadInput, match="没有选中"):
        allocate_transfers(office, transfer_ids=[], branch_id=4)


def test_the_answer_may_come_with_the_waiting(office: Context) -> None:
    """高校是否在省内, not asked at the start, is answered when the waiting is registered (G 四)."""
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    with pytest.raises(RuleRefused, match="问清"):
        step_transfer(office, transfer_id=transfer, act="wait")
    with pytest.raises(RuleRefused, match="即时转接"):
        step_transfer(office, transfer_id=transfer, act="wait", in_province="否")
    with pytest.raises(BadInput):
        step_transfer(office, transfer_id=transfer, act="wait", in_province="也许")
    assert one(office, "SELECT in_province FROM transfers") is None
    before = operations(office)
    step_transfer(office, transfer_id=transfer, act="wait", in_province="是")
    assert operations(office) == before + 1
    assert select(office, "SELECT state, in_province FROM transfers") == [("waiting", "是")]
    undo(office, number=operations(office))
    assert select(office, "SELECT state, in_province FROM transfers") == [("started", None)]


def test_a_pack_with_two_approvals(office: Context) -> None:
    rule = replace(office.policy.transfer, approvals=2)
    two = replace(office, policy=replace(office.policy, transfer=rule))
    (transfer,) = started(two, replace(STUDY, member_ids=(1,)))
    assert [walk(two, transfer, "approve") for _ in range(2)] == ["source_superior", "received"]
    assert select(two, "SELECT level FROM transfer_steps ORDER BY id") == [
        ("branch",), ("committee",), ("receiving_superior",),
    ]  # fmt: skip
    (other,) = started(two, replace(STUDY, member_ids=(4,)))
    assert walk(office, other, "approve", "approve") == "received", "it ends as it was started"


def test_a_letter_on_paper_ends_with_its_receipt(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,), kind="部队", target="某部团委"))
    assert one(office, "SELECT paper_only FROM transfers") == "是"
    assert [walk(office, transfer, "approve") for _ in range(3)] == [
        "source_branch", "source_superior", "received",
    ]  # fmt: skip
    assert "收到介绍信回执" in load_ledger(office)[0].steps
    assert one(office, "SELECT status FROM members WHERE id = 1") == "transferred_out"


def test_a_correction_opened_meanwhile_stops_the_last_approval(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    walk(office, transfer, "approve", "approve", "approve")
    with office.database.write(office.operation("correction.open", "更正")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO corrections (member_id, field, new_value, reason, state, opened_by, "
            "opened_on) VALUES (1, 'joined_on', '2017-05', '误填', 'sent', '王', '2018-08-01')"
        )
    with pytest.raises(RuleRefused) as refused:
        walk(office, transfer, "approve")
    assert refused.value.code == "transfer.correction_open"

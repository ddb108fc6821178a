import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.rules.lifecycle import (
    BEFORE_APPROVAL,
    INCOMING,
    INCOMING_BY_ONE,
    LEFT,
    MACHINES,
    MAJOR_CHANGE,
    MEMBERSHIP,
    ON_ROSTER,
    PAPER_TRANSFER,
    REPORT_IN,
    STAGE_LABELS,
    TRANSFER,
    TRANSFER_BY_TWO,
    TRANSFERS,
    Actor,
    Machine,
    Stage,
    next_state,
)
from tuanji_desktop.rules.policy import Policy


def walk(machine: Machine, *acts: str) -> str:
    state = machine.initial
    for act in acts:
        state = next_state(machine, state, act)
    return state


def machines(*policies: Policy) -> list[Machine]:
    return [*MACHINES.values(), *(policy.deletion_machine for policy in policies)]


def test_stages_are_parted_and_labelled() -> None:
    assert {*BEFORE_APPROVAL, *ON_ROSTER, *LEFT, Stage.SUBMITTED} == set(Stage)
    assert set(STAGE_LABELS) == set(Stage)
    assert STAGE_LABELS[Stage.SUBMITTED] == "报到待审核"


@pytest.mark.parametrize(
    ("acts", "stage"),
    [
        (["submit"], Stage.SUBMITTED),
        (["submit", "approve"], Stage.ACTIVE),
        (["submit", "return", "submit", "approve"], Stage.ACTIVE),
        (["submit", "withdraw"], Stage.WITHDRAWN),
        (["submit", "withdraw", "submit", "return"], Stage.RETURNED),
    ],
)
def test_report_in(acts: list[str], stage: Stage) -> None:
    """G 一.1."""
    assert walk(REPORT_IN, *acts) == stage


@pytest.mark.parametrize(
    ("state", "act", "words"),
    [
        (Stage.DRAFT, "approve", "现为“草稿”，不能“审核通过”"),
        (Stage.SUBMITTED, "submit", "当前可以办理：“撤回报到”、“退回报到”、“审核通过”"),
        (Stage.ACTIVE, "withdraw", "已办结"),
        (Stage.DRAFT, "fly", "不能该操作"),
    ],
)
def test_refusals_say_what_is_possible(state: Stage, act: str, words: str) -> None:
    with pytest.raises(RuleRefused, match=words) as refusal:
        next_state(REPORT_IN, state, act)
    assert refusal.value.clause == "G 一.1"
    assert refusal.value.code == "lifecycle.refused"


def test_only_the_branch_reviews_a_report_in() -> None:
    assert next_state(REPORT_IN, Stage.SUBMITTED, "approve", actor=Actor.BRANCH) == Stage.ACTIVE
    with pytest.raises(RuleRefused, match="只能由团支部办理，团员本人无权"):
        next_state(REPORT_IN, Stage.SUBMITTED, "approve", actor=Actor.MEMBER)


def test_only_the_province_deletes_under_guangdong(guangdong: Policy) -> None:
    """G 三.1: pass on, gather, send by formal letter; the province alone approves."""
    machine = guangdong.deletion_machine
    assert (
        walk(machine, "request", "forward", "forward", "endorse", "send", "approve") == "approved"
    )
    for level in (Actor.GENERAL_BRANCH, Actor.COMMITTEE, Actor.COUNTY, Actor.PREFECTURE):
        with pytest.raises(RuleRefused, match="只能由团省委办理") as refusal:
            next_state(machine, "sent", "approve", actor=level)
        assert refusal.value.clause == "G 三.1"
    for state in ("requested", "endorsed"):
        with pytest.raises(RuleRefused):
            next_state(machine, state, "approve", actor=Actor.PROVINCE)
    with pytest.raises(RuleRefused):
        next_state(machine, "requested", "endorse", actor=Actor.COUNTY)


def test_pending_requests_go_back_at_any_step(guangdong: Policy, qilu: Policy) -> None:
    """G 三.3; drafts and decided ones stay."""
    for policy, decider in ((guangdong, Actor.PROVINCE), (qilu, Actor.COMMITTEE)):
        machine = policy.deletion_machine
        for state in ("requested", "endorsed", "sent"):
            assert next_state(machine, state, "return", actor=decider) == "returned"
        for state in ("draft", "approved", "returned"):
            with pytest.raises(RuleRefused):
                next_state(machine, state, "return", actor=decider)


def test_the_college_handles_its_own_deletions(qilu: Policy) -> None:
    """Q 五.4: branch, general branch gathers, committee handles."""
    machine = qilu.deletion_machine
    assert machine.states["approved"] == "后台已删除"
    assert walk(machine, "request", "endorse", "send", "approve") == "approved"
    assert next_state(machine, "sent", "approve", actor=Actor.COMMITTEE) == "approved"


def test_transfers() -> None:
    assert walk(TRANSFER, *["approve"] * 4) == "received"
    assert walk(TRANSFER, "wait", "built", *["approve"] * 4) == "received"
    assert walk(TRANSFER, "approve", "approve", "withdraw") == "withdrawn"
    with pytest.raises(RuleRefused):
        walk(TRANSFER, "approve", "approve", "approve", "withdraw")
    assert walk(MAJOR_CHANGE, "approve") == "received"
    assert walk(TRANSFER_BY_TWO, "approve", "approve") == "received"
    assert walk(TRANSFER_BY_TWO, "approve", "withdraw") == "withdrawn"
    assert walk(PAPER_TRANSFER, "approve", "approve", "approve") == "received"
    assert walk(INCOMING, "approve", "approve") == "received"
    assert walk(INCOMING_BY_ONE, "approve") == "received"
    with pytest.raises(RuleRefused):
        walk(INCOMING, "approve", "withdraw")
    assert {"wait" in {one.act for one in way.transitions} for way in TRANSFERS.values()} == {
        True, False,
    }  # fmt: skip
    assert all(way.initial == "started" and "received" in way.states for way in TRANSFERS.values())


def test_each_leaves_by_a_door_of_its_own() -> None:
    doors = {step.act: step.target for step in MEMBERSHIP.steps_from(Stage.ACTIVE)}
    assert set(doors.values()) == {Stage.RETAINED, *LEFT}
    assert len(set(doors.values())) == len(doors)
    assert next_state(MEMBERSHIP, Stage.RETAINED, "resume") == Stage.ACTIVE


DOORS = {
    "over_age": Stage.OVER_AGE,
    "self_leave": Stage.SELF_LEFT,
    "leave": Stage.VOLUNTARILY_LEFT,
    "expel": Stage.EXPELLED,
}


@pytest.mark.parametrize(("act", "stage"), DOORS.items())
def test_each_door_leads_out_and_one_way_back(act: str, stage: Stage) -> None:
    """N 三.3, N 三.4, N 三.8: whoever is out leaves by no second door, but may be restored."""
    for source in (Stage.ACTIVE, Stage.RETAINED):
        assert next_state(MEMBERSHIP, source, act) == stage
    assert [(step.act, step.target) for step in MEMBERSHIP.steps_from(stage)] == [
        ("restore", Stage.ACTIVE)
    ]
    assert walk(MEMBERSHIP, act, "restore", "retain", act, "restore") == Stage.ACTIVE
    for other in (*DOORS, "retain", "transfer_out", "delete"):
        with pytest.raises(RuleRefused, match="当前可以办理：“恢复团籍”"):
            next_state(MEMBERSHIP, stage, other)


@pytest.mark.parametrize("stage", [Stage.TRANSFERRED_OUT, Stage.DELETED])
def test_no_way_back_from_a_transfer_or_a_deletion(stage: Stage) -> None:
    """Who was transferred comes back by a transfer, who was deleted is entered anew."""
    assert MEMBERSHIP.steps_from(stage) == ()
    with pytest.raises(RuleRefused, match="已办结"):
        next_state(MEMBERSHIP, stage, "restore")


def test_whoever_is_on_the_roster_is_not_restored() -> None:
    for stage in ON_ROSTER:
        with pytest.raises(RuleRefused, match="不能“恢复团籍”") as refusal:
            next_state(MEMBERSHIP, stage, "restore")
        assert refusal.value.clause == "N 三.8"


def test_only_a_committee_expels_and_only_the_province_deletes() -> None:
    """N 三.4, G 三.1: the branch cannot."""
    for act, who in (("expel", Actor.COMMITTEE), ("delete", Actor.PROVINCE)):
        assert next_state(MEMBERSHIP, Stage.ACTIVE, act, actor=who) in LEFT
        with pytest.raises(RuleRefused, match="无权办理"):
            next_state(MEMBERSHIP, Stage.ACTIVE, act, actor=Actor.BRANCH)


def test_each_door_of_a_pack_is_a_stage_of_the_machine(
    guangdong: Policy, qilu: Policy, national: Policy
) -> None:
    for policy in (guangdong, qilu, national):
        assert set(policy.doors) == {*DOORS.values(), "restored"}


def test_tables_are_sound(guangdong: Policy, qilu: Policy, national: Policy) -> None:
    """Every state is known and reachable; no step is written twice."""
    for machine in machines(guangdong, qilu, national):
        reached = {machine.initial}
        for _ in machine.states:
            reached |= {step.target for step in machine.transitions if step.source in reached}
        assert reached == set(machine.states), machine.code
        steps = [(step.actor, step.source, step.act) for step in machine.transitions]
        assert len(set(steps)) == len(steps), machine.code
        assert all(step.clause and step.label for step in machine.transitions)


@given(st.data())
def test_random_walks_never_leave_the_table(guangdong: Policy, data: st.DataObject) -> None:
    machine = data.draw(st.sampled_from(machines(guangdong)))
    acts = sorted({step.act for step in machine.transitions})
    state = machine.initial
    for act in data.draw(st.lists(st.sampled_from(acts), max_size=12)):
        possible = {step.act for step in machine.steps_from(state)}
        if act in possible:
            state = next_state(machine, state, act)
        else:
            with pytest.raises(RuleRefused):
                next_state(machine, state, act)
        assert state in machine.states

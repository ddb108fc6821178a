"""What moves a membership, by pack."""

from dataclasses import replace

import pytest

from tests.builders import pack
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.rules.lifecycle import (
    INCOMING,
    INCOMING_BY_ONE,
    PAPER_TRANSFER,
    TRANSFER,
    TRANSFER_BY_TWO,
    Actor,
)
from tuanji_desktop.transfers.kinds import TARGET_WORDS, incoming_machine, kind_of, kinds


def test_destinations_of_the_pack_and_the_schools_own_cases() -> None:
    county, college = kinds(pack("guangdong-2018")), kinds(pack("qilu-2024"))
    assert set(county) == {
        "升学", "就业", "创业", "未就业", "其他", "退学", "退回原籍", "转专业", "部队", "涉密单位",
    }  # fmt: skip
    assert "参军入伍" in college
    assert all(one.target_kind in TARGET_WORDS and one.clause for one in college.values())


def test_who_dropped_out_goes_to_the_household_place() -> None:
    kind = kind_of(pack("qilu-2024"), "退学")
    assert (kind.target_kind, kind.clause) == ("household", "Q 三.4")
    assert Actor.GENERAL_BRANCH in kind.starters
    assert Actor.BRANCH not in kind.starters


def test_a_change_of_major_takes_one_approval() -> None:
    kind = kind_of(pack("qilu-2024"), "转专业")
    approvals = [one for one in kind.machine.transitions if one.act == "approve"]
    assert [(one.actor, one.target) for one in approvals] == [(Actor.RECEIVING_BRANCH, "received")]
    assert kind.clause == "Q 三.3"


def test_what_is_retained_names_the_right_door() -> None:
    with pytest.raises(RuleRefused, match="保留团籍") as refused:
        kind_of(pack("guangdong-2018"), "延迟毕业")
    assert refused.value.clause
    with pytest.raises(BadInput, match="可用的有"):
        kind_of(pack("guangdong-2018"), "失踪")


def test_who_interrupts_the_studies_is_retained() -> None:
    with pytest.raises(RuleRefused, match="团籍保留") as refused:
        kind_of(pack("qilu-2024"), "休学")
    assert (refused.value.code, refused.value.clause) == ("transfer.retained", "Q 三.4")


def test_where_the_system_does_not_reach_a_letter_goes_on_paper() -> None:
    kind = kind_of(pack("guangdong-2018"), "部队")
    assert (kind.machine, kind.on_paper, kind.clause) == (PAPER_TRANSFER, True, "N 四.5")
    assert not kind_of(pack("guangdong-2018"), "升学").on_paper


def test_a_pack_may_ask_for_two_approvals() -> None:
    policy = pack("guangdong-2018")
    assert kind_of(policy, "升学").machine is TRANSFER
    assert incoming_machine(policy) is INCOMING
    two = replace(policy, transfer=replace(policy.transfer, approvals=2))
    assert kind_of(two, "升学").machine is TRANSFER_BY_TWO
    assert incoming_machine(two) is INCOMING_BY_ONE

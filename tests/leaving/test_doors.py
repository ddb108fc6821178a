"""What the pack says of the doors, in the words of the screen."""

import pytest

from tests.builders import pack
from tuanji_desktop.leaving.doors import (
    ACTS,
    is_out,
    needs,
    proof_label,
    stage_words,
    standing,
    ways_out,
)
from tuanji_desktop.rules.lifecycle import LEFT, MEMBERSHIP, Stage, next_state

POLICY = pack("guangdong-2018")


def test_each_door_is_an_act_that_leads_to_its_own_stage() -> None:
    doors = ways_out(POLICY)
    assert [door.label for door in doors] == ["超龄离团", "自行脱团", "自愿退团", "开除"]
    for door in doors:
        for stage in (Stage.ACTIVE, Stage.RETAINED):
            assert next_state(MEMBERSHIP, stage, ACTS[door.code]) == door.code
    assert set(POLICY.doors) == set(ACTS)  # no door leads to a deletion


@pytest.mark.parametrize("stage", sorted(LEFT))
def test_there_is_a_way_back_from_the_four_doors_only(stage: Stage) -> None:
    assert is_out(stage) is (stage not in (Stage.TRANSFERRED_OUT, Stage.DELETED))


def test_what_a_door_takes_is_said() -> None:
    assert needs(POLICY.door("over_age")) == "可附离团登记表"
    assert needs(POLICY.door("self_left")) == "须有支部大会决议、上级团委批复、文号"
    assert needs(POLICY.door("voluntarily_left")) == "须有本人书面申请；可附支部大会决议"


def test_a_kept_proof_has_its_name_by_its_door() -> None:
    assert proof_label(POLICY, "expelled", "decision") == "处分决定"
    assert proof_label(POLICY, "expelled", "restored_decision") == "恢复团籍的决定"
    assert proof_label(POLICY, "expelled", "gone") == "gone"


def test_words() -> None:
    assert stage_words("over_age") == "超龄离团"
    assert stage_words("?") == "?"
    assert standing(POLICY.door("over_age").unless[1], "是") == "是否为团干：是"

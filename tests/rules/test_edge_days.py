"""All fields at all steps on the edge days of the window, against tables written from the texts.

The expectations below are read off the two documents, field by field; the packs are not asked.
"""

from datetime import date

import pytest

from tests.rules.people import member
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.policy import Policy, Stage

BEFORE, FIRST, LAST, AFTER = (
    date(2018, 9, 27), date(2018, 9, 28), date(2018, 11, 30), date(2018, 12, 1),
)  # fmt: skip
EDGES = (BEFORE, FIRST, LAST, AFTER)

# 一.1: before the branch's approval the member fills everything anew, the branch included; while
# the report-in waits it is first withdrawn or returned. Who has left is not edited at all.
FREE_STEPS = {"draft", "returned", "withdrawn"}
MEMBER_STEPS = {"active", "retained"}
LEFT_STEPS = {
    "transferred_out", "over_age", "self_left", "voluntarily_left", "expelled", "deleted",
}  # fmt: skip

# G 一.2 (4 fields; the kind of document goes with its number) and 一.3 (3 fields)
G_NEVER = {"name", "id_kind", "id_number", "development_number"}
G_REVIEWED = {"political_status", "income", "is_cadre"}
# G 二: from 28 September to 30 November, both days included; from 1 December shut for good
G_JOINED_ON = {
    BEFORE: ("locked", "G 一.2"),
    FIRST: ("review", "G 二"),
    LAST: ("review", "G 二"),
    AFTER: ("locked", "G 二"),
}
# Q 三（一）: name, sex and ID number are put right by annex 1; 附件1 填写要求4 adds the number
Q_NEVER = {
    "name": "Q 三.1",
    "sex": "Q 三.1",
    "id_number": "Q 三.1",
    "id_kind": "Q 三.1",
    "development_number": "Q 附件1 填写要求4",
}
# follows from the ID number, or is changed by transfer alone: locked in both, by the general rules
GENERAL = {"born_on": "N 一.4", "branch": "N 三.2"}


def guangdong_expects(field: str, stage: str, day: date) -> tuple[str, str]:
    if stage in FREE_STEPS:
        return ("free", "N 一.4" if field in ("sex", "born_on") else "G 一.1")
    if stage == "submitted":
        return ("locked", "G 一.1")
    if field in G_NEVER:
        return ("locked", "G 一.2")
    if field in G_REVIEWED:
        return ("review", "G 一.3")
    if field == "joined_on":
        return G_JOINED_ON[day]
    if field in GENERAL or field == "sex":
        return ("locked", GENERAL.get(field, "N 一.4"))
    return ("free", "G 一.4")  # 一.4: everything else, without review


def qilu_expects(field: str, stage: str) -> tuple[str, str]:
    if stage in FREE_STEPS:
        return ("free", "N 一.4" if field in ("sex", "born_on") else "N 一.1")
    if stage == "submitted":
        return ("locked", "N 一.1")
    if field in Q_NEVER:
        return ("locked", Q_NEVER[field])
    if field in GENERAL:
        return ("locked", GENERAL[field])
    if field == "joined_on":
        return ("review", "N 一.3")
    return ("free", "N 一.5")


def found(policy: Policy, field: str, stage: str, day: date) -> tuple[str, str]:
    state = policy.field_state(field, stage=Stage(stage), values=member(), today=day)
    return (state.tier.value, state.clause)


@pytest.mark.parametrize("day", EDGES, ids=str)
def test_guangdong_on_the_edge_days(guangdong: Policy, day: date) -> None:
    wrong = {
        (field, stage): (found(guangdong, field, stage, day), wanted)
        for stage in FREE_STEPS | {"submitted"} | MEMBER_STEPS
        for field in FIELDS
        if found(guangdong, field, stage, day) != (wanted := guangdong_expects(field, stage, day))
    }
    assert wrong == {}


@pytest.mark.parametrize("day", EDGES, ids=str)
def test_qilu_knows_no_window(qilu: Policy, day: date) -> None:
    wrong = {
        (field, stage): (found(qilu, field, stage, day), wanted)
        for stage in FREE_STEPS | {"submitted"} | MEMBER_STEPS
        for field in FIELDS
        if found(qilu, field, stage, day) != (wanted := qilu_expects(field, stage))
    }
    assert wrong == {}


@pytest.mark.parametrize("day", EDGES, ids=str)
def test_the_record_of_one_who_left_is_closed(guangdong: Policy, qilu: Policy, day: date) -> None:
    tiers = {
        found(policy, field, stage, day)[0]
        for policy in (guangdong, qilu)
        for stage in LEFT_STEPS
        for field in FIELDS
    }
    assert tiers == {"locked"}
    assert {stage.value for stage in Stage} == (
        FREE_STEPS | {"submitted"} | MEMBER_STEPS | LEFT_STEPS
    )

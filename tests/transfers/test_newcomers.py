"""Somebody of elsewhere comes in: registered, approved, then a record of the roster."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member, valid_id
from tests.deletion.helpers import one, operations, select
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.archive import Attachment
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Stage
from tuanji_desktop.store.check import check
from tuanji_desktop.transfers.newcomers import (
    LETTER,
    Newcomer,
    apply_newcomer,
    plan_newcomer,
)
from tuanji_desktop.transfers.service import step_transfer

NUMBER = valid_id(date(2002, 4, 6), sex="女", serial=77)
LI = Newcomer(
    name="李转来", id_number=NUMBER, source="共青团遵义市第四中学委员会", on=date(2018, 8, 1),
    mobile="13900139000", target_id=4, document="遵团介〔2018〕7号",
)  # fmt: skip


def registered(office: Context, wish: Newcomer = LI) -> int:
    return apply_newcomer(office, plan_newcomer(office, wish)).transfer_id


def test_the_plan_says_what_becomes_of_it_and_writes_nothing(office: Context) -> None:
    before = operations(office)
    plan = plan_newcomer(office, LI)
    assert plan.stage is Stage.DRAFT
    assert "joined_on" in plan.missing
    assert plan.words.startswith(
        "共青团遵义市第四中学委员会 → 高三（2）班，办结后为报到草稿，待补 "
    )
    assert plan.values["sex"] == "女"
    assert operations(office) == before


def test_two_approvals_and_a_draft_lies_in_the_branch(office: Context) -> None:
    proof = Attachment(LETTER, b"%PDF scan", "介绍信.pdf")
    transfer = registered(office, replace(LI, proofs=(proof,)))
    assert select(office, "SELECT kind, file_name, transfer_id FROM attachments") == [
        (LETTER, "介绍信.pdf", transfer)
    ]
    assert one(office, "SELECT document FROM journal_operations ORDER BY number DESC LIMIT 1") == (
        "遵团介〔2018〕7号"
    )
    assert one(office, "SELECT count(*) FROM members") == 6
    states = [step_transfer(office, transfer_id=transfer, act="approve").state for _ in range(2)]
    assert states == ["target_branch", "received"]
    assert select(
        office,
        "SELECT name, id_number, sex, born_on, mobile, branch_id, status, status_reason, "
        "name_initials FROM members WHERE id = 7",
    ) == [
        ("李转来", NUMBER, "女", "2002-04-06", "13900139000", 4, "draft",
         "由 共青团遵义市第四中学委员会 转入", "lzl"),
    ]  # fmt: skip
    assert one(office, "SELECT member_id FROM transfers") == 7
    assert "joined_on" in str(one(office, "SELECT missing FROM members WHERE id = 7"))
    undo(office, number=operations(office))
    assert one(office, "SELECT count(*) FROM members") == 6
    assert check(office.database).ok


def test_where_nothing_is_missing_it_is_a_member_at_once(office: Context) -> None:
    few = replace(
        office,
        policy=replace(office.policy, requirements=()),
    )
    assert plan_newcomer(few, LI).stage is Stage.ACTIVE
    transfer = registered(few)
    for _ in range(2):
        step_transfer(few, transfer_id=transfer, act="approve")
    assert one(office, "SELECT status FROM members WHERE id = 7") == "active"
    assert one(office, "SELECT members FROM org_counts WHERE org_id = 4") == 4


def test_a_committee_assigns_the_branch(office: Context) -> None:
    transfer = registered(office, replace(LI, target_id=None, target="青溪县第一中学"))
    step_transfer(office, transfer_id=transfer, act="approve")
    with pytest.raises(BadInput, match="分配到哪个团支部"):
        step_transfer(office, transfer_id=transfer, act="approve")
    step_transfer(office, transfer_id=transfer, act="approve", branch_id=3)
    assert one(office, "SELECT branch_id FROM members WHERE id = 7") == 3


def test_our_side_returns_it_and_it_can_come_again(office: Context) -> None:
    transfer = registered(office)
    with pytest.raises(RuleRefused) as twice:
        plan_newcomer(office, LI)
    assert twice.value.code == "transfer.open"
    step_transfer(office, transfer_id=transfer, act="return", reason="不在本县就读")
    assert one(office, "SELECT count(*) FROM members") == 6
    assert registered(office) == transfer + 1


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(LI, name=" "), "transfer.newcomer"),
        (replace(LI, id_number=""), "transfer.newcomer"),
        (replace(LI, source=""), "transfer.newcomer"),
        (replace(LI, on=date(2018, 8, 2)), "transfer.date_future"),
        (replace(LI, id_number=NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")), "id.check"),
        (replace(LI, target_id=None), "transfer.target"),
        (replace(LI, target_id=None, target="贵州大学团委"), "transfer.target"),
    ],
)
def test_what_is_missing_or_wrong_is_said(office: Context, wish: Newcomer, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan_newcomer(office, wish)
    assert refused.value.code == code or (code == "id.check" and "id" in refused.value.code)


def test_a_member_of_this_office_is_transferred_inside(office: Context) -> None:
    number = str(one(office, "SELECT id_number FROM members WHERE id = 1"))
    with pytest.raises(RuleRefused, match="张三（高三（1）班）") as refused:
        plan_newcomer(office, replace(LI, id_number=number))
    assert (refused.value.code, refused.value.clause) == ("transfer.already_member", "N 四.1")
    add_member(office, name="赵报到", status="submitted", id_number=NUMBER)
    with pytest.raises(RuleRefused, match="报到待审核") as reporting:
        plan_newcomer(office, LI)
    assert reporting.value.code == "transfer.reporting"


def test_who_became_a_member_meanwhile_is_not_taken_in_twice(office: Context) -> None:
    transfer = registered(office)
    step_transfer(office, transfer_id=transfer, act="approve")
    add_member(office, name="李转来", id_number=NUMBER)
    with pytest.raises(RuleRefused) as refused:
        step_transfer(office, transfer_id=transfer, act="approve")
    assert refused.value.code == "transfer.already_member"
    assert one(office, "SELECT count(*) FROM members") == 7


def test_what_moved_since_the_plan_refuses(office: Context) -> None:
    plan = plan_newcomer(office, LI)
    add_member(office, name="赵一", mobile="13900139000")
    with pytest.raises(BadInput) as refused:
        apply_newcomer(office, plan)
    assert refused.value.code == "transfer.stale"

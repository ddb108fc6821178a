"""What a result would record, seen before: who is left out and why."""

import pytest

from tests.builders import add_member
from tests.campaigns.helpers import GRADUATING, check, opened, put
from tests.deletion.helpers import operations, select
from tuanji_desktop.campaigns.plan import Finding, last_words, plan_checks
from tuanji_desktop.campaigns.service import close_campaign
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.office.context import Context


def finding(campaign: int, *ids: int, result: str = "right", **more: object) -> Finding:
    return Finding(campaign_id=campaign, member_ids=ids, result=result, **more)  # type: ignore[arg-type]


def test_a_plan_writes_nothing_and_names_each(office: Context) -> None:
    campaign = opened(office)
    before = operations(office)
    plan = plan_checks(office, finding(campaign, 1, 2, 1))
    assert [(row.member_id, row.ready, row.before) for row in plan.rows] == [
        (1, True, ""), (2, True, ""),
    ]  # fmt: skip
    assert (len(plan.ready), plan.refused) == (2, ())
    assert operations(office) == before
    assert select(office, "SELECT count(*) FROM campaign_checks") == [(0,)]


def test_right_is_not_said_of_a_red_name(office: Context) -> None:
    red = add_member(office, name="陈红", mobile="", household_place="")
    campaign = opened(office)
    (row,) = plan_checks(office, finding(campaign, red)).refused
    assert row.refused == "campaign.incomplete"
    assert "手机号码、户籍地址" in row.why
    assert row.clause == "N 二.1"
    assert plan_checks(office, finding(campaign, red, result="incomplete")).ready


def test_who_left_and_who_is_outside_is_left_out(office: Context) -> None:
    gone = add_member(office, name="钱走", status="transferred_out")
    campaign = opened(office, org_id=GRADUATING)
    plan = plan_checks(office, finding(campaign, 1, 4, gone))
    assert [row.refused for row in plan.rows] == [
        "campaign.out_of_scope", "", "campaign.not_on_roster",
    ]  # fmt: skip


def test_the_same_word_twice_is_nothing_new(office: Context) -> None:
    campaign = opened(office)
    check(office, campaign, 1, result="wrong", fields=("name",))
    again = plan_checks(office, finding(campaign, 1, result="wrong", fields=("name",)))
    assert [row.refused for row in again.rows] == ["campaign.unchanged"]
    other = plan_checks(office, finding(campaign, 1, result="wrong", fields=("sex",)))
    assert [(row.ready, row.before) for row in other.rows] == [(True, "wrong")]


def test_wrong_wishes_are_refused_as_a_whole(office: Context) -> None:
    campaign = opened(office)
    with pytest.raises(BadInput, match="哪一项"):
        plan_checks(office, finding(campaign, 1, result="wrong"))
    with pytest.raises(BadInput, match="核对结果"):
        plan_checks(office, finding(campaign, 1, result="unlisted"))
    with pytest.raises(NotFound, match="99"):
        plan_checks(office, finding(campaign, 99))
    with pytest.raises(NotFound, match="信息核对"):
        plan_checks(office, finding(99, 1))
    close_campaign(office, campaign_id=campaign, reason="试点结束")
    with pytest.raises(RuleRefused, match="已于 2024-04-15 结束"):
        plan_checks(office, finding(campaign, 1))


def test_last_words_are_of_this_campaign(office: Context) -> None:
    first, second = opened(office), opened(office, org_id=None)
    check(office, first, 1, result="transfer", note="转专业")
    put(office, "UPDATE campaign_checks SET fields = NULL")
    with office.database.read() as connection:
        assert last_words(connection, first, [1, 2]) == {1: (1, "transfer", "", "转专业")}
        assert last_words(connection, second, [1, 2]) == {}

"""Deadlines, progress by branch, members with what they lack, acts begun."""

from datetime import date

import pytest

from tests.builders import add_member
from tests.campaigns.helpers import (
    CLASS_1,
    GRADUATING,
    NEWCOMER,
    check,
    on,
    opened,
    put,
    red_name,
    unlisted,
)
from tests.deletion.helpers import request
from tuanji_desktop.campaigns.queries import (
    load_below_expected,
    load_branch,
    load_campaigns,
    load_progress,
    load_units,
    load_unlisted,
)
from tuanji_desktop.campaigns.service import close_campaign, report_done
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context


@pytest.mark.parametrize(
    ("day", "forms", "branches", "end"),
    [
        (date(2024, 4, 1), "还有 19 天", "还有 29 天", "还有 60 天"),
        (date(2024, 4, 20), "今天截止", "还有 10 天", "还有 41 天"),
        (date(2024, 4, 21), "已过 1 天", "还有 9 天", "还有 40 天"),
        (date(2024, 4, 30), "已过 10 天", "今天截止", "还有 31 天"),
        (date(2024, 5, 1), "已过 11 天", "已过 1 天", "还有 30 天"),
        (date(2024, 5, 31), "已过 41 天", "已过 31 天", "今天截止"),
        (date(2024, 6, 1), "已过 42 天", "已过 32 天", "已过 1 天"),
    ],
)
def test_days_left_to_each_deadline(
    office: Context, day: date, forms: str, branches: str, end: str
) -> None:
    opened(office)
    (campaign,) = load_campaigns(on(office, day))
    assert [(one.key, one.clause) for one in campaign.deadlines(day)] == [
        ("forms_due", "Q 五.4"), ("branches_done_by", "Q 五.1"), ("last_on", "Q 二"),
    ]  # fmt: skip
    assert [one.words for one in campaign.deadlines(day)] == [
        f"删除登记表上报 4月20日（{forms}）",
        f"团支部完成 4月30日（{branches}）",
        f"核对结束 5月31日（{end}）",
    ]


def test_laggards_first_and_the_done_last(office: Context) -> None:
    campaign = opened(office)
    check(office, campaign, 1)
    assert [row.id for row in load_progress(office, campaign).rows] == [GRADUATING, CLASS_1]
    check(office, campaign, 2, 3)
    check(office, campaign, 4, result="wrong", fields=("name",))
    report_done(office, campaign_id=campaign, branch_ids=[CLASS_1])
    found = load_progress(office, campaign)
    assert [(row.id, row.checked, row.left, row.done) for row in found.rows] == [
        (GRADUATING, 1, 2, False), (CLASS_1, 3, 0, True),
    ]  # fmt: skip
    assert (found.count("right"), found.count("wrong"), found.done) == (3, 1, 1)
    assert [row.id for row in load_progress(office, campaign, org_id=CLASS_1).rows] == [CLASS_1]
    with pytest.raises(NotFound):
        load_progress(office, 9)


def test_who_left_keeps_the_result_but_is_no_member_any_more(office: Context) -> None:
    campaign = opened(office)
    check(office, campaign, 1, result="not_a_member")
    put(office, "UPDATE members SET status = 'deleted' WHERE id = 1")
    row = next(one for one in load_progress(office, campaign).rows if one.id == CLASS_1)
    assert (row.members, row.checked, row.left, row.count("not_a_member")) == (2, 0, 2, 1)
    people = load_branch(office, campaign, CLASS_1)
    assert [(one.name, one.status) for one in people if one.result] == [("张三", "已删除")]


def test_the_members_say_what_is_missing_and_what_is_not_as_expected(office: Context) -> None:
    red = red_name(
        office, study_status="本科或专科在读", is_cadre="是", post="书记", post_since="2023-09",
        cadre_kind="专职团干",
    )  # fmt: skip
    campaign = opened(office)
    found = {one.id: one for one in load_branch(office, campaign, CLASS_1)}
    assert found[red].lacking == "未填：手机号码；团干部性质应为“兼职团干”"
    assert found[1].lacking == "在读状况应为“本科或专科在读”"
    assert found[1].result_words == "未核对"
    assert set(load_below_expected(office, campaign)) == {1, 2, 3, 4, 5, 6, red}
    put(office, "UPDATE members SET study_status = '本科或专科在读' WHERE id <> 5")
    assert set(load_below_expected(office, campaign)) == {5, red}
    assert load_below_expected(office, campaign, [GRADUATING]) == (5,)
    assert load_below_expected(office, campaign, org_id=CLASS_1) == (red,)


def test_acts_begun_are_told_from_those_to_do(office: Context) -> None:
    red = add_member(office, name="陈红", mobile="")
    campaign = opened(office)
    for member, result in (
        (1, "not_a_member"),
        (2, "transfer"),
        (3, "retention"),
        (red, "incomplete"),
    ):
        check(office, campaign, member, result=result)
    unlisted(office, campaign)
    before = {one.name: one.act_words for one in load_branch(office, campaign, CLASS_1)}
    assert before == {
        "张三": "待办：申请删除", "李小梅": "待办：发起转接", "买买提·艾力": "待办：登记团籍保留",
        "陈红": "待办：补全信息", "周新": "待办：补录团员",
    }  # fmt: skip
    assert load_progress(office, campaign).open_acts("not_a_member", "unlisted") == 2
    request(office, 1)
    put(office, "INSERT INTO transfers (member_id, kind, machine, state, started_by, started_on, "
        "moved_on, recorded_by) VALUES (2, '转专业', 'major_change', 'started', 'branch', "
        "'2024-04-15', '2024-04-15', '王干事')")  # fmt: skip
    put(office, "UPDATE members SET status = 'retained' WHERE id = 3")
    put(office, "UPDATE members SET mobile = '13900000000', missing = '' WHERE id = ?", red)
    add_member(office, name=NEWCOMER[0], id_number=NEWCOMER[1])
    rows = [one for one in load_branch(office, campaign, CLASS_1) if one.result]
    assert {one.name: one.act_words for one in rows} == {
        "张三": "已申请删除", "李小梅": "已发起转接", "买买提·艾力": "已登记保留",
        "陈红": "必填项已补齐", "周新": "已录入",
    }  # fmt: skip
    found = load_progress(office, campaign)
    assert found.open_acts("not_a_member", "transfer", "retention", "incomplete", "unlisted") == 0


def test_who_is_not_in_the_system_stands_below_with_the_branch(office: Context) -> None:
    campaign = opened(office)
    unlisted(office, campaign)
    last = load_branch(office, campaign, CLASS_1)[-1]
    assert (last.member_id, last.name, last.result, last.id) == (None, "周新", "unlisted", -1)
    ((branch, person),) = load_unlisted(office, campaign)
    assert (branch, person.id_number) == ("高三（1）班", NEWCOMER[1])
    row = next(one for one in load_progress(office, campaign).rows if one.id == CLASS_1)
    assert (row.checked, row.count("unlisted")) == (0, 1)


def test_open_campaigns_come_first_and_units_are_no_branches(office: Context) -> None:
    first = opened(office)
    close_campaign(office, campaign_id=first, reason="重来")
    second = opened(office)
    opened_ids = [(one.id, one.open, one.unit) for one in load_campaigns(office)]
    assert opened_ids == [(second, True, "一中团委"), (first, False, "一中团委")]
    assert load_units(office) == ((1, "青溪团县委"), (2, "一中团委"))

"""Opening, recording, reporting, closing: one operation each, undone as one (Q 一–五)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member, pack, valid_id
from tests.campaigns.helpers import (
    CLASS_1,
    GRADUATING,
    NEWCOMER,
    SCHOOL,
    check,
    on,
    opened,
    red_name,
    unlisted,
)
from tests.deletion.helpers import one, operations, select
from tuanji_desktop.campaigns.plan import Finding, plan_checks
from tuanji_desktop.campaigns.queries import load_progress
from tuanji_desktop.campaigns.report import draw_campaign
from tuanji_desktop.campaigns.service import (
    Terms,
    add_unlisted,
    apply_checks,
    close_campaign,
    open_campaign,
    report_done,
    terms_of,
)
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.check import check as check_file

TERMS = Terms(title="信息核对", first_on=date(2024, 4, 1), last_on=date(2024, 5, 31))


def test_the_pack_prescribes_the_days() -> None:
    terms = terms_of(pack("qilu-2024"))
    assert terms is not None
    assert (terms.first_on, terms.last_on) == (date(2024, 4, 1), date(2024, 5, 31))
    assert (terms.branches_done_by, terms.forms_due) == (date(2024, 4, 30), date(2024, 4, 20))
    assert terms_of(pack("guangdong-2018")) is None


def test_all_branches_are_in_the_scope_graduating_ones_too(office: Context) -> None:
    campaign = opened(office)
    found = load_progress(office, campaign)
    assert {(row.id, row.graduating) for row in found.rows} == {
        (CLASS_1, False), (GRADUATING, True),
    }  # fmt: skip
    assert (found.members, found.checked) == (6, 0)
    assert check(office, campaign, 4, 5).left == ()  # members of the graduating branch
    assert load_progress(office, campaign).checked == 2
    whole = load_progress(office, opened(office, org_id=None))
    assert len(whole.rows) == 2
    only = load_progress(office, opened(office, org_id=GRADUATING))
    assert [row.id for row in only.rows] == [GRADUATING]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (replace(TERMS, title=" "), "名称"),
        (replace(TERMS, last_on=date(2024, 3, 1)), "结束日期早于"),
        (replace(TERMS, forms_due=date(2024, 6, 1)), "登记表上报的期限"),
        (replace(TERMS, branches_done_by=date(2024, 3, 31)), "团支部完成的期限"),
    ],
)
def test_terms_that_contradict_themselves(office: Context, terms: Terms, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        open_campaign(office, terms=terms)
    assert select(office, "SELECT count(*) FROM campaigns") == [(0,)]


def test_one_open_campaign_per_scope(office: Context) -> None:
    campaign = opened(office)
    with pytest.raises(RuleRefused, match="一中团委正在进行"):
        open_campaign(office, terms=TERMS, org_id=SCHOOL)
    close_campaign(office, campaign_id=campaign, reason="重新安排")
    assert open_campaign(office, terms=TERMS, org_id=SCHOOL).campaign_id != campaign


def test_several_are_right_in_one_operation_and_one_undo(office: Context) -> None:
    campaign = opened(office)
    before = operations(office)
    done = check(office, campaign, 1, 2, 3)
    assert operations(office) == before + 1
    assert select(office, "SELECT member_id, branch_id, result, checked_by, checked_on "
                  "FROM campaign_checks") == [
        (number, CLASS_1, "right", "王干事", "2024-04-15") for number in (1, 2, 3)
    ]  # fmt: skip
    undo(office, number=done.operation)
    assert select(office, "SELECT count(*) FROM campaign_checks") == [(0,)]
    assert check_file(office.database).ok


def test_the_last_word_counts_and_undo_brings_the_earlier_back(office: Context) -> None:
    campaign = opened(office)
    check(office, campaign, 1)
    later = check(
        office, campaign, 1, result="wrong", fields=("id_number", "name"), note="应为张珊"
    )
    assert select(office, "SELECT result, fields, note FROM campaign_checks") == [
        ("wrong", "name,id_number", "应为张珊")
    ]
    assert "信息有误（姓名、身份证号）" in later.words
    undo(office, number=later.operation)
    assert select(office, "SELECT result, fields FROM campaign_checks") == [("right", None)]


def test_a_red_name_is_left_out_and_named(office: Context) -> None:
    red = red_name(office)
    campaign = opened(office)
    done = check(office, campaign, 1, red)
    assert select(office, "SELECT member_id FROM campaign_checks") == [(1,)]
    assert done.left == ("陈红：必填项没有填（手机号码），补全后再核对，或登记“信息不全”",)
    with pytest.raises(RuleRefused, match="陈红") as refused:
        check(office, campaign, red)
    assert refused.value.clause == "Q 四.3"
    with pytest.raises(BadInput, match="没有选中"):
        check(office, campaign)


def test_a_plan_that_is_stale_records_nothing(office: Context) -> None:
    campaign = opened(office)
    plan = plan_checks(office, Finding(campaign_id=campaign, member_ids=(1, 2), result="right"))
    check(office, campaign, 2, result="transfer")
    with pytest.raises(BadInput, match="有变化"):
        apply_checks(office, plan)
    assert select(office, "SELECT member_id FROM campaign_checks") == [(2,)]


def test_who_is_not_in_the_system_must_be_verified(office: Context) -> None:
    campaign = opened(office)
    with pytest.raises(RuleRefused, match="核实无误") as refused:
        unlisted(office, campaign, verified=False)
    assert refused.value.clause == "Q 三.1"
    assert select(office, "SELECT count(*) FROM campaign_checks") == [(0,)]
    done = unlisted(office, campaign)
    assert select(office, "SELECT branch_id, member_id, result, name, id_number "
                  "FROM campaign_checks") == [(CLASS_1, None, "unlisted", *NEWCOMER)]  # fmt: skip
    with pytest.raises(BadInput, match="已经登记过"):
        unlisted(office, campaign)
    undo(office, number=done.operation)
    assert select(office, "SELECT count(*) FROM campaign_checks") == [(0,)]


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [("", NEWCOMER[1], "姓名"), ("周新", "", "身份证号"), ("周新", "52062820020404001", "身份证")],
)
def test_the_person_needs_a_name_and_a_valid_number(
    office: Context, name: str, number: str, words: str
) -> None:
    campaign = opened(office)
    with pytest.raises(BadInput, match=words):
        add_unlisted(
            office, campaign_id=campaign, branch_id=CLASS_1, name=name, id_number=number,
            verified=True,
        )  # fmt: skip


def test_whoever_is_in_the_system_already_is_not_unlisted(office: Context) -> None:
    campaign = opened(office)
    number = valid_id(date(2001, 1, 9), serial=4)
    with pytest.raises(RuleRefused, match=r"单雄.*高三（2）班"):
        add_unlisted(
            office, campaign_id=campaign, branch_id=CLASS_1, name="单雄", id_number=number,
            verified=True,
        )  # fmt: skip
    with pytest.raises(NotFound, match="团支部"):
        unlisted(office, campaign, branch=SCHOOL)


def test_a_branch_is_done_only_when_everybody_has_a_result(office: Context) -> None:
    campaign = opened(office)
    check(office, campaign, 1, 2)
    with pytest.raises(RuleRefused, match=r"高三（1）班还有 1 人") as refused:
        report_done(office, campaign_id=campaign, branch_ids=[CLASS_1])
    assert refused.value.clause == "Q 五.1"
    assert select(office, "SELECT count(*) FROM campaign_branches") == [(0,)]
    check(office, campaign, 3, result="retention")
    with pytest.raises(RuleRefused, match=r"高三（2）班还有 3 人"):
        report_done(office, campaign_id=campaign, branch_ids=[CLASS_1, GRADUATING])
    done = report_done(office, campaign_id=campaign, branch_ids=[CLASS_1])
    assert select(office, "SELECT branch_id, done_on, done_by FROM campaign_branches") == [
        (CLASS_1, "2024-04-15", "王干事")
    ]
    with pytest.raises(BadInput, match="已经报告过"):
        report_done(office, campaign_id=campaign, branch_ids=[CLASS_1])
    undo(office, number=done.operation)
    assert load_progress(office, campaign).done == 0
    for wrong in ([], [SCHOOL]):
        with pytest.raises(NotFound):
            report_done(office, campaign_id=campaign, branch_ids=wrong)


def test_somebody_new_makes_a_branch_undone_again(office: Context) -> None:
    campaign = opened(office)
    check(office, campaign, 1, 2, 3)
    report_done(office, campaign_id=campaign, branch_ids=[CLASS_1])
    assert load_progress(office, campaign).done == 1
    add_member(office, name="新来")
    row = next(one for one in load_progress(office, campaign).rows if one.id == CLASS_1)
    assert (row.done_on, row.left, row.done) == ("2024-04-15", 1, False)


def test_closing_before_all_are_done_needs_a_reason(office: Context) -> None:
    campaign = opened(office)
    check(office, campaign, 1, 2, 3)
    report_done(office, campaign_id=campaign, branch_ids=[CLASS_1])
    with pytest.raises(RuleRefused, match="还有 1 个团支部没有完成"):
        close_campaign(office, campaign_id=campaign)
    done = close_campaign(office, campaign_id=campaign, reason="毕业班另行安排")
    assert one(office, "SELECT closed_on || closed_by FROM campaigns") == "2024-04-15王干事"
    with pytest.raises(RuleRefused, match="结束"):
        close_campaign(office, campaign_id=campaign, reason="再次")
    with pytest.raises(RuleRefused, match="结束"):
        check(office, campaign, 4)
    with pytest.raises(RuleRefused, match="结束"):
        unlisted(office, campaign)
    undo(office, number=done.operation)
    assert check(office, campaign, 4).left == ()


def test_the_report_of_a_closed_campaign_stays_as_it_was(office: Context) -> None:
    campaign = opened(office)
    check(office, campaign, 1, 2, 3, 4, 5, 6)
    report_done(office, campaign_id=campaign, branch_ids=[CLASS_1, GRADUATING])
    live = draw_campaign(office, campaign).pdf
    close_campaign(office, campaign_id=campaign)
    kept = draw_campaign(office, campaign)
    assert kept.pdf == live
    add_member(office, name="新来")
    assert draw_campaign(on(office, date(2024, 6, 9)), campaign) == kept
    assert one(office, "SELECT count(*) FROM attachments WHERE file_name LIKE '%.xlsx'") == 1

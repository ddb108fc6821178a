"""The whole answer behind a mark: document, since when, by whom, and the ways out."""

from datetime import date

import pytest

from tests.rules.people import member
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import ON_ROSTER
from tuanji_desktop.rules.policy import ChangePath, FieldState, Policy, Stage, Tier
from tuanji_desktop.rules.why import (
    Entered,
    Way,
    Why,
    Whys,
    deletion_reason_for,
    document_words,
    plain,
    why,
)

APPROVED = Entered(date(2018, 8, 1), "王干事", "通过报到：张三", 5)
LETTER = "《“命脉工程”攻坚阶段工作提醒函（第四期）》（共青团广东省委办公室，2018-09-21）"


def answer(
    policy: Policy,
    field: str,
    *,
    day: date = date(2018, 8, 15),
    stage: Stage = Stage.ACTIVE,
    entered: Entered | None = APPROVED,
) -> Why:
    return why(policy, field, stage=stage, values=member(), today=day, entered=entered)


def test_a_locked_name_names_clause_document_and_approval(guangdong: Policy) -> None:
    found = answer(guangdong, "name")
    assert (found.label, found.tier, found.clause) == ("姓名", Tier.LOCKED, "G 一.2")
    assert "4项个人信息均不可修改" in found.clause_text
    assert found.document == LETTER
    assert (found.since, found.by) == (date(2018, 8, 1), "王干事")
    assert found.history == (
        "2018-08-01 审核通过、登记在册，王干事经办（第 5 号操作：通过报到：张三）",
    )
    assert found.ways == (Way("deletion_reentry", "姓名错误，申请删除后重新录入…"),)


def test_an_inherited_clause_names_the_document_it_stands_in(guangdong: Policy) -> None:
    found = answer(guangdong, "branch")
    assert found.clause == "N 三.2"
    assert "填报通用规则" in found.document
    assert "命脉工程" not in found.document


@pytest.mark.parametrize(
    ("day", "since", "by", "said"),
    [
        (date(2018, 9, 27), date(2018, 8, 1), "王干事", "还有 1 天开始"),
        (date(2018, 9, 28), date(2018, 9, 28), "共青团广东省委办公室", "还剩 64 天（含今天）"),
        (date(2018, 11, 30), date(2018, 9, 28), "共青团广东省委办公室", "还剩 1 天（含今天）"),
        (date(2018, 12, 1), date(2018, 12, 1), "共青团广东省委办公室", "已于 2018-11-30 结束"),
    ],
)
def test_the_window_says_from_to_and_the_days_left(
    guangdong: Policy, day: date, since: date, by: str, said: str
) -> None:
    """G 二, seen from its edge days."""
    found = answer(guangdong, "joined_on", day=day)
    assert (found.since, found.by) == (since, by)
    window = next(line for line in found.history if line.startswith("2018-09-28 至 2018-11-30"))
    assert window == f"2018-09-28 至 2018-11-30 临时开放修改，{said}"


def test_the_closed_window_counts_its_days(guangdong: Policy) -> None:
    found = answer(guangdong, "joined_on", day=date(2018, 12, 5))
    assert found.history[-1] == "自 2018-12-01 起不再开放修改，至今第 5 天"
    assert found.ways == (Way("correction_letter", "正式行文更正…"),)


def test_who_was_approved_inside_the_window_is_so_since_then(guangdong: Policy) -> None:
    later = Entered(date(2018, 10, 10), "李干事", "", 9)
    found = answer(guangdong, "joined_on", day=date(2018, 10, 15), entered=later)
    assert (found.since, found.by) == (date(2018, 10, 10), "李干事")


def test_a_waiting_report_in_offers_both_ways(guangdong: Policy) -> None:
    """G 一.1: withdrawn by the member, or returned by the branch."""
    waiting = Entered(date(2018, 8, 2), "周八", "提交报到：周八", 7, "")
    for field in FIELDS:
        found = answer(guangdong, field, stage=Stage.SUBMITTED, entered=waiting)
        assert (found.tier, found.clause) == (Tier.LOCKED, "G 一.1")
        assert found.ways == (
            Way("withdraw", "撤回报到（团员本人）"),
            Way("return", "退回报到（团支部）"),
        )
    assert found.history[0].startswith("2018-08-02 提交报到，周八经办")


@pytest.mark.parametrize(
    ("field", "guangdong_code", "qilu_code"),
    [
        ("name", "wrong_name", "wrong_name"),
        ("sex", "wrong_sex", "wrong_sex"),
        ("id_number", "wrong_id", "wrong_id"),
        ("id_kind", "wrong_id", "wrong_id"),
        ("development_number", "wrong_number", "wrong_number"),
        ("branch", "wrong_branch", "wrong_branch"),
        ("joined_on", "", ""),
        ("mobile", "", ""),
    ],
)
def test_each_field_has_its_own_reason_of_deletion(
    guangdong: Policy, qilu: Policy, field: str, guangdong_code: str, qilu_code: str
) -> None:
    assert deletion_reason_for(guangdong, field) == guangdong_code
    assert deletion_reason_for(qilu, field) == qilu_code


def test_the_branch_is_transferred_or_the_approval_was_a_mistake(guangdong: Policy) -> None:
    """G 三.2; a transfer is the usual way."""
    found = answer(guangdong, "branch")
    assert found.ways == (
        Way("transfer", "发起转接…"),
        Way("deletion_reentry", "误审核通过，申请删除…"),
    )
    assert "组织关系转接" in found.advice
    assert "情况说明和检讨（G 三.2）" in found.advice


def test_what_follows_from_the_number_leads_to_the_number(guangdong: Policy) -> None:
    assert answer(guangdong, "born_on").ways == (Way("derived", "看身份证号的规则"),)


def test_who_left_may_be_restored_where_there_is_a_door(guangdong: Policy) -> None:
    expelled = answer(guangdong, "mobile", stage=Stage.EXPELLED)
    assert expelled.ways == (Way("restore", "恢复团籍…"),)
    assert "成为“开除”" in expelled.history[0]
    assert answer(guangdong, "mobile", stage=Stage.DELETED).ways == ()


def test_without_a_past_nothing_is_made_up(guangdong: Policy) -> None:
    found = answer(guangdong, "name", entered=None)
    assert (found.since, found.by, found.history) == (None, "", ())


def test_every_mark_has_its_answer(guangdong: Policy, national: Policy, qilu: Policy) -> None:
    """Nothing that is not free is left without clause, wording, document and something to do."""
    day = date(2019, 1, 1)
    for policy in (guangdong, national, qilu):
        for stage in Stage:
            states = {
                name: policy.field_state(name, stage=stage, values=member(), today=day)
                for name in FIELDS
            }
            found = Whys(policy, states, stage, member(), day, APPROVED)
            assert found.keys() == FIELDS.keys()
            for one in found.values():
                assert one.path is states[one.field].path
                if one.tier is not Tier.FREE:
                    assert one.clause_text
                    assert one.document
                    if stage in ON_ROSTER:
                        assert one.ways, (policy.id, stage, one.field)


def test_a_bare_state_says_what_it_can() -> None:
    locked = FieldState(
        Tier.LOCKED, "G 一.2", "不可修改。", ChangePath.DELETION_REENTRY, "申请删除后重新录入"
    )
    found = plain("姓名", locked)
    assert (found.reason, found.clause_text, found.since) == ("不可修改。", "", None)
    assert found.ways == (Way("deletion_reentry", "申请删除后重新录入"),)
    moved = FieldState(Tier.LOCKED, "N 三.2", "请转接。", ChangePath.TRANSFER, "办理转接")
    assert plain("团支部", moved).ways == (Way("transfer", "办理转接"),)
    derived = FieldState(Tier.LOCKED, "N 一.4", "由号码得出。", ChangePath.DERIVED, "")
    assert plain("出生日期", derived).ways == (), "no dead button"


def test_a_document_is_cited_with_its_number(guangdong: Policy) -> None:
    assert document_words(guangdong.info) == LETTER

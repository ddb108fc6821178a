"""When the letter is the way, and what the easier ways are."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member, make_office, valid_id
from tests.corrections.helpers import on_day, one, opened, operations
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.corrections import guards, service
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context


def refused(
    context: Context, member_id: int = 1, *, field: str = "joined_on", new: str = "2017-05"
) -> RuleRefused:
    before = operations(context)
    with pytest.raises(RuleRefused) as caught:
        service.open_correction(
            context, member_id=member_id, field=field, new_value=new, reason="误填"
        )
    assert operations(context) == before
    return caught.value


@pytest.mark.parametrize(
    ("day", "way"),
    [
        (date(2018, 9, 27), "2018-09-28至2018-11-30将临时开放修改"),
        (date(2018, 9, 28), "可以办理：提交修改申请"),
        (date(2018, 11, 30), "可以办理：提交修改申请"),
    ],
)
def test_until_the_window_closes_there_is_an_easier_way(
    office: Context, day: date, way: str
) -> None:
    refusal = refused(on_day(office, day))
    assert refusal.code == "correction.easier_way"
    assert way in refusal.message
    assert refusal.clause in ("G 二", "G 一.2")


def test_from_the_first_of_december_the_letter_is_the_way(office: Context) -> None:
    assert opened(on_day(office, date(2018, 12, 1))) == 1


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("draft", "correction.easier_way", "全部信息都可以修改"),
        ("submitted", "correction.easier_way", "撤回"),
        ("transferred_out", "correction.left", "已不在册"),
        ("deleted", "correction.left", "已不在册"),
    ],
)
def test_who_is_no_member_of_a_branch_has_another_way(
    office: Context, status: str, code: str, words: str
) -> None:
    refusal = refused(office, add_member(office, name="乔他路", status=status))
    assert refusal.code == code
    assert words in refusal.message


def test_a_retained_member_may_be_corrected(office: Context) -> None:
    assert opened(office, add_member(office, name="乔保留", status="retained"))


def test_only_the_fields_of_the_pack(office: Context) -> None:
    refusal = refused(office, field="mobile", new="13900139000")
    assert refusal.code == "correction.field"
    assert "只及于：入团年月" in refusal.message
    with pytest.raises(BadInput, match="没有名为"):
        service.open_correction(
            office, member_id=1, field="shoe_size", new_value="42", reason="误填"
        )


@pytest.mark.parametrize("policy", ["national", "qilu-2024"])
def test_packs_without_the_rule_refuse_in_words(tmp_path: Path, policy: str) -> None:
    context = make_office(tmp_path, policy=policy, today=date(2019, 3, 1))
    try:
        refusal = refused(context)
        assert refusal.code == "correction.no_rule"
        assert context.policy.title in refusal.message
    finally:
        context.database.close()


def test_one_open_case_and_no_second(office: Context) -> None:
    case = opened(office)
    refusal = refused(office, new="2017-06")
    assert refusal.code == "correction.open"
    assert "第 1 号" in refusal.message
    service.withdraw_correction(office, correction_id=case, reason="填错了")
    assert opened(office, 1, "2017-06") == 2


def test_a_change_that_waits_for_review_goes_first(office: Context) -> None:
    save_member(on_day(office, date(2018, 11, 30)), member_id=1, changes={"joined_on": "2017-06"})
    refusal = refused(office)
    assert refusal.code == "correction.pending_change"
    assert "待审核" in refusal.message


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("", "correction.value_missing"),
        ("去年", "correction.value_missing"),
        ("2016-05", "correction.same"),
        ("2016年5月", "correction.same"),
        ("2019-04", "date.future"),
        ("2012-05", "joined_on.age"),  # eleven years old
    ],
)
def test_the_right_value_is_checked(office: Context, new: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        opened(office, 1, new)
    assert caught.value.code == code


def test_what_the_right_value_makes_one_ask_is_a_question(office: Context) -> None:
    done = service.open_correction(
        office, member_id=1, field="joined_on", new_value="2018年6月", reason="误填"
    )
    assert one(office, "SELECT new_value FROM corrections") == "2018-06"
    assert [found.code for found in done.findings] == ["development_number.missing"]


def test_levels(office: Context) -> None:
    rule, _ = guards.in_force(office.policy)
    assert guards.level_for(rule.gather, None) == "county"
    assert guards.level_for(rule.verify, "county") == "county"  # the machine refuses it
    with pytest.raises(BadInput, match="没有“heaven”这一级"):
        guards.level_for(rule.verify, "heaven")
    with pytest.raises(RuleRefused, match="无权办理"):
        service.open_correction(
            office,
            member_id=1,
            field="joined_on",
            new_value="2017-05",
            reason="误填",
            level="province",
        )


def test_an_id_number_brings_its_birth_and_sex() -> None:
    number = valid_id(date(2001, 3, 5), sex="男")
    assert guards.written("joined_on", "2017-05") == {"joined_on": "2017-05"}
    assert guards.written("id_number", number) == {
        "id_number": number,
        "born_on": "2001-03-05",
        "sex": "男",
    }

"""Kinds of reasons, their corrected values and their words."""

from datetime import date

import pytest

from tests.builders import pack, valid_id
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.deletion.reasons import (
    Reason,
    admitted,
    labels,
    phrases,
    required_attachments,
    words,
)
from tuanji_desktop.rules.policy import Policy

TODAY = date(2018, 8, 1)
RIGHT_ID = valid_id(date(2001, 3, 6), sex="女", serial=7)
RECORDED = {
    "name": "张三",
    "id_kind": "居民身份证",
    "id_number": valid_id(date(2001, 3, 5), serial=1),
    "sex": "男",
    "born_on": "2001-03-05",
    "joined_on": "2017-05",
    "development_number": "201744000001",
}


@pytest.fixture(scope="module")
def guangdong() -> Policy:
    return pack("guangdong-2018")


@pytest.fixture(scope="module")
def qilu() -> Policy:
    return pack("qilu-2024")


def admit(policy: Policy, *reasons: Reason) -> tuple[Reason, ...]:
    return admitted(policy, reasons, RECORDED, today=TODAY)


@pytest.mark.parametrize(
    ("reason", "phrase"),
    [
        (Reason("wrong_name", "张珊"), "姓名错误，正确姓名为：张珊"),
        (Reason("wrong_sex", "女"), "性别错误，正确性别为：女"),
        (Reason("wrong_id", RIGHT_ID), f"身份证号码错误，正确身份证号码为：{RIGHT_ID}"),
        (Reason("wrong_number", "201744000002"), "正确编号，201744000002"),
        (Reason("not_a_member"), "无团籍人员"),
        (Reason("duplicate"), "重复录入"),
    ],
)
def test_phrases_are_generated(qilu: Policy, reason: Reason, phrase: str) -> None:
    assert phrases(qilu, admit(qilu, reason)) == phrase


def test_corrected_values_are_read_into_canonical_form(guangdong: Policy) -> None:
    shown = f" {RIGHT_ID[:6]} {RIGHT_ID[6:].lower()} "
    assert admit(guangdong, Reason("wrong_id", shown)) == (Reason("wrong_id", RIGHT_ID),)


def test_one_request_may_carry_several_reasons_and_masks_the_number_on_screen(
    guangdong: Policy,
) -> None:
    reasons = admit(guangdong, Reason("wrong_name", "张珊"), Reason("wrong_id", RIGHT_ID))
    assert phrases(guangdong, reasons) == (
        f"姓名错误，正确姓名为：张珊；身份证号码错误，正确身份证号码为：{RIGHT_ID}"
    )
    assert RIGHT_ID not in words(guangdong, reasons)
    assert RIGHT_ID[-4:] in words(guangdong, reasons)
    assert labels(guangdong, reasons) == "姓名错误、身份证号错误"


@pytest.mark.parametrize("code", ["unreachable", "graduated", "transfer_difficult", "moved_away"])
def test_refused_kinds_name_the_clause_and_the_right_door(guangdong: Policy, code: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        admit(guangdong, Reason("not_a_member"), Reason(code))
    assert refused.value.clause == "G 三"
    assert guangdong.deletion_reason(code).advice in refused.value.message


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason("wrong_name"), "deletion.corrected_missing"),
        (Reason("wrong_name", "  "), "deletion.corrected_missing"),
        (Reason("wrong_name", "张3"), "name.digits"),
        (Reason("wrong_name", "张三"), "deletion.corrected_same"),
        (Reason("wrong_id", RIGHT_ID[:17] + ("1" if RIGHT_ID[17] != "1" else "2")), "id.checksum"),
        (Reason("wrong_id", RIGHT_ID[:16]), "id.length"),
        (Reason("wrong_number", "2017440000"), "development_number.format"),
        (Reason("not_a_member", "张珊"), "deletion.corrected_unexpected"),
        (Reason("nonsense"), "deletion.reason_unknown"),
    ],
)
def test_bad_corrected_values_are_refused(guangdong: Policy, reason: Reason, code: str) -> None:
    with pytest.raises(BadInput) as bad:
        admit(guangdong, reason)
    assert bad.value.code == code


def test_no_reason_and_a_repeated_one_are_refused(guangdong: Policy) -> None:
    with pytest.raises(BadInput, match="至少"):
        admit(guangdong)
    with pytest.raises(BadInput, match="一次"):
        admit(guangdong, Reason("not_a_member"), Reason("not_a_member"))


def test_a_mistaken_approval_needs_both_papers(guangdong: Policy) -> None:
    wanted = required_attachments(guangdong, (Reason("duplicate"), Reason("wrong_branch")))
    assert wanted == {"statement": "G 三.2", "self_criticism": "G 三.2"}


def test_a_code_without_words_in_this_pack_stays_readable(guangdong: Policy) -> None:
    assert phrases(guangdong, (Reason("of_another_pack"),)) == "of_another_pack"

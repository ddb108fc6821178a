"""What a check can find, and where each finding leads (Q 三)."""

import pytest

from tests.builders import pack
from tuanji_desktop.campaigns.results import (
    MEMBER_RESULTS,
    RESULTS,
    UNLISTED,
    below_expected,
    labels,
    result_of,
    wrong_fields,
)
from tuanji_desktop.core.errors import BadInput


def test_each_finding_leads_to_its_act() -> None:
    assert {code: row.wish for code, row in RESULTS.items()} == {
        "right": "",
        "wrong": "deletion",  # never corrected in place (Q 三.1)
        "not_a_member": "deletion",
        "transfer": "transfer",
        "retention": "retention",
        "incomplete": "bulk_edit",
        "unlisted": "add_member",
    }
    assert [RESULTS[code].clause for code in ("wrong", "not_a_member", "transfer", "retention")] == [
        "Q 三.1", "Q 三.2", "Q 三.3", "Q 三.4",
    ]  # fmt: skip


def test_a_member_is_never_found_to_be_absent() -> None:
    assert UNLISTED not in MEMBER_RESULTS
    for code in (UNLISTED, "nonsense"):
        with pytest.raises(BadInput, match="没有"):
            result_of(code)
    assert result_of("wrong").label == "信息有误"


@pytest.mark.parametrize("names", [(), ("mobile",), ("name", "ethnicity")])
def test_wrong_says_which_of_the_locked_fields(names: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="哪一项") as refused:
        wrong_fields(names)
    assert refused.value.clause == "Q 三.1"


def test_wrong_fields_keep_their_order() -> None:
    fields = wrong_fields(["id_number", "name", "sex"])
    assert fields == ("name", "sex", "id_number")
    assert labels(fields) == "姓名、性别、身份证号"


def test_expected_values_count_the_empty_and_the_other_ones() -> None:
    policy = pack("qilu-2024")
    good = {"occupation": "青年学生", "study_status": "本科或专科在读", "is_cadre": "否"}
    assert below_expected(policy, good) == ()
    assert below_expected(policy, {**good, "study_status": None, "is_cadre": "是"}) == (
        "在读状况应为“本科或专科在读”",
        "团干部性质应为“兼职团干”",
    )
    assert below_expected(pack("guangdong-2018"), {}) == ()

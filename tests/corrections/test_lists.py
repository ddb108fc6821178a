"""Verified cases as a numbered list, and the letter that carries it."""

import hashlib
from datetime import date

import pytest

from tests.builders import add_member
from tests.corrections.helpers import (
    CLASS_2,
    COUNTY,
    FOUND,
    LETTER,
    joined,
    listed,
    on_day,
    one,
    opened,
    operations,
    select,
    sent,
    undo,
    verified,
    write,
)
from tests.deletion.helpers import RARE, rename
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.corrections import service
from tuanji_desktop.corrections.papers import undertaken_for_list
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import load_register
from tuanji_desktop.office.service import save_settings


def test_a_list_numbers_the_verified_cases_by_branch_and_name(office: Context) -> None:
    for member in (5, 2, 1):
        verified(office, member)
    opened(office, 3)  # not verified: stays out
    made = service.create_list(office, org_id=COUNTY)
    assert (made.number, made.state_label) == ("GZ-2019-001", "已核实，待行文")
    assert select(
        office, "SELECT member_id, list_id, line FROM corrections ORDER BY line NULLS LAST"
    ) == [(2, 1, 1), (1, 1, 2), (5, 1, 3), (3, None, None)]
    assert made.corrections == (2, 3, 1)
    assert select(office, "SELECT act, level FROM correction_steps") == [("gather", "county")]
    assert select(office, "SELECT form, correction_list_id FROM papers") == [("correction-list", 1)]


def test_numbers_follow_each_other_within_the_year(office: Context) -> None:
    listed(office, 1)
    verified(office, 2)
    assert service.create_list(office, org_id=COUNTY).number == "GZ-2019-002"
    verified(office, 3)

    later = on_day(office, date(2020, 1, 2))
    assert service.create_list(later, org_id=COUNTY).number == "GZ-2020-001"


def test_only_what_lies_below_the_unit_and_what_was_chosen(office: Context) -> None:
    first, second = verified(office, 1), verified(office, 2)
    with pytest.raises(RuleRefused, match="没有已核实、可以编入清单的更正"):
        service.plan_list(office, org_id=CLASS_2)
    plan = service.plan_list(office, org_id=COUNTY, correction_ids=[first])
    assert [case.id for case in plan.cases] == [first]
    with pytest.raises(BadInput, match="第 9 号不是"):
        service.plan_list(office, org_id=COUNTY, correction_ids=[second, 9])


def test_who_moved_meanwhile_stays_out_with_the_reason(office: Context) -> None:
    for member in (1, 2):
        verified(office, member)
    write(office, "UPDATE members SET joined_on = '2016-09' WHERE id = 1")
    plan = service.plan_list(office, org_id=COUNTY)
    assert [case.name for case in plan.cases] == ["李小梅"]
    ((case, why),) = plan.left_out
    assert (case.name, "现为2016年9月" in why) == ("张三", True)
    write(office, "UPDATE members SET status = 'transferred_out' WHERE id = 2")
    with pytest.raises(RuleRefused, match=r"李小梅：.*已不在册"):
        service.create_list(office, org_id=COUNTY)


def test_the_head_is_as_said_else_the_offices_and_the_last_letters(office: Context) -> None:
    save_settings(office, [("office.contact", "周晓岚"), ("office.contact_phone", "0856-1")])
    verified(office, 1)
    head = service.plan_list(office, org_id=COUNTY).head
    assert (head.contact, head.contact_phone) == ("周晓岚", "0856-1")
    assert (head.sender, head.addressee) == ("", "团省委")
    service.create_list(office, org_id=COUNTY, sender="共青团梅岭市委员会", addressee="共青团省委")
    verified(office, 2)
    head = service.plan_list(office, org_id=COUNTY, contact="刘书记").head
    assert (head.sender, head.addressee, head.contact) == (
        "共青团梅岭市委员会", "共青团省委", "刘书记",
    )  # fmt: skip


def test_a_plan_is_applied_as_it_was_or_not_at_all(office: Context) -> None:
    verified(office, 1)
    plan = service.plan_list(office, org_id=COUNTY)
    verified(office, 2)
    before = operations(office)
    with pytest.raises(BadInput) as caught:
        service.create_list(office, org_id=COUNTY, plan=plan)
    assert caught.value.code == "correction.list_plan_stale"
    assert operations(office) == before
    made = service.create_list(office, org_id=COUNTY, plan=service.plan_list(office, org_id=COUNTY))
    assert len(made.corrections) == 2


def test_a_list_that_cannot_be_printed_is_not_made(office: Context) -> None:
    nameless = add_member(office, name="无名")
    verified(office, nameless)
    write(office, f"UPDATE members SET name = '' WHERE id = {nameless}")
    with pytest.raises(RuleRefused, match=r"更正清单还不能打印.*“姓名”没有填写"):
        service.create_list(office, org_id=COUNTY)
    assert select(office, "SELECT id FROM correction_lists") == []


def test_numbering_is_for_those_who_gather_verify_or_send(office: Context) -> None:
    verified(office)
    with pytest.raises(RuleRefused, match="无权办理"):
        service.create_list(office, org_id=COUNTY, level="province")
    service.create_list(office, org_id=COUNTY, level="prefecture")
    assert one(office, "SELECT level FROM correction_steps") == "prefecture"


def test_undoing_a_list_frees_its_cases(office: Context) -> None:
    listed(office, 1, 2)
    undo(office)
    assert select(office, "SELECT id FROM correction_lists") == []
    assert select(office, "SELECT DISTINCT state, list_id, line FROM corrections") == [
        ("verified", None, None)
    ]


# ----------------------------------------------------------------------- renewing
def test_a_renewed_list_has_its_number_and_todays_words(office: Context) -> None:
    list_id = listed(office, 1, 2, 4)
    service.return_correction(office, correction_id=1, reason="材料不实")
    write(office, "UPDATE members SET name = '李小媚' WHERE id = 2")
    made = service.renew_list(office, list_id=list_id, sender="共青团梅江市委员会")
    assert made.number == "GZ-2019-001"
    assert select(
        office, "SELECT member_id, line FROM corrections WHERE line IS NOT NULL ORDER BY line"
    ) == [(2, 1), (4, 2)]
    assert one(office, "SELECT content_hash FROM correction_lists") == made.hash
    assert one(office, "SELECT sender FROM correction_lists") == "共青团梅江市委员会"
    assert one(office, "SELECT count(*) FROM papers") == 2  # the first one stays in the archive
    undo(office)
    assert one(office, "SELECT line FROM corrections WHERE member_id = 1") == 2


def test_a_sent_list_is_not_renewed(office: Context) -> None:
    with pytest.raises(RuleRefused, match="不能重新编制"):
        service.renew_list(office, list_id=sent(office))


def test_a_case_whose_record_moved_goes_back_before_the_list_is_renewed(office: Context) -> None:
    list_id = listed(office, 1, 2)
    write(office, "UPDATE members SET joined_on = '2016-09' WHERE id = 1")
    with pytest.raises(RuleRefused) as caught:
        service.renew_list(office, list_id=list_id)
    assert caught.value.code == "correction.conflict"
    with pytest.raises(RuleRefused) as caught:
        service.send_list(office, list_id=list_id, document_number=LETTER)
    assert caught.value.code == "correction.conflict"


# ------------------------------------------------------------------------ sending
def test_the_letter_needs_its_number_and_the_prefecture(office: Context) -> None:
    list_id = listed(office)
    with pytest.raises(RuleRefused, match="请填写文号") as caught:
        service.send_list(office, list_id=list_id, document_number=" ")
    assert caught.value.clause == "G 二"
    with pytest.raises(RuleRefused, match="团县委无权办理"):
        service.send_list(office, list_id=list_id, document_number=LETTER, level="county")
    made = service.send_list(office, list_id=list_id, document_number=LETTER)
    assert (made.state, made.pages) == ("sent", 1)
    assert select(office, "SELECT state, document_number FROM correction_lists") == [
        ("sent", LETTER)
    ]
    assert one(office, "SELECT state FROM corrections") == "sent"
    assert select(
        office, "SELECT act, level, document_number FROM correction_steps ORDER BY id DESC LIMIT 1"
    ) == [("send", "prefecture", LETTER)]
    assert (
        one(office, "SELECT document FROM journal_operations ORDER BY number DESC LIMIT 1")
        == LETTER
    )
    kept = one(office, "SELECT sha256 FROM papers WHERE form = 'correction-letter'")
    content = one(office, "SELECT content FROM blobs WHERE sha256 = ?", kept)
    assert hashlib.sha256(content).hexdigest() == kept
    assert joined(office) == "2016-05"
    undo(office)
    assert one(office, "SELECT state FROM correction_lists") == "verified"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE members SET name = '李小媚' WHERE id = 2",
        "UPDATE organizations SET full_name = full_name || '甲' WHERE id = 3",
        "UPDATE corrections SET state = 'returned' WHERE member_id = 2",
    ],
)
def test_a_stale_list_is_renewed_before_it_is_sent(office: Context, change: str) -> None:
    list_id = listed(office, 1, 2)
    write(office, change)
    with pytest.raises(RuleRefused, match="请先重新编制清单") as caught:
        service.send_list(office, list_id=list_id, document_number=LETTER)
    assert caught.value.code == "correction.stale"
    service.renew_list(office, list_id=list_id)
    service.send_list(office, list_id=list_id, document_number=LETTER)


def test_the_finding_stands_in_the_list(office: Context) -> None:
    verified(office)
    plan = service.plan_list(office, org_id=COUNTY)
    (row,) = plan.form.rows
    assert (row.before, row.after, row.finding) == ("2016年5月", "2017年5月", FOUND)
    assert row.proofs == "入团志愿书复印件"


def test_the_sender_s_own_number_is_registered_and_given_once(office: Context) -> None:
    save_settings(office, [("office.document_series", "团梅字〔年〕号")])
    list_id = listed(office)
    service.send_list(office, list_id=list_id, document_number="团梅字(2019)012号")
    assert one(office, "SELECT document_number FROM correction_lists") == LETTER
    (held,) = load_register(office).taken
    assert (str(held.number), held.used_for) == (LETTER, "更正清单 GZ-2019-001")
    other = listed(office, 2)
    with pytest.raises(RuleRefused) as refused:
        service.send_list(office, list_id=other, document_number=LETTER)
    assert refused.value.code == "document_number.taken"
    assert one(office, "SELECT count(*) FROM correction_lists WHERE state = 'sent'") == 1


def test_a_name_that_no_font_has_is_written_by_hand_or_no_list_is_made(office: Context) -> None:
    verified(office)
    rename(office, 1, f"张{RARE}")
    assert [one.code for one in service.plan_list(office, org_id=COUNTY).blocking()] == [
        "glyph.missing"
    ]
    with pytest.raises(RuleRefused, match="--write-by-hand") as refused:
        service.create_list(office, org_id=COUNTY)
    assert refused.value.code == "correction.preflight"
    made = service.create_list(office, org_id=COUNTY, by_hand=(RARE,), sender=f"{RARE}州团委")
    assert undertaken_for_list(office, list_id=made.id) == (RARE,)
    service.renew_list(office, list_id=made.id)  # what was undertaken holds on
    sent = service.send_list(office, list_id=made.id, document_number="团市字〔2019〕1号")
    assert sent.state == "sent"


def test_a_letter_with_a_character_without_a_font_needs_the_pen(office: Context) -> None:
    verified(office)
    made = service.create_list(office, org_id=COUNTY, sender=f"{RARE}州团委")
    number = "团市字〔2019〕1号"
    with pytest.raises(RuleRefused, match="在“正式行文”里逐字勾选"):
        service.send_list(office, list_id=made.id, document_number=number)
    service.send_list(office, list_id=made.id, document_number=number, by_hand=(RARE,))
    assert undertaken_for_list(office, list_id=made.id) == (RARE,)

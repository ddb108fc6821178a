"""Numbering requests as a batch, and making a printed one anew under another number."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.builders import add_member
from tests.deletion.helpers import (
    CLASS_2,
    COUNTY,
    RARE,
    SCHOOL,
    graduate,
    one,
    operations,
    rename,
    request,
    select,
)
from tests.papers.reading import whole_text
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.deletion.batches import create_batch, preflight, remake_batch, remake_by_hand
from tuanji_desktop.deletion.chain import step_batch
from tuanji_desktop.deletion.decisions import decide_batch, return_all
from tuanji_desktop.deletion.letters import batch_letter
from tuanji_desktop.deletion.papers import batch_paper, blocking, undertaken_for_batch
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.preflight import blocking as preflight_blocking


def test_a_batch_takes_the_open_requests_below_in_fixed_order(office: Context) -> None:
    ids = {member: request(office, member) for member in (5, 4, 3, 1)}
    batch = create_batch(office, form="guangdong", org_id=SCHOOL)
    assert batch.number == "2018-001"
    # by branch, then by pinyin: 买买提 张三 | 龙 单(shan)
    assert batch.requests == (ids[3], ids[1], ids[5], ids[4])
    assert select(
        office, "SELECT line FROM deletion_requests WHERE batch_id = ? ORDER BY line", batch.id
    ) == [(1,), (2,), (3,), (4,)]
    assert one(office, "SELECT content_hash FROM deletion_batches") == batch.hash
    content = one(office, "SELECT content FROM blobs WHERE sha256 = ?", batch.sha256)
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == batch.sha256
    assert select(office, "SELECT form, batch_id, pages, sha256 FROM papers") == [
        ("deletion-guangdong", batch.id, batch.pages, batch.sha256)
    ]


def test_batches_are_numbered_by_year_and_take_only_their_subtree(office: Context) -> None:
    request(office, 1)
    mine = request(office, 4)
    first = create_batch(office, form="qilu", org_id=CLASS_2, document_number="青团〔2018〕3号")
    assert first.requests == (mine,)
    second = create_batch(office, form="guangdong", org_id=COUNTY)
    assert (first.number, second.number) == ("2018-001", "2018-002")
    assert one(office, "SELECT document_number FROM deletion_batches WHERE id = 1") == (
        "青团〔2018〕3号"
    )


def test_a_reason_that_the_rules_in_force_refuse_keeps_the_paper_back(office: Context) -> None:
    made = request(office, 1)
    request(office, 4)
    with office.database.write(office.operation("test", "规则后来变了")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE deletion_reasons SET code = 'unreachable' WHERE request_id = ?", (made,)
        )
    found = blocking(preflight(office, form="guangdong", org_id=SCHOOL))[0]
    assert (found.code, found.record, found.field) == ("kind.refused", 1, "reason")
    with pytest.raises(RuleRefused, match="张三：现行规则不接受以“联系不上”为删除原因"):
        create_batch(office, form="guangdong", org_id=SCHOOL)


def test_nothing_open_makes_no_batch(office: Context) -> None:
    request(office, 1)
    before = operations(office)
    with pytest.raises(RuleRefused) as refused:
        create_batch(office, form="guangdong", org_id=CLASS_2)
    assert refused.value.code == "deletion.nothing_open"
    assert operations(office) == before
    with pytest.raises(NotFound):
        create_batch(office, form="guangdong", org_id=99)
    with pytest.raises(BadInput):
        create_batch(office, form="hunan", org_id=COUNTY)


def test_a_paper_that_fails_does_not_come_into_being(office: Context) -> None:
    request(office, add_member(office, name="韩无机", mobile=""))
    before = operations(office)
    findings = preflight(office, form="guangdong", org_id=COUNTY)
    assert [finding.field for finding in blocking(findings)] == ["mobile"]
    with pytest.raises(RuleRefused) as refused:
        create_batch(office, form="guangdong", org_id=COUNTY)
    assert refused.value.code == "deletion.preflight"
    assert "韩无机" in refused.value.message
    assert operations(office) == before
    # form 2 has no phone column
    assert create_batch(office, form="qilu", org_id=COUNTY).number == "2018-001"


def test_what_happened_since_the_request_is_looked_at_again(office: Context) -> None:
    request(office, 1)
    graduate(office, 1, "due")
    with pytest.raises(RuleRefused) as refused:
        create_batch(office, form="guangdong", org_id=COUNTY)
    assert refused.value.clause == "G 三"


def test_whom_to_ask_comes_from_arguments_settings_or_the_organisation(office: Context) -> None:
    with office.database.write(office.operation("test", "联系人")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET contact = '陈老师', contact_phone = '07396666' WHERE id = 2"
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO settings (key, value) VALUES ('office.contact_phone', '07391234')"
        )
    for member in (1, 4):
        request(office, member)
    create_batch(office, form="guangdong", org_id=CLASS_2, contact="刘书记")
    create_batch(office, form="guangdong", org_id=SCHOOL)
    assert select(office, "SELECT contact, contact_phone FROM deletion_batches") == [
        ("刘书记", "07391234"),
        ("陈老师", "07391234"),
    ]


def test_the_day_is_the_rules_day(office: Context) -> None:
    assert office.today == date(2018, 8, 1)
    request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    assert one(office, "SELECT created_on FROM deletion_batches") == "2018-08-01"


def changed_phone(context: Context, member_id: int = 1) -> None:
    with context.database.write(context.operation("member.edit", "换手机")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET mobile = '13900139000' WHERE id = ?", (member_id,)
        )


def test_the_code_of_the_pages_is_kept_with_the_paper(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    assert select(office, "SELECT number, content_hash FROM papers") == [(made.number, made.hash)]


def test_a_stale_batch_is_made_anew_under_another_number(office: Context) -> None:
    for member in (1, 4):
        request(office, member)
    old = create_batch(office, form="guangdong", org_id=COUNTY, contact="刘书记")
    decide_batch(office, batch_id=old.id, act="return", lines=[2], level="county", reason="缺材料")
    changed_phone(office)
    later = request(office, 2)
    before = operations(office)
    new = remake_batch(office, batch_id=old.id, reason="张三换了手机号")
    assert operations(office) == before + 1
    assert (new.number, new.requests) == ("2018-002", (1,)), "who came later is not smuggled in"
    assert select(office, "SELECT number, state, replaced_by, contact FROM deletion_batches") == [
        ("2018-001", "voided", new.id, "刘书记"),
        ("2018-002", "requested", None, "刘书记"),
    ]
    assert select(office, "SELECT batch_id, line, state FROM deletion_requests ORDER BY id") == [
        (new.id, 1, "requested"), (old.id, 2, "returned"), (None, None, "requested"),
    ]  # fmt: skip
    assert later == 3
    # the old paper stays, byte for byte, and is known as void
    assert batch_paper(office, batch_id=old.id).sha256 == old.sha256
    assert select(office, "SELECT paper_id, page, reason FROM spoiled_sheets") == [
        (1, None, "改编为批次 2018-002：张三换了手机号")
    ]
    assert "13900139000" not in str(old.hash)
    assert new.hash != old.hash


def test_a_voided_batch_is_acted_on_no_more(office: Context) -> None:
    request(office, 1)
    old = create_batch(office, form="guangdong", org_id=COUNTY)
    remake_batch(office, batch_id=old.id, reason="重编")
    for act in (
        lambda: step_batch(office, batch_id=old.id, act="endorse"),
        lambda: decide_batch(office, batch_id=old.id, act="approve"),
        lambda: remake_batch(office, batch_id=old.id, reason="再编"),
    ):
        with pytest.raises(RuleRefused) as refused:
            act()
        assert refused.value.code == "deletion.voided"
        assert "2018-002" in refused.value.message


@pytest.mark.parametrize("steps", [("forward",), ("forward", "endorse")])
def test_what_was_passed_on_is_not_made_anew(office: Context, steps: tuple[str, ...]) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    for act in steps:
        step_batch(office, batch_id=made.id, act=act)
    with pytest.raises(RuleRefused) as refused:
        remake_batch(office, batch_id=made.id, reason="重编")
    assert refused.value.code == "deletion.remake_sent"


def test_making_anew_needs_a_reason_and_something_open(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    with pytest.raises(BadInput):
        remake_batch(office, batch_id=made.id, reason=" ")
    return_all(office, reason="请核查")
    with pytest.raises(RuleRefused) as refused:
        remake_batch(office, batch_id=made.id, reason="重编")
    assert refused.value.code == "deletion.remake_decided"


def test_undoing_it_puts_the_old_batch_back(office: Context) -> None:
    request(office, 1)
    old = create_batch(office, form="guangdong", org_id=COUNTY)
    remake_batch(office, batch_id=old.id, reason="重编")
    undone = undo(office, number=operations(office)).undone
    assert (undone.kept, undone.impossible) == ((), ())
    assert select(office, "SELECT id, state, replaced_by FROM deletion_batches") == [
        (old.id, "requested", None)
    ]
    assert one(office, "SELECT batch_id FROM deletion_requests") == old.id
    assert one(office, "SELECT count(*) FROM spoiled_sheets") == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE deletion_requests SET batch_id = 1, line = 2 WHERE id = 2",
        "UPDATE deletion_requests SET batch_id = NULL WHERE id = 1",
        "UPDATE deletion_requests SET line = 7 WHERE id = 1",
        "UPDATE deletion_requests SET member_id = 5 WHERE id = 1",
        "DELETE FROM deletion_requests WHERE id = 1",
        "INSERT INTO deletion_requests (member_id, batch_id, line, state, requested_by, "
        "requested_on) VALUES (5, 1, 2, 'requested', '王', '2018-08-01')",
        "UPDATE deletion_reasons SET code = 'duplicate' WHERE request_id = 1",
        "DELETE FROM deletion_reasons WHERE request_id = 1",
        "INSERT INTO deletion_reasons (request_id, code) VALUES (1, 'duplicate')",
    ],
)
def test_nothing_is_smuggled_into_a_printed_batch_past_the_program(
    office: Context, sql: str
) -> None:
    request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    request(office, 4)
    with (
        pytest.raises(IntegrityError, match=r"invariant: deletion\.printed"),
        office.database.write(office.operation("test", "塞入")) as writing,
    ):
        writing.connection.exec_driver_sql(sql)


def test_a_printed_request_is_not_undone_below_its_batch(office: Context) -> None:
    request(office, 1)
    asked = operations(office)
    create_batch(office, form="guangdong", org_id=COUNTY)
    with pytest.raises(RuleRefused, match="请先撤销它"):
        undo(office, number=asked)
    assert one(office, "SELECT count(*) FROM deletion_reasons") == 1


def test_a_number_that_was_given_is_not_given_again(office: Context) -> None:
    request(office, 1)
    first = create_batch(office, form="guangdong", org_id=COUNTY)
    undo(office, number=operations(office))
    second = create_batch(office, form="guangdong", org_id=COUNTY)
    assert (first.number, second.number) == ("2018-001", "2018-002")


def test_a_batch_made_anew_bears_the_same_document_number(office: Context) -> None:
    request(office, 1)
    old = create_batch(office, form="guangdong", org_id=COUNTY, document_number="青团字〔2018〕3号")
    new = remake_batch(office, batch_id=old.id, reason="换了手机号")
    assert one(office, "SELECT document_number FROM deletion_batches WHERE id = ?", new.id) == (
        "青团字〔2018〕3号"
    )
    faults = blocking(batch_paper(office, batch_id=old.id, form="qilu").findings)
    assert faults[0].code == "batch.voided"


def test_undoing_a_batch_opens_its_requests_again(office: Context) -> None:
    request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    undo(office, number=operations(office))
    assert select(office, "SELECT batch_id, line FROM deletion_requests") == [(None, None)]


def test_a_name_that_no_font_has_is_written_by_hand_or_no_batch_is_made(office: Context) -> None:
    request(office, 1)
    rename(office, 1, f"张{RARE}")
    before = operations(office)
    for pen in ((), ("龥",)):
        with pytest.raises(RuleRefused, match="--write-by-hand") as refused:
            create_batch(office, form="guangdong", org_id=COUNTY, by_hand=pen)
        assert refused.value.code == "deletion.preflight"
        assert f"张{RARE}：" in refused.value.message
        assert "U+323AF" in refused.value.message
    assert operations(office) == before
    old = create_batch(office, form="guangdong", org_id=COUNTY, by_hand=(RARE, "龥"))
    assert one(office, "SELECT reason FROM journal_operations ORDER BY number DESC LIMIT 1") == (
        f"打印后在〓处手写：U+323AF（{RARE}）"
    )
    assert remake_by_hand(office, batch_id=old.id) == ()
    new = remake_batch(office, batch_id=old.id, reason="重编")  # what was undertaken holds on
    with office.database.read() as connection:
        assert undertaken_for_batch(connection, new.id) == (RARE,)
    rename(office, 1, "张\ue863")
    assert remake_by_hand(office, batch_id=new.id) == ("\ue863",)
    with pytest.raises(RuleRefused):
        remake_batch(office, batch_id=new.id, reason="重编")
    remake_batch(office, batch_id=new.id, reason="重编", by_hand="\ue863")


def test_none_is_gathered_before_it_was_requested(office: Context) -> None:
    request(office, 1)
    early = replace(office, fixed_day=office.today - timedelta(days=1))
    with pytest.raises(BadInput) as bad:
        create_batch(early, form="guangdong", org_id=SCHOOL)
    assert bad.value.code == "deletion.day_early"
    assert create_batch(office, form="guangdong", org_id=SCHOOL).number == "2018-001"


def test_a_line_that_went_back_is_told_and_the_letter_asks_for_the_others(office: Context) -> None:
    request(office, 1)
    request(office, 2)
    made = create_batch(office, form="guangdong", org_id=SCHOOL)
    assert "2名团员" in whole_text(batch_letter(office, batch_id=made.id).pdf)
    decide_batch(office, batch_id=made.id, act="return", lines=[2], reason="材料不全")
    assert "1名团员" in whole_text(batch_letter(office, batch_id=made.id).pdf)
    found = batch_paper(office, batch_id=made.id).findings
    assert [one.message[:8] for one in found if one.code == "line.returned"] == ["第 2 行已退回"]
    assert not blocking(found)
    decide_batch(office, batch_id=made.id, act="return", reason="材料不全")
    assert "2名团员" in whole_text(batch_letter(office, batch_id=made.id).pdf)
    codes = [one.code for one in batch_paper(office, batch_id=made.id).findings]
    assert "line.returned" not in codes


def test_the_letter_of_a_voided_batch_does_not_go_out(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=SCHOOL)
    found = batch_letter(office, batch_id=made.id).findings
    assert not preflight_blocking(found, by_hand=("document_number",))
    remake_batch(office, batch_id=made.id, reason="更正了手机号")
    found = batch_letter(office, batch_id=made.id).findings
    faults = preflight_blocking(found, by_hand=("document_number",))
    assert [one.code for one in faults] == ["batch.voided"]

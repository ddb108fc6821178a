"""Requests and batches as a clerk makes them."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.deletion.helpers import (
    CLASS_2,
    COUNTY,
    NAME_WRONG,
    NO_MEMBER,
    SCHOOL,
    graduate,
    one,
    operations,
    request,
    select,
)
from tuanji_desktop.core.errors import BadInput, FileRefused, NotFound, RuleRefused
from tuanji_desktop.deletion.papers import blocking
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.service import (
    Attachment,
    create_batch,
    preflight,
    request_deletion,
    return_all,
)
from tuanji_desktop.office.context import Context

MISTAKE = (Reason("wrong_branch"),)


def test_a_request_is_one_operation_without_numbers_in_its_words(office: Context) -> None:
    before = operations(office)
    done = request_deletion(office, member_id=1, reasons=NAME_WRONG, note="户口簿复印件已核")
    assert (done.status, done.flags) == ("requested", ("season",))
    assert operations(office) == before + 1
    assert select(office, "SELECT words, kind, reason FROM journal_operations")[-1] == (
        "申请删除 张三（姓名错误）",
        "deletion.request",
        "户口簿复印件已核",
    )
    assert select(office, "SELECT code, corrected FROM deletion_reasons") == [
        ("wrong_name", "张珊")
    ]
    assert one(office, "SELECT requested_on FROM deletion_requests") == "2018-08-01"
    assert one(office, "SELECT status FROM members WHERE id = 1") == "active"


@pytest.mark.parametrize("progress", ["unsettled", "due", "started", "waiting"])
def test_a_graduate_on_the_way_is_refused(office: Context, progress: str) -> None:
    graduate(office, 1, progress)
    before = operations(office)
    with pytest.raises(RuleRefused) as refused:
        request(office, 1)
    assert refused.value.clause == "G 三"
    assert operations(office) == before


def test_who_is_not_on_the_roster_is_refused(office: Context) -> None:
    waiting = add_member(office, name="王报到", status="submitted")
    with pytest.raises(RuleRefused) as refused:
        request(office, waiting)
    assert refused.value.code == "deletion.not_on_roster"


def test_there_is_one_open_request_a_member(office: Context) -> None:
    request(office, 1)
    with pytest.raises(RuleRefused) as refused:
        request(office, 1, *NAME_WRONG)
    assert refused.value.code == "deletion.open_request"


def test_a_mistaken_approval_wants_statement_and_self_criticism(
    office: Context, tmp_path: Path
) -> None:
    scan = tmp_path / "情况说明.pdf"
    scan.write_bytes(b"%PDF statement")
    statement = Attachment("statement", scan, "情况说明.pdf")
    with pytest.raises(RuleRefused) as refused:
        request_deletion(office, member_id=1, reasons=MISTAKE, attachments=[statement])
    assert refused.value.clause == "G 三.2"
    assert "《检讨》" in refused.value.message
    criticism = Attachment("self_criticism", b"%PDF criticism", "检讨.pdf")
    done = request_deletion(
        office, member_id=1, reasons=MISTAKE, attachments=[statement, criticism]
    )
    kept = select(
        office,
        "SELECT a.kind, a.file_name, b.content FROM attachments AS a "
        "JOIN blobs AS b ON b.sha256 = a.sha256 WHERE request_id = ? ORDER BY a.id",
        done.request_id,
    )
    assert kept == [
        ("statement", "情况说明.pdf", b"%PDF statement"),
        ("self_criticism", "检讨.pdf", b"%PDF criticism"),
    ]


def test_an_attachment_must_be_known_and_readable(office: Context, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        request_deletion(
            office, member_id=1, reasons=NO_MEMBER, attachments=[Attachment("photo", b"", "a.jpg")]
        )
    lost = Attachment("other", tmp_path / "没有.pdf", "没有.pdf")
    with pytest.raises(FileRefused):
        request_deletion(office, member_id=1, reasons=NO_MEMBER, attachments=[lost])


def test_a_returned_request_comes_back_as_a_new_linked_verified_one(office: Context) -> None:
    first = request(office, 1)
    return_all(office, reason="请严格认真核查")
    with pytest.raises(RuleRefused) as refused:
        request(office, 1)
    assert refused.value.clause == "G 三.3"
    second = request(office, 1, note="8月1日已逐项核查户籍资料")
    assert one(office, "SELECT previous_id FROM deletion_requests WHERE id = ?", second) == first
    assert one(office, "SELECT state FROM deletion_requests WHERE id = ?", first) == "returned"


def test_only_an_own_returned_request_can_be_the_previous_one(office: Context) -> None:
    other = request(office, 2)
    return_all(office, reason="请核查")
    with pytest.raises(BadInput) as bad:
        request_deletion(office, member_id=1, reasons=NO_MEMBER, previous_id=other)
    assert bad.value.code == "deletion.previous_unknown"


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


def test_the_small_county_is_complete(office: Context) -> None:
    assert select(office, "SELECT DISTINCT missing, status FROM members") == [("", "active")]

"""Requests and batches as a clerk makes them."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.deletion.helpers import (
    COUNTY,
    NAME_WRONG,
    NO_MEMBER,
    graduate,
    one,
    operations,
    request,
    select,
)
from tuanji_desktop.core.errors import BadInput, FileRefused, RuleRefused
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.service import (
    Attachment,
    Override,
    Verification,
    create_batch,
    request_deletion,
    return_all,
)
from tuanji_desktop.office.context import Context

MISTAKE = (Reason("wrong_branch"),)
SECOND = "赵副书记"


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
    with pytest.raises(RuleRefused) as refused:
        request(office, 1)
    assert refused.value.clause == "G 三"
    assert one(office, "SELECT count(*) FROM deletion_requests") == 0


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
    for check in (None, Verification(" ", date(2018, 8, 1)), Verification("王干事", None)):
        with pytest.raises(RuleRefused) as refused:
            request_deletion(office, member_id=1, reasons=NO_MEMBER, verification=check)
        assert refused.value.code == "deletion.verification_missing"
    check = Verification("王干事、刘书记", date(2018, 8, 1))
    request_deletion(office, member_id=1, reasons=NO_MEMBER, verification=check)
    kept = select(
        office,
        "SELECT previous_id, verified_by, verified_on FROM deletion_requests WHERE id = 2",
    )
    assert kept == [(first, "王干事、刘书记", "2018-08-01")]
    assert one(office, "SELECT state FROM deletion_requests WHERE id = ?", first) == "returned"


def test_a_check_from_before_the_return_or_tomorrow_is_none(office: Context) -> None:
    request(office, 1)
    return_all(office, reason="请严格认真核查")
    for day, kind in ((date(2018, 7, 31), RuleRefused), (date(2018, 8, 2), BadInput)):
        with pytest.raises(kind) as refused:
            request_deletion(
                office, member_id=1, reasons=NO_MEMBER, verification=Verification("王干事", day)
            )
        assert refused.value.code == "deletion.verified_on"


def test_a_first_request_keeps_no_check(office: Context) -> None:
    check = Verification("王干事", date(2018, 8, 1))
    request_deletion(office, member_id=1, reasons=NO_MEMBER, verification=check)
    assert one(office, "SELECT verified_by FROM deletion_requests") is None


def overridden(
    context: Context, *reasons: Reason, why: str = "本就不是团员", by: str = SECOND
) -> int:
    done = request_deletion(
        context, member_id=1, reasons=reasons or NO_MEMBER, override=Override(why, by)
    )
    return done.request_id


def test_a_second_operator_answers_for_a_graduate_on_the_way(office: Context) -> None:
    graduate(office, 1, "due")
    overridden(office)
    assert select(office, "SELECT override_reason, override_by FROM deletion_requests") == [
        ("本就不是团员", SECOND)
    ]
    assert one(office, "SELECT flags FROM deletion_requests") == "unfinished_transfer,season"
    words = select(office, "SELECT words FROM journal_operations")[-1][0]
    assert words.endswith(f"经第二操作员 {SECOND} 同意特别办理：本就不是团员")
    # and a batch takes it without asking again
    assert create_batch(office, form="guangdong", org_id=COUNTY).requests == (1,)


@pytest.mark.parametrize(
    ("why", "by", "code"),
    [
        (" ", SECOND, "deletion.override_reason"),
        ("不是团员", "王干事", "operator.second_same"),
        ("不是团员", "陌生人", "operator.second_unknown"),
    ],
)
def test_an_override_needs_reason_and_another_operator(
    office: Context, why: str, by: str, code: str
) -> None:
    graduate(office, 1, "due")
    before = operations(office)
    with pytest.raises((BadInput, RuleRefused)) as refused:
        overridden(office, why=why, by=by)
    assert refused.value.code == code
    assert operations(office) == before


@pytest.mark.parametrize("code", ["unreachable", "graduated", "transfer_difficult", "moved_away"])
def test_an_override_never_admits_a_refused_kind(office: Context, code: str) -> None:
    graduate(office, 1, "due")
    with pytest.raises(RuleRefused) as refused:
        overridden(office, Reason(code))
    assert refused.value.code == "deletion.reason_refused"


def test_where_nothing_stands_in_the_way_there_is_nothing_to_override(office: Context) -> None:
    with pytest.raises(BadInput) as refused:
        overridden(office)
    assert refused.value.code == "deletion.override_needless"


def test_only_an_own_returned_request_can_be_the_previous_one(office: Context) -> None:
    other = request(office, 2)
    return_all(office, reason="请核查")
    with pytest.raises(BadInput) as bad:
        request_deletion(office, member_id=1, reasons=NO_MEMBER, previous_id=other)
    assert bad.value.code == "deletion.previous_unknown"


def test_the_small_county_is_complete(office: Context) -> None:
    assert select(office, "SELECT DISTINCT missing, status FROM members") == [("", "active")]


def test_a_corrected_number_of_somebody_else_is_a_double(office: Context) -> None:
    taken = one(office, "SELECT id_number FROM members WHERE id = 2")
    with pytest.raises(RuleRefused, match="重复录入") as refused:
        request_deletion(office, member_id=1, reasons=[Reason("wrong_id", taken)])
    assert refused.value.code == "id.belongs_elsewhere"
    assert select(office, "SELECT id FROM deletion_requests") == []

"""One case: opened, proved, verified or sent back – and the record untouched all the while."""

import hashlib
from pathlib import Path

import pytest

from tests.corrections.helpers import (
    FOUND,
    PROOF,
    WHY,
    joined,
    listed,
    one,
    opened,
    operations,
    select,
    sent,
    undo,
    verified,
    write,
)
from tuanji_desktop.core.errors import BadInput, FileRefused, RuleRefused
from tuanji_desktop.corrections import queries, service
from tuanji_desktop.office.archive import Attachment
from tuanji_desktop.office.context import Context


def state(context: Context, case: int = 1) -> str:
    return str(one(context, "SELECT state FROM corrections WHERE id = ?", case))


def test_a_case_keeps_what_was_recorded_and_its_proofs(office: Context) -> None:
    done = service.open_correction(
        office, member_id=1, field="joined_on", new_value="2017.5", reason=WHY, proofs=PROOF
    )
    assert (done.state, done.missing) == ("gathered", ())
    assert select(
        office, "SELECT member_id, field, base_value, new_value, reason, clause FROM corrections"
    ) == [(1, "joined_on", "2016-05", "2017-05", WHY, "G 二")]
    assert select(
        office, "SELECT correction_id, member_id, kind, file_name, sha256 FROM attachments"
    ) == [(1, 1, "volume", "入团志愿书.pdf", hashlib.sha256(b"%PDF-1.4 volume").hexdigest())]
    assert select(office, "SELECT kind, words FROM journal_operations ORDER BY number")[-1] == (
        "correction.open",
        "提出行文更正：张三 的入团年月 2016年5月 → 2017年5月",
    )
    assert joined(office) == "2016-05"


def test_without_a_reason_there_is_no_case(office: Context) -> None:
    with pytest.raises(BadInput, match="请写明误填的原因"):
        service.open_correction(
            office, member_id=1, field="joined_on", new_value="2017-05", reason="  "
        )
    assert select(office, "SELECT id FROM corrections") == []


@pytest.mark.parametrize(
    ("proof", "error"),
    [
        (Attachment("photo", b"x", "a.jpg"), BadInput),
        (Attachment("volume", b"", "空.pdf"), BadInput),
        (Attachment("volume", Path("nowhere.pdf"), "nowhere.pdf"), FileRefused),
    ],
)
def test_a_proof_that_is_none_is_refused(
    office: Context, proof: Attachment, error: type[Exception]
) -> None:
    case = opened(office, proved=False)
    before = operations(office)
    with pytest.raises(error):
        service.add_proofs(office, correction_id=case, proofs=[proof])
    assert operations(office) == before


def test_proofs_may_come_later_but_must_be_there_to_verify(office: Context) -> None:
    case = opened(office, proved=False)
    with pytest.raises(RuleRefused, match="还缺《入团志愿书复印件》") as caught:
        service.verify_correction(office, correction_id=case, finding=FOUND)
    assert caught.value.code == "correction.proof_missing"
    assert caught.value.clause == "G 二"
    row = service.add_proofs(office, correction_id=case, proofs=PROOF)
    assert row.missing == ()
    service.verify_correction(office, correction_id=case, finding=FOUND, verified_by="陈核实")
    assert select(office, "SELECT state, verified_by, verified_on, finding FROM corrections") == [
        ("verified", "陈核实", "2019-03-01", FOUND)
    ]
    with pytest.raises(RuleRefused, match="材料只能在核实之前补充"):
        service.add_proofs(office, correction_id=case, proofs=PROOF)


def test_verifying_is_the_prefectures_alone_and_says_what_was_found(office: Context) -> None:
    case = opened(office)
    with pytest.raises(RuleRefused, match="团县委无权办理") as caught:
        service.verify_correction(office, correction_id=case, finding=FOUND, level="county")
    assert caught.value.clause == "G 二"
    with pytest.raises(BadInput, match="请写明核实情况"):
        service.verify_correction(office, correction_id=case, finding=" ")
    assert state(office) == "gathered"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE members SET joined_on = '2016-09' WHERE id = 1", "correction.conflict"),
        ("UPDATE members SET status = 'transferred_out' WHERE id = 1", "correction.left"),
    ],
)
def test_a_record_that_moved_is_not_verified(office: Context, change: str, code: str) -> None:
    case = opened(office)
    write(office, change)
    with pytest.raises(RuleRefused) as caught:
        service.verify_correction(office, correction_id=case, finding=FOUND)
    assert caught.value.code == code
    service.return_correction(office, correction_id=case, reason="档案有变动")
    assert state(office) == "returned"


def test_only_gathered_cases_are_withdrawn(office: Context) -> None:
    case = opened(office)
    with pytest.raises(BadInput, match="撤回必须写明原因"):
        service.withdraw_correction(office, correction_id=case, reason="")
    done = service.withdraw_correction(office, correction_id=case, reason="本人确认原来没错")
    assert (done.state, done.state_label) == ("withdrawn", "已撤回")
    other = verified(office, 2)
    with pytest.raises(RuleRefused, match="不能“撤回更正”"):
        service.withdraw_correction(office, correction_id=other, reason="晚了")


def test_a_return_needs_its_reason_and_the_level(office: Context) -> None:
    case = verified(office)
    with pytest.raises(BadInput, match="退回必须写明原因"):
        service.return_correction(office, correction_id=case, reason="")
    with pytest.raises(RuleRefused, match="无权办理"):
        service.return_correction(office, correction_id=case, reason="x", level="county")
    service.return_correction(office, correction_id=case, reason="复印件看不清")
    assert select(office, "SELECT state, decision_reason FROM corrections") == [
        ("returned", "复印件看不清")
    ]
    assert opened(office) == 2  # a new one may follow


def test_a_case_in_a_list_goes_back_as_a_line_of_it(office: Context) -> None:
    list_id = listed(office, 1, 2)
    (first, *_) = queries.list_detail(office, list_id=list_id).lines
    service.return_correction(office, correction_id=first.id, reason="材料不实")
    assert select(
        office, "SELECT act, level, lines, reason FROM correction_steps ORDER BY id DESC LIMIT 1"
    ) == [("return", "prefecture", "1", "材料不实")]
    assert one(office, "SELECT state FROM correction_lists") == "verified"
    (other,) = (row for row in queries.list_corrections(office) if row.state == "verified")
    service.return_correction(office, correction_id=other.id, reason="材料不实")
    assert one(office, "SELECT state FROM correction_lists") == "returned"


def test_a_sent_case_is_returned_by_the_province(office: Context) -> None:
    sent(office)
    with pytest.raises(RuleRefused, match="无权办理"):
        service.return_correction(office, correction_id=1, reason="x", level="prefecture")
    service.return_correction(office, correction_id=1, reason="请补充支部大会记录")
    assert one(office, "SELECT level FROM correction_steps ORDER BY id DESC LIMIT 1") == "province"
    assert one(office, "SELECT state FROM correction_lists") == "returned"
    assert joined(office) == "2016-05"


def test_each_act_is_undone(office: Context) -> None:
    case = opened(office)
    service.verify_correction(office, correction_id=case, finding=FOUND)
    undo(office)
    assert select(office, "SELECT state, finding FROM corrections") == [("gathered", None)]
    service.withdraw_correction(office, correction_id=case, reason="不更正")
    undo(office)
    assert state(office) == "gathered"


def test_an_opened_case_is_undone_with_its_proofs(office: Context) -> None:
    opened(office)
    undo(office)
    assert select(office, "SELECT id FROM corrections") == []
    assert select(office, "SELECT id FROM attachments") == []

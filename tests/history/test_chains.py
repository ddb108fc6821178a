"""The way of a deletion is undone from its end: no letter vanishes under what rests on it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member, make_office, valid_id
from tests.deletion.helpers import COUNTY, endorsed, one, operations, request, select
from tests.transfers.test_plan import MAJOR
from tests.transfers.test_service import started, walk
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.deletion.batches import create_batch
from tuanji_desktop.deletion.chain import step_batch
from tuanji_desktop.deletion.decisions import decide_batch, return_all
from tuanji_desktop.deletion.service import Reason, Verification, request_deletion
from tuanji_desktop.history.service import plan_undo, undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import save_settings


def sent(office: Context) -> dict[str, int]:
    """A deletion on its whole way: act → operation."""
    made = {}
    save_settings(office, [("office.superior", "共青团铜仁市委员会")])
    request(office, 1)
    made["request"] = operations(office)
    batch = create_batch(office, form="guangdong", org_id=COUNTY).id
    made["batch"] = operations(office)
    step_batch(office, batch_id=batch, act="forward", document_number="青团字〔2018〕7号")
    made["forward"] = operations(office)
    step_batch(office, batch_id=batch, act="endorse")
    made["endorse"] = operations(office)
    step_batch(office, batch_id=batch, act="send", document_number="铜团字〔2018〕12号")
    made["send"] = operations(office)
    decide_batch(office, batch_id=batch, act="approve")
    made["approve"] = operations(office)
    return made


@pytest.mark.parametrize("act", ["request", "batch", "forward", "endorse", "send"])
def test_what_others_rest_on_stays(office: Context, act: str) -> None:
    made = sent(office)
    before = select(office, "SELECT act, document_number FROM deletion_steps ORDER BY id")
    with pytest.raises(RuleRefused, match="请先撤销它") as refused:
        undo(office, number=made[act])
    assert refused.value.code == "undo.chain"
    with pytest.raises(RuleRefused, match="审批通过"):
        plan_undo(office, number=made[act])
    assert select(office, "SELECT act, document_number FROM deletion_steps ORDER BY id") == before
    assert one(office, "SELECT count(*) FROM papers WHERE form = 'deletion-letter'") == 1


def test_from_the_end_all_of_it_can_be_undone(office: Context) -> None:
    made = sent(office)
    for act in ("approve", "send", "endorse", "forward", "batch", "request"):
        undo(office, number=made[act])
    assert one(office, "SELECT count(*) FROM deletion_requests") == 0
    assert one(office, "SELECT status FROM members WHERE id = 1") == "active"
    assert one(office, "SELECT count(*) FROM papers") == 0


def test_a_step_taken_back_does_not_return_among_those_taken_without_it(office: Context) -> None:
    request(office, 1)
    batch = create_batch(office, form="guangdong", org_id=COUNTY).id
    step_batch(office, batch_id=batch, act="forward")
    for _ in range(3):  # back, forward again, for nothing came after it, and back
        undo(office, number=operations(office))
    last = operations(office)
    endorsed(office, batch)
    steps = select(office, "SELECT act, level FROM deletion_steps ORDER BY id")
    with pytest.raises(RuleRefused, match="汇总核定") as refused:
        undo(office, number=last)
    assert refused.value.code == "undo.chain"
    assert select(office, "SELECT act, level FROM deletion_steps ORDER BY id") == steps


def test_a_returned_request_does_not_come_to_life_beside_the_new_one(office: Context) -> None:
    first = request(office, 1)
    return_all(office, reason="重新核查")
    returned = operations(office)
    request_deletion(
        office,
        member_id=1,
        reasons=[Reason("not_a_member")],
        previous_id=first,
        verification=Verification(by="王干事", on=office.today),
    )
    with pytest.raises(RuleRefused, match="请先撤销它"):
        undo(office, number=returned)


def test_another_batch_is_no_hindrance(office: Context) -> None:
    request(office, 1)
    create_batch(office, form="guangdong", org_id=3)
    first = operations(office)
    request(office, 4)
    undo(office, number=first)
    assert one(office, "SELECT count(*) FROM deletion_batches") == 0


def test_other_work_is_undone_as_ever(tmp_path_factory: pytest.TempPathFactory) -> None:
    office = make_office(tmp_path_factory.mktemp("other"))
    with office.database.write(office.operation("member.note", "备注")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET notes = 'x' WHERE id = 1")
    number = operations(office)
    request(office, 1)
    undo(office, number=number)
    assert one(office, "SELECT notes FROM members WHERE id = 1") is None
    office.database.close()


def test_an_approval_stays_while_the_promised_record_is_there(office: Context) -> None:
    right = valid_id(date(2001, 3, 6), serial=77)
    request(office, 1, Reason("wrong_id", right))
    batch = create_batch(office, form="guangdong", org_id=COUNTY).id
    endorsed(office, batch)
    step_batch(office, batch_id=batch, act="send", document_number="铜团字〔2018〕12号")
    decide_batch(office, batch_id=batch, act="approve")
    approval = operations(office)
    add_member(office, name="张三", id_number=right)
    entered = operations(office)
    with pytest.raises(RuleRefused, match="重新录入") as refused:
        undo(office, number=approval)
    assert refused.value.code == "undo.reentered"
    undo(office, number=entered)
    undo(office, number=approval)
    assert one(office, "SELECT count(*) FROM members WHERE status = 'active'") == 6


def test_a_receipt_stays_under_the_transfer_that_went_on_from_there(tmp_path: Path) -> None:
    college = make_office(tmp_path, policy="qilu-2024")
    (first,) = started(college, MAJOR)
    walk(college, first, "approve")
    received = operations(college)
    back = replace(MAJOR, target_id=3)
    (second,) = started(college, back)
    with pytest.raises(RuleRefused, match="又发起了转接"):
        undo(college, number=received)
    walk(college, second, "withdraw")
    undo(college, number=received)
    assert one(college, "SELECT branch_id FROM members WHERE id = 1") == 3
    college.database.close()

"""The promise ledger: owed with the approval, paid by the record that was promised (Q 附件1)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member, valid_id
from tests.deletion.helpers import COUNTY, SCHOOL, endorsed, one, operations, request
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.deletion.chain import step_batch
from tuanji_desktop.deletion.decisions import decide_batch
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.reentry import (
    load_reentries,
    reentry_values,
    settle_reentry,
    waive_reentry,
)
from tuanji_desktop.deletion.service import create_batch
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context

RIGHT = valid_id(date(2001, 3, 6), serial=77)


def approved(context: Context, *requests: tuple[int, tuple[Reason, ...]]) -> int:
    """The operation that approved requests of these members."""
    for member, reasons in requests:
        request(context, member, *reasons)
    batch_id = create_batch(context, form="guangdong", org_id=COUNTY).id
    endorsed(context, batch_id)
    step_batch(context, batch_id=batch_id, act="send", document_number="铜团字〔2018〕12号")
    decide_batch(context, batch_id=batch_id, act="approve")
    return operations(context)


def test_a_correction_owes_a_new_record_and_an_impostor_none(office: Context) -> None:
    approved(office, (1, (Reason("wrong_id", RIGHT),)), (4, (Reason("not_a_member"),)))
    (debt,) = load_reentries(office)
    assert (debt.member_id, debt.name, debt.state) == (1, "张三", "owed")
    assert (debt.owed_on, debt.due_on) == ("2018-08-01", "2018-08-31")
    assert RIGHT not in debt.id_masked


def test_the_corrected_number_pays_and_an_undo_owes_again(office: Context) -> None:
    approved(office, (1, (Reason("wrong_id", RIGHT), Reason("wrong_name", "张珊"))))
    add_member(office, name="张珊", id_number=RIGHT)
    (debt,) = load_reentries(office)
    assert (debt.state, debt.differs, debt.paid_branch) == ("paid", (), "高三（1）班")
    undo(office, number=operations(office))
    assert load_reentries(office)[0].state == "owed"


def test_another_name_than_promised_is_said(office: Context) -> None:
    approved(office, (1, (Reason("wrong_id", RIGHT), Reason("wrong_name", "张珊"))))
    add_member(office, name="张三", id_number=RIGHT)
    assert "姓名与承诺的不同" in load_reentries(office)[0].words


def test_a_draft_pays_nothing(office: Context) -> None:
    approved(office, (1, (Reason("wrong_id", RIGHT),)))
    add_member(office, name="张三", id_number=RIGHT, status="draft")
    assert load_reentries(office)[0].state == "owed"


def test_the_owed_record_is_the_old_one_put_right(office: Context) -> None:
    approved(office, (1, (Reason("wrong_id", RIGHT), Reason("wrong_sex", "女"))))
    (debt,) = load_reentries(office)
    branch, values = reentry_values(office, reentry_id=debt.id)
    assert branch == 3
    assert (values["name"], values["id_number"], values["sex"]) == ("张三", RIGHT, "女")
    assert values["household_place"].startswith("贵州省")
    assert "born_on" not in values


def test_what_is_overdue_comes_first_and_a_scope_holds(office: Context) -> None:
    approved(office, (4, (Reason("wrong_name", "单雄信"),)))
    later = replace(office, fixed_day=date(2018, 9, 3))
    approved(later, (1, (Reason("wrong_name", "张珊"),)))
    october = replace(office, fixed_day=date(2018, 10, 1))
    assert [(one.member_id, one.days_late) for one in load_reentries(october)] == [(4, 31), (1, 0)]
    assert load_reentries(october)[0].words == "超期 31 天"
    assert [one.member_id for one in load_reentries(october, org_id=4)] == [4]
    assert len(load_reentries(october, org_id=SCHOOL)) == 2


def test_the_clerk_names_the_record_where_no_number_tells(office: Context) -> None:
    approved(office, (1, (Reason("wrong_name", "张珊"),)))
    (debt,) = load_reentries(office)
    for wrong in (1, add_member(office, name="张珊", status="draft")):
        with pytest.raises(BadInput, match="不能当作重新录入"):
            settle_reentry(office, reentry_id=debt.id, member_id=wrong)
    settle_reentry(office, reentry_id=debt.id, member_id=2)
    assert load_reentries(office)[0].paid_member_id == 2
    with pytest.raises(BadInput, match="已经办结"):
        waive_reentry(office, reentry_id=debt.id, reason="不是团员")


def test_a_waiver_needs_its_reason(office: Context) -> None:
    approved(office, (1, (Reason("wrong_name", "张珊"),)))
    (debt,) = load_reentries(office)
    with pytest.raises(BadInput, match="须写明原因"):
        waive_reentry(office, reentry_id=debt.id, reason=" ")
    waive_reentry(office, reentry_id=debt.id, reason="核实后确认不是团员")
    assert load_reentries(office)[0].words == "免予录入：核实后确认不是团员"
    assert one(office, "SELECT waived_by FROM reentries") == "王干事"


def test_unknown_debts_and_members_are_said_to_be_so(office: Context) -> None:
    approved(office, (1, (Reason("wrong_name", "张珊"),)))
    with pytest.raises(NotFound):
        reentry_values(office, reentry_id=99)
    with pytest.raises(NotFound):
        waive_reentry(office, reentry_id=99, reason="x")
    with pytest.raises(NotFound):
        settle_reentry(office, reentry_id=1, member_id=999)


def test_undoing_the_approval_takes_the_debt_back(office: Context) -> None:
    number = approved(office, (1, (Reason("wrong_name", "张珊"),)))
    undo(office, number=number)
    assert load_reentries(office) == ()

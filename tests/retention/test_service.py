"""Registering, looking again, coming back: one operation each, undone as one (Q 三.4)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.deletion.helpers import one, operations, select
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.archive import Attachment
from tuanji_desktop.office.context import Context
from tuanji_desktop.retention.plan import RESUME, RETAIN, NewBranch, Wish, plan_retention
from tuanji_desktop.retention.queries import load_register
from tuanji_desktop.retention.service import apply_retention, review_retentions
from tuanji_desktop.store.check import check

DAY = date(2018, 7, 1)
BREAK = Wish(act=RETAIN, member_ids=(1, 4), on=DAY, reason="休学", cause="病休一年")
BUILT = NewBranch(2, "QX0199", "中国共产主义青年团青溪县第一中学团籍保留支部委员会", "团籍保留支部")


def retained(office: Context, wish: Wish = BREAK) -> int:
    return apply_retention(office, plan_retention(office, wish)).operation


def test_the_committee_builds_the_branch_and_fills_it_in_one_act(office: Context) -> None:
    before = operations(office)
    done = apply_retention(office, plan_retention(office, replace(BREAK, new_branch=BUILT)))
    assert operations(office) == before + 1
    assert select(office, "SELECT status, branch_id FROM members WHERE id IN (1, 4)") == [
        ("retained", done.branch_id), ("retained", done.branch_id),
    ]  # fmt: skip
    assert one(office, "SELECT branch_sort FROM organizations WHERE code = 'QX0199'") == "团籍保留"
    assert one(office, "SELECT members FROM org_counts WHERE org_id = ?", done.branch_id) == 2
    assert [(row.from_branch, row.reason, row.review_on) for row in load_register(office)] == [
        ("高三（1）班", "休学", "2019-07-01"), ("高三（2）班", "休学", "2019-07-01"),
    ]  # fmt: skip
    undo(office, number=done.operation)
    assert select(office, "SELECT count(*) FROM retentions") == [(0,)]
    assert one(office, "SELECT count(*) FROM members WHERE status = 'retained'") == 0
    assert check(office.database).ok


def test_a_code_that_is_taken_builds_nothing(office: Context) -> None:
    before = operations(office)
    wish = replace(BREAK, new_branch=replace(BUILT, code="QX0101"))
    with pytest.raises(BadInput):
        apply_retention(office, plan_retention(office, wish))
    assert operations(office) == before


def test_the_proof_is_kept_with_each(office: Context) -> None:
    proof = Attachment("other", b"%PDF-", "入伍通知书.pdf")
    retained(office, replace(BREAK, proofs=(proof,)))
    assert select(office, "SELECT member_id, retention_id FROM attachments ORDER BY id") == [
        (1, 1), (4, 2),
    ]  # fmt: skip


def test_whoever_moved_meanwhile_refuses_the_whole(office: Context) -> None:
    plan = plan_retention(office, BREAK)
    retained(office, replace(BREAK, member_ids=(4,)))
    with pytest.raises(BadInput, match="有变化"):
        apply_retention(office, plan)
    assert one(office, "SELECT status FROM members WHERE id = 1") == "active"


def test_nobody_left_is_refused_with_the_rule(office: Context) -> None:
    retained(office)
    with pytest.raises(RuleRefused) as refused:
        retained(office)
    assert refused.value.clause
    with pytest.raises(RuleRefused, match="没有选中"):
        retained(office, replace(BREAK, member_ids=()))


def test_coming_back_closes_the_entry(office: Context) -> None:
    retained(office, replace(BREAK, branch_id=4))
    back = Wish(act=RESUME, member_ids=(1,), on=date(2018, 8, 1), reason="复学")
    retained(office, back)
    assert select(office, "SELECT status, branch_id FROM members WHERE id = 1") == [("active", 3)]
    entry = next(row for row in load_register(office) if row.member_id == 1)
    assert (entry.open, entry.ended_on, entry.end_reason) == (False, "2018-08-01", "复学")


def test_a_retained_member_can_still_be_edited(office: Context) -> None:
    retained(office)
    assert save_member(office, member_id=1, changes={"mobile": "13900139001"}).done


def test_the_yearly_look_is_recorded_and_moves_the_day(office: Context) -> None:
    retained(office)
    later = replace(office, fixed_day=date(2019, 7, 2))
    assert [row.due(later.today) for row in load_register(later)] == [True, True]
    review_retentions(later, retention_ids=[1], finding="仍在服役")
    first = next(row for row in load_register(later) if row.id == 1)
    assert (first.review_on, first.reviews, first.last_finding) == ("2020-07-02", 1, "仍在服役")
    for ids, finding, error in (([1], " ", BadInput), ([99], "在", NotFound)):
        with pytest.raises(error):
            review_retentions(later, retention_ids=ids, finding=finding)
    with pytest.raises(BadInput, match="晚于今天"):
        review_retentions(later, retention_ids=[1], finding="在", next_on=later.today)


def test_an_ended_one_is_not_looked_at(office: Context) -> None:
    retained(office)
    retained(office, Wish(act=RESUME, member_ids=(1,), on=DAY, reason="复学"))
    with pytest.raises(BadInput, match="已经结束"):
        review_retentions(office, retention_ids=[1], finding="在")


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from([RETAIN, RESUME, "undo"]), st.integers(1, 6)), max_size=8
    )
)
def test_however_one_walks_register_and_roster_agree(
    office: Context, acts: list[tuple[str, int]]
) -> None:
    for act, member in acts:
        if act == "undo":
            undo(office, number=operations(office))
            continue
        wish = Wish(act=act, member_ids=(member,), on=DAY, reason="休学")
        plan = plan_retention(office, wish)
        if plan.ready:
            apply_retention(office, plan)
    held = {row.member_id for row in load_register(office) if row.open}
    assert held == {
        row[0] for row in select(office, "SELECT id FROM members WHERE status = 'retained'")
    }
    assert check(office.database).ok

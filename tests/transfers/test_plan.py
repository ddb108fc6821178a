"""Whose transfer would be started, and why not the others'."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member
from tests.deletion.helpers import operations, request
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.service import add_organization
from tuanji_desktop.rules.lifecycle import Actor
from tuanji_desktop.transfers.plan import Wish, plan_transfers
from tuanji_desktop.transfers.service import apply_transfers

DAY = date(2018, 7, 1)
STUDY = Wish(member_ids=(1, 4), kind="升学", on=DAY, target="共青团贵州大学委员会")
MAJOR = Wish(member_ids=(1,), kind="转专业", on=DAY, target_id=4)


def test_the_plan_says_from_where_to_where_and_writes_nothing(office: Context) -> None:
    before = operations(office)
    plan = plan_transfers(office, STUDY)
    assert [row.words for row in plan.rows] == [
        "高三（1）班 → 共青团贵州大学委员会", "高三（2）班 → 共青团贵州大学委员会",
    ]  # fmt: skip
    assert operations(office) == before


def test_who_cannot_be_transferred_now(office: Context) -> None:
    draft = add_member(office, name="赵一", status="draft")
    request(office, 4)
    apply_transfers(office, plan_transfers(office, replace(STUDY, member_ids=(5,))))
    plan = plan_transfers(office, replace(STUDY, member_ids=(draft, 4, 5, 1)))
    assert [row.refused for row in plan.rows] == [
        "lifecycle.refused", "transfer.deletion_open", "transfer.open", "",
    ]  # fmt: skip
    assert all(row.clause for row in plan.refused)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(STUDY, target=" "), "transfer.target"),
        (replace(STUDY, on=date(2018, 8, 2)), "transfer.date_future"),
        (replace(STUDY, in_province="也许"), "transfer.in_province"),
        (replace(STUDY, kind="失踪"), "transfer.kind_unknown"),
        (replace(STUDY, member_ids=(999,)), "member.unknown"),
        (replace(MAJOR, target_id=None), "transfer.target"),
    ],
)
def test_a_wish_that_is_wrong_as_a_whole(office: Context, wish: Wish, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan_transfers(office, wish)
    assert refused.value.code == code


def test_the_branch_cannot_start_for_one_who_dropped_out(college: Context) -> None:
    wish = Wish(member_ids=(1,), kind="退学", on=DAY, target="户籍地团委")
    with pytest.raises(RuleRefused) as refused:
        plan_transfers(college, wish)
    assert (refused.value.code, refused.value.clause) == ("transfer.starter", "Q 三.4")
    assert plan_transfers(college, replace(wish, started_by=Actor.GENERAL_BRANCH)).ready


def test_a_change_of_major_stays_inside_the_school(college: Context) -> None:
    assert plan_transfers(college, MAJOR).ready
    other = add_organization(
        college, code="QX02", full_name="二中团委", short_name="二中团委", kind="committee",
        parent_id=1,
    )  # fmt: skip
    class_ = add_organization(
        college, code="QX0201", full_name="二中1班团支部", short_name="1班", kind="branch",
        parent_id=other,
    )  # fmt: skip
    (row,) = plan_transfers(college, replace(MAJOR, target_id=class_)).rows
    assert (row.refused, row.clause) == ("transfer.other_school", "Q 三.3")
    (row,) = plan_transfers(college, replace(MAJOR, target_id=3)).rows
    assert row.refused == "transfer.same"


def test_a_report_in_is_named_in_words(office: Context) -> None:
    draft = add_member(office, name="赵一", status="submitted")
    (row,) = plan_transfers(office, replace(STUDY, member_ids=(draft,))).rows
    assert row.why == "报到“报到待审核”，还不是在册团员，不能办理转接。"

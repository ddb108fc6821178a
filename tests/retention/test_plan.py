"""Who would be retained and who not, before anything is written (Q 三.4, 附件3)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member
from tests.deletion.helpers import operations, request
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.service import add_organization
from tuanji_desktop.retention.plan import RESUME, RETAIN, Wish, plan_retention, review_day
from tuanji_desktop.retention.service import apply_retention

DAY = date(2018, 7, 1)
ARMY = Wish(act=RETAIN, member_ids=(1, 4), on=DAY, reason="参军入伍")


def test_the_plan_says_before_and_after_and_writes_nothing(office: Context) -> None:
    before = operations(office)
    plan = plan_retention(office, replace(ARMY, branch_id=4))
    assert [row.words for row in plan.rows] == [
        "在册 → 团籍保留，转入高三（2）班",
        "在册 → 团籍保留",
    ]
    assert operations(office) == before


def test_who_is_not_on_the_roster_or_has_a_request_stays(office: Context) -> None:
    draft = add_member(office, name="赵一", status="draft")
    request(office, 4)
    plan = plan_retention(office, replace(ARMY, member_ids=(draft, 4, 1)))
    assert [row.refused for row in plan.rows] == [
        "lifecycle.refused", "retention.deletion_open", "",
    ]  # fmt: skip
    assert all(row.clause for row in plan.refused)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(ARMY, reason=" "), "retention.reason"),
        (replace(ARMY, on=date(2018, 8, 2)), "retention.date_future"),
        (replace(ARMY, review_on=DAY), "retention.review"),
        (replace(ARMY, act="keep"), "retention.act_unknown"),
        (replace(ARMY, branch_id=2), "branch.unknown"),
        (replace(ARMY, member_ids=(999,)), "member.unknown"),
    ],
)
def test_a_wish_that_is_wrong_as_a_whole(office: Context, wish: Wish, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan_retention(office, wish)
    assert refused.value.code == code


def test_any_true_reason_in_words_will_do(office: Context) -> None:
    assert plan_retention(office, replace(ARMY, reason="长期住院治疗")).ready


def test_a_year_later_is_the_day_to_look_again() -> None:
    assert review_day(DAY) == date(2019, 7, 1)
    assert review_day(date(2016, 2, 29)) == date(2017, 2, 28)


def test_whoever_comes_back_goes_where_they_came_from(office: Context) -> None:
    apply_retention(office, plan_retention(office, replace(ARMY, branch_id=4)))
    back = Wish(act=RESUME, member_ids=(1, 2), on=DAY, reason="退役复学")
    first, second = plan_retention(office, back).rows
    assert first.words == "团籍保留 → 在册，转入高三（1）班"
    assert second.refused == "lifecycle.refused"


def test_who_comes_back_to_a_branch_that_is_gone_is_asked_where_to(office: Context) -> None:
    third = add_organization(
        office, code="QX0103", full_name="高三（3）班团支部", short_name="3班", kind="branch",
        parent_id=2,
    )  # fmt: skip
    member = add_member(office, name="赵一", branch="QX0103")
    apply_retention(
        office, plan_retention(office, replace(ARMY, member_ids=(member,), branch_id=4))
    )
    with office.database.write(office.operation("org.dissolve", "撤销")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET status = 'dissolved' WHERE id = ?", (third,)
        )
    back = Wish(act=RESUME, member_ids=(member,), on=DAY, reason="退役复学")
    (row,) = plan_retention(office, back).rows
    assert row.refused == "retention.branch_gone"
    assert "“3班”" in row.why
    assert "请选择回到哪个团支部" in row.why
    (row,) = plan_retention(office, replace(back, branch_id=3)).rows
    assert row.words == "团籍保留 → 在册，转入高三（1）班"


def test_nobody_comes_back_before_being_retained(office: Context) -> None:
    apply_retention(office, plan_retention(office, ARMY))
    early = Wish(act=RESUME, member_ids=(1,), on=date(2018, 6, 30), reason="复学")
    (row,) = plan_retention(office, early).rows
    assert (row.refused, row.clause) == ("retention.resume_early", "Q 附件3")
    assert "2018-07-01" in row.why
    assert plan_retention(office, replace(early, on=DAY)).ready

"""Whose transfer would be started, and why not the others'."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member
from tests.deletion.helpers import graduate, operations, request
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
        (replace(STUDY, target="", member_ids=()), "transfer.target"),
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


def entry(office: Context, member: int, **values: str) -> None:
    """A line of the graduates' list, with what it says."""
    graduate(office, member, "due")
    sets = ", ".join(f"{name} = ?" for name in values)
    with office.database.write(office.operation("graduates.edit", "名单")) as writing:
        writing.connection.exec_driver_sql(
            f"UPDATE graduate_entries SET {sets} WHERE member_id = ?", (*values.values(), member)
        )


def test_without_a_typed_target_each_goes_where_the_list_says(office: Context) -> None:
    entry(office, 1, target="共青团贵州大学委员会", destination="升学", in_province="是")
    entry(office, 2, target="共青团青溪县第一中学委员会", destination="升学")
    entry(office, 4, target="贵州大学", destination="就业")
    plan = plan_transfers(office, replace(STUDY, target="", member_ids=(1, 2, 3, 4)))
    first, second, third, fourth = plan.rows
    assert (first.target, first.target_id, first.side) == ("共青团贵州大学委员会", None, "外单位")
    assert (first.in_province, first.written) == ("是", "共青团贵州大学委员会")
    assert (second.target, second.target_id) == ("中国共产主义青年团青溪县第一中学委员会", 2)
    assert (second.side, second.words) == ("本台账", "高三（1）班 → 一中团委")
    assert third.refused == "transfer.target"
    assert "请填写转入组织" in third.why
    assert fourth.refused == "transfer.target", "the list speaks of another reason to leave"
    done = apply_transfers(office, plan)
    with office.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT member_id, target, target_id, in_province FROM transfers ORDER BY id"
        ).all()
    assert [tuple(row) for row in rows] == [
        (1, "共青团贵州大学委员会", None, "是"),
        (2, "中国共产主义青年团青溪县第一中学委员会", 2, None),
    ]
    assert len(done.transfers) == 2


def test_a_typed_target_stays_the_target_of_all(office: Context) -> None:
    entry(office, 1, target="共青团贵州大学委员会", in_province="否")
    plan = plan_transfers(office, replace(STUDY, target="铜仁学院团委", in_province="是"))
    assert {row.target for row in plan.rows} == {"铜仁学院团委"}
    assert {row.in_province for row in plan.rows} == {"是"}, "what the clerk says now counts"
    assert plan_transfers(office, STUDY).rows[0].in_province == "否", "else what the list says"
    assert {row.written for row in plan.rows} == {""}


def test_a_correction_still_open_holds_it_up(office: Context) -> None:
    with office.database.write(office.operation("correction.open", "更正")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO corrections (member_id, field, new_value, reason, state, opened_by, "
            "opened_on) VALUES (1, 'joined_on', '2017-05', '误填', 'verified', '王', '2018-07-01')"
        )
    first, second = plan_transfers(office, STUDY).rows
    assert (first.refused, second.refused) == ("transfer.correction_open", "")
    assert first.why == "有未办结的行文更正（入团年月）。先撤回或办结更正，再办理转接。"
    assert first.clause


def test_a_letter_on_paper_is_not_for_units_of_this_office(office: Context) -> None:
    wish = replace(STUDY, member_ids=(1,), kind="涉密单位", target="", target_id=2)
    (row,) = plan_transfers(office, wish).rows
    assert (row.refused, row.clause) == ("transfer.on_paper", "N 四.5")


def test_a_dissolved_unit_receives_nobody(office: Context) -> None:
    empty = add_organization(
        office, code="QX0103", full_name="高三（3）班团支部", short_name="3班", kind="branch",
        parent_id=2,
    )  # fmt: skip
    with office.database.write(office.operation("org.dissolve", "撤销")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET status = 'dissolved' WHERE id = ?", (empty,)
        )
    with pytest.raises(BadInput, match="已撤销"):
        plan_transfers(office, replace(STUDY, target="", target_id=empty))

"""The register as it is read: scopes, what is due, annex 3."""

from datetime import date

from tests.builders import add_member
from tests.retention.test_service import retained
from tuanji_desktop.office.context import Context
from tuanji_desktop.retention.plan import RETAIN, Wish
from tuanji_desktop.retention.queries import (
    all_retained,
    due_count,
    load_register,
    of_member,
    register_form,
)


def test_the_first_to_be_looked_at_comes_first_and_a_scope_holds(office: Context) -> None:
    for member, day in ((4, date(2018, 7, 1)), (1, date(2018, 6, 1))):
        retained(office, Wish(act=RETAIN, member_ids=(member,), on=day, reason="参军入伍"))
    assert [row.member_id for row in load_register(office)] == [1, 4]
    assert [row.member_id for row in load_register(office, org_id=4)] == [4]
    with office.database.read() as connection:
        assert due_count(connection, date(2019, 5, 31)) == 0
        assert due_count(connection, date(2019, 6, 1)) == 1
        assert [row.reason for row in of_member(connection, 1)] == ["参军入伍"]


def test_annex_3_names_where_they_came_from(office: Context) -> None:
    member = add_member(
        office, name="龙六", branch="QX0102", mobile="13800138066", counsellor="周老师",
        counsellor_mobile="13900139000", other_contact="wx_long",
    )  # fmt: skip
    wish = Wish(
        act=RETAIN, member_ids=(member,), on=date(2018, 7, 1), reason="延迟毕业", branch_id=3
    )
    retained(office, wish)
    form = register_form(office)
    assert form.title_unit == "青溪县"
    (row,) = form.rows
    assert (row.branch, row.general_branch) == ("高三（2）班", "一中团委")
    assert (row.mobile, row.counsellor_mobile) == ("13800138066", "13900139000")
    assert register_form(office, org_id=2).title_unit == "青溪县第一中学"
    assert register_form(office, org_id=4).rows == ()


def test_whether_all_are_retained_already(office: Context) -> None:
    retained(office, Wish(act=RETAIN, member_ids=(1, 4), on=date(2018, 7, 1), reason="参军入伍"))
    assert all_retained(office, [1, 4])
    assert not all_retained(office, [1, 2])
    assert not all_retained(office, [])

"""Who leaves, who stays and why; who comes back."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import add_member, pack, valid_id
from tests.deletion.helpers import graduate, request
from tests.leaving.helpers import (
    DOCUMENT,
    PAPERS,
    TODAY,
    act,
    back_plan,
    left,
    older,
    planned,
    proofs,
    restored,
)
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.leaving.plan import Wish, age_on, born_on, lacking, plan_leaving
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context

DOORS = [door for door in PAPERS if door != "restored"]
POLICY = pack("guangdong-2018")


def refusal(office: Context, door: str, member_id: int, **more: Any) -> tuple[str, str]:
    (row,) = planned(office, door, member_id, **more).rows
    return row.refused, row.clause


@pytest.mark.parametrize("door", DOORS)
def test_a_plan_says_before_and_after(office: Context, door: str) -> None:
    member = older(office)
    plan = planned(office, door, member)
    (row,) = plan.rows
    assert (row.before, row.after, row.refused) == ("active", door, "")
    assert row.words == f"在册 → {POLICY.door(door).label}"
    assert plan.lacking == ()


def test_nobody_under_28_leaves_for_age(office: Context) -> None:
    """N 三.3: completed years on the day of leaving."""
    young = add_member(office, name="何年", id_number="", born_on="1990-08-02", joined_on="2006-05")
    assert refusal(office, "over_age", young) == ("leaving.age", "N 三.3")
    assert "27 周岁，未满 28 周岁" in planned(office, "over_age", young).rows[0].why
    act(office, "UPDATE members SET born_on = '1990-08-01' WHERE id = ?", young)
    assert refusal(office, "over_age", young)[0] == ""
    early = TODAY - timedelta(days=1)
    assert refusal(office, "over_age", young, on=early)[0] == "leaving.age"


@pytest.mark.parametrize(
    ("field", "value", "stays"),
    [
        ("political_status", "中共党员", True),
        ("political_status", "中共预备党员", True),
        ("political_status", "群众", False),
        ("is_cadre", "是", True),
    ],
)
def test_party_members_and_cadres_stay(
    office: Context, field: str, value: str, stays: bool
) -> None:
    """N 三.3; the pack says who."""
    member = older(office, **{field: value})
    found = refusal(office, "over_age", member)
    assert found == (("leaving.stays", "N 三.3") if stays else ("", ""))
    assert refusal(office, "expelled", member) == ("", "")  # a cadre can be expelled


def test_without_a_date_of_birth_no_age(office: Context) -> None:
    member = add_member(office, name="何年", id_number="", born_on="")
    assert refusal(office, "over_age", member)[0] == "leaving.birth_unknown"
    assert refusal(office, "self_left", member)[0] == ""


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
def test_a_report_in_is_no_membership_yet(office: Context, state: str) -> None:
    member = add_member(office, name="陈新", status=state)
    assert refusal(office, "self_left", member) == ("leaving.not_on_roster", "N 三.1")


@pytest.mark.parametrize("state", ["transferred_out", "deleted"])
def test_whoever_is_gone_leaves_by_no_door_and_has_no_way_back(office: Context, state: str) -> None:
    member = add_member(office, name="陈离", status=state)
    for door in DOORS:
        assert refusal(office, door, member)[0] == "lifecycle.refused"
    (row,) = back_plan(office, member).rows
    assert row.refused == "lifecycle.refused"


def test_nobody_leaves_before_joining_or_before_coming_back(office: Context) -> None:
    early = date(2016, 4, 30)
    assert refusal(office, "self_left", 1, on=early)[0] == "leaving.before_joined"
    assert refusal(office, "self_left", 1, on=date(2016, 5, 1))[0] == ""
    left(office, "self_left", 1, on=date(2018, 5, 1))
    (row,) = back_plan(office, 1, on=date(2018, 4, 30)).rows
    assert row.refused == "leaving.before_left"
    restored(office, 1, on=date(2018, 6, 1))
    assert refusal(office, "self_left", 1, on=date(2018, 5, 31))[0] == "leaving.before_restored"
    assert refusal(office, "self_left", 1, on=date(2018, 6, 1))[0] == ""


def test_what_somebody_else_decides_is_decided_first(office: Context) -> None:
    request(office, 1)
    assert refusal(office, "expelled", 1) == ("leaving.deletion_open", "G 三.1")
    act(
        office,
        "INSERT INTO corrections (member_id, field, reason, state, opened_by, opened_on) "
        "VALUES (2, 'joined_on', '误填', 'gathered', '王干事', '2018-08-01')",
    )
    assert refusal(office, "expelled", 2)[0] == "leaving.correction_open"
    act(
        office,
        "INSERT INTO transfers (member_id, kind, machine, state, started_by, started_on, "
        "moved_on, recorded_by) VALUES (3, 'study', 'transfer', 'started', 'branch', "
        "'2018-07-01', '2018-07-01', '王干事')",
    )
    assert refusal(office, "expelled", 3)[0] == "leaving.transfer_open"
    graduate(office, 4, "started")
    assert refusal(office, "expelled", 4)[0] == "leaving.transfer_open"


def test_what_lapses_with_the_leaving_is_said(office: Context) -> None:
    save_member(office, member_id=1, changes={"political_status": "群众"})
    graduate(office, 1, "due")
    act(office, "UPDATE members SET status = 'retained' WHERE id = 1")
    act(
        office,
        "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
        "VALUES (1, '参军入伍', '2018-07-01', '王干事', '2018-07-01')",
    )
    (row,) = planned(office, "voluntarily_left", 1).rows
    assert row.notes == (
        "待审核的修改（政治面貌）随之撤回",
        "2018 年毕业生名单中转接未完成，随之不计入",
        "团籍保留随之结束",
    )


@pytest.mark.parametrize(
    ("door", "document", "kinds", "codes"),
    [
        ("over_age", "", (), []),
        ("self_left", "", (), ["leaving.document_missing", "leaving.proof_missing"]),
        ("self_left", DOCUMENT, ("resolution",), ["leaving.proof_missing"]),
        ("self_left", DOCUMENT, ("resolution", "approval"), []),
        ("voluntarily_left", "", ("application",), []),
        ("voluntarily_left", "", ("resolution",), ["leaving.proof_missing"]),
        ("expelled", "", ("decision",), ["leaving.document_missing"]),
        ("restored", DOCUMENT, (), ["leaving.proof_missing"]),
    ],
)
def test_each_door_wants_its_own_papers(
    door: str, document: str, kinds: tuple[str, ...], codes: list[str]
) -> None:
    """N 三.4, N 三.8."""
    wish = Wish((1,), door, TODAY, document, proofs=proofs(*kinds))
    found = lacking(POLICY, wish, TODAY)
    assert [one.code for one in found] == codes
    assert {one.clause for one in found} <= {POLICY.door(door).clause}


def test_the_day_is_not_in_the_future() -> None:
    for day, code in ((TODAY, []), (TODAY + timedelta(days=1), ["leaving.date_future"])):
        assert [one.code for one in lacking(POLICY, Wish((1,), "over_age", day), TODAY)] == code
    assert lacking(POLICY, Wish((1,), "over_age", date(218, 1, 1)), TODAY)[0].code == (
        "leaving.date_early"
    )


def test_a_paper_that_the_door_does_not_know(office: Context) -> None:
    with pytest.raises(BadInput, match="可附：leaving_form（离团登记表）") as wrong:
        planned(office, "over_age", 1, proofs=proofs("decision"))
    assert wrong.value.code == "leaving.proof_unknown"


def test_unknown_doors_and_members(office: Context) -> None:
    for door in ("deleted", "transferred_out", "restored", "away"):
        with pytest.raises(BadInput) as wrong:
            plan_leaving(office, member_ids=[1], door=door, left_on=TODAY)
        assert wrong.value.code == "leaving.door_unknown"
    with pytest.raises(NotFound):
        planned(office, "over_age", 99)


# ----------------------------------------------------------------------- back
def test_back_into_the_old_branch(office: Context) -> None:
    left(office, "voluntarily_left", 1)
    (row,) = back_plan(office, 1).rows
    assert (row.before, row.after, row.branch_id, row.notes) == (
        "voluntarily_left", "active", 3, (),
    )  # fmt: skip
    (row,) = back_plan(office, 1, branch_id=4).rows
    assert row.branch_id == 3  # another branch is a transfer's affair


def test_a_branch_that_is_no_more_takes_another(office: Context) -> None:
    left(office, "voluntarily_left", 1, 2, 3)
    act(office, "UPDATE organizations SET status = 'dissolved' WHERE id = 3")
    (row,) = back_plan(office, 1).rows
    assert row.refused == "leaving.branch_gone"
    (row,) = back_plan(office, 1, branch_id=4).rows
    assert (row.branch_id, row.branch) == (4, "高三（2）班")
    assert row.notes == ("原团支部“高三（1）班”已不在，恢复到“高三（2）班”",)
    for wrong in (2, 3):
        with pytest.raises(BadInput, match="不是在用的团支部"):
            back_plan(office, 1, branch_id=wrong)


def test_whose_number_belongs_to_somebody_else_meanwhile(office: Context) -> None:
    left(office, "voluntarily_left", 1)
    with office.database.read() as connection:
        number = connection.exec_driver_sql("SELECT id_number FROM members WHERE id = 1").scalar()
    newer = add_member(office, name="张山", id_number=str(number))
    (row,) = back_plan(office, 1).rows
    assert row.refused == "leaving.id_taken"
    assert "张山" in row.why
    left(office, "voluntarily_left", newer)
    first, second = back_plan(office, 1, newer).rows
    assert (first.refused, second.refused) == ("", "leaving.id_taken")  # not both of them


def test_a_development_number_given_away_is_said(office: Context) -> None:
    act(office, "UPDATE members SET development_number = '201752000001' WHERE id = 1")
    left(office, "voluntarily_left", 1)
    add_member(office, name="张山", id_number="", development_number="201752000001")
    (row,) = back_plan(office, 1).rows
    assert row.notes == ("发展团员编号与在册团员张山相同，恢复后请核对",)


@given(
    st.dates(date(1950, 1, 1), date(2010, 12, 31)), st.dates(date(2011, 1, 1), date(2030, 12, 31))
)
def test_completed_years(born: date, day: date) -> None:
    age = age_on(born, day)
    assert (born.year + age, born.month, born.day) <= (day.year, day.month, day.day)
    assert (born.year + age + 1, born.month, born.day) > (day.year, day.month, day.day)


def test_the_number_tells_the_birth_before_the_record_does() -> None:
    values = {"id_kind": "居民身份证", "id_number": "520628198903051014", "born_on": "1991-01-01"}
    values["id_number"] = valid_id(date(1989, 3, 5))
    assert born_on(values) == date(1989, 3, 5)
    assert born_on({**values, "id_kind": "境外证件"}) == date(1991, 1, 1)
    assert born_on({**values, "id_number": "12"}) == date(1991, 1, 1)
    assert born_on({"born_on": "一九九一"}) is None

"""Who needs the age approval, and the form filled from the record."""

from datetime import date

import pytest

from tests.builders import add_member, valid_id
from tuanji_desktop.core.errors import NotFound, RuleRefused
from tuanji_desktop.members.age_approval import approval_of, approvals_below, joining_age
from tuanji_desktop.office.context import Context


def young(office: Context, name: str, born: date, joined_on: str, branch: str = "QX0101") -> int:
    number = valid_id(born, serial=70)
    return add_member(
        office,
        name=name,
        branch=branch,
        sex="男",
        id_number=number,
        born_on=born.isoformat(),
        mobile="13900139000",
        joined_on=joined_on,
        joined_at="城关小学",
    )


@pytest.mark.parametrize(
    ("born", "joined", "age"),
    [
        ("2002-05-31", "2016-05", 14),
        ("2002-06-01", "2016-05", 13),
        ("2002-01-01", "2016-12", 14),
        (None, "2016-05", None),
        ("2002-01-01", None, None),
        ("2002-01-01", "去年", None),
    ],
)
def test_years_are_completed_in_the_month_of_joining(
    born: str | None, joined: str | None, age: int | None
) -> None:
    assert joining_age({"born_on": born, "joined_on": joined}) == age


def test_the_form_says_what_the_rules_ask(office: Context) -> None:
    member = young(office, "钱小二", date(2003, 1, 2), "2016-05")
    data = approval_of(office, member_id=member)
    (form,) = data.forms
    assert data.number == f"RD{member:06d}"
    assert (form.name, form.age, form.joined_at) == ("钱小二", 13, "城关小学")
    assert form.question == "入团时13周岁，不满14周岁（N 二.4）。"
    assert form.branch == "中国共产主义青年团青溪县第一中学高三（1）班支部委员会"


def test_below_the_floor_the_form_says_that_it_is_not_admitted(office: Context) -> None:
    member = young(office, "钱小二", date(2005, 1, 2), "2016-05")
    (form,) = approval_of(office, member_id=member).forms
    assert form.question == "入团时11周岁，不满12周岁，不予认定（N 二.4）。"


def test_of_a_branch_only_those_who_were_too_young(office: Context) -> None:
    with pytest.raises(RuleRefused) as caught:
        approvals_below(office, org_id=3)
    assert (caught.value.code, caught.value.clause) == ("age_approval.none", "N 二.4")
    young(office, "钱小二", date(2003, 1, 2), "2016-05")
    young(office, "孙小三", date(2003, 1, 2), "2016-05", branch="QX0102")
    young(office, "李小四", date(2002, 5, 2), "2016-05")  # fourteen
    assert [one.name for one in approvals_below(office, org_id=3).forms] == ["钱小二"]
    both = approvals_below(office, org_id=2)
    assert [one.name for one in both.forms] == ["钱小二", "孙小三"]
    assert both.number == "RDZ2"


def test_nobody_has_no_form(office: Context) -> None:
    with pytest.raises(NotFound):
        approval_of(office, member_id=99)

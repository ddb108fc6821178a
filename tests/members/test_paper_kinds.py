"""Roster, age approval and notice as kinds of paper."""

from datetime import date

import pytest

from tests.builders import add_member, valid_id
from tests.kinds import made, same_words, text_of
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.members.paper_kinds import PAPERS
from tuanji_desktop.office.context import Context


def test_the_roster_of_a_branch_and_of_a_unit(office: Context) -> None:
    member = add_member(office, name="艾甲", mobile="", id_number="")
    branch = made(office, PAPERS, "roster", org=3)
    same_words(branch)
    assert branch.grid is not None
    assert len(branch.grid.rows) == 4
    assert branch.grid.headings[-1] == "备注"
    assert branch.owner == {"org_id": 3}
    assert [(one.code, one.record) for one in branch.paper.findings] == [("name.red", member)]
    unit = made(office, PAPERS, "roster", org=1)
    same_words(unit)
    assert unit.grid is not None
    assert len(unit.grid.rows) == 7
    assert unit.grid.headings[-1] == "所在团支部"


def test_stars_in_the_table_too(office: Context) -> None:
    hidden = made(office, PAPERS, "roster", org=3, masked=True)
    same_words(hidden)
    assert hidden.grid is not None
    assert "号码已部分隐藏" in hidden.grid.above[0]
    assert not any("13800138001" in row for row in hidden.grid.rows)
    assert "13800138001" not in text_of(hidden)


def test_an_age_approval_for_one_or_for_a_branch(office: Context) -> None:
    born = date(2003, 1, 2)
    values = {"born_on": "2003-01-02", "sex": "男", "joined_on": "2016-05", "mobile": "13900139000"}
    member = add_member(office, name="钱小二", id_number=valid_id(born, serial=70), **values)
    single = made(office, PAPERS, "age-approval", member=member)
    assert single.number == f"RD{member:06d}"
    assert single.owner == {"member_id": member}
    assert "入团时13周岁，不满14周岁" in text_of(single)
    whole = made(office, PAPERS, "age-approval", org=2)
    assert (whole.number, whole.owner, whole.paper.pages) == ("RDZ2", {"org_id": 2}, 1)
    with pytest.raises(RuleRefused):
        made(office, PAPERS, "age-approval", org=4)


def test_the_notice_names_the_right_branch_where_it_is_said(office: Context) -> None:
    member = add_member(office, name="吴新", status="submitted")
    blank = made(office, PAPERS, "report-in-notice", member=member)
    named = made(office, PAPERS, "report-in-notice", member=member, branch="QX0102")
    assert "高三（2）班" not in text_of(blank)
    assert "高三（2）班支部委员会" in text_of(named)
    with pytest.raises(RuleRefused):
        made(office, PAPERS, "report-in-notice", member=1)

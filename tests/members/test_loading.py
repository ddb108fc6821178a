"""What card and dialog are handed."""

from dataclasses import replace
from datetime import date

from tests.builders import add_member, valid_id
from tuanji_desktop.members.drafts import keep_draft
from tuanji_desktop.members.loading import judge_form, load_blank, load_branches, load_card
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.policy import Tier


def test_a_card_holds_member_rules_and_what_waits(office: Context) -> None:
    save_member(office, member_id=1, changes={"income": "≤2000"})
    keep_draft(office, member_id=1, branch_id=None, content={"qq": "1"})
    card = load_card(office, 1)
    assert (card.member.name, card.branch_code) == ("张三", "QX0101")
    assert card.superiors == "青溪团县委 › 一中团委"
    assert card.states.keys() == FIELDS.keys()
    assert card.states["name"].tier is Tier.LOCKED
    assert "income" in card.required
    assert [change.field for change in card.pending] == ["income"]
    assert card.draft is not None
    assert card.steps == ()
    assert card.whys.keys() == FIELDS.keys()
    assert card.whys["name"].since == date(2018, 8, 1)
    assert card.whys["name"].by == "王干事"
    assert [step.label for step in card.cycle] == ["登记为“在册”"]
    assert not card.under_14


def test_a_card_tells_of_the_others_drafts(office: Context) -> None:
    other = replace(office, operator="赵副书记")
    keep_draft(other, member_id=1, branch_id=None, content={"qq": "1"})
    card = load_card(office, 1)
    assert card.draft is None
    assert [one.operator for one in card.others] == ["赵副书记"]


def test_the_open_steps_follow_from_the_stage(office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    assert {step.act for step in load_card(office, waiting).steps} == {
        "withdraw", "return", "approve",
    }  # fmt: skip


def test_a_child_is_one_until_the_birthday(office: Context) -> None:
    child = add_member(office, name="小周", born_on="2004-08-02", status="draft")
    assert load_card(office, child).under_14
    birthday = replace(office, fixed_day=date(2018, 8, 2))
    assert not load_card(birthday, child).under_14


def test_an_empty_card_for_a_branch_or_for_none(office: Context) -> None:
    card = load_blank(office, 3)
    assert (card.member.id, card.member.branch_id, card.branch_code) == (0, 3, "QX0101")
    assert {step.act for step in card.steps} == {"submit"}
    assert load_blank(office, None).branch_code == ""
    assert load_blank(office, 2).branch_code == "", "a committee has no members"


def test_a_form_is_judged_as_saving_would(office: Context) -> None:
    judged = judge_form(
        office,
        member_id=1,
        typed={"mobile": "13800138002", "name": "张珊", "branch": "QX0102"},
        values={"name": "张珊", "mobile": "13800138002", "branch": "QX0102"},
    )
    assert [one.field for one in judged.verdict.refused] == ["name"]
    assert [found.code for found in judged.verdict.findings] == ["mobile.shared"]
    assert "education" in judged.missing


def test_a_new_one_is_judged_against_everybody(office: Context) -> None:
    number = load_card(office, 1).member.values["id_number"] or ""
    judged = judge_form(
        office,
        member_id=0,
        typed={"id_number": number, "joined_on": "2018.5"},
        values={"id_number": number, "joined_on": "2018.5"},
    )
    assert judged.verdict.saved["born_on"] == "2001-03-05"
    assert "id.belongs_elsewhere" in [found.code for found in judged.verdict.findings]
    assert "development_number" in judged.required, "who joined from 2017 needs one"
    other = valid_id(date(2002, 1, 1), serial=60)
    judged = judge_form(office, member_id=0, typed={"id_number": other}, values={})
    assert judged.verdict.errors == ()


def test_every_branch_in_use_with_its_superior(office: Context) -> None:
    found = load_branches(office)
    assert [(one.code, one.short_name, one.superior) for one in found] == [
        ("QX0101", "高三（1）班", "一中团委"),
        ("QX0102", "高三（2）班", "一中团委"),
    ]

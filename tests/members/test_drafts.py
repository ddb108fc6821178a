"""Drafts: one for each operator and member, offered again, dropped."""

from dataclasses import replace

from tests.builders import add_member
from tests.members.helpers import one, select
from tuanji_desktop.members.drafts import (
    Draft,
    drop_draft,
    find_draft,
    keep_draft,
    list_drafts,
    others_drafts,
    put_draft,
)
from tuanji_desktop.office.context import Context


def found(context: Context, member_id: int | None) -> Draft | None:
    with context.database.read() as connection:
        return find_draft(context, connection, member_id)


def test_the_newest_is_kept(office: Context) -> None:
    assert found(office, 1) is None
    keep_draft(office, member_id=1, branch_id=None, content={"qq": "1"})
    keep_draft(office, member_id=1, branch_id=None, content={"qq": "10001", "mobile": "139"})
    draft = found(office, 1)
    assert draft is not None
    assert draft.content == {"mobile": "139", "qq": "10001"}
    assert draft.labels == "手机号码、QQ号"
    assert draft.saved_at.startswith("2018-08-01")
    assert one(office, "SELECT count(*) FROM drafts") == 1
    drop_draft(office, member_id=1)
    assert found(office, 1) is None


def test_a_draft_is_its_operators_own(office: Context) -> None:
    keep_draft(office, member_id=None, branch_id=3, content={"name": "周八"})
    other = replace(office, operator="赵副书记")
    assert found(other, None) is None
    drop_draft(other, member_id=None)
    assert found(office, None) is not None
    assert found(office, 1) is None


def test_a_chosen_branch_is_named_or_left_out(office: Context) -> None:
    keep_draft(office, member_id=None, branch_id=4, content={"name": "周八", "branch": "QX0102"})
    draft = found(office, None)
    assert draft is not None
    assert (draft.branch_id, draft.branch[-12:]) == (4, "学高三（2）班支部委员会")
    keep_draft(office, member_id=None, branch_id=4, content={"name": "周八", "branch": "QX99"})
    draft = found(office, None)
    assert draft == Draft({"name": "周八"}, draft.saved_at if draft else "")


def test_the_words_hold_nothing_of_the_content(office: Context) -> None:
    keep_draft(office, member_id=1, branch_id=None, content={"mobile": "13900139000"})
    words = select(office, "SELECT words FROM journal_operations")
    assert words[-1] == ("保存未完成的草稿",)


def test_others_drafts_are_told_by_their_operators(office: Context) -> None:
    other = replace(office, operator="赵副书记")
    keep_draft(other, member_id=1, branch_id=None, content={"qq": "1", "mobile": "139"})
    keep_draft(office, member_id=1, branch_id=None, content={"qq": "2"})
    with office.database.read() as connection:
        (theirs,) = others_drafts(office, connection, 1)
    assert (theirs.operator, theirs.labels) == ("赵副书记", "手机号码、QQ号")
    assert theirs.saved_at.startswith("2018-08-01")


def test_all_drafts_are_listed_with_what_they_still_lack(college: Context) -> None:
    red = add_member(college, name="周八", education="", mobile="13700137000")
    keep_draft(college, member_id=red, branch_id=None, content={"address": "城关镇3号"})
    keep_draft(college, member_id=None, branch_id=3, content={"name": "新团员"})
    (line,) = list_drafts(college)
    assert (line.member_id, line.name, line.branch, line.operator) == (
        red, "周八", "高三（1）班", "王干事",
    )  # fmt: skip
    assert (line.content, line.labels) == ({"address": "城关镇3号"}, "现住址")
    assert "education" in line.missing
    keep_draft(college, member_id=red, branch_id=None, content={"education": "高中"})
    assert "education" not in list_drafts(college)[0].missing


def test_an_empty_draft_is_none(office: Context) -> None:
    keep_draft(office, member_id=1, branch_id=None, content={"qq": "1"})
    with office.database.write(office.operation("member.edit", "修改")) as writing:
        put_draft(office, writing.connection, member_id=1, branch_id=None, content={})
    assert found(office, 1) is None

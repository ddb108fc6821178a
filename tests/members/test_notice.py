"""The notice sheet of a real record (G 三.2): only while the report-in waits, kept once."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member, pack
from tests.deletion.helpers import RARE, rename
from tests.members.helpers import kinds, one, select
from tests.members.test_service import COMPLETE
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.members.notice import FORM, file_notice, load_notice
from tuanji_desktop.members.service import add_member as report
from tuanji_desktop.members.service import report_in
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.prints import undertaken


def waiting(context: Context) -> int:
    return report(context, branch_id=3, values=COMPLETE, submit=True).id


def test_it_is_filled_from_the_record_and_the_pack(office: Context) -> None:
    with office.database.write(office.operation("org.edit", "联系人")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET contact = '王老师', contact_phone = '0856-1' WHERE id = 3"
        )
    data, paper = load_notice(office, member_id=waiting(office), right_branch_id=4)
    assert (data.name, data.submitted_on, data.day) == ("周八", date(2018, 8, 1), date(2018, 8, 1))
    assert data.branch.endswith("高三（1）班支部委员会")
    assert data.right_branch.endswith("高三（2）班支部委员会")
    assert (data.unit, data.contact, data.contact_phone) == (data.branch, "王老师", "0856-1")
    assert data.papers == ("情况说明", "检讨")
    assert [one.clause for one in data.quoted] == ["G 一.1", "G 三.2"]
    assert "由团支部通知团员自行撤回报到申请" in data.quoted[1].text
    assert "命脉工程" in data.quoted[1].document
    assert paper.findings == ()


def test_another_pack_quotes_its_own_clauses(office: Context) -> None:
    college = replace(office, policy=pack("national"))
    data, _paper = load_notice(college, member_id=waiting(office))
    assert [one.clause for one in data.quoted] == ["N 一.1", "N 三.5"]
    assert data.right_branch == ""


def test_a_look_writes_nothing_and_the_same_sheet_is_kept_once(office: Context) -> None:
    member_id = waiting(office)
    before = len(kinds(office))
    load_notice(office, member_id=member_id)
    assert len(kinds(office)) == before
    paper = file_notice(office, member_id=member_id)
    assert file_notice(office, member_id=member_id) == paper
    assert kinds(office)[before:] == [f"paper.{FORM}"]
    assert select(office, "SELECT form, member_id, pages, sha256 FROM papers") == [
        ("report-in-notice", member_id, 1, paper.sha256)
    ]
    assert one(office, "SELECT content FROM blobs WHERE sha256 = ?", paper.sha256) == paper.pdf
    file_notice(office, member_id=member_id, right_branch_id=4)
    assert one(office, "SELECT count(*) FROM papers") == 2


@pytest.mark.parametrize(
    ("status", "clause", "words"),
    [
        ("active", "G 三.2", "请申请删除（原因选“误报团支部被审核通过”）"),
        ("returned", "G 一.1", "可以直接改报其他团支部"),
        ("draft", "G 一.1", "可以直接改报其他团支部"),
        ("expelled", None, "只用于报到待审核的团员"),
    ],
)
def test_at_any_other_step_it_is_refused_with_the_right_way(
    office: Context, status: str, clause: str | None, words: str
) -> None:
    member_id = add_member(office, name="周八", status=status)
    before = len(kinds(office))
    with pytest.raises(RuleRefused) as refused:
        file_notice(office, member_id=member_id)
    assert (refused.value.code, refused.value.clause) == ("notice.stage", clause)
    assert words in refused.value.message
    assert len(kinds(office)) == before


def test_after_the_withdrawal_there_is_nothing_to_notify(office: Context) -> None:
    member_id = waiting(office)
    report_in(office, member_id=member_id, act="withdraw")
    with pytest.raises(RuleRefused, match="已撤回"):
        load_notice(office, member_id=member_id)


def test_a_name_that_no_font_has_is_written_by_hand_or_nothing_is_kept(office: Context) -> None:
    member_id = waiting(office)
    rename(office, member_id, f"张{RARE}")
    with pytest.raises(RuleRefused, match=r"U\+323AF") as refused:
        file_notice(office, member_id=member_id)
    assert refused.value.code == "paper.preflight"
    assert one(office, "SELECT count(*) FROM papers") == 0
    file_notice(office, member_id=member_id, by_hand=(RARE,))
    with office.database.read() as connection:
        assert undertaken(connection, [1]) == (RARE,)

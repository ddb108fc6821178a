"""Leaving, coming back, and undoing both: one operation each, nothing half done."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import add_member, pack
from tests.deletion.helpers import graduate, operations
from tests.leaving.helpers import (
    DOCUMENT,
    PAPERS,
    act,
    back_plan,
    left,
    older,
    one,
    planned,
    proofs,
    register,
    restored,
    select,
    status,
    statuses,
)
from tuanji_desktop import leaving
from tuanji_desktop.core.errors import BadInput, FileRefused, RuleRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.leaving.service import apply_leaving
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.archive import Attachment
from tuanji_desktop.office.context import Context
from tuanji_desktop.store import journal
from tuanji_desktop.store.check import check
from tuanji_desktop.store.replay import replay

DOORS = [door for door in PAPERS if door != "restored"]
COUNT = "SELECT members FROM org_counts WHERE org_id = 1"


@pytest.mark.parametrize("door", DOORS)
def test_out_by_the_door_and_back_again(office: Context, door: str) -> None:
    """§5.3: proof, day and document of each, kept for good."""
    member = older(office)
    before = operations(office)
    done = left(office, door, member, reason="支部大会通过", decided_by="一中团委")
    assert done.members == (member,)
    assert operations(office) == before + 1
    assert status(office, member) == door
    assert one(office, COUNT) == 6
    assert select(
        office,
        "SELECT door, was, left_on, reason, decided_by, document_number, recorded_by, "
        "recorded_on FROM departures",
    ) == [
        (door, "active", "2018-08-01", "支部大会通过", "一中团委", DOCUMENT, "王干事", "2018-08-01")
    ]
    kinds = select(office, "SELECT member_id, departure_id, kind, file_name FROM attachments")
    assert kinds == [(member, 1, kind, f"{kind}.pdf") for kind in PAPERS[door]]
    assert select(
        office,
        "SELECT kind, words, reason, document FROM journal_operations WHERE number = ?",
        done.operation,
    ) == [(f"leaving.{door}", f"{office.policy.door(door).act}：赵长青", "支部大会通过", DOCUMENT)]
    back = restored(office, member, reason="处理有误", document_number="团青字〔2018〕13号")
    assert status(office, member) == "active"
    assert one(office, COUNT) == 7
    assert register(office) == [
        (member, door, "active", "2018-08-01", DOCUMENT, "2018-08-01", "团青字〔2018〕13号")
    ]
    assert one(office, "SELECT restored_reason FROM departures") == "处理有误"
    assert select(office, "SELECT kind FROM attachments WHERE kind LIKE 'restored%'") == [
        ("restored_decision",)
    ]
    assert back.words == "恢复团籍：赵长青"
    undo(office, number=back.operation)
    assert (status(office, member), register(office)[0][5]) == (door, None)
    assert one(office, "SELECT status_reason FROM members WHERE id = ?", member) == "支部大会通过"
    undo(office, number=done.operation)
    assert status(office, member) == "active"
    assert register(office) == []
    assert select(office, "SELECT * FROM attachments") == []
    assert check(office.database).ok


def test_hundreds_leave_in_one_operation_on_one_paper(office: Context) -> None:
    people = [older(office, f"赵{number:03d}") for number in range(40)]
    before = operations(office)
    done = left(office, "over_age", *people, 1, proofs=proofs("leaving_form"))
    assert operations(office) == before + 1
    assert set(statuses(office, people)) == {"over_age"}
    assert status(office, 1) == "active"  # 17 years old: refused, and not in the way of the others
    assert done.members == tuple(people)
    assert done.words == "办理超龄离团：赵000、赵001、赵002、赵003等 40 人"
    assert one(office, "SELECT count(*) FROM attachments") == 40
    assert one(office, "SELECT count(DISTINCT sha256) FROM attachments") == 1
    assert one(office, "SELECT count(*) FROM blobs") == 1
    undo(office, number=done.operation)
    assert set(statuses(office, people)) == {"active"}
    assert register(office) == []


def test_what_waited_lapses_and_comes_back_with_the_undo(office: Context) -> None:
    save_member(office, member_id=1, changes={"political_status": "群众"})
    graduate(office, 1, "due")
    graduate(office, 1, "received")  # of another year, finished
    act(office, "UPDATE members SET status = 'retained' WHERE id = 1")
    act(
        office,
        "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
        "VALUES (1, '参军入伍', '2018-07-01', '王干事', '2018-07-01')",
    )

    def state() -> list[object]:
        return [
            one(office, "SELECT state FROM change_fields"),
            one(office, "SELECT group_concat(progress) FROM graduate_entries"),
            one(office, "SELECT ended_on FROM retentions"),
        ]

    done = left(office, "voluntarily_left", 1)
    assert state() == ["withdrawn", "excluded,received", "2018-08-01"]
    assert one(office, "SELECT decision_reason FROM change_fields") == "团员已自愿退团"
    assert register(office)[0][2] == "retained"
    undo(office, number=done.operation)
    assert state() == ["pending", "due,received", None]
    assert status(office, 1) == "retained"


def test_nothing_is_written_while_a_paper_is_wanting(office: Context) -> None:
    before = operations(office)
    for door, code in (
        ("self_left", "leaving.proof_missing"),
        ("expelled", "leaving.proof_missing"),
    ):
        with pytest.raises(RuleRefused) as refused:
            left(office, door, 1, proofs=())
        assert (refused.value.code, refused.value.clause) == (code, "N 三.4")
    with pytest.raises(RuleRefused) as refused:
        left(office, "expelled", 1, document_number=" ")
    assert refused.value.code == "leaving.document_missing"
    left(office, "voluntarily_left", 1)
    with pytest.raises(RuleRefused) as refused:
        restored(office, 1, document_number="")
    assert (refused.value.code, refused.value.clause) == ("leaving.document_missing", "N 三.8")
    assert operations(office) == before + 1


def test_a_plan_of_nobody_is_refused_with_the_reason(office: Context) -> None:
    with pytest.raises(RuleRefused, match="张三：17 周岁") as refused:
        left(office, "over_age", 1)
    assert refused.value.code == "leaving.age"
    with pytest.raises(RuleRefused, match="2 人都不能办理"):
        left(office, "over_age", 1, 2)
    with pytest.raises(RuleRefused, match="没有选中"):
        left(office, "over_age")


def test_a_plan_that_is_no_longer_true_does_nothing(office: Context) -> None:
    members = [older(office), older(office, "钱大")]
    plan = planned(office, "over_age", *members)
    act(office, "UPDATE members SET is_cadre = '是' WHERE id = ?", members[1])
    before = operations(office)
    with pytest.raises(BadInput, match="钱大的情况又有变化") as stale:
        apply_leaving(office, plan)
    assert stale.value.code == "leaving.stale"
    assert operations(office) == before
    assert statuses(office, members) == ["active", "active"]
    again = planned(office, "over_age", *members)
    apply_leaving(office, again)
    with pytest.raises(BadInput) as stale:
        apply_leaving(office, again)  # not twice
    assert stale.value.code == "leaving.stale"


def test_papers_may_be_named_after_the_plan_was_seen(office: Context) -> None:
    plan = planned(office, "expelled", 1, proofs=())
    wish = replace(plan.wish, proofs=proofs("decision"))
    apply_leaving(office, replace(plan, wish=wish))
    assert status(office, 1) == "expelled"


def test_a_file_that_cannot_be_read_is_said_first(office: Context, tmp_path: Path) -> None:
    gone = Attachment("decision", tmp_path / "没有.pdf", "没有.pdf")
    with pytest.raises(FileRefused, match="没有"):
        left(office, "expelled", 1, proofs=(gone,))
    with pytest.raises(BadInput, match="空文件"):
        left(office, "expelled", 1, proofs=(Attachment("decision", b"", "空.pdf"),))
    assert status(office, 1) == "active"


def test_back_into_another_branch(office: Context) -> None:
    left(office, "voluntarily_left", 1, 2, 3)
    act(office, "UPDATE organizations SET status = 'dissolved' WHERE id = 3")
    done = restored(office, 1, 2, branch_id=4)
    assert select(office, "SELECT branch_id FROM members WHERE id < 4 ORDER BY id") == [
        (4,), (4,), (3,),
    ]  # fmt: skip
    assert select(office, "SELECT members FROM org_counts WHERE org_id IN (3, 4)") == [(0,), (5,)]
    undo(office, number=done.operation)
    assert select(office, "SELECT branch_id, status FROM members WHERE id = 1") == [
        (3, "voluntarily_left")
    ]


def test_the_red_name_follows_the_pack_of_the_day_of_coming_back(office: Context) -> None:
    left(office, "voluntarily_left", 1)
    act(office, "UPDATE members SET income = NULL, missing = '' WHERE id = 1")
    restored(office, 1)
    assert one(office, "SELECT missing FROM members WHERE id = 1") == "income"


def test_whoever_left_before_there_was_a_register(office: Context) -> None:
    member = add_member(office, name="陈离", status="over_age")
    act(office, "UPDATE members SET status_on = '2017-05-01', status_reason = '年满' WHERE id = 7")
    (row,) = back_plan(office, member).rows
    assert row.notes == ("离团时没有登记，随之补登",)
    done = restored(office, member)
    assert register(office) == [
        (member, "over_age", "active", "2017-05-01", None, "2018-08-01", DOCUMENT)
    ]
    undo(office, number=done.operation)
    assert (status(office, member), register(office)) == ("over_age", [])


# ------------------------------------------------------ undo, when more happened
def test_undoing_the_leaving_of_one_who_came_back_keeps_entry_and_papers(office: Context) -> None:
    out = left(office, "self_left", 1)
    restored(office, 1)
    result = undo(office, number=out.operation)
    assert status(office, 1) == "active"
    assert register(office)[0][5] == "2018-08-01"
    assert one(office, "SELECT count(*) FROM attachments") == 3
    assert {row.why for row in result.undone.impossible} == {"已恢复团籍，离团的材料留存"}


def test_undoing_the_first_of_two_leavings_by_the_same_door(office: Context) -> None:
    out = left(office, "self_left", 1)
    restored(office, 1)
    left(office, "self_left", 1)
    undo(office, number=out.operation)
    assert status(office, 1) == "self_left"
    assert [entry[5] for entry in register(office)] == ["2018-08-01", None]


def test_undoing_a_return_after_leaving_again(office: Context) -> None:
    for door in ("self_left", "expelled"):
        left(office, "self_left", 1)
        back = restored(office, 1)
        left(office, door, 1)
        result = undo(office, number=back.operation)
        assert status(office, 1) == door
        assert [entry[5] is None for entry in register(office)][-2:] == [False, True]
        assert "该团员的状态后来变过" in {row.why for row in result.undone.impossible}
        restored(office, 1)


def test_undoing_a_leaving_from_a_branch_that_is_no_more(office: Context) -> None:
    out = left(office, "self_left", 1, 2, 3)
    act(office, "UPDATE organizations SET status = 'dissolved' WHERE id = 3")
    result = undo(office, number=out.operation)
    assert statuses(office, [1, 2, 3]) == ["self_left"] * 3
    assert len(register(office)) == 3
    assert one(office, "SELECT count(*) FROM attachments") == 6
    assert {row.why for row in result.undone.impossible} >= {"原团支部已撤销或不能有团员"}


def test_undoing_a_leaving_without_papers_from_a_branch_that_is_no_more(office: Context) -> None:
    member = older(office)
    out = left(office, "over_age", member)
    act(office, "UPDATE members SET branch_id = 4 WHERE id < 7")
    act(office, "UPDATE organizations SET status = 'dissolved' WHERE id = 3")
    undo(office, number=out.operation)
    assert status(office, member) == "over_age"
    assert len(register(office)) == 1


def test_undoing_a_return_of_one_who_is_retained_since(office: Context) -> None:
    left(office, "self_left", 1)
    back = restored(office, 1)
    act(office, "UPDATE members SET status = 'retained' WHERE id = 1")
    undo(office, number=back.operation)
    assert (status(office, 1), register(office)[0][5]) == ("retained", "2018-08-01")
    assert one(office, "SELECT count(*) FROM attachments") == 3


def test_taking_an_undo_back_when_the_member_is_elsewhere(office: Context) -> None:
    for state in ("retained", "deleted"):
        out = left(office, "self_left", 1)
        taken = undo(office, number=out.operation)
        act(office, "UPDATE members SET status = ? WHERE id = 1", state)
        assert taken.operation
        undo(office, number=taken.operation)
        assert (status(office, 1), register(office)) == (state, [])
        act(office, "UPDATE members SET status = 'active' WHERE id = 1")


def test_an_undo_can_be_taken_back(office: Context) -> None:
    out = left(office, "self_left", 1)
    taken = undo(office, number=out.operation)
    assert taken.operation
    undo(office, number=taken.operation)
    assert status(office, 1) == "self_left"
    assert len(register(office)) == 1
    assert one(office, "SELECT count(*) FROM attachments") == 2


def test_the_journal_alone_tells_it_all(office: Context, tmp_path: Path) -> None:
    left(office, "self_left", 1, 2)
    restored(office, 1)
    with office.database.read() as connection:
        _, head = journal.head(connection)
    assert replay(office.database, tmp_path / "重建.tuanji") == head


# ------------------------------------------------------------- never by deletion
def test_refused_reasons_for_a_deletion_point_to_the_right_way() -> None:
    """G 三: unreachable, graduated, hard to transfer, moved away are no reasons."""
    for policy in (pack("guangdong-2018"), pack("qilu-2024"), pack("national")):
        refused = {code: row for code, row in policy.reasons.items() if not row.accepted}
        assert set(refused) == {"unreachable", "graduated", "transfer_difficult", "moved_away"}
        assert policy.door("self_left").label in refused["unreachable"].advice
        for code, way in (
            ("graduated", "转接"),
            ("transfer_difficult", "转接"),
            ("moved_away", "转"),
        ):
            assert way in refused[code].advice


def test_only_the_decision_on_a_deletion_makes_a_member_deleted() -> None:
    """The stage is written in one place: where the province's approval is entered (G 三.1)."""
    package = Path(leaving.__file__).parent.parent
    writers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "Stage.DELETED" in path.read_text(encoding="utf-8")
    }
    assert "deletion/decisions.py" in writers
    assert writers <= {
        "deletion/decisions.py",
        "rules/lifecycle.py",
        "members/matching.py",  # reads
    }


def test_deletion_is_no_door(office: Context) -> None:
    assert not {"deleted", "delete", "transferred_out"} & set(office.policy.doors)
    with pytest.raises(BadInput) as refused:
        planned(office, "deleted", 1, proofs=())
    assert refused.value.code == "leaving.door_unknown"

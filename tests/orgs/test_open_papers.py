"""Open transfers and retentions go along with their branch, or keep it from ending."""

import pytest

from tests.deletion.helpers import one, select
from tests.orgs.helpers import add_class, do, node, undo_last
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.office.archive import insert_row
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.acts import Dissolve, Merge
from tuanji_desktop.orgs.open_papers import (
    carried_over,
    follow_members,
    require_none,
    retentions_of,
    transfers_of,
)
from tuanji_desktop.orgs.plans import make_plan
from tuanji_desktop.orgs.split import Part, Split
from tuanji_desktop.store.check import check


def transfer(
    context: Context, member: int | None, *, source: int | None = None, target: int | None = None
) -> int:
    """An open transfer as the ledger keeps it."""
    with context.database.write(context.operation("transfer.start", "发起")) as writing:
        return insert_row(
            writing.connection, "transfers", member_id=member, kind="就业", machine="transfer",
            state="started", source_id=source, target_id=target,
            target="外单位" if target is None else "旧名", started_by="branch",
            started_on="2018-07-01", moved_on="2018-07-01", recorded_by="王", name="李",
        )  # fmt: skip


def retention(context: Context, member: int, *, source: int, branch: int) -> int:
    """An open entry of the register."""
    with context.database.write(context.operation("retention.retain", "登记")) as writing:
        return insert_row(
            writing.connection, "retentions", member_id=member, reason="参军入伍",
            retained_on="2018-07-01", from_branch_id=source, branch_id=branch, recorded_by="王",
            recorded_on="2018-07-01",
        )  # fmt: skip


def test_a_merge_carries_them(context: Context) -> None:
    from_there = transfer(context, 1, source=3)
    to_there = transfer(context, None, target=3)
    kept = retention(context, 2, source=3, branch=3)
    plan = do(context, Merge(source_id=3, target_id=4))
    assert any("2 件没有办结的转接、1 份团籍保留登记" in words for words in plan.sentences)
    assert select(context, "SELECT id, source_id, target_id, target FROM transfers") == [
        (from_there, 4, None, "外单位"),
        (to_there, None, 4, node(context, "QX0102").full_name),
    ]
    assert select(context, "SELECT id, from_branch_id, branch_id FROM retentions") == [(kept, 4, 4)]
    undo_last(context)
    assert select(context, "SELECT source_id, target_id, target FROM transfers") == [
        (3, None, "外单位"), (None, 3, "旧名"),
    ]  # fmt: skip
    assert check(context.database).ok


def test_a_transfer_between_the_two_is_finished_first(context: Context) -> None:
    number = transfer(context, 1, source=3, target=4)
    with pytest.raises(RuleRefused, match=f"第 {number} 件") as refused:
        make_plan(context, Merge(source_id=3, target_id=4))
    assert refused.value.code == "org.merge_transfer"


def test_a_unit_that_open_papers_name_is_not_dissolved(context: Context) -> None:
    empty = add_class(context, "QX0103", "高三（3）班")
    assert not node(context, "QX0103").held
    number = transfer(context, None, target=empty)
    assert node(context, "QX0103").held
    with pytest.raises(RuleRefused, match=f"第 {number} 件，不能撤销") as refused:
        make_plan(context, Dissolve(org_id=empty))
    assert refused.value.code == "org.open_transfers"
    undo_last(context)
    retention(context, 1, source=empty, branch=3)
    assert node(context, "QX0103").held
    with pytest.raises(RuleRefused, match="张三") as kept:
        make_plan(context, Dissolve(org_id=empty))
    assert kept.value.code == "org.open_retentions"
    undo_last(context)
    do(context, Dissolve(org_id=empty))
    assert node(context, "QX0103").status == "dissolved"


def test_finished_ones_hold_nobody_up(context: Context) -> None:
    empty = add_class(context, "QX0103", "高三（3）班")
    transfer(context, 1, source=3, target=empty)
    retention(context, 1, source=empty, branch=empty)
    with context.database.write(context.operation("transfer.return", "退回")) as writing:
        for table, column in (("transfers", "finished_on"), ("retentions", "ended_on")):
            writing.connection.exec_driver_sql(f"UPDATE {table} SET {column} = '2018-08-01'")
    assert not node(context, "QX0103").held
    do(context, Dissolve(org_id=empty))


def test_in_a_split_they_follow_their_members(context: Context) -> None:
    moving = transfer(context, 1, source=3)
    staying = transfer(context, 2, source=3)
    retention(context, 1, source=4, branch=3)
    part = Part("QX0103", "高三（1）班乙团支部", "乙")
    split = Split(org_id=3, parts=(part,), assigned=((1, 1),))
    plan = do(context, split)
    assert any("1 件没有办结的转接" in words for words in plan.sentences)
    new = node(context, "QX0103").id
    assert select(context, "SELECT id, source_id FROM transfers ORDER BY id") == [
        (moving, new),
        (staying, 3),
    ]
    assert select(context, "SELECT from_branch_id, branch_id FROM retentions") == [(4, new)]
    undo_last(context)
    assert select(context, "SELECT source_id FROM transfers") == [(3,), (3,)]


def test_a_split_that_ends_the_branch_wants_its_papers_finished(context: Context) -> None:
    transfer(context, 1, source=3)
    part = Part("QX0103", "高三（1）班乙团支部", "乙")
    everybody = Split(org_id=3, parts=(part,), assigned=((1, 1), (2, 1), (3, 1)), dissolve=True)
    do(context, everybody)  # the only transfer goes along with its member
    undo_last(context)
    incoming = transfer(context, None, target=3)
    with pytest.raises(RuleRefused, match=f"第 {incoming} 件"):
        make_plan(context, everybody)


def test_what_names_a_node(context: Context) -> None:
    transfer(context, 1, source=3, target=4)
    retention(context, 2, source=4, branch=3)
    with context.database.read() as connection:
        assert [len(transfers_of(connection, org)) for org in (2, 3, 4)] == [0, 1, 1]
        assert [found.name for found in retentions_of(connection, 4)] == ["李小梅"]
        moves = follow_members(connection, 3, {1: -1})
        assert [change.after for change in moves] == [(-1,)]
        with pytest.raises(RuleRefused):
            require_none(connection, node(context, "QX0101"), but=moves)
        assert carried_over(connection, node(context, "QX01"), node(context, "QX")) == ()
    assert one(context, "SELECT count(*) FROM transfers") == 1

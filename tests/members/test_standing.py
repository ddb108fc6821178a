"""How a record came to stand as it does, read back from the journal."""

from datetime import date

from tests.builders import add_member
from tests.members.test_service import COMPLETE
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.service import add_member as report
from tuanji_desktop.members.service import report_in, save_member
from tuanji_desktop.members.standing import Step, entered, report_steps, steps_of
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Stage


def steps(context: Context, member_id: int) -> tuple[Step, ...]:
    with context.database.read() as connection:
        return steps_of(connection, member_id)


def test_the_cycle_tells_who_when_where_and_why(office: Context) -> None:
    added = report(office, branch_id=3, values=COMPLETE)
    report_in(office, member_id=added.id, act="submit")
    report_in(office, member_id=added.id, act="return", reason="报错支部")
    save_member(office, member_id=added.id, changes={"qq": "10001"})
    report_in(office, member_id=added.id, act="submit", branch_id=4)
    report_in(office, member_id=added.id, act="withdraw")
    save_member(office, member_id=added.id, changes={"branch": "QX0101"})
    report_in(office, member_id=added.id, act="submit")
    report_in(office, member_id=added.id, act="approve")
    found = report_steps(steps(office, added.id))
    assert [one.sentence for one in found] == [
        "登记为“草稿”（高三（1）班）",
        "提交报到（高三（1）班）",
        "退回报到（高三（1）班），原因：报错支部",
        "改报并重新提交报到（高三（1）班 → 高三（2）班）",
        "撤回报到（高三（2）班）",
        "改报团支部（高三（2）班 → 高三（1）班）",
        "重新提交报到（高三（1）班）",
        "审核通过（高三（1）班）",
    ]
    assert {(one.actor, one.day) for one in found} == {("王干事", date(2018, 8, 1))}
    assert found[2].operation < found[3].operation


def test_the_tiers_hold_since_the_approval_not_since_a_retention(office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    with office.database.write(office.operation("report_in.approve", "通过报到：周八")) as one:
        one.connection.exec_driver_sql(
            "UPDATE members SET status = 'active' WHERE id = ?", (waiting,)
        )
    for status in ("retained", "active"):
        with office.database.write(office.operation("retention", status)) as writing:
            writing.connection.exec_driver_sql(
                "UPDATE members SET status = ? WHERE id = ?", (status, waiting)
            )
    found = entered(steps(office, waiting), Stage.ACTIVE)
    assert found is not None
    assert (found.words, found.operation) == ("通过报到：周八", one.number)
    assert found.actor == "王干事"


def test_an_import_is_an_approval_of_its_own(office: Context) -> None:
    found = entered(steps(office, 1), Stage.ACTIVE)
    assert found is not None
    assert (found.operation, found.words) == (1, "建立台账：青溪团县委")
    assert [one.label for one in report_steps(steps(office, 1))] == ["登记为“在册”"]


def test_an_approval_that_was_undone_does_not_count(office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    before = entered(steps(office, waiting), Stage.SUBMITTED)
    with office.database.write(office.operation("report_in.approve", "通过")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET status = 'active' WHERE id = ?", (waiting,)
        )
    undo(office, number=writing.number)
    after = entered(steps(office, waiting), Stage.SUBMITTED)
    assert before is not None
    assert after is not None
    assert after.operation > before.operation


def test_a_branch_that_changes_on_the_roster_is_no_step_of_the_report_in(office: Context) -> None:
    with office.database.write(office.operation("org.merge", "合并")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET branch_id = 4 WHERE id = 1")
    assert len(steps(office, 1)) == 1

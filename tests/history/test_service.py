"""Undo: planned, shown, applied as planned, and taken back again."""

import pytest

from tests.builders import add_member
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused
from tuanji_desktop.history import queries, service
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context


def value(office: Context, field: str, member_id: int = 1) -> object:
    with office.database.read() as connection:
        sql = f"SELECT {field} FROM members WHERE id = ?"
        return connection.exec_driver_sql(sql, (member_id,)).scalar()


def test_a_plan_writes_nothing_and_says_what_would_happen(office: Context) -> None:
    save_member(office, member_id=1, changes={"email": "a@b.cn", "qq": "12345"})
    save_member(office, member_id=1, changes={"qq": "54321"})
    preview = service.preview_undo(office, number=2)
    assert [(one.subject, one.why) for one in preview.reversed] == [
        ("团员 张三", "只恢复：电子邮箱")
    ]
    assert [(one.subject, one.why) for one in preview.kept] == [("团员 张三", "后来改动过：QQ号")]
    assert preview.impossible == ()
    assert value(office, "email") == "a@b.cn"


def test_undo_does_exactly_what_the_plan_said(office: Context) -> None:
    save_member(office, member_id=1, changes={"email": "a@b.cn"})
    plan = service.preview_undo(office, number=2).result
    done = service.undo(office, number=2, expected=plan.undone)
    assert done.operation == 3
    assert value(office, "email") is None


def test_undo_refuses_when_somebody_changed_it_after_the_plan(office: Context) -> None:
    save_member(office, member_id=1, changes={"email": "a@b.cn"})
    plan = service.preview_undo(office, number=2).result
    save_member(office, member_id=1, changes={"email": "c@d.cn"})
    with pytest.raises(BadInput, match="重新查看"):
        service.undo(office, number=2, expected=plan.undone)
    assert value(office, "email") == "c@d.cn"


def test_what_the_rules_forbid_is_listed_with_the_reason(office: Context) -> None:
    with office.database.write(office.operation("org.add", "新建")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, match_name) "
            "VALUES ('QX0103', '三班', '三班', 'branch', 2, '三班')"
        )
    add_member(office, name="赵一", branch="QX0103")
    preview = service.preview_undo(office, number=2)
    assert preview.reversed == ()
    (line,) = preview.impossible
    assert line.subject == "团组织 三班"
    assert line.why


def test_red_names_follow_what_came_back(office: Context) -> None:
    with office.database.write(office.operation("member.edit", "改")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET ethnicity = NULL, missing = 'ethnicity' WHERE id = 1"
        )
    service.undo(office, number=2)
    assert value(office, "missing") == ""


def test_ctrl_z_takes_the_newest_that_still_stands(office: Context) -> None:
    def last() -> int | None:
        with office.database.read() as connection:
            found = service.last_undoable(connection)
        return found.number if found else None

    assert last() is None
    add_member(office, name="赵一")  # 2
    add_member(office, name="钱二")  # 3
    assert last() == 3
    service.undo(office, number=3)  # 4
    assert last() == 2
    service.undo(office, number=4)  # the second stands again
    assert last() == 3


def test_the_first_operation_and_unknown_ones_are_refused(office: Context) -> None:
    with pytest.raises(RuleRefused, match="不能撤销"):
        service.plan_undo(office, number=1)
    with pytest.raises(NotFound, match="第 9 号"):
        service.undo(office, number=9)
    assert list(queries.load_numbers(office)) == [1]


def test_what_is_back_is_not_taken_back_again(office: Context) -> None:
    save_member(office, member_id=1, changes={"email": "a@b.cn"})
    service.undo(office, number=2)
    save_member(office, member_id=1, changes={"email": "a@b.cn"})  # somebody means it after all
    with pytest.raises(RuleRefused, match="已经撤销过") as refused:
        service.undo(office, number=2)
    assert refused.value.code == "undo.already"
    assert value(office, "email") == "a@b.cn"
    service.undo(office, number=4)
    assert service.undo(office, number=3).operation == 6, "the undo itself can be taken back"

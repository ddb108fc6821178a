"""What waits in the office, counted."""

from dataclasses import replace
from datetime import date

from tests.builders import add_member
from tuanji_desktop.home.queries import Home, load_home
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.backups import backup_now, note_external_backup
from tuanji_desktop.office.context import Context


def titles(home: Home) -> dict[str, str]:
    return {task.key: task.title for task in home.tasks}


def write(office: Context, *statements: str) -> None:
    with office.database.write(office.operation("test", "测试")) as writing:
        for statement in statements:
            writing.connection.exec_driver_sql(statement)


def backed_up(office: Context) -> None:
    note_external_backup(office, made=backup_now(office))


def test_a_tidy_office_has_nothing_to_do(office: Context) -> None:
    backed_up(office)
    home = load_home(office)
    assert (home.name, home.members, home.organizations) == ("青溪团县委", 6, 4)
    assert (home.tasks, home.steps, home.practice) == ((), (), False)


def test_what_waits_is_counted_and_the_urgent_comes_first(office: Context) -> None:
    add_member(office, name="赵一")
    add_member(office, name="钱二", status="submitted")
    save_member(office, member_id=1, changes={"income": "有稳定收入"})
    write(
        office,
        "INSERT INTO deletion_batches (number, form, org_id, state, created_by, created_on) "
        "VALUES ('1', 'guangdong', 1, 'sent', '王', '2018-08-01')",
        "INSERT INTO deletion_requests (member_id, state, requested_by, requested_on) "
        "VALUES (2, 'requested', '王', '2018-08-01'), (3, 'returned', '王', '2018-08-01')",
        "INSERT INTO graduate_lists (id, year, file_name, file_sha256, imported_at) "
        "VALUES (1, 2017, 'a', '', ''), (2, 2018, 'b', '', '')",
        "INSERT INTO graduate_entries (list_id, year, row_number, match, progress) VALUES "
        "(1, 2017, 1, 'ambiguous', 'unsettled'), (2, 2018, 1, 'matched', 'unsettled'), "
        "(2, 2018, 2, 'ambiguous', 'due')",
    )
    home = load_home(office)
    assert titles(home) == {
        "changes": "待审核 1 项",
        "reports": "报到待审核 1 人",
        "unconfirmed": "毕业生待确认 1 人",
        "unsettled": "毕业生去向未定 1 人",
        "unbatched": "删除申请待编批 1 人",
        "incomplete": "红名 1 人",
        "backup": "还没有备份到 U 盘",
        "batches": "删除批次在途 1 批",
    }
    assert next(iter(titles(home))) == "changes"
    hints = {task.key: (task.desk, task.hint) for task in home.tasks}
    assert hints["incomplete"] == ("roster", "incomplete")
    assert hints["unsettled"] == ("graduates", {"year": 2018, "progress": "unsettled"})


def test_an_old_backup_is_a_task_after_a_week(office: Context) -> None:
    backed_up(office)
    week = replace(office, fixed_day=date(2018, 8, 8))
    assert titles(load_home(week)) == {}
    later = replace(office, fixed_day=date(2018, 8, 9))
    assert titles(load_home(later)) == {"backup": "8 天没有备份到 U 盘"}


def test_the_practice_county_says_so_and_asks_for_no_backup(office: Context) -> None:
    write(office, "INSERT INTO settings (key, value) VALUES ('office.practice', '1')")
    home = load_home(office)
    assert (home.practice, home.tasks) == (True, ())


def test_an_empty_office_begins_with_its_first_steps(office: Context) -> None:
    write(office, "DELETE FROM members")
    steps = {step.key: step.done for step in load_home(office).steps}
    assert steps == {"import_orgs": True, "import_roster": False, "settings": False}

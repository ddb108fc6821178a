"""What waits in the office, counted."""

from dataclasses import replace
from datetime import date

from tests.builders import add_member
from tuanji_desktop.home.queries import Home, load_home
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.backups import backup_now, note_external_backup
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.import_jobs import save_job


def titles(home: Home) -> dict[str, str]:
    return {task.key: task.title for task in home.tasks}


def write(office: Context, *statements: str) -> None:
    with office.database.write(office.operation("test", "测试")) as writing:
        for statement in statements:
            writing.connection.exec_driver_sql(statement)


def on(office: Context, month: int, day: int) -> Context:
    return replace(office, fixed_day=date(2018, month, day))


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


def test_late_reviews_and_open_corrections_are_said(office: Context) -> None:
    backed_up(office)
    save_member(office, member_id=1, changes={"income": "学生无收入"})
    save_member(office, member_id=2, changes={"political_status": "中共预备党员"})
    assert titles(load_home(office)) == {"changes": "待审核 1 项"}
    last_day = replace(office, fixed_day=date(2018, 8, 11))
    assert titles(load_home(last_day))["changes"] == "待审核 1 项"
    write(
        office,
        "INSERT INTO corrections (member_id, field, reason, state, opened_by, opened_on) VALUES "
        "(1, 'joined_on', '误填', 'gathered', '王', '2018-12-02'), "
        "(2, 'joined_on', '误填', 'approved', '王', '2018-12-02')",
    )
    late = load_home(replace(office, fixed_day=date(2018, 8, 12)))
    assert titles(late)["changes"] == "待审核 1 项，其中 1 项超期"
    assert titles(late)["corrections"] == "行文更正在办 1 件"


def test_marked_branches_wait_for_the_first_of_june(office: Context) -> None:
    backed_up(office)
    write(office, "UPDATE organizations SET graduating_year = 2019 WHERE id IN (3, 4)")
    for day, waiting in ((date(2019, 5, 31), False), (date(2019, 6, 1), True)):
        home = load_home(replace(office, fixed_day=day))
        assert (titles(home).get("turning") == "毕业班待转换 2 个") is waiting, day
    write(office, "UPDATE organizations SET kind = 'graduate_branch' WHERE id = 3")
    home = load_home(replace(office, fixed_day=date(2020, 1, 5)))
    assert titles(home)["turning"] == "毕业班待转换 1 个"


def test_owed_reentries_are_said_until_they_are_paid(office: Context) -> None:
    backed_up(office)
    write(
        office,
        "INSERT INTO deletion_requests (id, member_id, state, requested_by, requested_on) "
        "VALUES (7, 1, 'approved', '王', '2018-07-01')",
        "INSERT INTO reentries (request_id, name, id_number, owed_on, due_on) "
        "VALUES (7, '张珊', '11010519491231002X', '2018-07-02', '2018-07-31')",
    )
    assert titles(load_home(office)) == {"reentries": "待重新录入 1 人，其中 1 人超期"}
    add_member(office, name="张珊", id_number="11010519491231002X", mobile="13800138099")
    assert titles(load_home(office)) == {}


def test_slow_transfers_and_the_yearly_look_at_the_retained(office: Context) -> None:
    backed_up(office)
    write(
        office,
        "INSERT INTO transfers (member_id, kind, machine, state, started_by, started_on, moved_on, "
        "recorded_by) VALUES (1, '升学', 'transfer', 'started', 'branch', '2018-07-21', "
        "'2018-07-21', '王'), (2, '升学', 'transfer', 'waiting', 'branch', '2018-06-01', "
        "'2018-06-01', '王')",
        "INSERT INTO retentions (member_id, reason, retained_on, review_on, recorded_by, "
        "recorded_on) VALUES (4, '参军入伍', '2017-08-02', '2018-08-02', '王', '2017-08-02')",
    )
    assert titles(load_home(replace(office, fixed_day=date(2018, 7, 31)))).keys() <= {"backup"}
    found = titles(load_home(replace(office, fixed_day=date(2018, 8, 2))))
    assert found == {"transfers": "转接超期 1 件", "retentions": "团籍保留待复核 1 人"}


def test_a_verification_says_who_is_left_and_for_how_long(office: Context) -> None:
    backed_up(office)
    write(
        office,
        "INSERT INTO campaigns (id, title, first_on, last_on, opened_by, opened_on) VALUES "
        "(1, '春季核对', '2018-08-01', '2018-08-31', '王', '2018-08-01')",
        "INSERT INTO campaign_checks (campaign_id, branch_id, member_id, result, checked_by, "
        "checked_on) SELECT 1, branch_id, id, 'right', '王', '2018-08-02' FROM members "
        "WHERE id IN (1, 2)",
    )
    task = {one.key: one for one in load_home(on(office, 8, 30)).tasks}["campaign_1"]
    assert (task.title, task.text) == ("春季核对", "还有 4 人没有核对，还有 1 天截止")
    task = {one.key: one for one in load_home(on(office, 9, 2)).tasks}["campaign_1"]
    assert (task.text, task.colour) == ("还有 4 人没有核对，已过截止日期 2 天", "warning")
    assert task.hint == {"campaign": 1}
    write(office, "UPDATE campaigns SET closed_on = '2018-09-03'")
    assert load_home(office).tasks == ()


def test_an_open_comparison_waits_until_its_lines_agree(office: Context) -> None:
    backed_up(office)
    write(
        office,
        "INSERT INTO comparisons (id, file_name, sha256, org_id, rows, compared_by, compared_on) "
        "VALUES (7, '导出.xlsx', '', 2, 6, '王', '2018-08-01')",
        "INSERT INTO comparison_rows (comparison_id, kind, member_id, name, field, here, there) "
        "VALUES (7, 'differs', 1, '张三', 'mobile', '13800138001', '13900000000'), "
        "(7, 'differs', 2, '李小梅', 'mobile', '13800138002', '13900000001')",
    )
    (task,) = load_home(office).tasks
    assert (task.title, task.desk, task.hint) == (
        "名单比对待处理 2 条", "comparison", {"comparison": 7},
    )  # fmt: skip
    write(
        office,
        "UPDATE members SET mobile = '13900000000' WHERE id = 1",
        "UPDATE comparison_rows SET settled = 'aside' WHERE member_id = 2",
    )
    assert load_home(office).tasks == ()


def test_an_import_that_was_left_is_offered_to_whom_it_belongs(office: Context) -> None:
    backed_up(office)
    for number, name in enumerate(("甲.xlsx", "乙.xlsx")):
        save_job(office, kind="graduates", path=f"/x/{name}", sha256=str(number), content="{}")
    save_job(office, kind="roster", path="", sha256="p", content="{}")
    tasks = {task.key: task for task in load_home(office).tasks}
    assert set(tasks) == {"import_graduates", "import_roster"}
    card = tasks["import_graduates"]
    assert (card.title, card.wish, card.hint) == (
        "导入毕业生名单没有做完",
        "resume_import",
        "graduates",
    )
    assert card.text == "乙.xlsx，2018-08-01 做到一半，可以接着做"
    assert tasks["import_roster"].text.startswith("粘贴的名单，")
    assert load_home(replace(office, operator="别人")).tasks == ()

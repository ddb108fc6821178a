"""Every way of tampering with a file is found, each told apart."""

from pathlib import Path

import pytest

from tuanji_desktop.store.check import check
from tuanji_desktop.store.connection import connect
from tuanji_desktop.store.database import Database

from .helpers import PASSWORD, act, add_members, edit, reopen, rows, undo


@pytest.fixture
def written(office_file: Path) -> Path:
    """A closed office with a few operations of every sort."""
    office = reopen(office_file)
    add_members(office, 8)
    edit(office, 3, name="王伟", id_number="522229200001011234")
    edit(office, 3, name="王炜")
    undo(office, 4)
    add_members(office, 2, branch=6)
    with office.write(act()) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO papers (form, title, pages, sha256, made_at) VALUES ('f', 't', 1, "
            "'2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', '')"
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO blobs VALUES "
            "('2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', CAST('foo' AS BLOB))"
        )
    office.close()
    return office_file


def problems(path: Path) -> tuple[str, ...]:
    office = reopen(path)
    try:
        report = check(office, thorough=True)
        assert report.ok is (not report.problems)
        return report.problems
    finally:
        office.close()


def tamper(path: Path, *statements: str) -> None:
    """Writes past the program, as with a database tool: triggers and foreign keys are off."""
    connection = connect(path, None)
    connection.execute("PRAGMA foreign_keys = OFF")
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def test_a_sound_file_has_no_problems(written: Path) -> None:
    office = reopen(written)
    report = check(office, thorough=True)
    assert (report.ok, report.integrity, report.journal_ok) == (True, True, True)
    assert report.operations == 7
    assert report.problems == ()
    office.close()


def test_an_undo_after_a_search_is_no_damage(office: Database) -> None:
    add_members(office, 100)
    assert rows(office, "SELECT count(*) FROM member_search") == [(100,)]
    undo(office, 2)
    assert check(office, thorough=True).problems == ()


def test_red_names_are_no_problem_of_the_file(office: Database) -> None:
    add_members(office, 3)
    edit(office, 1, missing="email,mobile")
    assert check(office).ok


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["DELETE FROM journal_rows WHERE id = 9"], "第 2 号操作（试一试）的内容被改动过"),
        (["UPDATE journal_rows SET after = replace(after, '张三', '张四') WHERE id = 9"],
         "第 2 号操作（试一试）的内容被改动过"),
        (["UPDATE journal_rows SET before = NULL WHERE operation = 3"], "第 3 号操作（试一试）的内容被改动过"),
        (["UPDATE journal_rows SET id = -1 WHERE id = 9", "UPDATE journal_rows SET id = 9 WHERE id = 10",
          "UPDATE journal_rows SET id = 10 WHERE id = -1"], "第 2 号操作（试一试）的内容被改动过"),
        (["UPDATE journal_rows SET operation = 3 WHERE id = 14"], "第 2 号操作（试一试）的内容被改动过"),
        (["UPDATE journal_operations SET actor = '别人' WHERE number = 2"],
         "第 2 号操作（试一试）的内容被改动过"),
        (["UPDATE journal_operations SET reason = '补' WHERE number = 7"],
         "第 7 号操作（试一试）的内容被改动过"),
        (["DELETE FROM journal_operations WHERE number = 3"], "操作日志缺少第 3 号操作"),
        (["UPDATE journal_operations SET number = 99 WHERE number = 3",
          "UPDATE journal_operations SET number = 3 WHERE number = 4",
          "UPDATE journal_operations SET number = 4 WHERE number = 99"], "第 3 号操作的行号范围不对"),
        (["DELETE FROM journal_rows WHERE operation = 7", "DELETE FROM journal_operations WHERE number = 7"],
         "操作日志的末尾与文件记录的不一致，可能缺少最后的操作"),
        (["INSERT INTO journal_rows (operation, table_name, row_id, after) VALUES (7, 'members', 3, '{}')"],
         "操作日志中有 1 行不属于任何操作"),
        (["INSERT INTO journal_rows (id, operation, table_name, row_id) VALUES (0, 1, 'members', 3)"],
         "操作日志中有 1 行不属于任何操作"),
        (["UPDATE members SET mobile = '13900000000' WHERE id = 2"], "members 中有 1 条记录与操作日志不一致"),
        (["DELETE FROM members WHERE id = 2"], "members 中有 1 条记录与操作日志不一致"),
        (["INSERT INTO members (id, branch_id, status, name) VALUES (50, 4, 'active', '外人')"],
         "members 中有 1 条记录与操作日志不一致"),
    ],
)  # fmt: skip
def test_the_journal_is_tamper_evident(written: Path, statements: list[str], words: str) -> None:
    tamper(written, *statements)
    found = problems(written)
    assert words in found, found


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE org_counts SET members = members + 1 WHERE org_id = 2", "1 个组织的人数统计与团员记录不符"),
        ("UPDATE org_counts SET incomplete = 0 WHERE org_id IN (1, 2)", "2 个组织的人数统计与团员记录不符"),
        ("UPDATE org_counts SET children = 5 WHERE org_id = 1", "1 个组织的人数统计与团员记录不符"),
        ("DELETE FROM org_counts WHERE org_id = 6", "1 个组织的人数统计与团员记录不符"),
        ("UPDATE roster_values SET members = members + 1", "团员构成统计有 1 处与团员记录不符"),
        ("UPDATE roster_births SET incomplete = 9", "团员构成统计有 1 处与团员记录不符"),
        ("DELETE FROM roster_births", "团员构成统计有 1 处与团员记录不符"),
        ("INSERT INTO roster_births VALUES ('2001-01-01', 1, 0)", "团员构成统计有 1 处与团员记录不符"),
        ("DELETE FROM org_ancestors WHERE org_id = 4 AND depth = 2", "组织树的上下级对照有 1 处与组织记录不符"),
        ("INSERT INTO org_ancestors VALUES (4, 3, 1)", "组织树的上下级对照有 1 处与组织记录不符"),
        ("DELETE FROM member_search WHERE rowid = 2", "姓名检索缺少或多出 1 名团员"),
        ("INSERT INTO member_search (rowid, grams) VALUES (77, 'x')", "姓名检索缺少或多出 1 名团员"),
        ("DELETE FROM former_values WHERE value = '王伟'", "曾用值对照有 1 处与操作日志不符"),
        ("UPDATE blobs SET content = CAST('bar' AS BLOB)", "1 份存档文件的内容被改动过"),
        ("DELETE FROM blobs", "1 份打印件的存档内容不见了"),
        ("DELETE FROM organizations WHERE id = 6", "members 中有 2 条记录指向不存在的记录"),
    ],
)  # fmt: skip
def test_derived_tables_and_contents_are_compared(
    written: Path, statement: str, words: str
) -> None:
    tamper(written, statement)
    found = problems(written)
    assert words in found, found


def test_a_trigger_that_was_taken_away_is_missed(written: Path) -> None:
    connection = connect(written, None)
    connection.execute("DROP TRIGGER journal_members_update")
    connection.execute("UPDATE members SET notes = 'x' WHERE id = 1")
    connection.close()
    assert problems(written) == (
        "文件中的规则 journal_members_update 缺失或被改动过",
        "members 中有 1 条记录与操作日志不一致",
    )


def _spoil(path: Path, page: int) -> None:
    data = bytearray(path.read_bytes())
    for place in range(page * 4096 - 4096, page * 4096):
        data[place] ^= 0x55
    path.write_bytes(data)


def _root(office: Database, name: str) -> int:
    ((page,),) = rows(office, f"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'")
    return int(page)


@pytest.mark.parametrize("name", ["journal_rows", "members_by_mobile", "org_counts", "blobs"])
def test_a_damaged_page_is_a_problem_not_a_crash(written: Path, name: str) -> None:
    office = reopen(written)
    page = _root(office, name)
    office.close()
    _spoil(written, page)
    assert problems(written)


def test_a_damaged_page_of_an_encrypted_file(encrypted: Database) -> None:
    add_members(encrypted, 20)
    page = _root(encrypted, "journal_rows")
    encrypted.close()
    _spoil(encrypted.path, page)
    office = reopen(encrypted.path, secret=PASSWORD)
    report = check(office)
    assert "文件中有无法读取的页面，请从备份恢复" in report.problems
    office.close()


def test_reading_goes_on_while_it_is_checked(office: Database) -> None:
    add_members(office, 1)
    with office.read():
        assert check(office).ok
    assert rows(office, "SELECT count(*) FROM members") == [(1,)]

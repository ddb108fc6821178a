import pytest
from sqlalchemy.exc import IntegrityError

from tuanji_desktop.store.database import Database

from .helpers import act, add_members, edit, rows


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("UPDATE members SET branch_id = 2 WHERE id = 1", "member.branch"),
        ("UPDATE organizations SET status = 'dissolved' WHERE id = 4", "organization.occupied"),
        ("UPDATE organizations SET status = 'dissolved' WHERE id = 3", "organization.occupied"),
        ("UPDATE organizations SET kind = 'committee' WHERE id = 4", "organization.kind"),
        ("UPDATE organizations SET parent_id = 4 WHERE id = 2", "organization.circle"),
        ("DELETE FROM organizations WHERE id = 4", "FOREIGN KEY"),
    ],
)
def test_the_file_holds_its_rules_against_everybody(office: Database, sql: str, rule: str) -> None:
    add_members(office, 1)
    with pytest.raises(IntegrityError, match=rule), office.write(act()) as writing:
        writing.connection.exec_driver_sql(sql)


def test_a_dissolved_organisation_takes_nobody(office: Database) -> None:
    with office.write(act()) as writing:
        for org in (6, 3):
            writing.connection.exec_driver_sql(
                "UPDATE organizations SET status = 'dissolved' WHERE id = ?", (org,)
            )
    for sql in (
        "INSERT INTO members (branch_id, status, name) VALUES (6, 'active', '张三')",
        "UPDATE organizations SET status = 'active' WHERE id = 6",
        "UPDATE organizations SET parent_id = 3 WHERE id = 4",
        "INSERT INTO organizations (code, full_name, short_name, kind, match_name, parent_id) "
        "VALUES ('9', '', '', 'branch', '', 3)",
    ):
        with pytest.raises(IntegrityError, match="invariant"), office.write(act()) as writing:
            writing.connection.exec_driver_sql(sql)


def test_counts_follow_status_branch_and_red_names(office: Database) -> None:
    add_members(office, 4)  # 1 and 4 complete, 2 and 3 red
    edit(office, 2, branch_id=6)
    edit(office, 3, status="deleted")
    edit(office, 4, missing="email")
    assert rows(office, "SELECT org_id, members, incomplete FROM org_counts") == [
        (1, 3, 2),
        (2, 2, 1),
        (3, 1, 1),
        (4, 2, 1),
        (5, 0, 0),
        (6, 1, 1),
    ]


def test_former_names_and_numbers_are_kept(office: Database) -> None:
    add_members(office, 1)
    edit(office, 1, name="王伟", mobile=None, email="x")
    assert rows(office, "SELECT member_id, field, value FROM former_values ORDER BY field") == [
        (1, "mobile", "13800000000"),
        (1, "name", "张三"),
    ]

"""From the records to the roster: whom it takes, in which order, with or without stars."""

import pytest

from tests.builders import add_member
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.members.roster_paper import log_full_roster, roster_of
from tuanji_desktop.office.context import Context


def test_branches_by_code_and_members_by_name(office: Context) -> None:
    add_member(office, name="艾甲", status="retained", mobile="", id_number="")
    add_member(office, name="艾乙", status="left_league")
    add_member(office, name="艾丙", status="draft")
    data = roster_of(office, org_id=2)
    assert [(sheet.unit[-11:], [row.name for row in sheet.rows]) for sheet in data.sheets] == [
        ("高三（1）班支部委员会", ["艾甲", "李小梅", "买买提·艾力", "张三"]),
        ("高三（2）班支部委员会", ["龙𬱖", "欧阳文静", "单雄"]),
    ]
    first = data.sheets[0].rows[0]
    assert first.remark == "团籍保留"
    assert "手机号码" in first.missing
    assert not data.single
    assert roster_of(office, org_id=3).single


def test_stars_hide_the_middle_of_numbers_only(office: Context) -> None:
    (row, *_) = roster_of(office, org_id=4, masked=True).sheets[0].rows
    whole = roster_of(office, org_id=4).sheets[0].rows[0]
    assert row.mobile == "138****8005"
    assert row.id_number == whole.id_number[:3] + "*" * 11 + whole.id_number[-4:]
    assert row.born_on == whole.born_on


def test_the_clause_of_the_pack_in_force(office: Context, college: Context) -> None:
    assert roster_of(college, org_id=3).clause == "Q 五.3"
    assert roster_of(office, org_id=3).clause == office.policy.requirements[0].clause


def test_a_unit_without_anybody_and_one_that_is_not(office: Context) -> None:
    with office.database.write(office.operation("test", "清空")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET branch_id = 4")
    assert roster_of(office, org_id=3).sheets == ()
    with pytest.raises(NotFound):
        roster_of(office, org_id=99)


def test_whole_numbers_are_written_down(office: Context) -> None:
    log_full_roster(office, name="团员花名册 高三（1）班", file_name="名册.pdf")
    with office.database.read() as connection:
        words = connection.exec_driver_sql(
            "SELECT words FROM journal_operations ORDER BY number DESC LIMIT 1"
        ).scalar_one()
    assert words == "出具 团员花名册 高三（1）班，含完整证件号和手机号：名册.pdf"

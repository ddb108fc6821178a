"""The file of a member from the records: what happened, by whom, on what paper, years later."""

from dataclasses import replace

import pytest

from tests.builders import MEMBERS, add_member, make_office
from tests.corrections import helpers as corrections
from tests.deletion.helpers import request
from tests.review.helpers import propose
from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.history.member_file import log_full, member_file
from tuanji_desktop.history.member_file_form import MemberFile
from tuanji_desktop.members.reveal import reveal_field
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.archive import keep_paper
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.service import decide_change
from tuanji_desktop.transfers.introductions import issue_letter, void_letter
from tuanji_desktop.transfers.service import step_transfer

NUMBER = "520628200103050033"


def rows(data: MemberFile, title: str) -> tuple[tuple[str, ...], ...]:
    return next(one for one in data.sections if one.title == title).rows


def value(data: MemberFile, field: str) -> str:
    return next(one for group in data.groups for one in group.fields if one.field == field).value


def test_every_field_under_its_label_and_the_way_from_the_office(office: Context) -> None:
    data = member_file(office, member_id=1)
    assert (data.name, data.status, data.printed_by) == ("张三", "在册", "王干事")
    assert data.path == ("青溪团县委", "一中团委", "高三（1）班")
    assert value(data, "household_place") == "贵州省铜仁市青溪县城关镇1号"
    assert len([one for group in data.groups for one in group.fields]) > 35
    assert [row[1] for row in rows(data, "状态变化")] == ["登记为“在册”"]
    with pytest.raises(NotFound):
        member_file(office, member_id=99)


def test_stars_everywhere_unless_it_is_asked_for_whole(office: Context) -> None:
    save_member(office, member_id=1, changes={"mobile": "13700137000"}, reason=f"核对 {NUMBER}")
    hidden = str(member_file(office, member_id=1))
    for number in ("13800138001", "13700137000", NUMBER):
        assert number not in hidden
    assert "137****7000" in hidden
    assert f"{NUMBER[:3]}***********{NUMBER[-4:]}" in hidden
    whole = member_file(office, member_id=1, full=True)
    assert not whole.masked
    for number in ("13800138001", "13700137000", NUMBER):
        assert number in str(whole)


def test_who_had_the_whole_numbers_is_written_down_and_told(office: Context) -> None:
    log_full(office, member_id=1)
    log_full(office, member_id=1)  # looked at again on the same day
    reveal_field(office, member_id=1, field="mobile")
    told = rows(member_file(office, member_id=1), "查看完整号码")
    assert [row[1:] for row in told] == [
        ("王干事", "身份证号"),
        ("王干事", "手机号码"),
        ("王干事", "手机号码"),
    ]
    log_full(replace(office, operator="赵副书记"), member_id=1)
    assert len(rows(member_file(office, member_id=1), "查看完整号码")) == 5


def test_missing_starred_fields_are_named(office: Context) -> None:
    member = add_member(office, name="赵红", mobile="", sex="女")
    data = member_file(office, member_id=member)
    assert "手机号码" in data.missing
    lacking = [one.field for group in data.groups for one in group.fields if one.lacking]
    assert "mobile" in lacking


def test_changes_with_who_asked_and_who_decided(office: Context) -> None:
    number = propose(office, 1, is_cadre="是")
    other = replace(office, operator="赵副书记")
    decide_change(other, request_id=number, accept=["is_cadre"])
    data = member_file(office, member_id=1)
    (row,) = rows(data, "修改申请")
    assert row[1:4] == ("是否为团干", "否", "是")
    assert "王干事" in row[0]
    assert "赵副书记" in row[5]
    acts = rows(data, "操作记录")
    assert [one[0] for one in acts] == ["1", "2", "3"]
    assert "赵副书记" in acts[-1][1]
    assert "是否为团干：否 → 是" in acts[-1][4]


def test_transfers_with_their_steps_and_letters(office: Context) -> None:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    issue_letter(office, transfer_id=transfer)
    void_letter(office, number="2018-0001", reason="写错")
    step_transfer(office, transfer_id=transfer, act="return", reason="不收")
    data = member_file(office, member_id=1)
    (row,) = rows(data, "组织关系转接")
    assert row[4] == STUDY.target
    assert "发起转接" in row[5]
    assert "（不收）" in row[5]
    assert row[5].endswith("现为：已退回")
    assert rows(data, "介绍信") == (
        ("2018-0001", "2018-08-01\n王干事", str(transfer), "2018-08-01\n写错"),
    )
    assert [row[1] for row in rows(data, "纸件")] == ["团员组织关系介绍信 2018-0001"]
    told = " ".join(row[2] for row in rows(data, "操作记录"))
    assert "开具介绍信 2018-0001" in told
    assert "作废介绍信 2018-0001" in told
    assert [row[3] for row in rows(data, "操作记录")].count("2018-0001") == 1


def test_deletion_correction_retention_departure_and_campaign(office: Context) -> None:
    request(office, 1)
    with office.database.write(office.operation("test", "他处的办理")) as writing:
        run = writing.connection.exec_driver_sql
        run(
            "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
            "VALUES (1, '参军入伍', '2018-07-01', '王干事', '2018-07-01')"
        )
        run(
            "INSERT INTO departures (member_id, door, was, left_on, decided_by, document_number, "
            "recorded_by, recorded_on, restored_on, restored_reason) VALUES (1, 'self_left', "
            "'active', '2018-05-01', '一中团委', '团字1号', '王干事', '2018-05-01', '2018-06-01', "
            "'查明有误')"
        )
        run(
            "INSERT INTO campaigns (title, first_on, last_on, opened_by, opened_on) VALUES "
            "('2018年核对', '2018-04-01', '2018-05-31', '王干事', '2018-04-01')"
        )
        run(
            "INSERT INTO campaign_checks (campaign_id, branch_id, member_id, result, fields, "
            "checked_by, checked_on) VALUES (1, 3, 1, 'wrong', 'name,sex', '王干事', '2018-04-09')"
        )
        keep_paper(
            writing.connection,
            b"%PDF",
            form="statement",
            title="情况说明",
            pages=1,
            made_at="2018-08-01T09:30:00",
            number="QK1",
            member_id=1,
        )
        run(
            "INSERT INTO scans (file_name, sha256, pages, read_by, read_at) VALUES "
            "('扫描.pdf', 'x', 1, '王干事', '2018-08-01T10:00:00')"
        )
        run(
            "INSERT INTO scan_pages (scan_id, page, paper_id, paper_page, told_by) "
            "VALUES (1, 1, 1, 1, 'code')"
        )
        run(
            "INSERT INTO attachments (member_id, kind, file_name, sha256) "
            "VALUES (1, 'statement', '说明.jpg', 'y')"
        )
    data = member_file(office, member_id=1)
    (deletion,) = rows(data, "删除申请")
    assert deletion[0] == "2018-08-01\n王干事"
    assert "无团籍人员" in deletion[1]
    assert "待审核" in deletion[3]
    assert [row[:2] for row in rows(data, "团籍保留")] == [("2018-07-01\n王干事", "参军入伍")]
    (left,) = rows(data, "离团登记")
    assert left[1] == "自行脱团"
    assert (left[3], left[4]) == ("一中团委\n团字1号", "2018-06-01\n查明有误")
    assert [row[:3] for row in rows(data, "信息核对")] == [("2018年核对", "信息有误", "姓名、性别")]
    assert [row[1:4] for row in rows(data, "纸件")] == [("情况说明", "QK1", "1")]
    assert rows(data, "附件和扫描件") == (
        ("情况说明", "说明.jpg", ""),
        ("盖章扫描件", "扫描.pdf", "情况说明（2018-08-01）"),
    )


def test_a_correction_with_list_and_letters(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.corrections.conftest import DAY

    office = make_office(tmp_path_factory.mktemp("spring"), today=DAY)
    corrections.sent(office, 1)
    data = member_file(office, member_id=1)
    office.database.close()
    (row,) = rows(data, "行文更正")
    assert row[1:4] == ("入团年月", "2016-05", "2017-05")
    assert corrections.LETTER in row[5]
    assert len(rows(data, "纸件")) == 2  # the list and its letter
    assert data.name == MEMBERS[0][0]

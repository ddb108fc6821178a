"""A list of transfers: every row started, left as it is, or refused with the rule's own words."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.deletion.helpers import graduate, one, operations, request, select
from tests.imports import contents, fresh, number_of
from tests.sheets.files import xlsx
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import LEAVE, Reading
from tuanji_desktop.store.check import check
from tuanji_desktop.transfers.list_import import (
    TransferListPlan,
    apply_transfer_list,
    plan_transfer_list,
)
from tuanji_desktop.transfers.plan import Wish, plan_transfers
from tuanji_desktop.transfers.service import apply_transfers, step_transfer

PLAIN = Reading()
COLLEGE = "共青团贵州大学委员会"
HEAD = ("姓名", "身份证号", "转出团支部", "转入团组织", "转接原因", "是否省内高校", "日期")
NAMES = ("张三", "李小梅", "买买提·艾力", "单雄", "龙𬱖", "欧阳文静")


def transfer_list(
    folder: Path, rows: Sequence[Mapping[str, object]], *, name: str = "转接名单.xlsx"
) -> Path:
    heads = list(dict.fromkeys([*HEAD, *(head for row in rows for head in row)]))
    return xlsx(folder / name, [heads, *([row.get(head) for head in heads] for row in rows)])


def person(place: int, /, **more: object) -> dict[str, object]:
    """A member of the small county, by place."""
    usual = {"姓名": NAMES[place], "身份证号": number_of(place)}
    return {**usual, "转入团组织": COLLEGE, "转接原因": "升学", **more}


def planned(
    office: Context, folder: Path, *rows: Mapping[str, object], reading: Reading = PLAIN
) -> TransferListPlan:
    return plan_transfer_list(office, transfer_list(folder, rows), reading=reading)


def told(plan: TransferListPlan) -> list[tuple[str, str, str]]:
    return [(found.cell, found.code, found.level) for found in plan.findings]


def kinds(plan: TransferListPlan) -> list[str]:
    assert len(plan.rows) == plan.source.rows
    return [row.kind for row in plan.rows]


def test_a_name_that_is_nearly_ours_is_told(office: Context, tmp_path: Path) -> None:
    short, whole = "一中团委", "贵州省铜仁市青溪县第一中学团委"
    rows = [
        person(3, 转入团组织=short, 转接原因="就业"),
        person(4, 转入团组织=whole, 转接原因="就业"),
    ]
    plan = planned(office, tmp_path, *rows)
    own = "中国共产主义青年团青溪县第一中学委员会"
    assert plan.plans[0].wish.targets == ((4, short), (5, own))
    assert told(plan) == [("D2", "transfer.target_near", "warning")]
    assert plan.findings[0].suggestion == "QX01"
    answered = Reading(values=(("target", short, short),))
    assert told(planned(office, tmp_path, *rows, reading=answered)) == []


def test_a_reason_may_say_where_somebody_goes(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office,
        tmp_path,
        person(0, 转接原因="升学到湖南大学", 转入团组织=None),
        person(1, 转接原因="升学（省外）"),
        person(2, 转接原因="升学（省内）", 是否省内高校="否"),
        person(3, 转接原因="升学（未定）"),
    )
    wishes = {one.wish.in_province: one.wish for one in plan.plans}
    assert kinds(plan) == ["new", "new", "new", "refused"]
    assert wishes[None].targets == ((1, "湖南大学"),)
    assert wishes["否"].targets == ((2, COLLEGE), (3, COLLEGE))
    assert told(plan) == [("E5", "transfer.kind_unknown", "error")]


def test_all_are_started_in_one_operation_and_taken_back_with_it(
    office: Context, tmp_path: Path
) -> None:
    before, acts = contents(office), operations(office)
    plan = planned(
        office,
        tmp_path,
        person(0, 是否省内高校="省内", 日期="2018.7.1"),
        person(1, 转入团组织="某某公司团支部", 转接原因="务工"),
        person(3, 转入团组织="青溪县第一中学", 转接原因="其他"),
    )
    assert kinds(plan) == ["new"] * 3
    assert (plan.findings, plan.seen, plan.waiting) == ((), None, 1)
    assert plan.rows[0].words == f"高三（1）班 → {COLLEGE}"
    assert contents(office) == before
    number = apply_transfer_list(office, plan)
    assert operations(office) == acts + 1
    assert select(
        office, "SELECT member_id, kind, target, target_id, in_province, started_on FROM transfers"
        " ORDER BY member_id",
    ) == [
        (1, "升学", COLLEGE, None, "是", "2018-07-01"),
        (2, "就业", "某某公司团支部", None, None, "2018-08-01"),
        (4, "其他", "中国共产主义青年团青溪县第一中学委员会", 2, None, "2018-08-01"),
    ]  # fmt: skip
    assert number is not None
    undo(office, number=number)
    assert contents(office) == before
    assert one(office, "SELECT count(*) FROM transfers") == 0
    assert check(office.database).ok


def test_the_same_list_again_starts_nothing(office: Context, tmp_path: Path) -> None:
    rows = (person(0), person(1), person(3, 转入团组织=None))
    graduate(office, 4, "due")
    with office.database.write(office.operation("graduates.edit", "名单")) as writing:
        writing.connection.exec_driver_sql("UPDATE graduate_entries SET target = '贵州财经大学'")
    file = transfer_list(tmp_path, rows)
    apply_transfer_list(office, plan_transfer_list(office, file))
    assert one(office, "SELECT target FROM transfers WHERE member_id = 4") == "贵州财经大学"
    again = plan_transfer_list(office, file)
    assert kinds(again) == ["unchanged"] * 3
    assert again.seen is not None
    assert again.findings == ()
    assert apply_transfer_list(office, again) is None
    for transfer in (1, 2):
        for _ in range(4):
            step_transfer(office, transfer_id=transfer, act="approve")
    done = plan_transfer_list(office, file)
    assert kinds(done) == ["unchanged"] * 3
    assert done.rows[0].words == f"已经转到 {COLLEGE}"
    elsewhere = planned(office, tmp_path, person(0, 转入团组织="另一所大学"))
    assert told(elsewhere) == [("A2", "row.left", "error")]


def test_who_may_not_go_is_refused_at_the_cell_with_the_clause(
    office: Context, tmp_path: Path
) -> None:
    request(office, 1)
    apply_transfers(
        office,
        plan_transfers(
            office, Wish(member_ids=(2,), kind="就业", on=date(2018, 7, 1), target="某厂")
        ),
    )
    gone = add_member(office, name="孙八", status="expelled", id_number=fresh(9))
    assert gone == 7
    plan = planned(
        office,
        tmp_path,
        person(0),
        person(1),
        person(2, 转接原因="考上大学了"),
        person(3, 转接原因="出国"),
        person(4, 转入团组织=None),
        person(5, 日期="2018-12-01"),
        {"姓名": "孙八", "身份证号": fresh(9), "转接原因": "就业", "转入团组织": "某厂"},
        {"姓名": "赵六", "身份证号": fresh(1), "转接原因": "就业", "转入团组织": "某厂"},
        {"姓名": "周七", "身份证号": fresh(2)[:-1], "转接原因": "就业", "转入团组织": "某厂"},
    )
    assert kinds(plan) == ["refused"] * 9
    assert told(plan) == [
        ("A2", "transfer.deletion_open", "error"),
        ("A3", "transfer.open", "error"),
        ("E4", "transfer.kind_unknown", "error"),
        ("E5", "transfer.retained", "error"),
        ("D6", "transfer.target", "error"),
        ("G7", "transfer.date_future", "error"),
        ("A8", "row.left", "error"),
        ("B9", "row.not_a_member", "error"),
        ("B10", "id.length", "error"),
    ]
    assert "（G 三" in plan.findings[0].message
    assert (plan.findings[2].value, plan.findings[2].suggestion) == ("考上大学了", "升学")
    assert plan.findings[3].value == "出国"
    assert "（N 四.2）" in plan.findings[3].message
    assert apply_transfer_list(office, plan) is None


def test_a_change_of_major_stays_in_the_school(college: Context, tmp_path: Path) -> None:
    plan = planned(
        college,
        tmp_path,
        person(0, 转接原因="转专业", 转入团组织="高三2班"),
        person(1, 转接原因="转专业", 转入团组织="外校团支部"),
        person(2, 转接原因="转专业", 转入团组织="QX0101"),
    )
    assert kinds(plan) == ["new", "refused", "refused"]
    assert [code for _, code, _ in told(plan)] == ["transfer.target", "transfer.same"]
    assert all("Q 三.3" in found.message for found in plan.findings)


def test_what_a_row_does_not_say(office: Context, tmp_path: Path) -> None:
    bare = {"姓名": "张三", "身份证号": number_of(0), "转入团组织": COLLEGE}
    plan = planned(office, tmp_path, bare)
    assert told(plan) == [("E2", "required.empty", "error")]
    file = transfer_list(tmp_path, [bare])
    plan = plan_transfer_list(office, file, kind="升学", on=date(2018, 7, 20))
    assert kinds(plan) == ["new"]
    assert plan.plans[0].wish.on == date(2018, 7, 20)
    odd = planned(
        office,
        tmp_path,
        person(0, 日期="昨天"),
        person(1, 是否省内高校="不清楚"),
        person(3, 日期="2018.7"),
    )
    assert kinds(odd) == ["refused", "new", "refused"]
    assert told(odd) == [
        ("G2", "date.unreadable", "error"),
        ("F3", "choice.unknown", "warning"),
        ("G4", "date.unreadable", "error"),
    ]


def test_another_branch_than_the_list_says_is_told(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office, tmp_path, person(0, 转出团支部="高三（2）班"), person(3, 转出团支部="高三2班")
    )
    assert kinds(plan) == ["new", "new"]
    assert told(plan) == [("C2", "branch.differs", "warning")]


def test_the_clerk_decides_who_is_meant(office: Context, tmp_path: Path) -> None:
    rows = (
        person(0, 姓名="张三丰"),
        person(1, 身份证号=None, 转出团支部="高三1班"),
        person(2),
        person(3),
    )
    plan = planned(office, tmp_path, *rows)
    assert kinds(plan) == ["ambiguous", "ambiguous", "new", "new"]
    reading = Reading(decisions=((2, "member:1"), (3, "new"), (4, LEAVE)))
    decided = planned(office, tmp_path, *rows, reading=reading)
    assert kinds(decided) == ["new", "ambiguous", "refused", "new"]
    assert "row.left_out" in {code for _, code, _ in told(decided)}
    apply_transfer_list(office, decided)
    assert select(office, "SELECT member_id FROM transfers ORDER BY 1") == [(1,), (4,)]


def test_a_record_that_moved_meanwhile_refuses_the_whole(office: Context, tmp_path: Path) -> None:
    plan = planned(office, tmp_path, person(0), person(1, 转接原因="就业"))
    request(office, 2)
    with pytest.raises(BadInput) as refused:
        apply_transfer_list(office, plan)
    assert refused.value.code == "import.stale"
    assert one(office, "SELECT count(*) FROM transfers") == 0

"""A list of those who come in: registered together, each by the rules of one."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.builders import add_member, valid_id
from tests.deletion.helpers import one, operations, select
from tests.imports import number_of
from tests.sheets.files import xlsx
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import LEAVE, Reading
from tuanji_desktop.transfers.incoming_import import (
    IncomingListPlan,
    apply_incoming_list,
    plan_incoming_list,
)
from tuanji_desktop.transfers.service import step_transfer

PLAIN = Reading()
FROM = "共青团遵义市第四中学委员会"
HEAD = ("姓名", "身份证号", "手机", "原团组织", "转入团支部", "介绍信编号", "日期")


def number(place: int) -> str:
    return valid_id(date(2002, 4, 6), sex="女", serial=80 + place)


def comer(place: int, /, **more: object) -> dict[str, object]:
    usual = {"姓名": f"李转来{'甲乙丙丁戊'[place]}", "身份证号": number(place * 7)}
    return {
        **usual,
        "原团组织": FROM,
        "转入团支部": "高三（2）班",
        "介绍信编号": "遵团介7号",
        **more,
    }


def planned(
    office: Context,
    folder: Path,
    *rows: Mapping[str, object],
    org_id: int | None = None,
    reading: Reading = PLAIN,
) -> IncomingListPlan:
    cells = [[row.get(head) for head in HEAD] for row in rows]
    file = xlsx(folder / "转入名单.xlsx", [HEAD, *cells])
    return plan_incoming_list(office, file, org_id=org_id, reading=reading)


def told(plan: IncomingListPlan) -> list[tuple[str, str, str]]:
    return [(found.cell, found.code, found.level) for found in plan.findings]


def test_a_unit_by_its_short_name_and_one_that_nobody_knows(
    office: Context, tmp_path: Path
) -> None:
    rows = (
        comer(0, 转入团支部="一中团委"),
        comer(1, 转入团支部="高三班"),
        comer(2, 转入团支部="某某"),
    )
    plan = planned(office, tmp_path, *rows)
    assert [row.planned and row.planned.wish.target_id for row in plan.rows] == [2, None, None]
    assert told(plan) == [("E3", "transfer.target", "error"), ("E4", "transfer.target", "error")]
    assert "高三（1）班（QX0101）、高三（2）班（QX0102）" in plan.findings[0].message
    assert "“某某”不是本台账的组织" in plan.findings[1].message


def test_each_refusal_stands_at_its_cell(office: Context, tmp_path: Path) -> None:
    unborn = valid_id(date(2030, 1, 1), serial=5)
    plan = planned(office, tmp_path, comer(0, 身份证号=unborn), comer(1, 手机="1390000"))
    assert told(plan) == [("B2", "id.birth_date", "error"), ("C3", "mobile.format", "error")]


def test_a_sheet_for_each_class_says_where_they_come(office: Context, tmp_path: Path) -> None:
    book = Workbook()
    for place, name in enumerate(("高三（1）班", "高三（2）班")):
        page = book.create_sheet(name)
        page.append(("姓名", "身份证号", "原单位"))
        page.append((f"李{'甲乙'[place]}", number(place * 7), FROM))
    book.remove(book.worksheets[0])
    book.save(tmp_path / "转入.xlsx")
    plan = plan_incoming_list(office, tmp_path / "转入.xlsx", org_id=2)
    assert [one.wish.target_id for one in plan.plans] == [3, 4]


def test_a_list_without_whence_is_refused_in_chinese(office: Context, tmp_path: Path) -> None:
    file = xlsx(tmp_path / "名单.xlsx", [("姓名", "身份证号"), ("甲", number(1))])
    with pytest.raises(FileRefused, match="姓名、身份证号、转出组织”"):
        plan_incoming_list(office, file)


def test_registered_together_received_one_by_one(office: Context, tmp_path: Path) -> None:
    acts = operations(office)
    plan = planned(office, tmp_path, comer(0), comer(1, 转入团支部="QX01", 日期="2018.7.9"))
    assert [row.kind for row in plan.rows] == ["new", "new"]
    assert plan.rows[0].words.startswith(f"{FROM} → 高三（2）班，办结后为报到草稿")
    number_ = apply_incoming_list(office, plan)
    assert operations(office) == acts + 1
    assert select(office, "SELECT name, kind, target_id, started_on, reason FROM transfers") == [
        ("李转来甲", "转入", 4, "2018-08-01", "介绍信 遵团介7号"),
        ("李转来乙", "转入", 2, "2018-07-09", "介绍信 遵团介7号"),
    ]
    again = plan_incoming_list(office, tmp_path / "转入名单.xlsx")
    assert [row.kind for row in again.rows] == ["unchanged"] * 2
    assert again.seen is not None
    assert apply_incoming_list(office, again) is None
    for _ in range(2):
        step_transfer(office, transfer_id=1, act="approve")
    assert one(office, "SELECT status FROM members WHERE id = 7") == "draft"
    assert number_ is not None


def test_all_go_back_with_one_undo(office: Context, tmp_path: Path) -> None:
    number_ = apply_incoming_list(office, planned(office, tmp_path, comer(0), comer(1)))
    assert number_ is not None
    undo(office, number=number_)
    assert one(office, "SELECT count(*) FROM transfers") == 0


def test_who_is_here_already_and_what_is_wrong(office: Context, tmp_path: Path) -> None:
    add_member(office, name="李转来丁", status="submitted", id_number=number(21))
    plan = planned(
        office,
        tmp_path,
        {**comer(0), "姓名": "张三", "身份证号": number_of(0)},
        comer(3),
        comer(1),
        comer(1),
        comer(2, 身份证号=float(number(14)[:15] + "000")),
        comer(2, 转入团支部="火星团支部"),
        comer(4, 原团组织=None),
        comer(4, 日期="2019-01-01"),
        {**comer(4), "姓名": None},
    )
    assert [row.kind for row in plan.rows] == ["refused", "refused", "new"] + ["refused"] * 6
    assert told(plan) == [
        ("B2", "transfer.already_member", "error"),
        ("B3", "transfer.reporting", "error"),
        ("B5", "id.duplicate_in_file", "error"),
        ("B6", "id.precision_lost", "error"),
        ("E7", "transfer.target", "error"),
        ("D8", "required.empty", "error"),
        ("G9", "transfer.date_future", "error"),
        ("A10", "name.empty", "error"),
    ]
    assert "（N 四.1）" in plan.findings[0].message


def test_the_unit_that_was_chosen_takes_who_names_none(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office, tmp_path, comer(0, 转入团支部=None), comer(1, 转入团支部="高三1班"), org_id=2
    )
    assert [row.planned and row.planned.target.unit_id for row in plan.rows] == [2, 3]
    left = planned(office, tmp_path, comer(0), reading=Reading(decisions=((2, LEAVE),)))
    assert (left.count("refused"), told(left)) == (1, [("", "row.left_out", "warning")])


def test_somebody_who_reported_in_meanwhile_stops_it(office: Context, tmp_path: Path) -> None:
    plan = planned(office, tmp_path, comer(0), comer(1))
    add_member(office, name="李转来乙", id_number=number(7))
    with pytest.raises(BadInput) as refused:
        apply_incoming_list(office, plan)
    assert refused.value.code == "import.stale"
    assert one(office, "SELECT count(*) FROM transfers") == 0

"""What is a list's own in checking a row: the rest is judged where every edit is."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.imports import fresh, number_of, roster
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.roster_rows import RosterPlan
from tuanji_desktop.office.context import Context


def planned(office: Context, folder: Path, rows: Sequence[Mapping[str, object]]) -> RosterPlan:
    return plan_roster(office, roster(folder / "名单.xlsx", rows))


@pytest.mark.parametrize(
    ("written", "kind", "codes"),
    [
        ("2001-06", "new", []),
        ("六月", "new", ["date.unreadable"]),
        ("2001-07", "new", ["date.unreadable"]),
        ("2001-06-02", "new", ["id.birth_mismatch"]),
    ],
)
def test_a_birth_beside_a_valid_number_refuses_nobody(
    office: Context, tmp_path: Path, written: str, kind: str, codes: list[str]
) -> None:
    rows = [{"姓名": "赵六", "身份证号": fresh(1), "出生日期": written}]
    plan = planned(office, tmp_path, rows)
    told = [one for one in plan.findings if one.field == "born_on"]
    assert plan.rows[0].kind == kind
    assert [(one.code, one.level) for one in told] == [(code, "warning") for code in codes]


def test_a_development_number_belongs_to_one(office: Context, tmp_path: Path) -> None:
    add_member(office, name="孙八", id_number=fresh(9), development_number="201752000001")
    rows = [
        {"姓名": "孙八", "身份证号": fresh(9), "发展团员编号": "201752000001", "民族": "苗"},
        {"姓名": "张三", "身份证号": number_of(0), "发展团员编号": "201752000001"},
    ]
    plan = planned(office, tmp_path, rows)
    assert [row.kind for row in plan.rows] == ["updated", "refused"]


def test_a_phone_of_two_is_told_once_where_it_is_new(office: Context, tmp_path: Path) -> None:
    rows: list[Mapping[str, object]] = [
        {"姓名": "张三", "身份证号": number_of(0), "手机号码": "13911112222"},
        {"姓名": "李小梅", "身份证号": number_of(1), "手机号码": "13911112222"},
        {"姓名": "单雄", "身份证号": number_of(3), "手机号码": "13800138004", "所在团支部": None},
    ]
    plan = planned(office, tmp_path, rows)
    assert [(one.row, one.code) for one in plan.findings] == [(3, "mobile.shared")]
    assert "第 2 行" in plan.findings[0].message

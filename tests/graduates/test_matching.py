"""What each row of a school's list is."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.graduates.lists import Person, messy_list
from tests.imports import fresh, number_of, roster
from tests.sheets.files import SAMPLES
from tuanji_desktop.graduates.matching import GraduatePlan, summary
from tuanji_desktop.graduates.service import plan_graduates
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries as orgs
from tuanji_desktop.rules.checks import is_valid
from tuanji_desktop.sheets.reading import Reading

LISTS = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))["graduates"]


def planned(
    context: Context, folder: Path, rows: Sequence[Mapping[str, object]], school: int | None = None
) -> GraduatePlan:
    bare = [{"所在团支部": None, **row} for row in rows]
    return plan_graduates(context, roster(folder / "名单.xlsx", bare), year=2018, school_id=school)


def told(plan: GraduatePlan) -> list[tuple[int, str, str]]:
    return [(found.row, found.code, found.level) for found in plan.findings]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("with_school", [True, False])
def test_the_sample_lists(county: Context, name: str, with_school: bool) -> None:
    wanted = LISTS[name]
    with county.database.read() as connection:
        school = orgs.by_code(connection, wanted["school"]).id
    plan = plan_graduates(
        county, SAMPLES / name, year=2018, school_id=school if with_school else None
    )
    assert plan.school_id == school
    assert plan.source.rows == len(plan.rows) == wanted["rows"]
    assert summary(plan) == {
        kind: wanted[kind] for kind in ("matched", "new", "ambiguous", "refused")
    }
    assert Counter(found.code for found in plan.findings) == wanted["codes"]
    assert len(plan.added) == wanted["rows"] - wanted["refused"]
    assert not plan.changed


def test_spelling_is_mended_and_the_name_decides(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "张 三", "身份证号": f" {number_of(0)[:6]} {number_of(0)[6:]}'"},
            {"姓名": "李晓梅", "身份证号": number_of(1)},
            {"姓名": "买买提・艾力", "身份证号": number_of(2)},
            {"姓名": "赵六", "身份证号": fresh(1)},
        ],
    )
    assert [row.kind for row in plan.rows] == ["matched", "ambiguous", "matched", "new"]
    assert plan.rows[1].candidates == (2,)
    assert told(plan) == [(3, "name.differs", "warning"), (5, "row.not_a_member", "warning")]
    assert plan.findings[0].suggestion == "李小梅"


def test_without_number_name_and_something_else_must_agree(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "张三", "手机": "13800138001"},
            {"姓名": "李小梅", "出生日期": "2001年11月20日"},
            {"姓名": "单雄", "班级": "高三（2）班"},
            {"姓名": "单雄", "班级": "高三（1）班"},
            {"姓名": "单雄"},
        ],
        school=2,
    )
    assert [row.kind for row in plan.rows] == ["ambiguous"] * 3 + ["refused"] * 2
    assert [row.candidates for row in plan.rows[:3]] == [(1,), (2,), (4,)]
    assert told(plan)[2:4] == [(4, "required.empty", "warning"), (5, "required.empty", "error")]


def test_damage_is_refused_with_the_one_who_fits(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "张三", "身份证号": float(number_of(0)[:15] + "000")},
            {"姓名": "李小梅", "身份证号": number_of(1)[:-1]},
            {"姓名": None, "身份证号": number_of(2)},
            {"姓名": "单雄", "身份证号": number_of(3)},
            {"姓名": "单雄", "身份证号": number_of(3)},
        ],
    )
    assert [row.kind for row in plan.rows] == [
        "refused",
        "refused",
        "refused",
        "matched",
        "refused",
    ]
    assert [code for _, code, _ in told(plan)] == [
        "id.precision_lost",
        "id.length",
        "name.empty",
        "id.duplicate_in_file",
    ]
    assert plan.findings[0].suggestion == number_of(0)


def test_a_bad_phone_or_destination_stops_nobody(office: Context, tmp_path: Path) -> None:
    row = {"姓名": "张三", "身份证号": number_of(0), "电话": "139", "去向": "云游"}
    plan = planned(office, tmp_path, [row])
    assert plan.rows[0].kind == "matched"
    assert sorted(told(plan)) == [(2, "choice.unknown", "warning"), (2, "mobile.format", "warning")]
    assert plan.rows[0].values["destination"] == "云游"


def test_who_has_left_is_no_match_and_dragged_numbers_are_found(
    office: Context, tmp_path: Path
) -> None:
    add_member(office, name="孙八", status="transferred_out", id_number=fresh(9))
    first = int(fresh(3))
    rows: list[dict[str, object]] = [{"姓名": "孙八", "身份证号": fresh(9)}]
    rows += [{"姓名": "赵六", "身份证号": str(first + n)} for n in range(12)]
    plan = planned(office, tmp_path, rows)
    assert [row.kind for row in plan.rows] == ["new", "new"] + ["refused"] * 11
    assert "id.dragged" in {code for _, code, _ in told(plan)}


def people_of(context: Context) -> list[Person]:
    """Members with a name of their own, a phone and a valid number."""
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, id_number, mobile FROM members WHERE id_number IS NOT NULL AND mobile "
            "IS NOT NULL AND status = 'active' GROUP BY name HAVING count(*) = 1 ORDER BY id"
        )
        found = [tuple(row) for row in rows]
    return [one for one in found if is_valid(one[1])]


@pytest.mark.parametrize("seed", range(6))
def test_lists_nobody_has_seen(county: Context, tmp_path: Path, seed: int) -> None:
    file, truth = messy_list(tmp_path, seed, people_of(county))
    plan = plan_graduates(county, file, year=2018)
    assert [row.kind for row in plan.rows] == truth.kinds
    assert Counter(found.code for found in plan.findings) == truth.codes
    assert all(found.cell for found in plan.findings)


def test_what_stands_behind_a_destination_is_where_somebody_goes(
    office: Context, tmp_path: Path
) -> None:
    words = (
        ("升学到广东工业大学", None, None), ("就业（宏达公司）", "河西镇团委", None),
        ("升学（省外）", "湖南大学", "走读"), ("已录取贵州大学", "贵州大学", None),
        ("升学/就业", None, None), ("就业：宏达公司", None, None),
    )  # fmt: skip
    rows = [
        {"姓名": name, "身份证号": number_of(at), "去向": word, "转入组织": target, "备注": note}
        for at, (name, (word, target, note)) in enumerate(
            zip(("张三", "李小梅", "买买提·艾力", "单雄", "龙𬱖", "欧阳文静"), words, strict=True)
        )
    ]
    meant = Reading(values=(("destination", "就业：宏达公司", "就业"),))
    plan = plan_graduates(office, roster(tmp_path / "名单.xlsx", rows), year=2018, reading=meant)
    assert [
        tuple(row.values.get(name) for name in ("destination", "target", "notes"))
        for row in plan.rows
    ] == [
        ("升学", "广东工业大学", None), ("就业", "河西镇团委", "宏达公司"),
        ("升学", "湖南大学", "走读；省外"), ("升学", "贵州大学", None),
        ("升学/就业", None, None), ("就业", "宏达公司", None),
    ]  # fmt: skip
    assert told(plan) == [(6, "choice.unknown", "warning")]

"""Graduate lists become entries once; what the desk has settled since stays."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.builders import add_member
from tests.imports import contents, counted, fresh, number_of, roster
from tests.sheets.files import SAMPLES
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.graduates import queries
from tuanji_desktop.graduates.service import apply_graduates, plan_graduates, settle_match
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import LEAVE, NEW, Reading

LISTS = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))["graduates"]


PLAIN = Reading()


def put_in(
    context: Context,
    folder: Path,
    rows: Sequence[Mapping[str, object]],
    *,
    reading: Reading = PLAIN,
) -> int | None:
    bare = [{"所在团支部": None, **row} for row in rows]
    file = roster(folder / "名单.xlsx", bare)
    plan = plan_graduates(context, file, year=2018, school_id=2, reading=reading)
    return apply_graduates(context, plan)


def entries(context: Context, *columns: str) -> list[tuple[Any, ...]]:
    with context.database.read() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {', '.join(columns)} FROM graduate_entries ORDER BY id"
        )
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("name", LISTS)
def test_plan_apply_again_and_undo(county: Context, name: str) -> None:
    wanted = LISTS[name]
    before = contents(county)
    plan = plan_graduates(county, SAMPLES / name, year=2018)
    assert plan.seen is None
    assert contents(county) == before
    number = apply_graduates(county, plan)
    assert number is not None
    assert counted(county, "graduate_entries") == len(plan.added)
    matches = [match for (match,) in entries(county, "match")]
    assert {one: matches.count(one) for one in ("matched", "new", "ambiguous")} == {
        one: wanted[one] for one in ("matched", "new", "ambiguous")
    }
    again = plan_graduates(county, SAMPLES / name, year=2018)
    assert again.seen is not None
    assert (again.added, again.changed) == (frozenset(), {})
    assert apply_graduates(county, again) is None
    undo(county, number=number)
    assert contents(county) == before


def test_a_corrected_list_updates_what_it_says_and_wipes_nothing(
    office: Context, tmp_path: Path
) -> None:
    first = [
        {"姓名": "张三", "身份证号": number_of(0), "去向": "云游", "电话": "13800138001"},
        {"姓名": "李小梅", "身份证号": number_of(1), "去向": "就业"},
    ]
    assert put_in(office, tmp_path, first)
    with office.database.write(office.operation("graduates.settle", "去向")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE graduate_entries SET progress = 'started' WHERE id = 2"
        )
    second = [
        {"姓名": "张三", "身份证号": number_of(0), "去向": "升学", "转入组织": "省城大学"},
        {"姓名": "李小梅", "身份证号": number_of(1), "去向": "延迟毕业"},
        {"姓名": "单雄", "身份证号": number_of(3)},
    ]
    assert put_in(office, tmp_path, second)
    assert entries(office, "name", "mobile", "destination", "target", "progress") == [
        ("张三", "13800138001", "升学", "省城大学", "due"),
        ("李小梅", None, "就业", None, "started"),  # the desk knows better
        ("单雄", None, None, None, "unsettled"),
    ]
    assert put_in(office, tmp_path, second) is None


def test_two_nameless_twins_are_two_entries_however_often(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三", "出生日期": "2001-03-05", "备注": "甲"},
        {"姓名": "张三", "出生日期": "2001-03-05", "备注": "乙"},
    ]
    assert put_in(office, tmp_path, rows)
    assert put_in(office, tmp_path, rows) is None
    assert entries(office, "note", "match") == [("甲", "ambiguous"), ("乙", "ambiguous")]


def test_who_joins_the_roster_later_is_matched_by_the_same_list(
    office: Context, tmp_path: Path
) -> None:
    rows = [{"姓名": "赵六", "身份证号": fresh(1)}]
    assert put_in(office, tmp_path, rows)
    member = add_member(office, name="赵六", id_number=fresh(1))
    assert put_in(office, tmp_path, rows)
    assert entries(office, "match", "member_id") == [("matched", member)]


def test_a_plan_overtaken_by_others_is_refused(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "身份证号": number_of(0), "所在团支部": None}]
    file = roster(tmp_path / "名单.xlsx", rows)
    plan = plan_graduates(office, file, year=2018, school_id=2)
    assert apply_graduates(office, plan)
    with pytest.raises(BadInput) as refused:
        apply_graduates(office, plan)
    assert refused.value.code == "import.stale"


def test_school_of_a_list_is_that_of_most_of_its_members(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三", "身份证号": number_of(0), "所在团支部": None},
        {"姓名": "李小梅", "身份证号": number_of(1), "所在团支部": None},
    ]
    file = roster(tmp_path / "名单.xlsx", rows)
    plan = plan_graduates(office, file, year=2018)
    assert plan.school_id == 2
    number = apply_graduates(office, plan)
    with office.database.read() as connection:
        words = connection.exec_driver_sql(
            "SELECT words FROM journal_operations WHERE number = ?", (number,)
        ).scalar_one()
    assert words == "导入 一中团委 2018 届毕业生 2 行（名单.xlsx）：匹配 2，不在册 0，待确认 0"
    stranger = [{"姓名": "赵六", "身份证号": fresh(1), "所在团支部": None}]
    nobody = plan_graduates(office, roster(tmp_path / "二.xlsx", stranger), year=2018)
    assert nobody.school_id is None
    assert apply_graduates(office, nobody)


def test_the_clerk_settles_who_somebody_is(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三丰", "身份证号": number_of(0)},
        {"姓名": "李小妹", "身份证号": number_of(1)},
        {"姓名": "单雄", "身份证号": number_of(3)},
    ]
    put_in(office, tmp_path, rows)
    settle_match(office, entry_id=1, member_id=1)
    settle_match(office, entry_id=2, member_id=None)
    assert entries(office, "match", "member_id") == [
        ("matched", 1),
        ("new", None),
        ("matched", 4),
    ]
    with office.database.read() as connection:
        words = connection.exec_driver_sql(
            "SELECT words FROM journal_operations ORDER BY number DESC LIMIT 2"
        ).all()
    assert [word for (word,) in words] == [
        "毕业生 李小妹：确认不在册",
        "毕业生 张三丰：确认为在册团员 张三（高三（1）班）",
    ]
    # what was settled is not unsettled by the same list
    assert put_in(office, tmp_path, rows) is None


def test_settling_refuses_what_cannot_be(office: Context, tmp_path: Path) -> None:
    put_in(
        office,
        tmp_path,
        [
            {"姓名": "张三丰", "身份证号": number_of(0)},
            {"姓名": "单雄", "身份证号": number_of(3)},
        ],
    )
    gone = add_member(office, name="孙八", status="transferred_out")
    with pytest.raises(BadInput, match="第 3 行"):
        settle_match(office, entry_id=1, member_id=4)
    with pytest.raises(BadInput, match="不在册"):
        settle_match(office, entry_id=1, member_id=gone)
    with pytest.raises(NotFound):
        settle_match(office, entry_id=99, member_id=None)
    with pytest.raises(NotFound):
        settle_match(office, entry_id=1, member_id=999)
    with office.database.read() as connection:
        assert queries.entries(connection, [1])[0].match == "ambiguous"


def test_what_a_column_may_change_in_an_entry_is_the_clerks_word(
    office: Context, tmp_path: Path
) -> None:
    first = {"姓名": "张三", "身份证号": number_of(0), "去向": "就业", "电话": "13800138001"}
    put_in(office, tmp_path, [first])
    second = {
        **first,
        "去向": "升学",
        "电话": "13900139000",
        "转入组织": "省城大学",
        "班级": "三一",
        "备注": "甲",
    }
    policies = (
        ("destination", "skip"),
        ("mobile", "fill"),
        ("target", "fill"),
        ("class_name", "skip"),
    )
    assert put_in(office, tmp_path, [second], reading=Reading(policies=policies))
    columns = ("destination", "mobile", "target", "class_name", "note", "progress")
    assert entries(office, *columns) == [("就业", "13800138001", "省城大学", None, "甲", "due")]
    assert put_in(office, tmp_path, [second], reading=Reading(policies=policies)) is None
    # an entry that is not there yet takes what the list says
    other = {**second, "姓名": "单雄", "身份证号": number_of(3)}
    put_in(office, tmp_path, [other], reading=Reading(policies=policies))
    assert entries(office, *columns)[1][:2] == ("升学", "13900139000")


def test_decisions_are_written_and_settle_entries_that_are_there(
    office: Context, tmp_path: Path
) -> None:
    rows: list[dict[str, object]] = [
        {"姓名": "张三丰", "身份证号": number_of(0)},
        {"姓名": "李小梅", "出生日期": "2001-11-20"},
        {"姓名": "单雄", "身份证号": float(number_of(3)[:15] + "000")},
        {"姓名": "龙𬱖", "身份证号": number_of(4)},
    ]
    put_in(office, tmp_path, rows)
    assert [match for (match,) in entries(office, "match")] == ["ambiguous", "ambiguous", "matched"]
    said = Reading(decisions=((2, NEW), (3, "member:2"), (4, "member:4"), (5, LEAVE)))
    assert put_in(office, tmp_path, rows, reading=said)
    assert entries(office, "name", "match", "member_id", "id_number") == [
        ("张三丰", "new", None, number_of(0)),
        ("李小梅", "matched", 2, None),
        ("龙𬱖", "matched", 5, number_of(4)),
        ("单雄", "matched", 4, number_of(3)),
    ]
    assert put_in(office, tmp_path, rows, reading=said) is None


def test_a_member_has_one_entry_whatever_the_next_list_writes(
    office: Context, tmp_path: Path
) -> None:
    put_in(office, tmp_path, [{"姓名": "李小梅", "出生日期": "2001-11-20", "电话": "13800138002"}])
    settle_match(office, entry_id=1, member_id=2)
    again = [{"姓名": "李小梅", "身份证号": number_of(1), "去向": "就业"}]
    assert put_in(office, tmp_path, again)
    assert entries(office, "member_id", "id_number", "mobile", "destination") == [
        (2, number_of(1), "13800138002", "就业")
    ]


def test_a_transfer_under_way_says_who_it_is(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三丰", "身份证号": number_of(0)}]
    put_in(office, tmp_path, rows)
    settle_match(office, entry_id=1, member_id=1)
    with office.database.write(office.operation("transfer.start", "转接")) as writing:
        writing.connection.exec_driver_sql("UPDATE graduate_entries SET progress = 'started'")
    assert put_in(office, tmp_path, rows, reading=Reading(decisions=((2, NEW),))) is None
    assert put_in(office, tmp_path, rows, reading=Reading(decisions=((2, "member:2"),))) is None
    assert entries(office, "match", "member_id") == [("matched", 1)]


def test_the_plan_shows_what_it_changes(office: Context, tmp_path: Path) -> None:
    row = {"姓名": "张三", "身份证号": number_of(0), "去向": "云游", "所在团支部": None}
    put_in(office, tmp_path, [row])
    file = roster(tmp_path / "二.xlsx", [{**row, "去向": "升学"}])
    plan = plan_graduates(office, file, year=2018, school_id=2)
    assert plan.changed == {2: {"destination": ("云游", "升学"), "progress": ("unsettled", "due")}}

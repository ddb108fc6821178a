"""The plan, the work list, and the newer list of the same scope."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import add_member, make_office
from tests.comparison.helpers import (
    CLASS_1,
    SCHOOL,
    Row,
    brief,
    compared,
    edit,
    lines,
    listed,
    roster,
    started,
    states,
)
from tests.imports import fresh
from tuanji_desktop.comparison.kinds import ASIDE, CORRECT_THERE
from tuanji_desktop.comparison.queries import load_comparisons
from tuanji_desktop.comparison.service import plan_comparison, start_comparison
from tuanji_desktop.comparison.settling import decide_line, settle_lines
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.export import export_roster
from tuanji_desktop.office.context import Context

EDITS = {
    "mobile": "13999999999", "ethnicity": "苗族", "joined_on": "2015-04", "education": "本科在读",
    "income": "有工资收入", "household_place": "外省", "is_cadre": "是", "sex": None, "volunteer": "是",
}  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """The small county with a few more, only read."""
    context = make_office(tmp_path_factory.mktemp("county"))
    for place in range(6):
        add_member(
            context, name=f"周{'甲乙丙丁戊己'[place]}", id_number=fresh(place + 1),
            mobile=f"1390000000{place}", branch="QX0102" if place % 2 else "QX0101",
        )  # fmt: skip
    yield context
    context.database.close()


@given(data=st.data())
def test_a_list_with_known_edits_gives_exactly_these_lines(
    county: Context, data: st.DataObject
) -> None:
    rows = roster(county)
    gone = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=3))
    expected: list[tuple[str, str, str | None]] = []
    kept = []
    for place, row in enumerate(rows):
        name = str(row["name"])
        if place in gone:
            expected.append(("here", name, None))
            continue
        changes = data.draw(st.sets(st.sampled_from(sorted(EDITS)), max_size=3))
        row |= {field: EDITS[field] for field in changes}
        expected += [("differs", name, field) for field in changes if EDITS[field]]
        kept.append(row)
    new = data.draw(st.integers(0, 2))
    for place in range(new):
        kept.append({**kept[0], "name": f"新{place}", "id_number": fresh(60 + place), "mobile": ""})
        expected.append(("there", f"新{place}", None))
    plan = compared(county, data.draw(st.permutations(kept)), org_id=SCHOOL)
    assert brief(plan) == sorted(expected, key=lambda line: (line[0], line[1], line[2] or ""))
    assert sum(plan.rows_of(kind) for kind in ("same", "differs", "there")) == len(kept)


def test_an_export_of_our_own_comes_back_the_same(office: Context, tmp_path: Path) -> None:
    path = tmp_path / "花名册.xlsx"
    export_roster(office, path)
    plan = plan_comparison(office, path)
    assert (plan.lines, plan.rows_of("same"), plan.scope.org_id) == ((), 6, SCHOOL)
    assert plan.source.layout


def test_the_work_list_is_one_operation_and_undone_as_one(office: Context) -> None:
    rows = roster(office)[1:]
    rows[0]["mobile"] = "13900000000"
    number = start_comparison(office, compared(office, rows))
    (found,) = load_comparisons(office)
    assert (found.org_id, found.rows, found.open) == (SCHOOL, 5, True)
    assert states(office, found.id) == {"李小梅": "open", "张三": "open"}
    result = undo(office, number=number)
    assert not result.undone.kept
    assert load_comparisons(office) == ()


def test_a_roster_that_moved_meanwhile_is_compared_anew(office: Context) -> None:
    plan = compared(office, roster(office)[1:])
    edit(office, 2, mobile="13900000000")
    with pytest.raises(BadInput) as refusal:
        start_comparison(office, plan)
    assert refusal.value.code == "import.stale"
    assert load_comparisons(office) == ()


def test_cancelled_means_nothing_was_written(office: Context) -> None:
    class Pressed(Quiet):
        def stop_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        start_comparison(office, compared(office, roster(office)[1:]), progress=Pressed())
    assert load_comparisons(office) == ()
    workbook = listed(roster(office))
    with pytest.raises(Cancelled):
        plan_comparison(office, workbook.path, workbook=workbook, progress=Pressed())


def test_what_was_said_stays_said_while_it_is_still_so(office: Context) -> None:
    rows = roster(office)
    rows[0]["mobile"] = "13900000000"
    rows[1]["mobile"] = "13900000001"
    rows[2]["mobile"] = "13900000002"
    first = started(office, rows)
    by_name = {row.name: row.id for row in lines(office, first)}
    settle_lines(office, line_ids=[by_name["张三"]], said=CORRECT_THERE, note="已电话通知")
    settle_lines(office, line_ids=[by_name["李小梅"]], said=ASIDE, note="两个号都对")
    settle_lines(office, line_ids=[by_name["买买提·艾力"]], said=CORRECT_THERE)
    rows[1]["mobile"] = "13900000009"  # the list says something else now: not what was set aside
    rows[2]["mobile"] = "13800138003"  # put right
    plan = compared(office, rows, name="新导出.xlsx")
    assert (plan.previous, plan.carried) == (first, 1)
    second = started(office, rows, name="新导出.xlsx")
    assert states(office, second) == {"张三": CORRECT_THERE, "李小梅": "open"}
    carried = next(row for row in lines(office, second) if row.name == "张三")
    assert (carried.note, "2018-08-01" in carried.words) == ("已电话通知", True)
    assert [one.open for one in load_comparisons(office)] == [True, False]


def test_another_scope_closes_nothing(office: Context) -> None:
    first = started(office, roster(office)[:2], org_id=CLASS_1)
    second = started(office, roster(office)[1:], org_id=SCHOOL)
    assert {one.id: one.open for one in load_comparisons(office)} == {first: True, second: True}


def test_whom_a_row_was_taken_for_is_remembered(office: Context) -> None:
    rows = roster(office)
    rows[0]["id_number"] = None
    first = started(office, rows)
    decide_line(office, line_id=lines(office, first)[0].id, member_id=1)
    again = compared(office, rows, name="新导出.xlsx")
    assert brief(again) == [("differs", "张三", "id_number")]
    edit(office, 1, status="transferred_out")
    assert brief(compared(office, rows)) == [("there", "张三", None)]


def test_a_namesake_of_another_branch_is_not_taken_for_whom_a_row_was_taken_for(
    office: Context,
) -> None:
    other = add_member(office, name="张三", branch="QX0102", id_number=fresh(7))
    rows: list[Row] = [
        {**row, "id_number": None} for row in roster(office) if row["name"] == "张三"
    ]
    first = started(office, rows[:1])
    decide_line(office, line_id=lines(office, first)[0].id, member_id=1)
    again = compared(office, rows[1:], name="二班.xlsx")
    assert [row.kind for row in again.rows] == ["unsure"]
    assert again.rows[0].member_id == other


def test_rows_that_look_alike_and_were_two_persons_are_asked_again(office: Context) -> None:
    other = add_member(office, name="张三", id_number=fresh(7))
    rows: list[Row] = [
        {**row, "id_number": None} for row in roster(office) if row["name"] == "张三"
    ]
    for row in rows:
        row["mobile"] = None
    number = started(office, rows)
    for line, member in zip(lines(office, number)[:2], (1, other), strict=True):
        decide_line(office, line_id=line.id, member_id=member)
    assert [row.kind for row in compared(office, rows, name="新.xlsx").rows] == ["unsure"] * 2


def test_the_same_file_is_recognised(office: Context) -> None:
    rows = roster(office)[1:]
    started(office, rows)
    assert any("已由王干事比对过" in note for note in compared(office, rows).notes)


def test_empty_and_senseless_lists_are_refused(office: Context) -> None:
    workbook = listed([{"name": None, "mobile": None}])
    with pytest.raises(BadInput) as refusal:
        plan_comparison(office, workbook.path, workbook=workbook)
    assert refusal.value.code == "comparison.empty"
    nothing = listed([{"甲": "1"}])
    with pytest.raises(FileRefused) as no_heading:
        plan_comparison(office, nothing.path, workbook=nothing)
    assert no_heading.value.code == "file.no_heading"


def test_alarms_for_a_list_cut_off_a_wrong_unit_and_a_mistaken_column(office: Context) -> None:
    for place in range(40):
        add_member(office, name=f"周{place:02d}".translate(_HAN), id_number=fresh(place + 1))
    rows = roster(office)
    assert compared(office, rows).alarms == ()
    assert "不在名单里" in compared(office, rows[:20]).alarms[0]
    strangers: list[Row] = [
        {"name": "外人", "id_number": fresh(100 + n), "sex": "男"} for n in range(30)
    ]
    assert any("不在册" in words for words in compared(office, rows + strangers).alarms)
    for row in rows:
        row["ethnicity"] = "苗族"
    assert any("民族" in words for words in compared(office, rows).alarms)


_HAN = str.maketrans("0123456789", "零一二三四五六七八九")


def test_branches_that_the_list_does_not_name_are_told(office: Context) -> None:
    with office.database.write(office.operation("org.add", "建")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, match_name) "
            "VALUES ('QX0103', '高三（3）班团支部', '高三（3）班', 'branch', 2, '高三(3)班团支部')"
        )
    add_member(office, name="周七", branch="QX0103", id_number=fresh(3))
    plan = compared(office, roster(office)[:6], org_id=None)
    assert plan.lines == ()
    assert any("另有 1 个团支部（1 人）" in note for note in plan.notes)

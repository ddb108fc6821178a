"""What a plan knows before it looks at the rows, and how few questions that takes."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.builders import add_member, valid_id
from tests.imports import fresh, number_of, roster
from tuanji_desktop.core.progress import Quiet
from tuanji_desktop.members.reader import read_list, roster_headings
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.roster_known import Known, number_is_wrong
from tuanji_desktop.members.roster_plan import RosterPlanner
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.store.connection import raw


def known(
    office: Context,
    folder: Path,
    rows: Sequence[Mapping[str, object]],
    decided: Sequence[int] = (),
) -> Known:
    file = roster(folder / "名单.xlsx", rows)
    table, _source = read_list(file, headings=roster_headings(), reading=Reading())
    with office.database.read() as connection:
        return Known(connection, table, policy=office.policy, progress=Quiet(), decided=decided)


def test_members_before_report_ins_and_nobody_who_has_left(office: Context, tmp_path: Path) -> None:
    draft = add_member(office, name="张三", status="draft", id_number=number_of(0))
    add_member(office, name="张三", status="over_age", id_number=number_of(0))
    found = known(office, tmp_path, [{"姓名": "张三", "身份证号": number_of(0)}])
    assert [one.id for one in found.with_number(number_of(0))] == [1, draft]
    assert found.with_number(None) == found.with_number(fresh(1)) == []


def test_the_members_of_decisions_as_far_as_they_are_here(office: Context, tmp_path: Path) -> None:
    gone = add_member(office, name="孙八", status="deleted")
    found = known(office, tmp_path, [{"姓名": "张三"}], decided=[2, gone, 999])
    assert set(found.decided) == {2}


def test_a_wrong_number_leads_to_the_one_namesake_it_fits(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三", "身份证号": number_of(0)[:-1]},
        {"姓名": "李四", "身份证号": number_of(0)[:-1]},
        {"姓名": "张三", "身份证号": fresh(1)},
    ]
    found = known(office, tmp_path, rows)
    assert [number_is_wrong(row) for row in found.rows] == [True, True, False]
    assert [[one.id for one in found.likely(row)] for row in found.rows] == [[1], [], []]


def test_a_rounded_number_that_passes_the_check_is_nobodys(office: Context, tmp_path: Path) -> None:
    """One in eleven passes, and may even be another member's."""
    day = date(2001, 1, 6)
    rounded, own = valid_id(day, sex="女", serial=0), valid_id(day, serial=3)
    assert (rounded[15:], rounded[:15]) == ("000", own[:15])
    add_member(office, name="李四", id_number=rounded)
    member = add_member(office, name="孙八", id_number=own)
    rows = [{"姓名": "孙八", "身份证号": float(rounded)}]
    found = known(office, tmp_path, rows)
    assert found.with_number(found.rows[0].values.get("id_number")) == []
    assert [one.id for one in found.likely(found.rows[0])] == [member]
    plan = plan_roster(office, tmp_path / "名单.xlsx")
    assert [(row.kind, row.candidates) for row in plan.rows] == [("refused", (member,))]
    assert [(one.code, one.suggestion) for one in plan.findings] == [("id.precision_lost", own)]


def test_a_rounded_text_that_passes_the_check_is_asked_about(
    office: Context, tmp_path: Path
) -> None:
    day = date(2001, 1, 6)
    member = add_member(office, name="孙八", id_number=valid_id(day, serial=3))
    text = valid_id(day, sex="女", serial=0)
    rows = [{"姓名": "孙八", "身份证号": text, "所在团支部": "高三（2）班"}]
    plan = plan_roster(office, roster(tmp_path / "名单.xlsx", rows))
    assert [(row.kind, row.candidates) for row in plan.rows] == [("ambiguous", (member,))]


def test_the_number_of_statements_does_not_grow_with_the_list(
    office: Context, tmp_path: Path
) -> None:
    """One statement a row is what makes a list of 5,000 slow."""

    def statements(rows: int) -> int:
        listed = [
            {"姓名": f"赵{'甲乙丙丁戊己庚辛壬癸'[place % 10]}", "身份证号": fresh(place)}
            for place in range(rows)
        ]
        file = roster(
            tmp_path / f"{rows}.xlsx", [*listed, {"姓名": "张三", "身份证号": number_of(0)}]
        )
        table, source = read_list(file, headings=roster_headings(), reading=Reading())
        asked: list[str] = []
        with office.database.read() as connection:
            raw(connection).set_trace_callback(asked.append)
            planner = RosterPlanner(connection, table, policy=office.policy, today=office.today)
            planner.plan(source)
            raw(connection).set_trace_callback(None)
        return len(asked)

    assert statements(40) == statements(2)

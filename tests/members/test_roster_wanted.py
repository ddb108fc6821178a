"""Skip, update, fill blanks only: what a column may do to members who are there."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.imports import fresh, number_of, roster
from tests.sheets.files import xlsx
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.members.queries import Member
from tuanji_desktop.members.reader import read_list, roster_headings
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.members.roster_plan import RosterPlanner
from tuanji_desktop.members.roster_rows import RosterPlan
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import Reading

OTHER = "中国共产主义青年团青溪县第一中学高三（2）班支部委员会"


def planned(
    office: Context,
    folder: Path,
    rows: Sequence[Mapping[str, object]],
    **policies: str,
) -> RosterPlan:
    reading = Reading(policies=tuple(policies.items()))
    return plan_roster(office, roster(folder / "名单.xlsx", rows), reading=reading)


def test_skipped_columns_do_nothing_to_a_record(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三", "身份证号": number_of(0), "民族": "苗族", "学历": "本科"},
        {"姓名": "赵六", "身份证号": fresh(1), "民族": "苗族", "学历": "本科"},
    ]
    plan = planned(office, tmp_path, rows, ethnicity="skip")
    assert plan.rows[0].saved == {"education": "本科"}
    assert plan.rows[1].saved["ethnicity"] == "苗族", "nobody known: all of the row is taken"


def test_a_skipped_column_refuses_no_row(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三丰", "身份证号": number_of(0), "入团年月": "看不懂", "民族": "苗族"},
        {"姓名": "李小梅", "身份证号": number_of(1), "所在团支部": OTHER, "民族": "苗族"},
        {"姓名": "单雄", "身份证号": number_of(3), "所在团支部": "没有的支部", "民族": "苗族"},
    ]
    assert [row.kind for row in planned(office, tmp_path, rows).rows] == ["refused"] * 3
    plan = planned(office, tmp_path, rows, joined_on="skip", name="skip", branch="skip")
    assert [row.kind for row in plan.rows] == ["updated"] * 3
    assert all(row.saved == {"ethnicity": "苗族"} and row.branch_id is None for row in plan.rows)
    assert plan.findings == ()


def test_fill_takes_only_what_is_blank(office: Context, tmp_path: Path) -> None:
    add_member(office, name="周全", id_number=fresh(2), education="", ethnicity="汉族")
    rows = [
        {"姓名": "周全", "身份证号": fresh(2), "民族": "苗族", "学历": "本科", "手机号码": None}
    ]
    plan = planned(office, tmp_path, rows, ethnicity="fill", education="fill", branch="fill")
    assert plan.rows[0].saved == {"education": "本科"}


@pytest.mark.parametrize("policy", ["skip", "update", "fill"])
def test_an_empty_cell_never_wipes(office: Context, tmp_path: Path, policy: str) -> None:
    rows = [{"姓名": "张三", "身份证号": number_of(0), "民族": None, "手机号码": "  ", "学历": ""}]
    plan = planned(office, tmp_path, rows, ethnicity=policy, mobile=policy, education=policy)
    assert [row.kind for row in plan.rows] == ["unchanged"]


def test_another_persons_name_is_no_slip_of_a_skipped_column(
    office: Context, tmp_path: Path
) -> None:
    rows = [{"姓名": "赵六", "身份证号": number_of(0), "民族": "苗族"}]
    plan = planned(office, tmp_path, rows, name="skip")
    assert [(one.code, one.level) for one in plan.findings] == [("id.belongs_elsewhere", "error")]


def test_an_unknown_policy_is_refused_in_words(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "身份证号": number_of(0)}]
    with pytest.raises(BadInput, match="skip（不导入）") as refused:
        planned(office, tmp_path, rows, mobile="wipe")
    assert refused.value.code == "import.policy"


def test_only_what_was_asked_of_a_member_is_taken(office: Context, tmp_path: Path) -> None:
    file = roster(
        tmp_path / "名单.xlsx",
        [
            {"姓名": "张三", "身份证号": number_of(0), "民族": "苗族", "学历": "本科"},
            {"姓名": "李小梅", "身份证号": number_of(1), "民族": "汉族", "学历": "本科"},
            {"姓名": "赵六", "身份证号": fresh(1)},
        ],
    )
    table, source = read_list(file, headings=roster_headings(), reading=Reading())

    def asked(member: Member) -> Collection[str]:
        return {"education"} if member.name == "张三" else ()

    with office.database.read() as connection:
        planner = RosterPlanner(
            connection, table, policy=office.policy, today=office.today, asked=asked
        )
        plan = planner.plan(source)
    assert [row.kind for row in plan.rows] == ["updated", "unchanged", "refused"]
    assert plan.rows[0].saved == {"education": "本科"}
    assert [(one.cell, one.code) for one in plan.findings] == [
        ("D2", "field.not_asked"),
        ("E3", "field.not_asked"),
        ("B4", "row.not_a_member"),
    ]


def test_a_class_that_only_the_sheets_name_says_fills_blanks_only(
    office: Context, tmp_path: Path
) -> None:
    """A title goes into the 表名 column like the name of a sheet."""
    add_member(office, name="周全", id_number=fresh(2), class_name="2015级1班")
    add_member(office, name="吴双", id_number=fresh(3))
    people = [["周全", fresh(2), "苗族"], ["吴双", fresh(3), "苗族"], ["赵六", fresh(4), "苗族"]]
    file = xlsx(
        tmp_path / "名单.xlsx", [["高三（1）班团员名单"], ["姓名", "身份证号", "民族"], *people]
    )

    def classes(reading: Reading) -> list[str | None]:
        plan = plan_roster(office, file, org_id=3, reading=reading)
        assert [row.kind for row in plan.rows] == ["updated", "updated", "new"]
        return [row.saved.get("class_name") for row in plan.rows]

    assert classes(Reading()) == [None, "高三（1）班", "高三（1）班"]
    assert classes(Reading(policies=(("class_name", "update"),))) == ["高三（1）班"] * 3
    assert classes(Reading(policies=(("class_name", "skip"),))) == [None, None, "高三（1）班"]
    mended = Reading(mended=((3, 3, "高三1班"),))
    assert classes(mended) == ["高三1班", "高三（1）班", "高三（1）班"], "the clerk wrote it"

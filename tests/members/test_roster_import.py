"""A plan is carried out as it stands, or not at all; what it did can be taken back."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.builders import add_member, make_office
from tests.imports import contents, counted, fresh, number_of, open_copy, roster
from tests.members.helpers import kinds, one, select
from tests.members.test_roster_plan import Impatient
from tests.sheets.files import ROSTER, SAMPLES
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.history.service import undo
from tuanji_desktop.members import queries
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.store.check import check

EXPECTED = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))
CHANGES = EXPECTED["roster-changes.xlsx"]
FILE = SAMPLES / "roster-changes.xlsx"


def test_the_county_of_the_samples(county: Context) -> None:
    assert counted(county, "members") == EXPECTED["members"]
    assert one(county, "SELECT count(*) FROM members WHERE missing <> ''") == EXPECTED["incomplete"]


def test_the_same_roster_again_changes_nothing(county: Context) -> None:
    plan = plan_roster(county, ROSTER)
    assert plan.count("unchanged") == EXPECTED["members"]
    assert apply_roster(county, plan) is None


def test_the_file_is_remembered_until_it_is_taken_back(office: Context, tmp_path: Path) -> None:
    file = roster(tmp_path / "名单.xlsx", [{"姓名": "赵六", "身份证号": fresh(1)}])
    plan = plan_roster(office, file)
    number = apply_roster(office, plan)
    assert number is not None
    columns = "kind, file_name, sha256, sheet, layout, rows, imported_by"
    assert select(office, f"SELECT {columns} FROM imported_lists") == [
        (
            "roster",
            "名单.xlsx",
            plan.source.sha256,
            plan.source.sheet,
            plan.source.layout,
            1,
            "王干事",
        )
    ]
    assert "姓名" in plan.source.layout
    undo(office, number=number)
    assert counted(office, "imported_lists") == 0


@pytest.mark.parametrize("day", CHANGES)
def test_a_plan_writes_nothing_and_is_what_is_done(
    sample_county: Path, tmp_path: Path, day: str
) -> None:
    context = open_copy(sample_county, tmp_path, today=date.fromisoformat(day))
    before = contents(context)
    plan = plan_roster(context, FILE)
    assert contents(context) == before
    number = apply_roster(context, plan)
    assert number is not None
    wanted = CHANGES[day]
    assert counted(context, "members") == EXPECTED["members"] + wanted["new"]
    assert counted(context, "change_requests") == wanted["submitted"]
    again = plan_roster(context, FILE)
    assert apply_roster(context, again) is None
    assert again.count("unchanged") == len(plan.rows) - wanted["refused"]
    undo(context, number=number)
    assert contents(context) == before
    assert check(context.database).ok
    context.database.close()


def test_new_members_are_on_the_roster_with_their_keys(office: Context, tmp_path: Path) -> None:
    file = roster(tmp_path / "名单.xlsx", [{"姓名": "单雄信", "身份证号": fresh(1)}])
    number = apply_roster(office, plan_roster(office, file))
    row = select(
        office,
        "SELECT branch_id, status, sex, born_on, name_initials, missing <> '' FROM members "
        "WHERE name = '单雄信'",
    )
    assert row == [(3, "active", "男", "2001-06-01", "sxx", 1)]
    assert kinds(office)[-1] == "import.roster"
    operation = select(office, "SELECT number, words, document FROM journal_operations")[-1]
    assert operation == (number, "导入 名单.xlsx：新增 1 人，更新 0 人", "名单.xlsx")


def test_a_completed_record_is_no_red_name_any_more(office: Context, tmp_path: Path) -> None:
    member = add_member(office, name="孙八", id_number=fresh(9), mobile="13911112222", income="")
    assert one(office, "SELECT missing FROM members WHERE id = ?", member) == "income"
    rows = [{"姓名": "孙八", "身份证号": fresh(9), "户籍地址": "青溪县城关镇2号"}]
    apply_roster(office, plan_roster(office, roster(tmp_path / "名单.xlsx", rows)))
    found = select(office, "SELECT household_place, missing FROM members WHERE id = ?", member)
    assert found == [("青溪县城关镇2号", "income")]


def test_a_draft_moves_to_the_branch_of_the_list(office: Context, tmp_path: Path) -> None:
    draft = add_member(office, name="孙八", branch="QX0102", status="draft", id_number=fresh(9))
    rows = [{"姓名": "孙八", "身份证号": fresh(9), "民族": "苗族"}]
    apply_roster(office, plan_roster(office, roster(tmp_path / "名单.xlsx", rows)))
    found = select(office, "SELECT branch_id, ethnicity, status FROM members WHERE id = ?", draft)
    assert found == [(3, "苗族", "draft")]


def test_what_changed_meanwhile_refuses_the_whole(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三", "身份证号": number_of(0), "民族": "苗族"},
        {"姓名": "赵六", "身份证号": fresh(1)},
    ]
    plan = plan_roster(office, roster(tmp_path / "名单.xlsx", rows))
    save_member(office, member_id=1, changes={"ethnicity": "侗族"})
    before = contents(office)
    with pytest.raises(BadInput) as refused:
        apply_roster(office, plan)
    assert refused.value.code == "import.stale"
    assert contents(office) == before


@pytest.mark.parametrize("what", ["registered", "dissolved"])
def test_new_rows_are_looked_at_again_too(office: Context, tmp_path: Path, what: str) -> None:
    file = roster(tmp_path / "名单.xlsx", [{"姓名": "赵六", "身份证号": fresh(1)}])
    plan = plan_roster(office, file)
    if what == "registered":
        add_member(office, name="赵六", id_number=fresh(1))
    else:
        with office.database.write(office.operation("org.dissolve", "撤销")) as writing:
            writing.connection.exec_driver_sql("UPDATE members SET branch_id = 4")
            writing.connection.exec_driver_sql(
                "UPDATE organizations SET status = 'dissolved' WHERE id = 3"
            )
    with pytest.raises(BadInput, match="重新核对"):
        apply_roster(office, plan)


def test_a_new_request_takes_the_place_of_an_open_one(office: Context, tmp_path: Path) -> None:
    for status in ("群众", "中共预备党员"):
        rows = [{"姓名": "张三", "身份证号": number_of(0), "政治面貌": status}]
        apply_roster(office, plan_roster(office, roster(tmp_path / "名单.xlsx", rows)))
    states = select(office, "SELECT new_value, state, base_value FROM change_fields ORDER BY id")
    assert states == [("群众", "withdrawn", "共青团员"), ("中共预备党员", "pending", "共青团员")]


def test_cancelled_writing_leaves_nothing(sample_county: Path, tmp_path: Path) -> None:
    context = make_office(tmp_path)
    rows = [{"姓名": "赵六" + "甲乙丙丁"[n % 4], "身份证号": fresh(n)} for n in range(300)]
    plan = plan_roster(context, roster(tmp_path / "名单.xlsx", rows))
    before = contents(context)
    with pytest.raises(Cancelled):
        apply_roster(context, plan, progress=Impatient("写入"))
    assert contents(context) == before
    assert kinds(context) == ["office.create"]
    context.database.close()


def test_the_sheet_and_the_headings_are_the_clerks_choice(office: Context, tmp_path: Path) -> None:
    file = roster(tmp_path / "名单.xlsx", [{"姓名": "赵六", "身份证号": fresh(1), "绰号": "苗族"}])
    plan = plan_roster(office, file, reading=Reading("Sheet", (("绰号", "ethnicity"),)))
    assert plan.rows[0].saved["ethnicity"] == "苗族"
    with pytest.raises(FileRefused, match="没有名为"):
        plan_roster(office, file, reading=Reading("别的"))


@settings(max_examples=8)
@given(
    people=st.lists(
        st.tuples(
            st.sampled_from([*range(6), *range(10, 14)]),
            st.sampled_from(["汉族", "苗", "火星"]),
            st.sampled_from(["13800138001", "13911112222", "139", None]),
            st.sampled_from(["QX0101", "高三（2）班", "第九中学"]),
            st.sampled_from(["共青团员", "群众"]),
        ),
        max_size=8,
    )
)
def test_whatever_the_list_plan_and_effect_agree(
    tmp_path_factory: pytest.TempPathFactory,
    people: list[tuple[int, str, str | None, str, str]],
) -> None:
    folder = tmp_path_factory.mktemp("plan")
    context = make_office(folder)
    names = ("张三", "李小梅", "买买提·艾力", "单雄", "龙𬱖", "欧阳文静")
    rows = [
        {
            "姓名": names[who] if who < 6 else "赵六",
            "身份证号": number_of(who) if who < 6 else fresh(who),
            "民族": ethnicity,
            "手机": mobile,
            "所在团支部": branch,
            "政治面貌": status,
        }
        for who, ethnicity, mobile, branch, status in people
    ]
    file = roster(folder / "名单.xlsx", rows)
    before = contents(context)
    plan = plan_roster(context, file)
    number = apply_roster(context, plan)
    assert counted(context, "members") == 6 + plan.count("new")
    assert counted(context, "change_requests") == plan.submitted
    assert (number is None) == (not plan.count("new") and not plan.count("updated"))
    assert apply_roster(context, plan_roster(context, file)) is None
    if number is not None:
        undo(context, number=number)
    assert contents(context) == before
    context.database.close()


def test_cancel_is_heard_while_members_are_looked_up(
    office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pressed(Quiet):
        cancelled = False

    pressed, finished = Pressed(), []

    def long(connection: Connection, _numbers: object) -> dict[str, object]:
        pressed.cancelled = True
        connection.exec_driver_sql(
            "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) "
            "SELECT count(*) FROM n"
        ).scalar_one()
        finished.append(True)
        return {}

    monkeypatch.setattr(queries, "by_id_numbers", long)
    path = roster(tmp_path / "名单.xlsx", [{"姓名": "赵六", "身份证号": fresh(1)}])
    with pytest.raises(Cancelled):
        plan_roster(office, path, progress=pressed)
    assert finished == []

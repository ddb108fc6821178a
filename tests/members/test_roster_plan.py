"""What every row of a roster would do, on the mess that lists are."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.imports import BRANCH, fresh, number_of, open_copy, roster
from tests.sheets.files import SAMPLES, xlsx
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.members.queries import Member
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.members.roster_rows import RosterPlan, summary
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reader import Workbook

EXPECTED = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))
CHANGES = EXPECTED["roster-changes.xlsx"]
Row = Mapping[str, object]


def planned(context: Context, folder: Path, rows: Sequence[Row]) -> RosterPlan:
    return plan_roster(context, roster(folder / "名单.xlsx", rows))


def told(plan: RosterPlan) -> list[tuple[int, str, str]]:
    return [(found.row, found.field, found.code) for found in plan.findings]


def member_of(plan: RosterPlan, place: int = 0) -> Member:
    member = plan.rows[place].member
    assert member is not None
    return member


@pytest.mark.parametrize("day", CHANGES)
def test_the_sample_changes_follow_the_day(sample_county: Path, tmp_path: Path, day: str) -> None:
    context = open_copy(sample_county, tmp_path, today=date.fromisoformat(day))
    plan = plan_roster(context, SAMPLES / "roster-changes.xlsx")
    context.database.close()
    counts = {"rows": len(plan.rows), "submitted": plan.submitted, **summary(plan)}
    assert {name: counts.get(name, 0) for name in CHANGES[day]} == CHANGES[day]
    assert plan.source.rows == len(plan.rows)
    refused = {row.number for row in plan.rows if row.kind == "refused"}
    assert refused == {found.row for found in plan.findings if found.level == "error"}
    assert all(found.cell for found in plan.findings)


def test_a_crowded_office_plans_the_same(
    sample_county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With very many members namesakes are asked for row by row."""
    context = open_copy(sample_county, tmp_path, today=date.fromisoformat(next(iter(CHANGES))))
    usual = plan_roster(context, SAMPLES / "roster-changes.xlsx")
    monkeypatch.setattr("tuanji_desktop.members.roster_known._CROWDED", -1)
    crowded = plan_roster(context, SAMPLES / "roster-changes.xlsx")
    context.database.close()
    assert crowded == usual


def test_a_namesake_in_the_branch_or_with_the_phone_is_found_in_a_crowded_office(
    office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        {"姓名": "张三", "手机号码": "13800138001"},
        {"姓名": "张三", "所在团支部": BRANCH},
        {"姓名": "张三", "手机号码": "13900139009", "所在团支部": BRANCH},
        {"姓名": "张三三", "手机号码": "13800138001", "所在团支部": BRANCH},
    ]
    usual = planned(office, tmp_path, rows)
    monkeypatch.setattr("tuanji_desktop.members.roster_known._CROWDED", -1)
    crowded = planned(office, tmp_path, rows)  # another file: workbooks bear the second
    assert (crowded.rows, crowded.findings) == (usual.rows, usual.findings)
    assert [row.candidates for row in usual.rows] == [(1,), (1,), (1,), ()]


def test_known_rows_change_what_is_free_and_leave_what_is_empty(
    office: Context, tmp_path: Path
) -> None:
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "张三", "身份证号": number_of(0), "民族": "苗", "学历": None},
            {"姓名": "李小梅", "身份证号": number_of(1), "民族": "汉族"},
            {"姓名": "买买提.艾力", "身份证号": number_of(2), "政治面貌": "群众"},
        ],
    )
    assert [row.kind for row in plan.rows] == ["updated", "unchanged", "updated"]
    assert plan.rows[0].saved == {"ethnicity": "苗族"}
    assert plan.rows[2].submitted == {"political_status": "群众"}
    assert (plan.submitted, plan.findings) == (1, ())


def test_a_foreign_document_is_known_without_its_column(office: Context, tmp_path: Path) -> None:
    """GB 11643 does not govern it: a list need not say so of somebody who is in the roster."""
    add_member(office, name="李外宾", id_number="EO1234567", id_kind="境外证件")
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "李外宾", "身份证号": "eo1234567", "民族": "其他"},
            {"姓名": "周八", "身份证号": "EO7654321"},
        ],
    )
    assert [row.kind for row in plan.rows] == ["updated", "refused"]
    assert plan.rows[0].saved == {"ethnicity": "其他"}
    assert told(plan) == [(3, "id_number", "id.length")]


def test_locked_fields_refuse_the_row_with_clause_and_both_values(
    office: Context, tmp_path: Path
) -> None:
    other = "中国共产主义青年团青溪县第一中学高三（2）班支部委员会"
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "张三丰", "身份证号": number_of(0)},
            {"姓名": "李小梅", "身份证号": number_of(1), "所在团支部": other, "民族": "苗族"},
        ],
    )
    assert [row.kind for row in plan.rows] == ["refused", "refused"]
    assert told(plan) == [(2, "name", "field.locked"), (3, "branch", "field.locked")]
    assert "“张三”改为“张三丰”" in plan.findings[0].message
    assert "G 一.2" in plan.findings[0].message


def test_numbers_of_others_and_doubles_in_the_file(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "赵六", "身份证号": number_of(0)},
            {"姓名": "钱七", "身份证号": fresh(1)},
            {"姓名": "钱七", "身份证号": f"'{fresh(1)}"},
        ],
    )
    assert [row.kind for row in plan.rows] == ["refused", "new", "refused"]
    assert (2, "id_number", "id.belongs_elsewhere") in told(plan)
    assert told(plan)[-1] == (4, "id_number", "id.duplicate_in_file")


def test_damaged_numbers_are_refused_and_the_one_who_fits_is_proposed(
    office: Context, tmp_path: Path
) -> None:
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "张三", "身份证号": float(number_of(0)[:15] + "000")},
            {"姓名": "赵六", "身份证号": 520628200106140000},
        ],
    )
    assert [row.kind for row in plan.rows] == ["refused", "refused"]
    assert [found.code for found in plan.findings] == ["id.precision_lost"] * 2
    assert [found.suggestion for found in plan.findings] == [number_of(0), None]


def test_numbers_dragged_down_are_found_out_though_one_passes(
    office: Context, tmp_path: Path
) -> None:
    first = int(fresh(3))
    rows = [
        {"姓名": f"团员{'甲乙丙丁戊己庚辛壬癸子丑'[n]}", "身份证号": str(first + n)}
        for n in range(12)
    ]
    plan = planned(office, tmp_path, rows)
    codes = Counter(found.code for found in plan.findings if found.level == "error")
    assert plan.rows[0].kind == "new"
    assert {row.kind for row in plan.rows[1:]} == {"refused"}
    assert codes["id.dragged"] >= 1
    assert codes.total() == 11


def test_a_malformed_phone_replaces_no_good_one(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office,
        tmp_path,
        [{"姓名": "张三", "身份证号": number_of(0), "手机": "1385623"}],
    )
    assert plan.rows[0].kind == "unchanged"
    assert told(plan) == [(2, "mobile", "mobile.format")]


def test_an_unknown_choice_is_told_once_and_never_lost(office: Context, tmp_path: Path) -> None:
    plan = planned(office, tmp_path, [{"姓名": "张三", "身份证号": number_of(0), "学历": "私塾"}])
    assert told(plan) == [(2, "education", "choice.unknown")]
    assert plan.rows[0].saved == {"education": "私塾"}


def test_what_the_number_gives_goes_before_what_stands_beside_it(
    office: Context, tmp_path: Path
) -> None:
    number = fresh(1, born=date(2001, 6, 1), sex="女")
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "赵六", "身份证号": number, "性别": "男", "出生日期": "2001-06-02"},
            {"姓名": "钱七", "身份证号": fresh(2), "出生日期": "六月初一"},
        ],
    )
    assert [row.kind for row in plan.rows] == ["new", "new"]
    assert (plan.rows[0].saved["sex"], plan.rows[0].saved["born_on"]) == ("女", "2001-06-01")
    codes = {code for row, _, code in told(plan) if row == 2}
    assert {"id.sex_mismatch", "id.birth_mismatch"} <= codes
    assert plan.rows[1].saved["born_on"] == "2001-06-01"


def test_branches_are_found_by_any_of_their_names(office: Context, tmp_path: Path) -> None:
    names = [
        "高三（1）班",
        "共青团青溪县第一中学高三(1)班团支部",
        "QX0101",
        BRANCH,
        "第九中学一班",
        None,
    ]
    rows = [
        {"姓名": f"团员{'甲乙丙丁戊己'[n]}", "身份证号": fresh(n * 3), "所在团支部": name}
        for n, name in enumerate(names)
    ]
    plan = planned(office, tmp_path, rows)
    assert [row.branch_id for row in plan.rows] == [3, 3, 3, 3, None, None]
    assert [found.row for found in plan.findings if found.code == "branch.unknown"] == [6, 7]


def test_people_without_number_may_be_somebody(office: Context, tmp_path: Path) -> None:
    plan = planned(
        office,
        tmp_path,
        [
            {"姓名": "张三", "手机号码": "13800138001"},
            {"姓名": "赵六", "手机号码": "13911112222"},
            {"姓名": "赵六", "手机号码": "13911112222"},
            {"姓名": None, "身份证号": fresh(1)},
        ],
    )
    assert [row.kind for row in plan.rows] == ["ambiguous", "new", "refused", "refused"]
    assert plan.rows[0].candidates == (1,)
    assert "id_number" in plan.rows[1].missing
    codes = {(row, code) for row, _, code in told(plan)}
    assert {(2, "required.empty"), (4, "row.duplicate_in_file"), (5, "name.empty")} <= codes
    assert number_of(0) not in plan.findings[0].message


def test_shared_phones_and_taken_development_numbers(office: Context, tmp_path: Path) -> None:
    add_member(office, name="孙八", id_number=fresh(9), development_number="201752000001")
    rows = [
        {
            "姓名": "赵六",
            "身份证号": fresh(1),
            "手机": "13911112222",
            "发展团员编号": "201752000001",
        },
        {
            "姓名": "钱七",
            "身份证号": fresh(2),
            "手机": "13911112222",
            "发展团员编号": "201752000002",
        },
        {
            "姓名": "周九",
            "身份证号": fresh(4),
            "手机": "13800138001",
            "发展团员编号": "201752000002",
        },
    ]
    plan = planned(office, tmp_path, [{**row, "入团年月": "2017-05"} for row in rows])
    assert [row.kind for row in plan.rows] == ["refused", "new", "refused"]
    shared = [found.row for found in plan.findings if found.code == "mobile.shared"]
    assert shared == [3, 4]
    taken = [found.row for found in plan.findings if found.code == "development_number.taken"]
    assert taken == [2, 4]


def test_drafts_are_free_also_in_their_branch(office: Context, tmp_path: Path) -> None:
    add_member(office, name="孙八", branch="QX0102", status="draft", id_number=fresh(9))
    plan = planned(
        office, tmp_path, [{"姓名": "孙八", "身份证号": fresh(9), "所在团支部": "QX0101"}]
    )
    assert (plan.rows[0].kind, plan.rows[0].branch_id) == ("updated", 3)
    add_member(office, name="周九", branch="QX0102", status="submitted", id_number=fresh(12))
    plan = planned(
        office, tmp_path, [{"姓名": "周九", "身份证号": fresh(12), "所在团支部": "QX0101"}]
    )
    assert plan.rows[0].kind == "refused"


def test_titles_totals_and_texts_in_another_encoding(office: Context, tmp_path: Path) -> None:
    lines = [
        "青溪县第一中学团员花名册",
        "填报单位：第一中学团委\t填报日期：2018年7月",
        "序号\t学生姓名\t身份证号码（必填★）\t团支部",
        f"1\t赵六\t{fresh(1)}\t{BRANCH}",
        "",
        "合计：1人\t\t\t",
        "制表人：王老师\t\t\t",
    ]
    file = tmp_path / "名单.txt"
    file.write_text("\r\n".join(lines), encoding="utf-16")
    plan = plan_roster(office, file)
    assert plan.source.heading_rows == (3,)
    assert [row.name for row in plan.rows if row.kind == "new"] == ["赵六"]


def test_the_same_request_is_not_made_twice(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "身份证号": number_of(0), "政治面貌": "群众"}]
    first = planned(office, tmp_path, rows)
    apply_roster(office, first)
    again = planned(office, tmp_path, rows)
    assert (again.count("unchanged"), again.submitted) == (1, 0)
    other = planned(office, tmp_path, [{**rows[0], "政治面貌": "中共预备党员"}])
    assert other.submitted == 1


class Impatient(Quiet):
    """Presses 取消 once the rows are being looked at."""

    def __init__(self, text: str) -> None:
        self._wanted = text
        self.cancelled = False

    def __call__(self, done: int, total: int, text: str = "") -> None:
        if text == self._wanted and done:
            self.cancelled = True

    def stop_if_cancelled(self) -> None:
        if self.cancelled:
            raise Cancelled


@pytest.mark.parametrize("text", ["读取各行", "核对"])
def test_planning_can_be_cancelled(county: Context, text: str) -> None:
    with pytest.raises(Cancelled):
        plan_roster(county, SAMPLES / "roster.xlsx", progress=Impatient(text))


def test_a_workbook_read_already_gives_the_same_plan(office: Context, tmp_path: Path) -> None:
    from tuanji_desktop.sheets.reader import read_workbook

    file = xlsx(tmp_path / "名单.xlsx", [["姓名", "团支部"], ["赵六", BRANCH]])
    book: Workbook = read_workbook(file)
    assert plan_roster(office, file, workbook=book) == plan_roster(office, file)


def test_a_wrong_number_that_is_recorded_so_says_who_is_meant(
    office: Context, tmp_path: Path
) -> None:
    """The list cannot mend it, and need not keep the rest of the row back for it."""
    wrong = "520628200106070124"
    add_member(office, name="周全", id_number=wrong, mobile="")
    rows = [
        {"姓名": "周全", "身份证号": wrong, "手机号码": "13900000009", "所在团支部": BRANCH},
        {"姓名": "别人", "身份证号": "520628200106070125", "所在团支部": BRANCH},
    ]
    plan = planned(office, tmp_path, rows)
    assert [row.kind for row in plan.rows] == ["updated", "refused"]
    assert plan.rows[0].saved == {"mobile": "13900000009"}
    assert [(one.row, one.level) for one in plan.findings if one.code == "id.checksum"] == [
        (2, "warning"), (3, "error"),
    ]  # fmt: skip


def test_a_row_that_is_refused_itself_prevails_over_nothing(
    office: Context, tmp_path: Path
) -> None:
    rows = [
        {"姓名": "赵六", "身份证号": fresh(1), "所在团支部": "火星基地"},
        {"姓名": "赵六", "身份证号": fresh(1)},
        {"姓名": "钱七", "身份证号": fresh(2)},
        {"姓名": "钱七", "身份证号": fresh(2)},
    ]
    plan = planned(office, tmp_path, rows)
    said = {one.row: one.message for one in plan.findings if one.code == "id.duplicate_in_file"}
    assert "第 2 行也没有导入" in said[3]
    assert said[5].endswith("以第 4 行为准。")


def test_fifteen_digits_are_the_one_member_they_fit_and_nobody_of_1900(
    office: Context, tmp_path: Path
) -> None:
    number = number_of(0)
    rows = [
        {"姓名": "张三", "身份证号": number[:6] + number[8:17]},
        {"姓名": "赵六", "身份证号": number[:6] + number[8:17]},
        {"姓名": "钱七", "身份证号": "520628850525345"},
    ]
    plan = planned(office, tmp_path, rows)
    found = [one for one in plan.findings if one.code == "id.length"]
    assert [one.suggestion for one in found] == [number, None, "520628198505253458"]
    assert all("GB 11643" in one.message for one in found[:2])
    assert [row.candidates for row in plan.rows] == [(1,), (), ()]

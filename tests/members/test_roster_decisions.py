"""Rows that the clerk decided: it is this member, it is nobody yet known, it stays out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.imports import fresh, number_of, roster
from tests.members.helpers import select
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.members.roster_rows import RosterPlan
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import Reading

NAMELESS = {"姓名": "张三", "手机号码": "13800138001", "民族": "苗族"}


def planned(
    office: Context, folder: Path, rows: Sequence[Mapping[str, object]], **decided: str
) -> RosterPlan:
    """`row2="new"` decides about row 2."""
    decisions = tuple((int(row.removeprefix("row")), said) for row, said in decided.items())
    reading = Reading(decisions=decisions)
    return plan_roster(office, roster(folder / "名单.xlsx", rows), reading=reading)


def told(plan: RosterPlan) -> list[tuple[int, str, str]]:
    return [(found.row, found.level, found.code) for found in plan.findings]


def test_a_similar_member_is_the_one(office: Context, tmp_path: Path) -> None:
    assert planned(office, tmp_path, [NAMELESS]).rows[0].kind == "ambiguous"
    plan = planned(office, tmp_path, [NAMELESS], row2="member:1")
    (row,) = plan.rows
    assert (row.kind, row.saved, plan.findings) == ("updated", {"ethnicity": "苗族"}, ())
    assert (row.candidates, row.decided, row.may_be_new) == ((1,), "member:1", True)
    number = apply_roster(office, plan)
    assert number is not None
    assert select(office, "SELECT ethnicity, id_number FROM members WHERE id = 1") == [
        ("苗族", number_of(0))
    ]
    undo(office, number=number)
    assert select(office, "SELECT ethnicity FROM members WHERE id = 1") == [("汉族",)]


def test_a_similar_member_is_not_the_one(office: Context, tmp_path: Path) -> None:
    rows = [{**NAMELESS, "身份证号": fresh(1)}, {"姓名": "张三", "身份证号": number_of(0)}]
    plan = planned(office, tmp_path, rows)
    assert [row.kind for row in plan.rows] == ["ambiguous", "unchanged"]
    plan = planned(office, tmp_path, rows, row2="new")
    assert [row.kind for row in plan.rows] == ["new", "unchanged"]
    assert plan.rows[0].candidates == (1,), "the question stays open for another answer"
    assert "row.similar_member" not in {code for _row, _level, code in told(plan)}


def test_a_number_that_is_recorded_makes_nobody_new(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "身份证号": number_of(0)}]
    plan = planned(office, tmp_path, rows, row2="new")
    assert plan.rows[0].kind == "refused"
    assert told(plan) == [(2, "error", "id.belongs_elsewhere")]


def test_a_row_left_out_counts_as_refused_and_claims_nothing(
    office: Context, tmp_path: Path
) -> None:
    rows = [
        {"姓名": "赵六", "身份证号": fresh(1), "民族": "苗族"},
        {"姓名": "赵六", "身份证号": fresh(1), "民族": "汉族"},
    ]
    plan = planned(office, tmp_path, rows, row2="leave")
    assert [row.kind for row in plan.rows] == ["refused", "new"]
    assert told(plan)[0] == (2, "warning", "row.left_out")
    assert sum(plan.count(kind) for kind in ("new", "refused")) == len(plan.rows)


def test_a_damaged_number_is_never_written(office: Context, tmp_path: Path) -> None:
    damaged = float(number_of(0)[:15] + "000")
    rows = [{"姓名": "张三", "身份证号": damaged, "民族": "苗族"}]
    plan = planned(office, tmp_path, rows)
    assert (plan.rows[0].kind, plan.rows[0].candidates) == ("refused", (1,))
    plan = planned(office, tmp_path, rows, row2="member:1")
    assert (plan.rows[0].kind, plan.rows[0].saved) == ("updated", {"ethnicity": "苗族"})
    assert told(plan) == [(2, "warning", "id.precision_lost")]
    apply_roster(office, plan)
    assert select(office, "SELECT id_number FROM members WHERE id = 1") == [(number_of(0),)]


@pytest.mark.parametrize(
    "written",
    [
        "5.20628E+17",
        number_of(0)[:3] + number_of(0)[4] + number_of(0)[3] + number_of(0)[5:],
        number_of(0)[:-1],
        number_of(0)[:9] + "9" + number_of(0)[10:],
    ],
)
def test_the_one_who_fits_a_wrong_number_is_proposed(
    office: Context, tmp_path: Path, written: str
) -> None:
    plan = planned(office, tmp_path, [{"姓名": "张三", "身份证号": written}])
    assert (plan.rows[0].kind, plan.rows[0].candidates) == ("refused", (1,))
    assert not plan.rows[0].may_be_new
    plan = planned(office, tmp_path, [{"姓名": "张三", "身份证号": written}], row2="member:1")
    assert plan.rows[0].kind == "unchanged"


def test_of_two_who_fit_nobody_is_proposed(office: Context, tmp_path: Path) -> None:
    add_member(office, name="张三", branch="QX0102", id_number=number_of(0)[:-3] + "999")
    damaged = number_of(0)[:15] + "000"
    plan = planned(office, tmp_path, [{"姓名": "张三", "身份证号": float(damaged)}])
    assert (plan.rows[0].kind, plan.rows[0].candidates) == ("refused", ())


def test_another_number_than_the_members_is_a_locked_change(
    office: Context, tmp_path: Path
) -> None:
    rows = [{**NAMELESS, "身份证号": fresh(1)}]
    plan = planned(office, tmp_path, rows, row2="member:1")
    assert plan.rows[0].kind == "refused"
    assert told(plan) == [(2, "error", "field.locked")]
    rows = [{**NAMELESS, "身份证号": number_of(1)}]
    plan = planned(office, tmp_path, rows, row2="member:1")
    assert told(plan) == [(2, "error", "id.belongs_elsewhere")]


def test_another_name_is_said_and_changes_nothing(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "章山", "身份证号": number_of(0), "民族": "苗族"}]
    plan = planned(office, tmp_path, rows)
    assert (plan.rows[0].kind, plan.rows[0].candidates) == ("refused", (1,))
    plan = planned(office, tmp_path, rows, row2="member:1")
    assert (plan.rows[0].kind, plan.rows[0].saved) == ("updated", {"ethnicity": "苗族"})
    assert told(plan) == [(2, "warning", "name.differs")]


def test_a_number_that_several_have(office: Context, tmp_path: Path) -> None:
    other = add_member(office, name="张三", branch="QX0102", id_number=number_of(0))
    rows = [{"姓名": "张三", "身份证号": number_of(0), "所在团支部": None, "民族": "苗族"}]
    plan = planned(office, tmp_path, rows)
    assert (plan.rows[0].kind, plan.rows[0].candidates) == ("ambiguous", (1, other))
    plan = planned(office, tmp_path, rows, row2=f"member:{other}")
    assert plan.rows[0].member is not None
    assert (plan.rows[0].kind, plan.rows[0].member.id) == ("updated", other)


def test_two_rows_cannot_be_the_same_member(office: Context, tmp_path: Path) -> None:
    rows = [{"姓名": "张三", "身份证号": number_of(0)}, {**NAMELESS, "手机号码": "13800138001"}]
    plan = planned(office, tmp_path, rows, row3="member:1")
    assert [row.kind for row in plan.rows] == ["unchanged", "refused"]
    assert told(plan) == [(3, "error", "row.duplicate_in_file")]


def test_a_decision_for_somebody_gone_is_to_be_made_anew(office: Context, tmp_path: Path) -> None:
    with office.database.write(office.operation("test.leave", "离团")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET status = 'over_age' WHERE id = 1")
    plan = planned(office, tmp_path, [NAMELESS], row2="member:1")
    assert told(plan) == [(2, "error", "row.decision_stale")]
    plan = planned(office, tmp_path, [NAMELESS], row2="member:99999")
    assert told(plan) == [(2, "error", "row.decision_stale")]


@pytest.mark.parametrize("change", ["edited", "left", "branch"])
def test_a_stale_decision_refuses_the_whole(office: Context, tmp_path: Path, change: str) -> None:
    """Also where the row itself would have written nothing."""
    rows = [
        {"姓名": "张三", "手机号码": "13800138001"},
        {"姓名": "赵六", "身份证号": fresh(1)},
    ]
    plan = planned(office, tmp_path, rows, row2="member:1")
    assert [row.kind for row in plan.rows] == ["unchanged", "new"]
    if change == "edited":
        save_member(office, member_id=1, changes={"ethnicity": "苗族"})
    else:
        sets = "status = 'over_age'" if change == "left" else "branch_id = 4"
        with office.database.write(office.operation("test.write", "改动")) as writing:
            writing.connection.exec_driver_sql(f"UPDATE members SET {sets} WHERE id = 1")
    before = select(office, "SELECT count(*) FROM members")
    with pytest.raises(BadInput, match="第 2 行的决定不再成立") as refused:
        apply_roster(office, plan)
    assert refused.value.code == "import.stale"
    assert select(office, "SELECT count(*) FROM members") == before


@pytest.mark.parametrize("said", ["member:", "member:x", "perhaps", ""])
def test_what_is_no_decision_is_refused(office: Context, tmp_path: Path, said: str) -> None:
    with pytest.raises(BadInput, match="第 2 行的决定") as refused:
        planned(office, tmp_path, [NAMELESS], row2=said)
    assert refused.value.code == "import.decision"

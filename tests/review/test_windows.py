"""The dated window of G 二 from its first day to its last, and what is left of it afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import add_member, pack
from tests.review.helpers import by, join_later, leave_alone, on, operations, propose, value
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.members.edits import judge
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.review import windows
from tuanji_desktop.review.service import decide_change, withdraw_change
from tuanji_desktop.rules.lifecycle import BEFORE_APPROVAL, LEFT, ON_ROSTER, Stage
from tuanji_desktop.rules.policy import Rule, Tier

FIRST, LAST = date(2018, 9, 28), date(2018, 11, 30)
BEFORE, AFTER = date(2018, 9, 27), date(2018, 12, 1)
G = pack("guangdong-2018")


def accept(context: Context, requests: Sequence[int]) -> None:
    for request in requests:
        decide_change(context, request_id=request, accept=["joined_on"])


def classmates(context: Context, count: int, *, branch: str = "QX0101") -> list[int]:
    return [add_member(context, name=f"周小{number}", branch=branch) for number in range(count)]


def report(context: Context, org_id: int | None = None) -> windows.WindowReport:
    return windows.load_report(context, number=1, org_id=org_id)


# -------------------------------------------------------------------- G 二 day by day
@given(
    day=st.dates(date(2018, 1, 1), date(2019, 12, 31)),
    stage=st.sampled_from([*sorted(ON_ROSTER), *sorted(BEFORE_APPROVAL), Stage.SUBMITTED]),
)
def test_any_day_is_as_the_document_says(day: date, stage: Stage) -> None:
    if stage in BEFORE_APPROVAL:  # 一.1
        tier = Tier.FREE
    elif stage is Stage.SUBMITTED:
        tier = Tier.LOCKED
    elif (2018, 9, 28) <= (day.year, day.month, day.day) <= (2018, 11, 30):
        tier = Tier.REVIEW  # 自9月28日起，至11月30日止，同时需提交所在团支部审核确认
    else:
        tier = Tier.LOCKED  # 一.2；12月1日起不再开放
    state = G.field_state("joined_on", stage=stage, values={}, today=day)
    assert state.tier is tier
    current = {"joined_on": "2016-05", "born_on": "2001-03-05", "branch": "高三（1）班"}
    found = judge(current, {"joined_on": "2016-09"}, stage=stage, policy=G, today=day)
    where = {
        Tier.FREE: ("joined_on" in found.saved, ()),
        Tier.REVIEW: ("joined_on" in found.submitted, ()),
        Tier.LOCKED: (
            not found.saved and not found.submitted,
            (("joined_on", state.clause, state.path),),
        ),
    }[tier]
    refused = tuple((one.field, one.clause, one.path) for one in found.refused)
    assert (True, refused) == where
    if stage in ON_ROSTER and tier is Tier.LOCKED and day > LAST:
        assert (state.clause, state.path) == ("G 二", "correction_letter")


@pytest.mark.parametrize(
    ("day", "submitted"), [(BEFORE, False), (FIRST, True), (LAST, True), (AFTER, False)]
)
def test_the_four_edge_days_in_the_dialog(office: Context, day: date, submitted: bool) -> None:
    done = save_member(on(office, day), member_id=1, changes={"joined_on": "2016-09"})
    assert (done.done, bool(done.changes)) == (submitted, submitted)
    assert [one.clause for one in done.refused] == (
        [] if submitted else ["G 一.2" if day == BEFORE else "G 二"]
    )
    assert value(office, 1, "joined_on") == "2016-05"


@pytest.mark.parametrize(
    ("day", "submitted"), [(BEFORE, False), (FIRST, True), (LAST, True), (AFTER, False)]
)
def test_the_four_edge_days_in_an_import(
    office: Context, tmp_path: Path, day: date, submitted: bool
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "身份证号", "所在团支部", "入团年月"])
    sheet.append(["张三", value(office, 1, "id_number"), "高三（1）班", "2016-09"])
    book.save(tmp_path / "名单.xlsx")
    context = on(office, day)
    plan = plan_roster(context, tmp_path / "名单.xlsx")
    apply_roster(context, plan)
    codes = [one.code for one in plan.findings]
    assert ("field.locked" in codes) is not submitted
    changes = report(context).changes
    assert [(one.base, one.new, one.basis) for one in changes] == (
        [("2016-05", "2016-09", "名单.xlsx")] if submitted else []
    )
    assert value(office, 1, "joined_on") == "2016-05"


def test_what_came_on_the_last_day_is_decided_later_and_told_as_such(office: Context) -> None:
    (request,) = join_later(on(office, LAST), [1])
    later = on(office, date(2018, 12, 5))
    accept(by(later, "赵副书记"), [request])
    assert value(office, 1, "joined_on") == "2016-09"
    (change,) = report(later).changes
    assert (change.state_label, change.late, change.decided_by) == ("已通过", True, "赵副书记")
    assert change.proposed_at[:10] == "2018-11-30"


# ------------------------------------------------------------------------- the notice
def test_the_notice_counts_days_and_requests(office: Context) -> None:
    day = on(office, date(2018, 11, 18))
    first, second, third = join_later(day, [1, 2, 3])
    decide_change(day, request_id=first, accept=["joined_on"])
    decide_change(day, request_id=second, return_=["joined_on"], reason="与志愿书不符")
    withdraw_change(day, request_id=join_later(day, [4])[0])
    propose(day, 5, is_cadre="是")  # another field is no affair of the window
    notice = windows.window_notice(day)
    assert notice is not None
    assert notice.words == (
        "入团年月修改窗口开放中：2018-09-28 至 2018-11-30（G 二），还有 12 天；"
        "窗口内已提交 3 项，待审核 1 项"
    )
    assert (notice.submitted, notice.pending) == (3, 1)
    (state,) = notice.windows
    assert (state.accepted, state.returned, state.withdrawn, state.phase) == (1, 1, 1, "open")
    assert third


@pytest.mark.parametrize(
    ("day", "words"),
    [(BEFORE, None), (FIRST, "还有 63 天"), (LAST, "今天是最后一天"), (AFTER, None)],
)
def test_the_notice_stands_from_the_first_day_to_the_last(
    office: Context, day: date, words: str | None
) -> None:
    notice = windows.window_notice(on(office, day))
    assert (notice is not None) is (words is not None)
    assert words is None or (notice is not None and words in notice.words)


def test_two_open_windows_are_told_in_one_line(office: Context) -> None:
    window = replace(G.windows[0], field="income", first=LAST, last=AFTER)
    both = replace(on(office, LAST), policy=replace(G, windows=(*G.windows, window)))
    notice = windows.window_notice(both)
    assert notice is not None
    assert [one.number for one in notice.windows] == [1, 2]
    assert "；经济收入修改窗口开放中：2018-11-30 至 2018-12-01（G 二），还有 1 天" in notice.words


@pytest.mark.parametrize("name", ["national", "qilu-2024"])
def test_a_pack_without_windows_has_none(office: Context, name: str) -> None:
    other = replace(on(office, LAST), policy=pack(name))
    assert windows.window_notice(other) is None
    assert windows.load_windows(other) == ()
    with pytest.raises(NotFound, match="没有限期开放的窗口"):
        report(other)


@pytest.mark.parametrize(
    ("day", "phase"), [(BEFORE, "future"), (FIRST, "open"), (LAST, "open"), (AFTER, "past")]
)
def test_every_window_of_the_pack_is_listed_on_every_day(
    office: Context, day: date, phase: str
) -> None:
    (state,) = windows.load_windows(on(office, day))
    assert (state.number, state.phase, state.label) == (
        1, phase, "入团年月 2018-09-28 至 2018-11-30",
    )  # fmt: skip
    assert state.days_left == (LAST - day).days


# --------------------------------------------------------------- what changed inside
def test_the_list_holds_what_was_submitted_inside_and_nothing_else(office: Context) -> None:
    national = replace(office, policy=pack("national"))
    join_later(on(national, BEFORE), [1])
    join_later(on(office, FIRST), [2])
    join_later(on(office, LAST), [5])
    join_later(on(national, AFTER), [4])
    propose(on(office, LAST), 6, is_cadre="是")
    found = report(on(office, date(2018, 12, 9)))
    assert [(one.name, one.proposed_at[:10]) for one in found.changes] == [
        ("李小梅", "2018-09-28"),
        ("龙𬱖", "2018-11-30"),
    ]
    assert [one.name for one in report(office, org_id=3).changes] == ["李小梅"]
    assert [one.name for one in report(office, org_id=2).changes] == ["李小梅", "龙𬱖"]
    with pytest.raises(NotFound, match="现有 1 至 1"):
        windows.load_report(office, number=2)


def test_a_window_that_leaves_a_field_free_lists_the_edits_themselves(office: Context) -> None:
    free = Rule(Tier.FREE, "G 二", "临时开放")
    policy = replace(G, windows=(replace(G.windows[0], rule=free), *G.windows[1:]))
    inside = replace(on(office, LAST), policy=policy)
    save_member(replace(on(office, BEFORE), policy=policy), member_id=3, changes={"grade": "高三"})
    save_member(inside, member_id=1, changes={"joined_on": "2016-09"}, reason="误填")
    save_member(inside, member_id=4, changes={"grade": "高三"})
    draft = add_member(inside, name="赵小川", status="draft")
    save_member(inside, member_id=draft, changes={"joined_on": "2018-05"})
    found = report(inside)
    assert [
        (one.name, one.base, one.new, one.state_label, one.proposed_by, one.reason)
        for one in found.changes
    ] == [("张三", "2016-05", "2016-09", "直接生效", "王干事", "误填")]
    assert (found.state.submitted, found.state.pending) == (1, 0)
    notice = windows.window_notice(inside)
    assert notice is not None
    assert notice.words.endswith("；窗口内已修改 1 项")
    assert report(inside, org_id=4).changes == ()


# ------------------------------------------------------------------- 大批量误填
@pytest.mark.parametrize(("people", "flagged"), [(4, False), (5, True)])
def test_so_many_corrections_flag_a_branch(office: Context, people: int, flagged: bool) -> None:
    members = classmates(office, 40)
    day = on(office, LAST)
    accept(day, join_later(day, members[:people]))
    join_later(day, members[people:20])  # waiting ones are not confirmed
    found = report(day)
    assert bool(found.flagged) is flagged
    assert found.state.flagged == int(flagged)
    if flagged:
        (branch,) = found.flagged
        assert (branch.name, branch.members, branch.accepted) == ("高三（1）班", 43, 5)
        assert (branch.why, branch.clause) == ("43 人中有 5 人更正了入团年月，占 12%", "G 二")
        assert branch.people == tuple(members[:5])
        assert (branch.submitted, branch.pending) == (20, 15)


@pytest.mark.parametrize(("size", "flagged"), [(10, True), (11, False)])
def test_so_great_a_share_flags_a_branch(office: Context, size: int, flagged: bool) -> None:
    members = classmates(office, size - 3)
    day = on(office, LAST)
    accept(day, join_later(day, members[:2]))
    assert bool(report(day).flagged) is flagged


def test_one_person_is_never_many(office: Context) -> None:
    day = on(office, LAST)
    accept(day, join_later(day, [1]))  # a third of the branch
    assert report(day).flagged == ()


def test_one_person_corrected_twice_counts_once(office: Context) -> None:
    day = on(office, LAST)
    accept(day, join_later(day, [1]))
    accept(day, join_later(day, [1], month="2016-10"))
    (branch,) = report(day).branches
    assert (branch.accepted, branch.submitted, branch.why) == (1, 2, "")


def test_flagged_branches_stand_first_and_each_has_its_people(office: Context) -> None:
    day = on(office, LAST)
    accept(day, join_later(day, [1, 2]))
    join_later(day, classmates(office, 6, branch="QX0102"))
    first, second = report(day).branches
    assert (first.name, bool(first.why), first.people) == ("高三（1）班", True, (1, 2))
    assert (second.name, second.why, len(second.people)) == ("高三（2）班", "", 6)


def test_a_pack_without_corrections_by_letter_flags_nobody(office: Context) -> None:
    day = replace(on(office, LAST), policy=replace(G, correction=None))
    accept(day, join_later(day, [1, 2, 3]))
    assert report(day).flagged == ()
    assert windows.load_windows(day)[0].flagged == 0
    assert windows.why_many(replace(G, correction=None), "joined_on", 50, 50) == ""
    assert windows.why_many(G, "income", 50, 50) == ""


# ----------------------------------------------------------------------- export, speed
@pytest.mark.parametrize("name", ["清单.xlsx", "清单.csv"])
def test_the_list_is_written_out_whole(office: Context, tmp_path: Path, name: str) -> None:
    day = on(office, LAST)
    accept(on(office, AFTER), join_later(day, [1, 2]))
    join_later(day, [5])
    count = len(operations(office))
    assert windows.export_report(on(office, AFTER), tmp_path / name, number=1) == 3
    assert len(operations(office)) == count  # nothing is written into the office
    if name.endswith(".csv"):
        assert "大批量误填" in (tmp_path / name).read_text(encoding="utf-8-sig")
        return
    sheet = openpyxl.load_workbook(tmp_path / name).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "入团年月 2018-09-28 至 2018-11-30（G 二）窗口内修改清单"
    assert rows[1][:7] == ["序号", "团支部", "姓名", "字段", "原值", "改为", "状态"]
    assert rows[2][:7] == [
        "1", "中国共产主义青年团青溪县第一中学高三（1）班支部委员会", "张三", "入团年月",
        "2016-05", "2016-09", "已通过",
    ]  # fmt: skip
    assert rows[2][14] == "窗口关闭后审核；大批量误填：3 人中有 2 人更正了入团年月，占 67%"
    assert rows[4][6] == "待审核"
    assert len(rows) == 5


def test_the_numbers_of_a_window_read_no_table_of_members_whole(office: Context) -> None:
    with office.database.read() as connection:
        plan = [
            row[3]
            for row in connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN SELECT count(*) {windows._INSIDE}",
                windows._days(G.windows[0]),
            )
        ]
    assert not any(step.startswith(("SCAN m", "SCAN f", "SCAN o", "SCAN c")) for step in plan)


def test_left_stages_are_nobodys_window() -> None:
    for stage in sorted(LEFT):
        for day in (FIRST, LAST):
            state = G.field_state("joined_on", stage=stage, values={}, today=day)
            assert state.tier is Tier.LOCKED
    assert timedelta(days=63) == LAST - FIRST


def test_one_operator_alone_sees_the_same(office: Context) -> None:
    leave_alone(office)
    day = on(office, LAST)
    join_later(day, [1])
    assert report(day).state.pending == 1

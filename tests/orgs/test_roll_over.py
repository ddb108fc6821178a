"""The roll-over: names, members' grades, graduates, new classes, and never twice."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member
from tests.orgs.helpers import SCHOOL, add_class, do, node, records, undo_last
from tests.work import calls
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import loading
from tuanji_desktop.orgs.acts import NEW_COLUMNS
from tuanji_desktop.orgs.plans import apply_plan, make_plan
from tuanji_desktop.orgs.roll_over import Entry, Renamed, RollOver, chosen_roll, rolled_in
from tuanji_desktop.orgs.yearly_acts import Mark, Turn
from tuanji_desktop.store import bulk
from tuanji_desktop.store.check import check
from tuanji_desktop.store.schema import organizations


@pytest.fixture
def school(context: Context) -> Context:
    """一中 with 高一 (two), 高二 (one) and 高三（1）（2）; 高三 has turned; September 2018."""
    for code, name in (
        ("QX0103", "高一（1）班"),
        ("QX0104", "高一（2）班"),
        ("QX0105", "高二（1）班"),
    ):
        add_class(context, code, name)
    do(context, Mark(year=2018, marked=(3, 4)))
    do(context, Turn(year=2018))
    return replace(context, fixed_day=date(2018, 9, 1))


def names(context: Context) -> dict[str, str]:
    with context.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT code, short_name FROM organizations")
        return {row[0]: row[1] for row in rows}


def proposed(context: Context, *, year: int = 2018, entries: bool = False) -> RollOver:
    rows = loading.load_roll(context, org_id=None, year=year)
    return chosen_roll([row for row in rows if row.ticked or (entries and not row.node)], year)


def test_a_year_goes_by_in_one_operation_and_back(school: Context) -> None:
    add_member(school, name="甲", branch="QX0103", grade="高一", class_name="高一（1）班")
    add_member(school, name="乙", branch="QX0103", grade="2018级", class_name="1班")
    add_member(school, name="丙", branch="QX0103", grade="高二")
    add_member(school, name="丁", branch="QX0105", grade="高二年级", status="draft")
    add_member(school, name="戊", branch="QX0105", grade="高二", status="submitted")
    add_member(school, name="己", branch="QX0105", grade="高二", status="deleted")
    before = records(school)
    plan = do(school, proposed(school, entries=True))
    assert names(school) == {
        "QX": "青溪团县委",
        "QX01": "一中团委",
        "QX0101": "2018届高三（1）班",
        "QX0102": "高三（2）班",
        "QX0103": "高二（1）班",
        "QX0104": "高二（2）班",
        "QX0105": "高三（1）班",
        "QX0106": "高一（1）班",
        "QX0107": "高一（2）班",
    }
    assert node(school, "QX0105").full_name == f"{SCHOOL}高三（1）班支部委员会"
    assert plan.words == "班级升级（2018 学年）：3 个班级升一级、1 个团支部改名、新建 2 个班级"
    with school.database.read() as connection:
        told = connection.exec_driver_sql(
            "SELECT name, concat(grade, '/', class_name) FROM members WHERE grade <> ''"
        )
        grades = {row[0]: row[1] for row in told}
    assert grades == {
        "甲": "高二/高二（1）班",
        "乙": "2018级/1班",
        "丙": "高二/",
        "丁": "高三年级/",
        "戊": "高二/",  # 报到待审核: nothing may be edited (G 一.1)
        "己": "高二/",
    }
    assert "2 名团员的年级、班级随之更新。" in plan.sentences
    assert [notice.code for notice in plan.warnings] == ["org.grade_kept"]
    assert check(school.database).ok
    undo_last(school)
    assert records(school) == before


def test_never_twice_in_a_year_but_again_after_an_undo(school: Context) -> None:
    number = apply_plan(school, make_plan(school, proposed(school)))
    assert number is not None
    with school.database.read() as connection:
        assert set(rolled_in(connection, 2018).values()) == {number}
        assert rolled_in(connection, 2019) == {}
    assert make_plan(school, proposed(school)).changes == ()
    by_hand = RollOver(year=2018, rows=(Renamed(5, "高三（1）班支部委员会", "高三（1）班"),))
    assert [one.code for one in make_plan(school, by_hand).left_out] == ["org.rolled"]
    undo(school, number=number)
    assert len(make_plan(school, proposed(school)).changes) == 4
    next_year = replace(school, fixed_day=date(2019, 8, 1))
    apply_plan(school, make_plan(school, proposed(school)))
    assert len(make_plan(next_year, proposed(next_year, year=2019)).changes) > 0


def test_not_before_august(school: Context) -> None:
    july = replace(school, fixed_day=date(2018, 7, 31))
    with pytest.raises(RuleRefused, match="8 月 1 日") as refused:
        apply_plan(july, make_plan(july, proposed(july)))
    assert refused.value.code == "org.roll_early"
    august = replace(school, fixed_day=date(2018, 8, 1))
    assert make_plan(august, proposed(august)).stop is None


def test_who_stays_keeps_the_name_and_stops_those_below(school: Context) -> None:
    rows = [
        row
        for row in loading.load_roll(school, org_id=None, year=2018)
        if row.ticked and row.node and row.node.code != "QX0105"
    ]
    plan = make_plan(school, chosen_roll(rows, 2018))
    left = {notice.subject: notice.message for notice in plan.left_out}
    assert set(left) == {"高一（1）班"}
    assert "与“高二（1）班”重名" in left["高一（1）班"]
    assert "QX0104" in {change.subject for change in plan.changes}


def test_a_chain_of_refusals_ends(school: Context) -> None:
    """Nobody made room at the top: nobody below it goes up, the other row of classes does."""
    rows = [row for row in loading.load_roll(school, org_id=None, year=2018) if row.sort == "up"]
    plan = make_plan(school, chosen_roll(rows, 2018))
    assert {notice.subject for notice in plan.left_out} == {"高二（1）班", "高一（1）班"}
    assert [change.subject for change in plan.changes] == ["QX0104"]


def test_names_may_be_exchanged_inside_one_operation(school: Context) -> None:
    one, two = node(school, "QX0103"), node(school, "QX0104")
    act = RollOver(
        year=2018,
        rows=(
            Renamed(one.id, two.full_name, two.short_name),
            Renamed(two.id, one.full_name, one.short_name),
        ),
    )
    plan = do(school, act)
    assert plan.left_out == ()
    assert node(school, "QX0103").short_name == "高一（2）班"
    assert check(school.database).ok


def test_two_that_want_one_name_both_stay(school: Context) -> None:
    same = "中国共产主义青年团青溪县第一中学火箭班支部委员会"
    act = RollOver(year=2018, rows=(Renamed(5, same, "火箭班"), Renamed(6, same, "火箭班")))
    plan = make_plan(school, act)
    assert plan.changes == () and len(plan.left_out) == 2


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry(2, "QX0103", "新班", ""), "org.code_taken"),
        (Entry(2, "QX0199", " ", ""), "org.empty"),
        (Entry(3, "QX0199", "新班", ""), "org.parent"),
        (Entry(99, "QX0199", "新班", ""), "org.parent"),
        (Entry(2, "QX0199", f"{SCHOOL}高一（1）班支部委员会", ""), "org.same_name"),
    ],
)
def test_new_classes_that_cannot_be(school: Context, entry: Entry, code: str) -> None:
    plan = make_plan(school, RollOver(year=2018, rows=(), entries=(entry,)))
    assert [notice.code for notice in plan.left_out] == [code]
    assert plan.changes == ()


def test_a_row_without_a_name_is_left_out(school: Context) -> None:
    plan = make_plan(school, RollOver(year=2018, rows=(Renamed(5, " ", ""), Renamed(99, "a", "a"))))
    assert [notice.code for notice in plan.left_out] == ["org.empty", "org.unknown"]


def test_a_large_county_is_planned_without_a_loop_in_a_loop(context: Context) -> None:
    def add_classes(numbers: range) -> None:
        rows = []
        for number in numbers:
            name = f"高{'一二三'[number % 3]}（{number // 3}）班"
            values = {
                "code": f"QX01{number + 10:05d}",
                "full_name": f"{SCHOOL}{name}支部委员会",
                "short_name": name,
                "kind": "branch",
                "parent_id": 2,
                "match_name": name,
            }
            rows.append(tuple(values.get(column) for column in NEW_COLUMNS))
        with context.database.write(context.operation("test", "大县")) as writing:
            bulk.insert_many(writing.connection, organizations, NEW_COLUMNS, rows)

    def work(most: int) -> int:
        def act() -> None:
            found = loading.load_roll(context, org_id=None, year=2018)
            chosen = chosen_roll([row for row in found if row.sort != "entry"], 2018)
            assert len(make_plan(context, chosen).of("organizations")) >= most

        return calls(act)

    add_classes(range(200))
    few = work(200)
    add_classes(range(200, 2_000))
    assert work(2_000) < 12 * few

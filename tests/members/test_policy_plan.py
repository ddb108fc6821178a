"""What another pack would change, told before it is in force."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member, make_office, valid_id
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.core.progress import Cancelled
from tuanji_desktop.members.policy_plan import PlanRow, PolicyPlan, members_behind, plan_policy
from tuanji_desktop.members.policy_switch import use_policy
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import pack_directories
from tuanji_desktop.store.journal import head

JIANGNAN = Path(__file__).parents[1] / "rules" / "packs" / "jiangnan-2025.toml"
FOREIGN = {"id_kind": "境外证件", "id_number": "H1234567", "sex": "男", "born_on": "2001-01-01"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    folder = pack_directories()[-1]
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(JIANGNAN, folder)
    context = make_office(tmp_path)
    yield context
    context.database.close()


WHOLE = {
    "id_number": valid_id(date(2001, 3, 5), serial=77),
    "sex": "男",
    "born_on": "2001-03-05",
    "mobile": "13800138099",
}


def rows(plan: PolicyPlan, section: str) -> dict[str, PlanRow]:
    return {row.subject: row for row in plan.rows if row.section == section}


def write(context: Context, *statements: str) -> None:
    with context.database.write(context.operation("test.write", "测试")) as writing:
        for sql in statements:
            writing.connection.exec_driver_sql(sql)


def test_red_names_by_field(office: Context) -> None:
    cadre = add_member(office, name="赵一", is_cadre="是", occupation="农民", **WHOLE)
    poor = add_member(office, name="钱二", income="", **WHOLE)
    plan = plan_policy(office, policy_id="qilu-2024")
    found = rows(plan, "必填")
    assert set(found) == {"团内现任职务", "任现职年月", "团干部性质", "经济收入"}
    post = found["团内现任职务"]
    assert (post.before, post.clause, post.count) == ("不必填", "Q 四.4", 1)
    assert post.after.endswith("现为空")
    assert list(members_behind(office, plan, post.key)) == [cadre]
    assert (found["经济收入"].before, found["经济收入"].after) == ("必填，现为空", "不必填")
    assert list(members_behind(office, plan, "lacked.income")) == [poor]
    assert (plan.newly_red, plan.no_longer_red, plan.red_after) == (1, 1, 1)


def test_tiers_by_field_and_status(office: Context) -> None:
    add_member(office, name="赵一", status="retained")
    add_member(office, name="钱二", status="draft")
    add_member(office, name="孙三", status="expelled")
    foreign = add_member(office, name="李四", **FOREIGN)
    plan = plan_policy(office, policy_id="qilu-2024")
    found = rows(plan, "字段修改")
    joined = found["入团年月（在册）"]
    assert (joined.before, joined.after, joined.count) == ("不可修改", "修改须审核", 7)
    assert joined.clause == "N 一.3"
    assert list(members_behind(office, plan, joined.key)) == [1, 2, 3, 4, 5, 6, foreign]
    assert found["入团年月（团籍保留）"].count == 1
    assert not [one for one in found if "草稿" in one or "开除" in one]
    sex = found["性别（在册，身份证号得不出的）"]
    assert (sex.before, sex.after) == ("可直接修改", "不可修改")
    assert list(members_behind(office, plan, sex.key)) == [foreign]


def test_the_day_decides_what_changes(tmp_path: Path) -> None:
    """Inside the window of Guangdong joined_on is reviewed, as under Qilu."""
    context = make_office(tmp_path, today=date(2018, 10, 1))
    try:
        plan = plan_policy(context, policy_id="qilu-2024")
        assert not [one for one in rows(plan, "字段修改") if one.startswith("入团年月")]
    finally:
        context.database.close()


def test_values_that_are_no_choices_any_more(office: Context) -> None:
    on_loan = add_member(office, name="赵一", is_cadre="是", cadre_kind="挂职团干", post="书记")
    plan = plan_policy(office, policy_id="jiangnan-2025")
    row = rows(plan, "选项")["团干部性质“挂职团干”"]
    assert (row.count, list(row.ids)) == (1, [on_loan])
    expected = rows(plan, "应填的值")["团干部性质"]
    assert list(expected.ids) == [on_loan]
    assert "兼职团干" in expected.after
    assert expected.clause == "J 三.2"


def test_papers_that_are_under_way(office: Context) -> None:
    write(
        office,
        "INSERT INTO change_requests (member_id, proposed_by, proposed_at) "
        "VALUES (1, '王干事', '2018-08-01T09:00:00'), (2, '王干事', '2018-08-01T09:00:00')",
        "INSERT INTO change_fields (request_id, field, new_value, state) VALUES "
        "(1, 'income', '>10000', 'pending'), (2, 'income', '≤2000', 'accepted'), "
        "(2, 'is_cadre', '是', 'pending')",
        "INSERT INTO corrections (member_id, field, reason, state, opened_by, opened_on) VALUES "
        "(3, 'joined_on', '误填', 'gathered', '王干事', '2018-08-01'), "
        "(4, 'joined_on', '误填', 'approved', '王干事', '2018-08-01')",
        "INSERT INTO deletion_requests (member_id, state, requested_by, requested_on) VALUES "
        "(5, 'requested', '王干事', '2018-08-01'), (6, 'returned', '王干事', '2018-08-01')",
        "INSERT INTO deletion_reasons (request_id, code) VALUES (1, 'duplicate'), (2, 'duplicate')",
    )
    plan = plan_policy(office, policy_id="qilu-2024")
    pending = rows(plan, "待审核的修改")
    assert {one: list(row.ids) for one, row in pending.items()} == {
        "经济收入": [1],
        "是否为团干": [2],
    }
    assert "可直接修改" in pending["经济收入"].after
    (correction,) = rows(plan, "行文更正").values()
    assert (list(correction.ids), correction.after) == ([3], "新规则没有这种更正，请先办结或撤回")
    (deletion,) = rows(plan, "删除申请").values()
    assert list(deletion.ids) == [5]
    assert deletion.after == "“支部已报，待团总支汇总”，审批层级改变"

    plan = plan_policy(office, policy_id="jiangnan-2025")
    assert rows(plan, "行文更正")["入团年月"].after == "照新规则的层级继续办理"
    who = rows(plan, "待审核的修改")["由谁审核"]
    assert (who.after, who.clause, list(who.ids)) == ("须由申请人以外的人审核", "J 一.3", [1, 2])
    refused = rows(plan, "删除申请")["删除原因：重复录入"]
    assert (list(refused.ids), refused.before) == ([5], "可以受理")
    assert refused.after.startswith("不予受理。重复录入的，请报县级团委合并")
    assert refused.clause == "J 四.2"


def test_units_whose_size_is_judged_otherwise(office: Context) -> None:
    add_member(office, name="赵一", branch="QX0101")
    add_member(office, name="钱二", branch="QX0101")  # five here, three in the other
    plan = plan_policy(office, policy_id="jiangnan-2025")
    (row,) = rows(plan, "团组织").values()
    assert (row.subject, row.before, row.count) == ("团支部", "人数合适", 1)
    assert row.after == "空心团支部（不足5人）"
    assert row.names == ("高三（2）班（3 人）",)
    assert row.amount == "1 个团组织"
    assert list(members_behind(office, plan, row.key)) == []


def test_the_pack_in_force_changes_nothing(office: Context) -> None:
    plan = plan_policy(office, policy_id="guangdong-2018")
    assert (plan.rows, plan.changed) == ((), 0)
    with pytest.raises(NotFound, match="没有编号"):
        members_behind(office, plan, "lacks.qq")


def test_a_plan_writes_nothing_and_is_what_comes(office: Context) -> None:
    add_member(office, name="赵一", is_cadre="是", student_number="")
    with office.database.read() as connection:
        before = head(connection)
    plan = plan_policy(office, policy_id="jiangnan-2025")
    with office.database.read() as connection:
        assert head(connection) == before
    lacking = {row.key.removeprefix("lacks."): row for row in plan.rows if row.section == "必填"}
    use_policy(office, policy_id="jiangnan-2025", planned=plan)
    with office.database.read() as connection:
        found = connection.exec_driver_sql("SELECT id, missing FROM members").all()
    for field in ("student_number", "post"):
        assert list(lacking[field].ids) == [one for one, missing in found if field in missing]


def test_it_can_be_stopped(office: Context) -> None:
    class Stopped:
        cancelled = True

        def __call__(self, done: int, total: int, text: str = "") -> None:
            raise AssertionError("went on")

        def stop_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        plan_policy(office, policy_id="qilu-2024", progress=Stopped())

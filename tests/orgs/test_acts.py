"""The acts on single nodes: what they say beforehand, what they refuse, what goes along."""

import pytest

from tests.builders import add_member
from tests.orgs.helpers import add_class, do, node, records, undo_last
from tuanji_desktop.core.errors import BadInput, RuleRefused, TuanjiError
from tuanji_desktop.members import drafts
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries, service
from tuanji_desktop.orgs.acts import Add, Dissolve, Edit, Merge, Move, hanging
from tuanji_desktop.orgs.plans import make_plan
from tuanji_desktop.store.check import check

DATA = {
    "secretary": "王书记",
    "contact": "李老师",
    "contact_phone": "0856-5222333",
    "school_kind": "初中",
    "branch_sort": "student",
}


def new_school(context: Context, code: str = "QX02") -> int:
    return service.add_organization(
        context, code=code, full_name=f"{code}委员会", short_name="", kind="committee", parent_id=1
    )


def test_a_new_node_with_its_data(context: Context) -> None:
    act = Add(
        code=" QX0103 ", full_name="高三（3）班支部委员会", kind="branch", parent_id=2, values=DATA
    )
    plan = do(context, act)
    made = node(context, "QX0103")
    assert {name: getattr(made, name) for name in DATA} == DATA
    assert "一中团委" in plan.sentences[0]
    undo_last(context)
    with pytest.raises(TuanjiError):
        node(context, "QX0103")


def test_a_second_node_of_the_same_name_is_a_warning(context: Context) -> None:
    name = node(context, "QX0101").full_name
    plan = make_plan(context, Add(code="X", full_name=name, kind="branch", parent_id=2))
    assert [notice.code for notice in plan.warnings] == ["org.same_name"]
    assert plan.changes


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"contact_phone": "没有"}, "org.phone"),
        ({"school_kind": "大学"}, "org.school_kind"),
        ({"kind": "branch"}, "org.field"),
        ({"secretary": "王\n书记"}, "org.name_characters"),
        ({"full_name": "长" * 121}, "org.name_long"),
        ({"full_name": "  "}, "org.empty"),
    ],
)
def test_data_that_are_none(context: Context, values: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        make_plan(context, Edit(org_id=3, values=values))
    assert refused.value.code == code


def test_unit_data_are_journalled_and_taken_back(context: Context) -> None:
    before = records(context)
    plan = do(context, Edit(org_id=3, values=DATA))
    assert plan.kind == "org.edit"
    assert "团组织书记：（空） → 王书记" in plan.sentences
    assert "团支部种类：（空） → 学生" in plan.sentences
    assert node(context, "QX0101").secretary == "王书记"
    again = make_plan(context, Edit(org_id=3, values={"secretary": ""}))
    assert again.sentences == ("团组织书记：王书记 → （空）",)
    undo_last(context)
    assert records(context) == before


def test_the_sort_of_a_branch_is_understood_in_chinese(context: Context) -> None:
    do(context, Edit(org_id=3, values={"branch_sort": "教职工"}))
    assert node(context, "QX0101").branch_sort == "staff"


def test_a_dissolved_node_is_edited_no_more(context: Context) -> None:
    service.merge_branches(context, source_id=3, target_id=4)
    with pytest.raises(RuleRefused, match="已撤销"):
        make_plan(context, Edit(org_id=3, values={"secretary": "王"}))


def test_a_move_tells_the_numbers_above(context: Context) -> None:
    school = new_school(context)
    plan = do(context, Move(org_id=3, parent_id=school))
    assert "“一中团委”：6 人 → 3 人" in plan.sentences
    assert "“QX02委员会”：0 人 → 3 人" in plan.sentences
    assert {notice.code for notice in plan.warnings} == {"org.too_small"}
    assert node(context, "QX02").members == 3


def test_a_merger_tells_who_and_what_goes_along(context: Context) -> None:
    add_member(context, name="王走了", branch="QX0101", status="transferred_out")
    add_member(context, name="新来的", branch="QX0101", status="submitted")
    drafts.keep_draft(
        context, member_id=None, branch_id=3, content={"branch": "QX0101", "name": "甲"}
    )
    with context.database.write(context.operation("test", "名单")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO graduate_lists (year, school_id, file_name, file_sha256, imported_at) "
            "VALUES (2018, 3, 'a.xlsx', 'x', '2018-07-01')"
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO graduate_entries (list_id, year, school_id, row_number, match, name) "
            "VALUES (1, 2018, 3, 2, 'new', '甲')"
        )
    before = records(context)
    plan = make_plan(context, Merge(source_id=3, target_id=4))
    assert plan.members == 5
    assert "（报到待审核 1、在册 3、已转出 1）" in plan.sentences[0]
    assert "“高三（2）班”：3 人 → 6 人" in plan.sentences
    assert "1 份草稿、1 份毕业生名单、1 条毕业生记录" in plan.sentences[2]
    do(context, Merge(source_id=3, target_id=4))
    with context.database.read() as connection:
        draft = drafts.find_draft(context, connection, None)
        schools = connection.exec_driver_sql("SELECT school_id FROM graduate_entries").scalars()
        assert list(schools) == [4]
        assert hanging(connection, 3) == (0, 0, 0)
    assert draft is not None and draft.branch_id == 4
    assert draft.content["branch"] == "QX0102"
    assert check(context.database).ok
    undo_last(context)
    assert records(context) == before


def test_a_merger_of_unlike_branches_is_a_question(context: Context) -> None:
    with context.database.write(context.operation("test", "种类")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET kind = 'graduate_branch', graduating_year = 2018 WHERE id = 3"
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO deletion_batches (number, form, org_id, state, created_by, created_on) "
            "VALUES ('2018-001', 'guangdong', 3, 'requested', '王', '2018-08-01')"
        )
    codes = [one.code for one in make_plan(context, Merge(source_id=3, target_id=4)).warnings]
    assert codes == ["org.open_batch", "org.kinds_differ", "org.years_differ"]


def test_dissolving_waits_for_what_hangs_on_a_branch(context: Context) -> None:
    branch = add_class(context, "QX0103", "高三（3）班")
    assert not node(context, "QX0103").held
    member = add_member(context, name="报到的人", branch="QX0103", status="returned")
    assert node(context, "QX0103").held
    with pytest.raises(RuleRefused, match="1 件报到"):
        make_plan(context, Dissolve(org_id=branch))
    with context.database.write(context.operation("test", "转出")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE members SET status = 'transferred_out' WHERE id = ?", (member,)
        )
        writing.connection.exec_driver_sql(
            "INSERT INTO deletion_requests (member_id, state, requested_by, requested_on) "
            "VALUES (?, 'requested', '王', '2018-08-01')",
            (member,),
        )
    assert node(context, "QX0103").held
    with pytest.raises(RuleRefused, match="1 件没有办结的申请"):
        make_plan(context, Dissolve(org_id=branch))
    with context.database.write(context.operation("test", "退回")) as writing:
        writing.connection.exec_driver_sql("UPDATE deletion_requests SET state = 'returned'")
    drafts.keep_draft(context, member_id=None, branch_id=branch, content={"name": "甲"})
    assert node(context, "QX0103").held
    with pytest.raises(RuleRefused, match="1 份没有提交的草稿"):
        make_plan(context, Dissolve(org_id=branch))
    with context.database.write(context.operation("test", "草稿")) as writing:
        writing.connection.exec_driver_sql("DELETE FROM drafts")
    assert not node(context, "QX0103").held
    do(context, Dissolve(org_id=branch))
    with context.database.read() as connection:
        assert queries.by_id(connection, branch).status == "dissolved"


def test_the_top_is_never_dissolved(context: Context) -> None:
    top = service.add_organization(
        context, code="YY", full_name="另一个团县委", short_name="", kind="county", parent_id=None
    )
    with pytest.raises(RuleRefused, match="最上级"):
        make_plan(context, Dissolve(org_id=top))


def test_a_code_is_never_given_twice(context: Context) -> None:
    service.merge_branches(context, source_id=3, target_id=4)
    with pytest.raises(BadInput, match="QX0101 已被"):
        make_plan(context, Add(code="QX0101", full_name="新", kind="branch", parent_id=2))

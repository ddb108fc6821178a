"""Editing many at once: exactly the plan, in one operation that can be undone, or nothing."""

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import add_member, pack
from tests.members.helpers import kinds, one, select
from tuanji_desktop.core.errors import BadInput, NotFound, TuanjiError
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.bulk import (
    BulkChange,
    BulkPlan,
    Mode,
    apply_bulk,
    expected_changes,
    plan_bulk,
    plan_each,
)
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context

EVERYBODY = (1, 2, 3, 4, 5, 6)
UNIT = BulkChange("work_unit", value="青溪县第一中学")
PARTY = BulkChange("political_status", value="中共预备党员")


def planned(context: Context, *changes: BulkChange, ids: tuple[int, ...] = EVERYBODY) -> BulkPlan:
    return plan_bulk(context, member_ids=ids, changes=changes)


def contents(context: Context) -> list[list[tuple[object, ...]]]:
    tables = ("members", "change_requests", "change_fields", "drafts")
    return [select(context, f"SELECT * FROM {table} ORDER BY id") for table in tables]


def column(context: Context, name: str) -> list[str | None]:
    return [value for (value,) in select(context, f"SELECT {name} FROM members ORDER BY id")]


def test_a_plan_writes_nothing_and_an_apply_is_one_operation(office: Context) -> None:
    before = contents(office), kinds(office)
    plan = planned(office, UNIT)
    assert (contents(office), kinds(office)) == before
    number = apply_bulk(office, plan)
    assert kinds(office) == [*before[1], "member.bulk"]
    assert number == one(office, "SELECT max(number) FROM journal_operations")
    assert column(office, "work_unit") == ["青溪县第一中学"] * 6
    words = one(office, "SELECT words FROM journal_operations WHERE number = ?", number)
    assert words == "批量修改 6 人：学习工作单位改为“青溪县第一中学”"


def test_an_undo_takes_all_of_it_back(office: Context) -> None:
    before = contents(office)
    number = apply_bulk(office, planned(office, UNIT, PARTY))
    assert number is not None
    assert contents(office) != before
    done = undo(office, number=number)
    assert (done.undone.kept, done.undone.impossible) == ((), ())
    assert contents(office) == before


def test_what_needs_review_waits_for_it(office: Context) -> None:
    plan = plan_bulk(
        office, member_ids=(1, 2), changes=(PARTY, UNIT), reason="换届", basis="团青字〔2018〕3号"
    )
    assert (plan.count("changed"), plan.count("submitted")) == (2, 2)
    apply_bulk(office, plan)
    assert column(office, "political_status") == ["共青团员"] * 6
    assert select(
        office,
        "SELECT r.member_id, r.proposed_by, r.reason, r.basis, f.field, f.base_value, f.new_value, "
        "f.clause, f.state FROM change_requests AS r JOIN change_fields AS f ON f.request_id = r.id",
    ) == [
        (who, "王干事", "换届", "团青字〔2018〕3号", "political_status", "共青团员",
         "中共预备党员", "G 一.3", "pending")
        for who in (1, 2)
    ]  # fmt: skip
    again = planned(office, PARTY, ids=(1, 2))
    assert [row.cells[0].kind for row in again.rows] == ["waiting", "waiting"]
    assert again.empty
    assert apply_bulk(office, again) is None


def test_an_older_request_gives_way_to_another_value(office: Context) -> None:
    apply_bulk(office, planned(office, PARTY, ids=(1,)))
    apply_bulk(office, planned(office, BulkChange("political_status", value="群众"), ids=(1, 2)))
    assert select(office, "SELECT new_value, state, decision_reason FROM change_fields") == [
        ("中共预备党员", "withdrawn", "由新的申请代替"),
        ("群众", "pending", None),
        ("群众", "pending", None),
    ]


def test_what_is_refused_for_one_holds_nobody_else_up(office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    gone = add_member(office, name="吴九", status="transferred_out")
    plan = planned(office, UNIT, ids=(1, waiting, gone))
    assert [row.kind for row in plan.rows] == ["changed", "refused", "refused"]
    assert [(row.cells[0].code, row.cells[0].clause) for row in plan.rows[1:]] == [
        ("field.locked", "G 一.1"),
        ("field.locked", "N 三.2"),
    ]
    apply_bulk(office, plan)
    assert select(office, "SELECT id FROM members WHERE work_unit IS NOT NULL") == [(1,)]


def test_the_list_of_empty_starred_fields_follows(office: Context) -> None:
    add_member(office, name="周八", education="", household_place="")
    plan = planned(office, BulkChange("education", Mode.FILL, "高中在读"), ids=(1, 7))
    assert [row.kind for row in plan.rows] == ["unchanged", "changed"]
    apply_bulk(office, plan)
    missing = office.policy.missing({})
    assert "household_place" in missing
    assert one(office, "SELECT missing FROM members WHERE id = 7") == (
        "id_number,sex,born_on,mobile,household_place"
    )


def test_the_sort_keys_follow_a_name(office: Context) -> None:
    draft = add_member(office, name="周八", status="draft")
    apply_bulk(office, planned(office, BulkChange("name", value="单雄"), ids=(draft,)))
    keys = select(office, "SELECT name_pinyin, name_initials FROM members WHERE id = ?", draft)
    assert keys == [("shan xiong", "sx")]


# ---- Q 五.2 ----


def test_an_incomplete_card_becomes_a_draft_as_when_it_is_saved_alone(college: Context) -> None:
    lacking = [
        add_member(college, name=name, occupation="", education="") for name in ("周八", "吴九")
    ]
    alone = save_member(college, member_id=lacking[0], changes={"occupation": "青年学生"})
    assert alone.draft
    plan = planned(college, BulkChange("occupation", value="青年学生"), ids=(1, lacking[1]))
    assert [row.kind for row in plan.rows] == ["unchanged", "draft"]
    assert plan.rows[1].cells[0].clause == "Q 五.2"
    apply_bulk(college, plan)
    assert one(college, "SELECT occupation FROM members WHERE id = ?", lacking[1]) is None
    kept = select(college, "SELECT member_id, operator, content FROM drafts ORDER BY id")
    assert [(who, operator, json.loads(text)) for who, operator, text in kept] == [
        (who, "王干事", {"occupation": "青年学生"}) for who in lacking
    ]


def test_a_draft_that_was_typed_is_not_lost(college: Context) -> None:
    lacking = add_member(college, name="周八", occupation="", education="")
    save_member(college, member_id=lacking, changes={"qq": "10001"})
    apply_bulk(
        college, planned(college, BulkChange("occupation", value="青年学生"), ids=(lacking,))
    )
    (content,) = (text for (text,) in select(college, "SELECT content FROM drafts"))
    assert json.loads(content) == {"qq": "10001", "occupation": "青年学生"}


def test_a_card_is_completed_in_several_goes(college: Context) -> None:
    """What waits as a draft (Q 五.2) and this edit together are complete: both are saved."""
    lacking = add_member(
        college, name="周八", occupation="", education="", mobile="13900139000",
        id_number="11010519491231002X", joined_on="2016-05",
    )  # fmt: skip
    apply_bulk(college, planned(college, BulkChange("occupation", value="农民"), ids=(lacking,)))
    fill = BulkChange("occupation", Mode.FILL, "青年学生")
    education = BulkChange("education", value="高中在读")
    plan = planned(college, fill, education, ids=(lacking,))
    (row,) = plan.rows
    assert [(cell.field, cell.after, cell.kind) for cell in row.cells] == [
        ("occupation", "农民", "saved"),
        ("education", "高中在读", "saved"),
    ]
    number = apply_bulk(college, plan)
    columns = "SELECT occupation, education, missing FROM members WHERE id = ?"
    assert select(college, columns, lacking) == [("农民", "高中在读", "")]
    assert select(college, "SELECT * FROM drafts") == []
    assert number is not None
    undo(college, number=number)
    assert select(college, columns, lacking) == [(None, None, "occupation,education")]
    assert len(select(college, "SELECT * FROM drafts")) == 1


def test_a_draft_that_somebody_went_on_with_refuses_the_whole(college: Context) -> None:
    lacking = add_member(college, name="周八", occupation="", education="")
    plan = planned(college, BulkChange("occupation", value="农民"), ids=(lacking,))
    save_member(college, member_id=lacking, changes={"qq": "10001"})
    with pytest.raises(BadInput, match="草稿"):
        apply_bulk(college, plan)


def test_a_draft_is_left_alone_by_an_edit_that_does_not_touch_it(college: Context) -> None:
    lacking = add_member(college, name="周八", occupation="", education="")
    save_member(college, member_id=lacking, changes={"occupation": "农民"})
    plan = planned(college, BulkChange("income", Mode.FILL, "≤2000"), ids=(lacking,))
    assert [row.kind for row in plan.rows] == ["unchanged"]


def test_the_packs_expected_values_fill_what_is_empty(college: Context) -> None:
    changes = expected_changes(college.policy)
    assert [(one.field, one.mode, one.value) for one in changes] == [
        ("occupation", Mode.FILL, "青年学生"),
        ("study_status", Mode.FILL, "本科或专科在读"),
        ("cadre_kind", Mode.FILL, "兼职团干"),
    ]
    cadre = add_member(
        college, name="周八", is_cadre="是", post="书记", post_since="2023-09", occupation="农民",
        study_status="", mobile="13900139000", id_number="11010519491231002X", joined_on="2016-05",
    )  # fmt: skip
    plan = planned(college, *changes, ids=(1, cadre))
    told = [[(cell.field, cell.after, cell.kind) for cell in row.cells] for row in plan.rows]
    assert told == [
        [
            ("occupation", "青年学生", "unchanged"),
            ("study_status", "高中在读", "unchanged"),
            ("cadre_kind", None, "unchanged"),
        ],
        [
            ("occupation", "农民", "unchanged"),
            ("study_status", "本科或专科在读", "saved"),
            ("cadre_kind", "兼职团干", "saved"),
        ],
    ]
    assert expected_changes(pack("guangdong-2018")) == ()


# ---- numbers ----


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (BulkChange("development_number", value="201652000001"), "development_number.taken"),
        (BulkChange("id_number", value="11010519491231002X"), "id.belongs_elsewhere"),
    ],
)
def test_a_number_is_not_given_to_several(office: Context, change: BulkChange, code: str) -> None:
    drafts = tuple(add_member(office, name=name, status="draft") for name in ("周八", "吴九"))
    plan = planned(office, change, ids=drafts)
    assert [[cell.code for cell in row.cells][:1] for row in plan.rows] == [[code], [code]]
    assert plan.empty
    alone = planned(office, change, ids=drafts[:1])
    assert alone.count("changed") == 1


def test_a_number_of_somebody_else_is_refused(office: Context) -> None:
    add_member(office, name="周八", development_number="201652000001", mobile="13900139000")
    draft = add_member(office, name="吴九", status="draft")
    plan = planned(
        office,
        BulkChange("development_number", value="201652000001"),
        BulkChange("mobile", value="13900139000"),
        ids=(draft,),
    )
    (row,) = plan.rows
    assert [(cell.kind, cell.code) for cell in row.cells] == [
        ("refused", "development_number.taken"),
        ("held", ""),
    ]
    assert "周八" in row.cells[0].message


# ---- nothing, where it is no longer so ----


def test_a_record_that_moved_refuses_the_whole(office: Context) -> None:
    plan = planned(office, UNIT)
    save_member(office, member_id=4, changes={"qq": "10001"})
    before = contents(office)
    with pytest.raises(BadInput, match="单雄") as refusal:
        apply_bulk(office, plan)
    assert refusal.value.code == "bulk.stale"
    assert contents(office) == before
    assert apply_bulk(office, planned(office, UNIT)) is not None


def test_others_may_move_meanwhile(office: Context) -> None:
    plan = planned(office, UNIT, ids=(1, 2))
    save_member(office, member_id=4, changes={"qq": "10001"})
    assert apply_bulk(office, plan) is not None


def test_a_request_that_was_decided_refuses_the_whole(office: Context) -> None:
    apply_bulk(office, planned(office, PARTY, ids=(1,)))
    plan = planned(office, BulkChange("political_status", value="群众"), ids=(1,))
    with office.database.write(office.operation("change.decide", "退回")) as writing:
        writing.connection.exec_driver_sql("UPDATE change_fields SET state = 'returned'")
    with pytest.raises(BadInput, match="张三"):
        apply_bulk(office, plan)


def test_a_number_that_was_taken_meanwhile_refuses_the_whole(office: Context) -> None:
    draft = add_member(office, name="周八", status="draft")
    plan = planned(office, BulkChange("development_number", value="201652000001"), ids=(draft,))
    add_member(office, name="吴九", development_number="201652000001")
    with pytest.raises(BadInput, match="已被使用"):
        apply_bulk(office, plan)


def test_another_day_or_pack_refuses_the_whole(office: Context) -> None:
    plan = planned(office, UNIT)
    for other in (
        replace(office, fixed_day=date(2018, 12, 1)),
        replace(office, policy=pack("national")),
    ):
        with pytest.raises(BadInput) as refusal:
            apply_bulk(other, plan)
        assert refusal.value.code == "bulk.stale"


def test_a_cancelled_act_leaves_nothing_behind(office: Context) -> None:
    class Pressed(Quiet):
        def stop_if_cancelled(self) -> None:
            raise Cancelled

    plan, before = planned(office, UNIT, PARTY), contents(office)
    with pytest.raises(Cancelled):
        apply_bulk(office, plan, progress=Pressed())
    assert contents(office) == before
    with pytest.raises(Cancelled):
        plan_bulk(office, member_ids=(1,), changes=(UNIT,), progress=Pressed())


# ---- what makes no sense for anybody ----


@pytest.mark.parametrize(
    ("ids", "changes", "code"),
    [
        ((), (UNIT,), "bulk.nobody"),
        ((1,), (), "bulk.nothing"),
        ((1,), (BulkChange("shoe_size", value="40"),), "field.unknown"),
        ((1,), (BulkChange("branch", value="QX0102"),), "bulk.branch"),
        ((1,), (BulkChange("work_unit", value=" "),), "bulk.value"),
        ((1,), (BulkChange("work_unit", Mode.FILL),), "bulk.value"),
        ((1,), (BulkChange("work_unit", Mode.REPLACE, "乙"),), "bulk.find"),
        ((1,), (UNIT, UNIT), "bulk.twice"),
        ((1, 99), (UNIT,), "member.unknown"),
    ],
)
def test_senseless_wishes_are_refused_at_once(
    office: Context, ids: tuple[int, ...], changes: tuple[BulkChange, ...], code: str
) -> None:
    with pytest.raises((BadInput, NotFound)) as refusal:
        plan_bulk(office, member_ids=ids, changes=changes)
    assert isinstance(refusal.value, TuanjiError)
    assert refusal.value.code == code


def test_the_branch_is_changed_by_transfer(office: Context) -> None:
    with pytest.raises(BadInput) as refusal:
        planned(office, BulkChange("branch", value="QX0102"))
    assert refusal.value.clause == "N 三.2"


# ---- values of their own for each ----


def test_each_gets_its_own_values_under_the_same_rules(office: Context) -> None:
    values = {
        1: {"mobile": "13900000001", "ethnicity": "苗"},
        2: {"mobile": "13900000002"},
        3: {"name": "别名"},
    }
    plan = plan_each(office, values=values, title="采用 导出.xlsx", basis="导出.xlsx")
    assert {row.id: row.kind for row in plan.rows} == {1: "changed", 2: "changed", 3: "refused"}
    number = apply_bulk(office, plan)
    assert number is not None
    assert column(office, "mobile")[:3] == ["13900000001", "13900000002", "13800138003"]
    assert column(office, "ethnicity")[:2] == ["苗族", "汉族"]
    found = "SELECT words, document FROM journal_operations WHERE number = ?"
    assert select(office, found.replace("?", str(number))) == [
        ("采用 导出.xlsx：修改 2 人", "导出.xlsx")
    ]


def test_of_two_who_are_given_one_number_the_first_has_it(office: Context) -> None:
    ids = [add_member(office, name=name, status="draft") for name in ("周甲", "周乙")]
    plan = plan_each(
        office,
        values={one: {"development_number": "201652000001"} for one in ids},
        title="采用",
    )
    assert [row.kind for row in plan.rows] == ["changed", "refused"]
    assert plan.rows[1].cells[0].code == "development_number.taken"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "bulk.nobody"),
        ({1: {"shoe_size": "40"}}, "field.unknown"),
        ({1: {"branch": "QX0102"}}, "field.unknown"),
        ({99: {"mobile": "13900000000"}}, "member.unknown"),
    ],
)
def test_values_for_nobody_or_of_no_field_are_refused(
    office: Context, values: dict[int, dict[str, str]], code: str
) -> None:
    with pytest.raises(TuanjiError) as refusal:
        plan_each(office, values=values, title="采用")
    assert refusal.value.code == code

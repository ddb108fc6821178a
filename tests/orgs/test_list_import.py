"""Importing the tree: plan, then apply exactly that."""

from pathlib import Path

import pytest

from tests.imports import contents, counted
from tests.orgs.test_reader import HEAD
from tests.sheets.files import ORGANIZATIONS, xlsx
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries
from tuanji_desktop.orgs.import_questions import value_questions
from tuanji_desktop.orgs.service import (
    apply_organizations,
    dissolve_organization,
    import_organizations,
    plan_organizations,
    rename_organization,
)
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading


def test_plan_apply_again_and_undo(context: Context) -> None:
    before = contents(context)
    plan = plan_organizations(context, ORGANIZATIONS)
    # the small county shares four codes with the sample list
    assert (len(plan.new), len(plan.updated), len(plan.unchanged)) == (64, 4, 0)
    assert contents(context) == before
    number = apply_organizations(context, plan)
    assert number is not None
    assert counted(context, "organizations") == 68
    again = plan_organizations(context, ORGANIZATIONS)
    assert len(again.unchanged) == 68
    assert apply_organizations(context, again) is None
    undo(context, number=number)
    assert contents(context) == before


def test_blanks_wipe_nothing(context: Context, tmp_path: Path) -> None:
    rows = [HEAD, ("QX01", "青溪县第一中学团委", "", "团委", "", "")]
    done = import_organizations(context, xlsx(tmp_path / "组织.xlsx", rows))
    assert (done.updated, done.operation) == (1, 2)
    with context.database.read() as connection:
        node = queries.by_code(connection, "QX01")
    assert (node.full_name, node.short_name, node.school_kind) == (
        "青溪县第一中学团委",
        "一中团委",
        "普通高中",
    )


def test_ditto_marks_stand_for_the_kind_and_the_superior_above(
    context: Context, tmp_path: Path
) -> None:
    rows = [
        HEAD,
        ("QX0191", "第一中学2026级1班支部委员会", "", "团支部", "QX01", "普通高中"),
        ("QX0192", "第一中学2026级2班支部委员会", "", "同上", "〃", "同上"),
    ]
    plan = plan_organizations(context, xlsx(tmp_path / "组织.xlsx", rows))
    assert [(row.kind, row.parent, row.school_kind) for row in plan.new] == [
        ("branch", "QX01", "普通高中")
    ] * 2
    book = read_workbook(tmp_path / "组织.xlsx")
    assert value_questions(context, book, Reading()) == ()


def test_a_new_node_without_short_name_is_called_by_its_full_one(
    context: Context, tmp_path: Path
) -> None:
    rows = [HEAD, ("QX02", "青溪县第二中学团委", "", "团委", "QX", "普通高中")]
    planned = import_organizations(context, xlsx(tmp_path / "组织.xlsx", rows), apply=False)
    assert (planned.new, planned.operation) == (1, None)
    import_organizations(context, tmp_path / "组织.xlsx")
    with context.database.read() as connection:
        assert queries.by_code(connection, "QX02").short_name == "青溪县第二中学团委"
        assert [node.code for node in queries.schools(connection)] == ["QX01", "QX02"]


def test_a_tree_that_moved_on_refuses_the_whole(context: Context, tmp_path: Path) -> None:
    rows = [HEAD, ("QX0103", "三班团支部", "", "团支部", "QX01", "")]
    plan = plan_organizations(context, xlsx(tmp_path / "组织.xlsx", rows))
    rename_organization(context, org_id=2, full_name="第一高级中学团委", short_name="一高")
    with pytest.raises(BadInput) as refused:
        apply_organizations(context, plan)
    assert refused.value.code == "import.stale"


def test_a_name_that_another_node_took_meanwhile_refuses_the_whole(
    context: Context, tmp_path: Path
) -> None:
    rows = [HEAD, ("QX02", "青溪县第二中学团委", "", "团委", "QX", "")]
    plan = plan_organizations(context, xlsx(tmp_path / "组织.xlsx", rows))
    rename_organization(
        context, org_id=2, full_name="共青团青溪县第二中学委员会", short_name="二中"
    )
    with pytest.raises(BadInput) as refused:
        apply_organizations(context, plan)
    assert refused.value.code == "import.stale"
    assert "QX01" in refused.value.message


def test_which_of_two_rows_of_a_code_is_taken(context: Context, tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("QX02", "二中团委", "", "团委", "QX", ""),
        ("QX02", "第二中学团委", "", "团委", "QX", ""),
        ("QX03", "三中团委", "", "团委", "QX99", ""),
        ("QX03", "第三中学团委", "", "团委", "QX", ""),
    ]
    done = import_organizations(context, xlsx(tmp_path / "组织.xlsx", rows), apply=False)
    said = {one.row: one.message for one in done.findings if one.code == "org.duplicate_in_file"}
    assert said[3].endswith("与第 2 行重复，以先出现的为准。")
    assert "两行都没有导入" in said[5]


def test_a_spent_code_is_not_given_again(context: Context, tmp_path: Path) -> None:
    row = ("QX0103", "三班团支部", "", "团支部", "QX01", "")
    file = xlsx(tmp_path / "组织.xlsx", [HEAD, row])
    import_organizations(context, file)
    with context.database.read() as connection:
        made = queries.by_code(connection, "QX0103")
    dissolve_organization(context, org_id=made.id)
    done = import_organizations(context, file)
    assert (done.new, done.refused) == (0, 1)
    assert [found.code for found in done.findings] == ["org.code_taken"]


def test_the_same_file_is_recognised_until_it_is_undone(context: Context) -> None:
    assert plan_organizations(context, ORGANIZATIONS).seen is None
    number = import_organizations(context, ORGANIZATIONS).operation
    seen = plan_organizations(context, ORGANIZATIONS).seen
    assert seen is not None
    assert seen.words.startswith("这个文件 2018-08-01 已由王干事导入过")
    assert number is not None
    undo(context, number=number)
    assert plan_organizations(context, ORGANIZATIONS).seen is None


def test_a_row_that_is_another_node_renames_it(context: Context, tmp_path: Path) -> None:
    rows = [HEAD, ("NEU", "共青团青溪县第一中学委员会", "一高", "团委", "", "")]
    file = xlsx(tmp_path / "组织.xlsx", rows)
    open_ = import_organizations(context, file)
    assert (open_.new, open_.ambiguous, open_.operation) == (0, 1, None)
    done = import_organizations(context, file, reading=Reading(decisions=((2, "member:2"),)))
    assert (done.updated, done.ambiguous, done.rows) == (1, 0, (2,))
    with context.database.read() as connection:
        assert queries.by_code(connection, "QX01").short_name == "一高"
    new = import_organizations(
        context,
        xlsx(tmp_path / "又.xlsx", [HEAD, ("NEU", rows[1][1], "", "团委", "QX", "")]),
        reading=Reading(decisions=((2, "new"),)),
    )
    assert new.new == 1

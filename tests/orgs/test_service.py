"""The tree's acts keep the rules of domain.md §3."""

from pathlib import Path

import pytest

from tests.builders import add_member
from tuanji_desktop.core.errors import BadInput, RuleRefused
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries, service
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.store import journal
from tuanji_desktop.store.check import check

SAMPLES = Path(__file__).parents[1] / "samples"


def new_school(context: Context, code: str = "QX02") -> int:
    return service.add_organization(
        context, code=code, full_name=f"{code}委员会", short_name="", kind="committee", parent_id=1
    )


def test_add_refuses_a_wrong_place_and_a_taken_code(context: Context) -> None:
    school = new_school(context)
    with context.database.read() as connection:
        assert queries.by_id(connection, school).short_name == "QX02委员会"
    with pytest.raises(BadInput, match="已被"):
        new_school(context)
    with pytest.raises(RuleRefused, match="不能设在"):
        service.add_organization(
            context, code="X", full_name="X", short_name="", kind="committee", parent_id=3
        )
    with pytest.raises(BadInput):
        service.add_organization(
            context, code=" ", full_name="X", short_name="", kind="branch", parent_id=2
        )


def test_rename_keeps_the_name_as_typed(context: Context) -> None:
    service.rename_organization(context, org_id=3, full_name="高三（9）班支部委员会", short_name="")
    with context.database.read() as connection:
        node = queries.by_id(connection, 3)
        newest = journal.operations(connection, limit=1)[0]
    assert node.full_name == node.short_name == "高三（9）班支部委员会"
    assert "高三（1）班" in newest.words
    with pytest.raises(BadInput):
        service.rename_organization(context, org_id=3, full_name=" ", short_name="")


def test_move_takes_members_along_and_only_to_like_superiors(context: Context) -> None:
    school = new_school(context)
    service.move_organization(context, org_id=3, parent_id=school)
    with context.database.read() as connection:
        assert queries.by_id(connection, school).members == 3
        assert queries.by_id(connection, 2).members == 3
        assert queries.by_id(connection, 1).members == 6
    for org, parent in ((2, school), (1, school), (3, school), (2, 2)):
        with pytest.raises(RuleRefused):
            service.move_organization(context, org_id=org, parent_id=parent)
    assert check(context.database).ok


def test_merge_carries_everybody_and_dissolves(context: Context) -> None:
    add_member(context, name="王走了", branch="QX0101", status="deleted")
    assert service.merge_branches(context, source_id=3, target_id=4) == 4
    with context.database.read() as connection:
        assert queries.by_id(connection, 4).members == 6
        assert queries.by_id(connection, 3).status == "dissolved"
        assert [node.id for node in queries.children(connection, 2)] == [4]
    for source, target in ((4, 4), (2, 4), (4, 3)):
        with pytest.raises(RuleRefused):
            service.merge_branches(context, source_id=source, target_id=target)
    assert check(context.database).ok


def test_only_an_empty_node_is_dissolved(context: Context) -> None:
    for org in (1, 2, 3):
        with pytest.raises(RuleRefused, match="不能撤销"):
            service.dissolve_organization(context, org_id=org)
    school = new_school(context)
    service.dissolve_organization(context, org_id=school)
    with pytest.raises(RuleRefused, match="已经撤销"):
        service.dissolve_organization(context, org_id=school)


def test_import_plans_without_writing_and_applies_once(context: Context) -> None:
    path = SAMPLES / "organizations.xlsx"
    planned = service.import_organizations(context, path, reading=Reading(), apply=False)
    assert planned.operation is None
    with context.database.read() as connection:
        assert len(queries.every(connection)) == 4
    applied = service.import_organizations(context, path)
    assert (applied.new, applied.updated) == (planned.new, planned.updated) == (64, 4)
    with context.database.read() as connection:
        assert len(queries.every(connection)) == 68
    again = service.import_organizations(context, path)
    assert (again.new, again.updated, again.operation) == (0, 0, None)
    assert check(context.database).ok

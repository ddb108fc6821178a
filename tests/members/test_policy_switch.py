"""Another pack in force: first what it would change, then exactly that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import add_member, make_office
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.policy_switch import plan_policy, use_policy
from tuanji_desktop.office.context import Context


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


def red(context: Context) -> dict[int, str]:
    with context.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, missing FROM members WHERE missing <> ''")
        return {member: missing for member, missing in rows}  # noqa: C416 - typed


@pytest.fixture
def mixed(office: Context) -> Context:
    """One without an occupation (required at Qilu), one without an income (in Guangdong)."""
    shared = {"id_number": "52062820010305003X", "sex": "男", "born_on": "2001-03-05"}
    add_member(office, name="赵一", occupation="", mobile="13800138007", **shared)
    add_member(office, name="钱二", income="", mobile="13800138008", **shared)
    assert red(office) == {8: "income"}
    return office


def test_a_plan_counts_and_writes_nothing(mixed: Context) -> None:
    plan = plan_policy(mixed, policy_id="qilu-2024")
    assert (plan.changed, plan.newly_red, plan.no_longer_red, plan.red_after) == (2, 1, 1, 1)
    assert red(mixed) == {8: "income"}
    assert plan.words() == (
        "2 人的必填情况会改变：新增红名 1 人，不再是红名 1 人；启用后红名共 1 人。"
    )


def test_applying_does_what_the_plan_said(mixed: Context) -> None:
    plan = plan_policy(mixed, policy_id="qilu-2024")
    done = use_policy(mixed, policy_id="qilu-2024")
    assert done.changed == plan.changed
    assert len(red(mixed)) == plan.red_after
    assert plan_policy(mixed, policy_id="qilu-2024").changed == 0


def test_those_who_left_are_no_red_names(office: Context) -> None:
    add_member(office, name="赵一", status="transferred_out", ethnicity="")
    plan = plan_policy(office, policy_id="guangdong-2018")
    assert (plan.changed, plan.red_after) == (0, 0)
    assert plan.words() == "没有人的必填情况会改变；红名仍为 0 人。"


def test_undo_brings_the_old_pack_back(mixed: Context) -> None:
    use_policy(mixed, policy_id="qilu-2024")
    undo(mixed, number=4)
    with mixed.database.read() as connection:
        sql = "SELECT value FROM settings WHERE key = 'office.policy'"
        assert connection.exec_driver_sql(sql).scalar() == "guangdong-2018"
    assert red(mixed) == {8: "income"}


def test_an_unknown_pack_is_refused_before_anything_is_written(office: Context) -> None:
    for act in (plan_policy, use_policy):
        with pytest.raises(NotFound, match="guangdong-2018"):
            act(office, policy_id="nix")

"""Another pack in force: first what it would change, then exactly that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import add_member, make_office
from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.policy_switch import plan_policy, use_policy
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import pack_directories, put_setting, renewed

OWN = (
    'id = "own"\ntitle = "本县规则"\nissuer = "青溪团县委"\ndocument = "通知"\n'
    'date = 2018-09-01\nextends = "national"\n'
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield context
    context.database.close()


def red(context: Context) -> dict[int, str]:
    with context.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, missing FROM members WHERE missing <> ''")
        return {member: missing for member, missing in rows}  # noqa: C416 - typed


def in_force(context: Context) -> str:
    with context.database.read() as connection:
        sql = "SELECT value FROM settings WHERE key = 'office.policy'"
        return str(connection.exec_driver_sql(sql).scalar())


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


@pytest.mark.parametrize("whose", ["the old window", "the renewed one"])
def test_undo_brings_the_old_pack_back(mixed: Context, whose: str) -> None:
    """Whoever undoes works under the new pack; those who came meanwhile are judged anew as well."""
    use_policy(mixed, policy_id="qilu-2024")
    here = mixed if whose == "the old window" else renewed(mixed)
    late = add_member(here, name="孙三", income="", mobile="13800138009")
    undo(here, number=4)
    assert in_force(mixed) == "guangdong-2018"
    found = red(mixed)
    assert found.pop(late).split(",") == ["id_number", "sex", "born_on", "income"]
    assert found == {8: "income"}


def test_an_unknown_pack_is_refused_before_anything_is_written(office: Context) -> None:
    for act in (plan_policy, use_policy):
        with pytest.raises(NotFound, match="guangdong-2018"):
            act(office, policy_id="nix")


def test_a_plan_that_time_has_passed_by_is_not_applied(mixed: Context) -> None:
    plan = plan_policy(mixed, policy_id="qilu-2024")
    add_member(mixed, name="孙三", status="draft")
    with pytest.raises(BadInput, match="花名册又有改动") as refused:
        use_policy(mixed, policy_id="qilu-2024", planned=plan)
    assert refused.value.code == "policy.stale"
    assert in_force(mixed) == "guangdong-2018"
    assert red(mixed)[8] == "income"
    again = plan_policy(mixed, policy_id="qilu-2024")
    assert use_policy(mixed, policy_id="qilu-2024", planned=again).changed == again.changed


def test_what_is_no_member_does_not_make_a_plan_old(mixed: Context) -> None:
    plan = plan_policy(mixed, policy_id="qilu-2024")
    with mixed.database.write(mixed.operation("office.settings", "改电话")) as writing:
        put_setting(writing.connection, "office.contact", "周干事")
    assert use_policy(mixed, policy_id="qilu-2024", planned=plan).changed == plan.changed


def test_a_pack_that_was_edited_after_its_plan_is_not_applied(mixed: Context) -> None:
    file = pack_directories()[-1] / "own.toml"
    file.parent.mkdir(parents=True)
    file.write_text(OWN, encoding="utf-8")
    plan = plan_policy(mixed, policy_id="own")
    file.write_text(OWN + '[required]\nqq = { clause = "N 二.1" }\n', encoding="utf-8")
    with pytest.raises(BadInput, match="规则包文件又有改动"):
        use_policy(mixed, policy_id="own", planned=plan)
    assert in_force(mixed) == "guangdong-2018"
    file.write_text(OWN + "[nonsense\n", encoding="utf-8")
    for act in (plan_policy, use_policy):
        with pytest.raises((BadInput, NotFound)):
            act(mixed, policy_id="own")
    file.unlink()
    with pytest.raises(NotFound):
        use_policy(mixed, policy_id="own")
    assert in_force(mixed) == "guangdong-2018"
    assert red(mixed) == {8: "income"}


def test_switching_by_the_command_line_needs_no_plan(mixed: Context) -> None:
    assert use_policy(mixed, policy_id="qilu-2024").changed == 2

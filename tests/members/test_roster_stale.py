"""What moved between the plan and the writing refuses the whole, and nothing is half applied."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import add_member
from tests.imports import contents, fresh, roster
from tests.work import calls
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.members.roster_stale import refuse_if_stale, standing
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries as orgs
from tuanji_desktop.orgs.service import rename_organization

NUMBER = "201752000001"


def carry_out(office: Context, *statements: str) -> None:
    """Something another desk does."""
    with office.database.write(office.operation("test.act", "别处的改动")) as writing:
        for sql in statements:
            writing.connection.exec_driver_sql(sql)


def refused(
    office: Context, folder: Path, row: dict[str, object], act: Callable[[], object]
) -> str:
    """Plans a list of one row, lets something happen, and says why nothing was written."""
    plan = plan_roster(office, roster(folder / "名单.xlsx", [row]))
    assert plan.count("new") + plan.count("updated") == 1
    act()
    before = contents(office)
    with pytest.raises(BadInput) as stale:
        apply_roster(office, plan)
    assert stale.value.code == "import.stale"
    assert "请重新核对" in stale.value.message
    assert contents(office) == before
    return stale.value.message


def test_somebody_without_a_number_was_registered_meanwhile(
    office: Context, tmp_path: Path
) -> None:
    row: dict[str, object] = {"姓名": "赵六", "身份证号": None}
    said = refused(office, tmp_path, row, lambda: add_member(office, name="赵六", id_number=""))
    assert said.startswith("赵六 的登记在核对之后有变动")


def test_somebody_without_a_number_but_with_that_phone(office: Context, tmp_path: Path) -> None:
    row: dict[str, object] = {"姓名": "赵六", "手机号码": "13911112222"}

    def elsewhere() -> None:
        add_member(office, name="赵六", branch="QX0102", mobile="13911112222", id_number=fresh(3))

    refused(office, tmp_path, row, elsewhere)


def test_another_of_that_name_elsewhere_is_nobodys_concern(office: Context, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"姓名": "赵六"}]
    plan = plan_roster(office, roster(tmp_path / "名单.xlsx", rows))
    add_member(office, name="赵六", branch="QX0102", id_number=fresh(3))
    assert apply_roster(office, plan) is not None


def test_a_development_number_was_taken_meanwhile(office: Context, tmp_path: Path) -> None:
    row: dict[str, object] = {"姓名": "赵六", "身份证号": fresh(1), "发展团员编号": NUMBER}
    sql = f"UPDATE members SET development_number = '{NUMBER}' WHERE id = 2"
    assert NUMBER in refused(office, tmp_path, row, lambda: carry_out(office, sql))


@pytest.mark.parametrize("what", ["renamed", "school renamed", "moved", "closed"])
def test_the_branch_is_not_what_it_was(office: Context, tmp_path: Path, what: str) -> None:
    acts: dict[str, Callable[[], object]] = {
        "renamed": lambda: rename_organization(
            office, org_id=3, full_name="青溪县第一中学高三（9）班团支部", short_name="高三（9）班"
        ),
        "school renamed": lambda: rename_organization(
            office, org_id=2, full_name="青溪县第三中学团委", short_name="三中团委"
        ),
        "moved": lambda: carry_out(office, "UPDATE organizations SET parent_id = 1 WHERE id = 3"),
        "closed": lambda: carry_out(
            office,
            "UPDATE members SET branch_id = 4",
            "UPDATE organizations SET status = 'dissolved' WHERE id = 3",
        ),
    }
    row: dict[str, object] = {"姓名": "赵六", "身份证号": fresh(1)}
    said = refused(office, tmp_path, row, acts[what])
    assert "团支部" in said


def test_a_closed_branch_stands_nowhere(office: Context) -> None:
    with office.database.read() as connection:
        nodes = orgs.every(connection)
    assert [len(chain) for chain in standing(nodes, (3, 99)).values()] == [3, 0]


def test_where_nothing_happened_nothing_is_looked_up_again(office: Context, tmp_path: Path) -> None:
    people: list[dict[str, object]] = [{"姓名": "赵六", "身份证号": fresh(n)} for n in range(40)]
    plan = plan_roster(office, roster(tmp_path / "名单.xlsx", people))

    def asked() -> int:
        with office.database.read() as connection:
            return calls(lambda: refuse_if_stale(connection, plan))

    before = asked()
    add_member(office, name="钱七", branch="QX0102", id_number=fresh(77))
    assert asked() > 2 * before

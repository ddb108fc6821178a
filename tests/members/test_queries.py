"""Lists of ids, rows by id, and who holds a number."""

from collections.abc import Callable

import pytest

from tests.builders import add_member
from tests.members.helpers import select
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.members import queries
from tuanji_desktop.members.queries import Filter
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Stage
from tuanji_desktop.store.schema import MEMBER_VALUES

NAMES = ["李小梅", "龙𬱖", "买买提·艾力", "欧阳文静", "单雄", "张三"]  # in pinyin order


@pytest.fixture
def mixed(office: Context) -> Context:
    """Six members, one red, one waiting, one draft, one gone."""
    add_member(office, name="陈红", education="")
    add_member(office, name="周待", status="submitted", branch="QX0102")
    add_member(office, name="周草", status="draft")
    add_member(office, name="吴走", status="transferred_out")
    return office


def names(context: Context, wanted: Filter, limit: int | None = None) -> list[str]:
    with context.database.read() as connection:
        found = queries.ids(connection, wanted, limit=limit)
        return [one.name for one in queries.members(connection, found)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("roster", ["陈红", *NAMES]),
        ("incomplete", ["陈红"]),
        ("reporting", ["周草", "周待"]),
        ("left", ["吴走"]),
        ("all", ["陈红", *NAMES[:5], "吴走", "张三", "周草", "周待"]),
    ],
)
def test_every_sort_of_list_counts_what_it_shows(
    mixed: Context, kind: str, expected: list[str]
) -> None:
    if kind == "incomplete":  # neither six have numbers missing
        assert set(expected) <= set(names(mixed, Filter(kind=kind)))
    else:
        assert names(mixed, Filter(kind=kind)) == expected
    for org_id in (None, 1, 2, 3, 4):
        wanted = Filter(org_id=org_id, kind=kind)
        with mixed.database.read() as connection:
            assert queries.count(connection, wanted) == len(queries.ids(connection, wanted))


def test_an_office_where_nobody_is_yet(office: Context) -> None:
    def nobody() -> bool:
        with office.database.read() as connection:
            return queries.nobody(connection)

    assert not nobody()
    with office.database.write(office.operation("test.act", "清空")) as writing:
        writing.connection.exec_driver_sql("DELETE FROM members")
    assert nobody()


def test_a_list_is_below_a_node(mixed: Context) -> None:
    assert names(mixed, Filter(org_id=4)) == ["龙𬱖", "欧阳文静", "单雄"]
    assert len(names(mixed, Filter(org_id=1))) == 7


def test_several_sort_keys_and_a_first_page(office: Context) -> None:
    by_branch = Filter(sort=(("branch", True), ("name", True)))
    assert names(office, by_branch) == ["单雄", "欧阳文静", "龙𬱖", "张三", "买买提·艾力", "李小梅"]
    assert names(office, by_branch, limit=2) == ["单雄", "欧阳文静"]
    assert names(office, Filter(sort=(("name", False),)), limit=2) == NAMES[:2]
    for column in (*MEMBER_VALUES, "status", "missing", "branch"):
        assert len(names(office, Filter(sort=((column, True),)))) == 6


def test_one_member(office: Context) -> None:
    with office.database.read() as connection:
        found = queries.member(connection, 1)
        assert (found.name, found.branch_short, found.status) == (
            "张三", "高三（1）班", Stage.ACTIVE,
        )  # fmt: skip
        assert found.values.keys() == {*MEMBER_VALUES, "branch"}
        assert found.missing == ()
        with pytest.raises(NotFound):
            queries.member(connection, 99)


def test_rows_come_in_the_order_of_their_ids(office: Context) -> None:
    with office.database.read() as connection:
        found = queries.members(connection, [3, 99, 1, 2])
    assert [one.id for one in found] == [3, 1, 2]


def test_by_number_with_and_without_those_who_left(mixed: Context) -> None:
    number = select(mixed, "SELECT id_number FROM members WHERE id = 1")[0][0]
    gone = add_member(mixed, name="张三", status="deleted", id_number=number)
    with mixed.database.read() as connection:
        everyone = queries.by_id_numbers(connection, [number, "没有"])
        here = queries.by_id_numbers(connection, [number], roster_only=True)
    assert {one.id for one in everyone[number]} == {1, gone}
    assert [one.id for one in here[number]] == [1]


def test_by_name_those_who_have_not_left(mixed: Context) -> None:
    with mixed.database.read() as connection:
        found = queries.by_names(connection, ["周草", "吴走", "张三", "没有"])
    assert found.keys() == {"周草", "张三"}


@pytest.mark.parametrize("field", ["id_number", "mobile", "development_number"])
def test_who_holds_a_number(office: Context, field: str) -> None:
    add_member(office, name="孙七", development_number="201852000001")
    (value,) = {
        row[0]
        for row in select(
            office,
            f"SELECT {field} FROM members WHERE {field} IS NOT NULL ORDER BY id DESC LIMIT 1",
        )
    }
    with office.database.read() as connection:
        ((holder, name),) = queries.holders(connection, field, [value])[value]
        assert name
        assert queries.holders(connection, field, [value], but=holder) == {}


def test_only_indexed_fields_can_be_asked_for(office: Context) -> None:
    with office.database.read() as connection, pytest.raises(ValueError, match="no index"):
        queries.holders(connection, "name", ["张三"])


def test_what_waits_for_review(office: Context) -> None:
    save_member(office, member_id=1, changes={"income": "≤2000", "is_cadre": "是"})
    save_member(office, member_id=2, changes={"income": "≤2000"})
    with office.database.read() as connection:
        assert [
            (one.field, one.base, one.new) for one in queries.pending_changes(connection, 1)
        ] == [
            ("income", "学生无收入", "≤2000"),
            ("is_cadre", "否", "是"),
        ]
        assert queries.pending_values(connection) == {
            1: {("income", "≤2000"), ("is_cadre", "是")},
            2: {("income", "≤2000")},
        }


PLANS: tuple[tuple[str, Callable[[Context], str]], ...] = (
    ("members_on_roster", lambda _: "SELECT m.id FROM members AS m INDEXED BY members_on_roster "
     "WHERE m.status IN ('active', 'retained') ORDER BY m.name_pinyin, m.id LIMIT 300"),
    ("members_not_on_roster", lambda _: "SELECT m.id FROM members AS m WHERE NOT (status IN "
     "('active', 'retained')) AND m.status IN ('draft','submitted','returned','withdrawn')"),
)  # fmt: skip


@pytest.mark.parametrize(("index", "sql"), PLANS, ids=[name for name, _ in PLANS])
def test_long_lists_walk_an_index(
    office: Context, index: str, sql: Callable[[Context], str]
) -> None:
    plan = " ".join(str(row[3]) for row in select(office, f"EXPLAIN QUERY PLAN {sql(office)}"))
    assert index in plan


def test_a_member_answers_alike_before_and_after_all_is_asked(office: Context) -> None:
    """Few values are taken from the row of the database; all of them make a dictionary."""
    with office.database.read() as connection:
        lazy, full, again = (queries.member(connection, 1) for _ in range(3))
    assert set(full.values) == {*MEMBER_VALUES, "branch"}
    for name in (*full.values, "superior"):
        assert lazy.text(name) == full.text(name) == full.values.get(name)
    said = dict.fromkeys(full.values, "别的") | {"name": full.name, "sex": full.values["sex"] or ""}
    assert lazy.differing(said) == full.differing(said)
    assert list(full.differing(said)) == [one for one in said if one not in ("name", "sex")]
    assert lazy == again == full  # rows, then values
    assert lazy.values == full.values
    other = queries.Member(1, full.branch_id, "", full.status, None, {**full.values, "qq": "1"}, ())
    assert other != full
    assert (full != 1, "张三" in repr(full)) == (True, True)

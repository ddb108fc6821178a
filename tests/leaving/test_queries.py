"""The register read, and who should leave for age."""

from datetime import date

import pytest

from tests.builders import add_member, pack, valid_id
from tests.leaving.helpers import TODAY, left, older, restored
from tuanji_desktop.leaving import queries
from tuanji_desktop.leaving.queries import RegisterFilter
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.connection import raw

POLICY = pack("guangdong-2018")


def listed(office: Context, **wanted: object) -> list[tuple[str, str]]:
    with office.database.read() as connection:
        ids = queries.departure_ids(connection, RegisterFilter(**wanted))  # type: ignore[arg-type]
        found = queries.departures(connection, POLICY, ids)
    return [(one.name, one.door) for one in found]


def test_the_register_by_door_year_unit_and_return(office: Context) -> None:
    left(office, "voluntarily_left", 1, on=date(2017, 12, 31))
    left(office, "expelled", 4, on=date(2018, 1, 1))
    left(office, "self_left", 2, on=date(2018, 7, 1))
    restored(office, 2)
    everyone = [("李小梅", "self_left"), ("单雄", "expelled"), ("张三", "voluntarily_left")]
    assert listed(office) == everyone
    assert listed(office, door="expelled") == everyone[1:2]
    assert listed(office, year=2018) == everyone[:2]
    assert listed(office, org_id=3) == [everyone[0], everyone[2]]
    assert listed(office, restored=True) == everyone[:1]
    assert listed(office, restored=False, org_id=1) == everyone[1:]
    with office.database.read() as connection:
        assert queries.years(connection) == (2018, 2017)
        assert queries.by_door(connection) == {
            "expelled": 1, "self_left": 1, "voluntarily_left": 1,
        }  # fmt: skip
        assert [(one.id, one.depth, one.entries) for one in queries.units(connection)] == [
            (1, 0, 3), (2, 1, 3), (3, 2, 2), (4, 2, 1),
        ]  # fmt: skip


def test_one_member_out_and_back_and_out(office: Context) -> None:
    left(office, "self_left", 1, reason="长期不过组织生活", decided_by="一中团委")
    restored(office, 1, reason="处理有误")
    left(office, "voluntarily_left", 1)
    with office.database.read() as connection:
        last, first = queries.departures_of(connection, POLICY, 1)
    assert (last.door_label, last.restored_words) == ("自愿退团", "")
    assert (first.reason, first.decided_by) == ("长期不过组织生活", "一中团委")
    assert first.restored_words == "2018-08-01 团青字〔2018〕12号"
    assert [(one.label, one.file_name) for one in first.proofs] == [
        ("支部大会决议", "resolution.pdf"),
        ("上级团委批复", "approval.pdf"),
        ("恢复团籍的决定", "decision.pdf"),
    ]
    with office.database.read() as connection:
        assert queries.proof_content(connection, first.proofs[0].id) == (
            "resolution.pdf",
            "resolution 的扫描".encode(),
        )
        assert queries.proof_content(connection, 99) is None


def test_who_is_over_age_and_does_not_stay(office: Context) -> None:
    """N 三.3."""
    old = older(office, branch="QX0102")
    older(office, "钱党", political_status="中共党员")
    older(office, "孙书记", is_cadre="是")
    older(office, "周转", status="transferred_out")
    abroad = add_member(
        office, name="吴海", id_kind="境外证件", id_number="AB123419880101", born_on="1988-01-01"
    )
    unnumbered = add_member(office, name="郑无", id_number="", born_on="1990-08-01")
    add_member(office, name="王小", id_number="", born_on="1990-08-02")
    add_member(office, name="冯外", id_kind="境外证件", id_number="E19000101", born_on="2001-01-01")
    with office.database.read() as connection:
        found = queries.over_age(connection, POLICY, TODAY)
        assert [(one.id, one.age, one.branch) for one in found] == [
            (abroad, 30, "高三（1）班"),
            (unnumbered, 28, "高三（1）班"),
            (old, 29, "高三（2）班"),
        ]
        assert [one.id for one in queries.over_age(connection, POLICY, TODAY, 4)] == [old]
        assert queries.over_age(connection, POLICY, date(2017, 8, 1), 4)[0].age == 28


def test_the_birthday_itself_counts(office: Context) -> None:
    born = date(1992, 2, 29)
    member = add_member(
        office, name="陈闰", id_number=valid_id(born, serial=77), born_on=born.isoformat()
    )
    with office.database.read() as connection:
        for day, there in (
            (date(2020, 2, 28), False),
            (date(2020, 2, 29), True),
            (date(2021, 3, 1), True),
        ):
            found = {one.id for one in queries.over_age(connection, POLICY, day)}
            assert (member in found) is there, day


@pytest.mark.parametrize("index", ["members_by_birth", "members_born_unnumbered"])
def test_a_million_members_are_not_gone_through(office: Context, index: str) -> None:
    told: list[str] = []
    with office.database.read() as connection:
        driver = raw(connection)
        driver.set_trace_callback(told.append)
        queries.over_age(connection, POLICY, TODAY, 3)
        driver.set_trace_callback(None)
        (sql,) = (one for one in told if f"INDEXED BY {index}" in one)
        (first, *_) = driver.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    assert f"SEARCH m USING INDEX {index}" in first[-1]

"""Every way a clerk remembers a person."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import MEMBERS, add_member, valid_id
from tuanji_desktop.members.search import count, search, ways
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context

ZHANG = valid_id(date(2001, 3, 5), sex="男", serial=1)


def found(context: Context, text: str, org_id: int | None = None) -> list[tuple[str, str]]:
    """Names and the field that matched."""
    with context.database.read() as connection:
        hits = search(connection, text, org_id=org_id)
        assert count(connection, text, org_id=org_id) == len(hits)
        rows = connection.exec_driver_sql("SELECT id, name FROM members").all()
        names = {row[0]: row[1] for row in rows}
    return [(names[hit.member_id], hit.found_by) for hit in hits]


@pytest.mark.parametrize(
    ("text", "name", "by"),
    [
        ("张三", "张三", "name"),
        ("张", "张三", "name"),
        ("小梅", "李小梅", "name"),
        (" 欧阳文静 ", "欧阳文静", "name"),
        ("龙𬱖", "龙𬱖", "name"),
        ("·艾", "买买提·艾力", "name"),
        ("zhangsan", "张三", "pinyin"),
        ("Zhang San", "张三", "pinyin"),
        ("shanx", "单雄", "pinyin"),
        ("lxm", "李小梅", "initials"),
        ("ｌｘｍ", "李小梅", "initials"),
        ("oywj", "欧阳文静", "initials"),
        ("李xm", "李小梅", "name"),
        ("李 xiaom", "李小梅", "name"),
        (ZHANG, "张三", "id_number"),
        (ZHANG[-4:], "张三", "id_number"),
        (ZHANG[-6:], "张三", "id_number"),
        (f"{ZHANG[:6]} {ZHANG[6:14]} {ZHANG[14:]}", "张三", "id_number"),
        ("20010305", "张三", "born_on"),
        ("13800138001", "张三", "mobile"),
        ("138-0013-8001", "张三", "mobile"),
        ("１３８００１３８００１", "张三", "mobile"),
        ("8001", "张三", "mobile"),
    ],
)
def test_each_way_finds_the_one(office: Context, text: str, name: str, by: str) -> None:
    assert (name, by) in found(office, text)


def test_a_development_number_is_found(office: Context) -> None:
    add_member(office, name="孙七", development_number="201852000001")
    assert found(office, "2018520000") == [("孙七", "development_number")]


def test_what_somebody_was_called_before_is_found(office: Context) -> None:
    draft = add_member(office, name="周八", status="draft", mobile="13700137000")
    save_member(office, member_id=draft, changes={"name": "周九", "mobile": "13700137001"})
    assert found(office, "周八") == [("周九", "former")]
    assert found(office, "13700137000") == [("周九", "former")]


def test_members_come_before_those_who_left(office: Context) -> None:
    add_member(office, name="张三", status="transferred_out")
    with office.database.read() as connection:
        first, second = search(connection, "张三")
        assert (first.member_id, second.member_id) == (1, 7)
        assert [hit.member_id for hit in search(connection, "张三", limit=1)] == [1]
        assert len(search(connection, "张三", limit=None)) == 2


def test_the_scope_of_the_tree_holds(office: Context) -> None:
    assert found(office, "张三", org_id=4) == []
    assert found(office, "张三", org_id=2) == [("张三", "name")]


@pytest.mark.parametrize("text", ["", "   ", "'", "　"])
def test_a_text_that_says_nothing_finds_nothing(office: Context, text: str) -> None:
    assert ways(text) == []
    assert found(office, text) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=st.text(max_size=12))
def test_no_text_breaks_the_box(office: Context, text: str) -> None:
    with office.database.read() as connection:
        hits = search(connection, text)
        assert len({hit.member_id for hit in hits}) == len(hits)
        assert count(connection, text) == len(hits)


@given(member=st.sampled_from(MEMBERS), data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_every_part_of_a_name_finds_it(
    office: Context, member: tuple[str, str, str, date], data: st.DataObject
) -> None:
    name = member[0]
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))
    assert (name, "name") in found(office, name[start:end])

"""Records as they are compared."""

from tests.builders import add_member
from tests.comparison.helpers import CLASS_1, CLASS_2, SCHOOL, number_of
from tuanji_desktop.comparison.persons import Persons
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.lifecycle import Stage


def test_by_number_even_those_who_left_and_by_name_only_those_who_are_here(
    office: Context,
) -> None:
    gone = add_member(office, name="张三", status="transferred_out", id_number=number_of(0))
    with office.database.read() as connection:
        persons = Persons(connection, ("name", "ethnicity", "branch"))
        found = persons.by_number({number_of(0), "nobody's"})
        assert [one.id for one in found[number_of(0)]] == [1, gone]
        assert found[number_of(0)][1].status is Stage.TRANSFERRED_OUT
        assert found[number_of(0)][0].values == {
            "name": "张三", "id_number": number_of(0), "mobile": "13800138001",
            "born_on": "2001-03-05", "ethnicity": "汉族",
        }  # fmt: skip
        assert [one.id for one in persons.by_name({"张三"}, within=None)["张三"]] == [1]
        assert persons.by_name({"张三"}, within=CLASS_2) == {}
        assert set(persons.by_ids({1, 2, 99})) == {1, 2}


def test_the_roster_of_branches(office: Context) -> None:
    add_member(office, name="未批", status="submitted")
    with office.database.read() as connection:
        found = Persons(connection, ()).on_roster({SCHOOL, CLASS_1, CLASS_2})
    assert sorted(found) == [(1, 3), (2, 3), (3, 3), (4, 4), (5, 4), (6, 4)]

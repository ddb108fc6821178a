"""Who is looked up while a list is still coming, and that it changes no plan."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import add_member
from tests.imports import fresh, number_of, roster
from tuanji_desktop.members import queries
from tuanji_desktop.members.roster_ahead import Ahead
from tuanji_desktop.members.roster_import import plan_roster
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reader import read_workbook

HEAD: list[object] = ["姓名", "身份证号"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[set[str]]]:
    """Which numbers the database was asked for, question by question."""
    questions: list[set[str]] = []
    ask = queries.by_id_numbers

    def told(connection: object, numbers: object, **more: object) -> object:
        questions.append(set(numbers))  # type: ignore[call-overload]
        return ask(connection, questions[-1], **more)  # type: ignore[arg-type]

    monkeypatch.setattr(queries, "by_id_numbers", told)
    yield questions


def test_a_number_is_asked_for_once(office: Context, asked: list[set[str]]) -> None:
    one, two, three = number_of(0), fresh(1), fresh(2)
    with office.database.read() as connection:
        ahead = Ahead(connection)
        ahead(())
        ahead([HEAD, ["张三", one], ["李四"], ["王五", "不详"], ["孙八", None]])
        ahead([["赵六", two], ["张三", one]])
        found = ahead.by_numbers([one, three])
        assert {number: [x.id for x in who] for number, who in found.items()} == {one: [1]}
        assert ahead.by_numbers([two]) == {}
    assert [one_ for one_ in asked if one_] == [{one}, {two}, {three}]


def test_a_list_without_numbers_is_soon_left_alone(office: Context, asked: list[set[str]]) -> None:
    with office.database.read() as connection:
        ahead = Ahead(connection)
        ahead([["张三", "不详"]] * 60)
        ahead([["张三", number_of(0)]])
        assert not any(asked)
        assert set(ahead.by_numbers([number_of(0)])) == {number_of(0)}


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    numbers=st.lists(
        st.sampled_from(
            [number_of(0), number_of(1), f"{number_of(0)} ", number_of(0)[:-1], fresh(1), "", "无"]
        ),
        max_size=6,
    ),
    first=st.booleans(),
)
def test_a_list_read_beforehand_has_the_same_plan(
    office: Context, tmp_path: Path, numbers: list[str], first: bool
) -> None:
    names = ["张三", "李四", "王五", "赵六", "孙八", "周九"]
    column, other = ("身份证号", "备注") if first else ("备注", "身份证号")
    rows = [
        {column: number, "姓名": name, other: number}
        for name, number in zip(names, numbers, strict=False)
    ]
    file = roster(tmp_path / "名单.xlsx", rows or [{"姓名": "张三"}])
    assert plan_roster(office, file) == plan_roster(office, file, workbook=read_workbook(file))


def test_those_who_left_are_found_as_well(office: Context) -> None:
    gone = add_member(office, name="孙八", status="deleted", id_number=fresh(7))
    with office.database.read() as connection:
        ahead = Ahead(connection)
        ahead([[fresh(7)]])
        assert [one.id for one in ahead.by_numbers([fresh(7)])[fresh(7)]] == [gone]


def test_what_was_looked_up_before_its_row_is_not_asked_for_again(
    office: Context, asked: list[set[str]]
) -> None:
    with office.database.read() as connection:
        ahead = Ahead(connection)
        ahead.look_up([number_of(0), 5])
        ahead([["张三", number_of(0)], ["李四", fresh(1)]])
        assert [one.id for one in ahead.by_numbers([number_of(0)])[number_of(0)]] == [1]
    assert [one_ for one_ in asked if one_] == [{number_of(0)}, {fresh(1)}]


def test_a_plan_looks_numbers_up_before_their_rows_come(
    office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    look_up = Ahead.look_up

    def heard(ahead: Ahead, texts: Sequence[object]) -> None:
        told.extend(texts)
        look_up(ahead, texts)

    monkeypatch.setattr(Ahead, "look_up", heard)
    plan_roster(
        office, roster(tmp_path / "名单.xlsx", [{"姓名": "张三", "身份证号": number_of(0)}])
    )
    assert told == [number_of(0)]


def test_an_empty_office_is_asked_nothing(office: Context, asked: list[set[str]]) -> None:
    with office.database.write(office.operation("test.act", "清空")) as writing:
        writing.connection.exec_driver_sql("DELETE FROM members")
    with office.database.read() as connection:
        ahead = Ahead(connection)
        ahead([HEAD, ["张三", number_of(0)]])
        ahead.look_up([fresh(1)])
        assert ahead.by_numbers([number_of(0)]) == {}
    assert (ahead.anybody, asked) == (False, [])

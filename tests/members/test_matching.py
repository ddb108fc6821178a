"""Who on the roster a row of a list is."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.members.matching import (
    alike,
    dragged,
    find_similar,
    fitting_number,
    leading_digits,
    likely_member,
    present,
    prevails,
    same_name,
)
from tuanji_desktop.members.queries import Member
from tuanji_desktop.rules.lifecycle import LEFT, Stage

NUMBER = "520628200103050033"


def somebody(number: int = 1, status: Stage = Stage.ACTIVE, **values: str | None) -> Member:
    record = {"name": "张三", "branch": "一班", "id_number": NUMBER, "mobile": "13800138001"}
    return Member(number, 3, "一班", status, None, {**record, **values}, ())


def test_those_who_left_are_not_present_and_members_come_first() -> None:
    everyone = [somebody(place, stage) for place, stage in enumerate(Stage)]
    found = present(everyone)
    assert {one.status for one in found} == set(Stage) - LEFT
    assert {one.status for one in found[:2]} == {Stage.ACTIVE, Stage.RETAINED}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("买买提·艾力", "买买提•艾力", True),
        ("买买提·艾力", "买买提．艾力", True),
        ("张 三", "张三", True),
        ("张三", "张山", False),
        (None, "", True),
        ("张三", None, False),
    ],
)
def test_dots_and_gaps_make_no_other_name(one: str | None, other: str | None, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_names_that_share_a_character_could_be_one_persons() -> None:
    assert alike("张三", "张珊")
    assert not alike("张三", "李四")
    assert not alike(None, "李四")
    assert not alike("买·提", "艾·力")


@pytest.mark.parametrize(
    ("row", "similar"),
    [
        ({"mobile": "13800138001"}, True),
        ({"mobile": "13900139000"}, False),
        ({"branch": "一班"}, True),
        ({"branch": "二班"}, False),
        ({"branch": "一班", "id_number": "520628200103059999"}, True),
        ({"branch": "一班", "id_number": "520628200203050033"}, False),
        ({}, False),
    ],
)
def test_the_same_name_with_phone_or_branch_and_birth(
    row: dict[str, str | None], similar: bool
) -> None:
    assert bool(find_similar(row, [somebody()])) is similar


@pytest.mark.parametrize(
    ("born", "similar"),
    [("2001-03-05", True), ("2001-03", True), ("2001-04", False), ("2001-03-06", False)],
)
def test_without_a_number_the_birth_date_is_enough(born: str, similar: bool) -> None:
    assert bool(find_similar({}, [somebody()], born=born)) is similar
    recorded = somebody(id_number=None, born_on="2001-03-05")
    assert bool(find_similar({}, [recorded], born=born)) is similar


def test_a_member_without_number_may_be_anybody_of_the_branch() -> None:
    row = {"branch": "一班", "id_number": "520628200203050033"}
    assert find_similar(row, [somebody(id_number=None)])


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        (520628200103050000.0, "52062820010305"),
        (520628199706041000.0, "520628199706041"),
        (float("520628199706041608"), "52062819970604"),  # 15 digits of it would end in 2
        ("5.20628E+17", "520628"),
        ("520628200103050000", "520628200103050"),
        (None, ""),
    ],
)
def test_what_a_damaged_number_still_says(cell: object, digits: str) -> None:
    assert leading_digits(cell) == digits


def test_the_one_namesake_who_fits_is_proposed() -> None:
    other = somebody(2, id_number="520628200203050033")
    assert fitting_number("520628200103050000", [somebody(), other]) == NUMBER
    twin = somebody(3, id_number="520628200103050017")
    assert fitting_number("520628200103050000", [somebody(), twin]) is None
    assert fitting_number("5.20628E+17", [somebody()]) is None


@pytest.mark.parametrize("written", ["520628010305003", "520628200103050", "'520628010305003 "])
def test_fifteen_digits_lead_to_the_one_namesake(written: str) -> None:
    other = somebody(2, id_number="520628200203050033")
    assert fitting_number(written, [somebody(), other]) == NUMBER
    found = likely_member(written, [somebody(), other])
    assert found is not None
    assert found.id == 1
    assert fitting_number("520628010305007", [somebody()]) is None


@pytest.mark.parametrize(
    ("mask", "fits"), [("520628********0033", True), ("520628********0034", False), ("5**", False)]
)
def test_a_number_with_stars_leads_to_the_one_namesake(mask: str, fits: bool) -> None:
    other = somebody(2, id_number="520628200203050033")
    found = likely_member(mask, [somebody()])
    assert (found is not None and found.id == 1) is fits
    assert likely_member(mask, [somebody(), other]) is None


def test_a_rounded_number_that_passes_the_check_may_be_the_namesake() -> None:
    member = somebody(branch=None, mobile=None)
    assert find_similar({"name": "张三", "id_number": NUMBER[:15] + "000"}, [member]) == [member]
    assert find_similar({"name": "张三", "id_number": NUMBER[:14] + "1000"}, [member]) == []


def test_which_of_two_rows_prevails() -> None:
    assert prevails(3, refused=False) == "以第 3 行为准"
    assert prevails(3, refused=True).startswith("第 3 行也没有导入")


def test_a_dragged_run_is_found_and_its_first_is_spared() -> None:
    run: list[str | None] = [f"52062820010305{tail:04}" for tail in (31, 32, 33, 90)]
    assert dragged(run) == {1, 2}
    assert dragged(run[:2]) == set()
    assert dragged([run[0], None, run[1], run[2]]) == set()


@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), max_size=30))
def test_a_run_is_three_or_more(tails: list[int | None]) -> None:
    numbers: Sequence[str | None] = [
        None if tail is None else f"5206282001030500{tail:02}" for tail in tails
    ]
    found = dragged(numbers)
    for place in found:
        assert place > 0
        one, other = tails[place - 1], tails[place]
        assert one is not None
        assert other == one + 1
        assert {place - 1, place + 1} & found

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import valid_id
from tuanji_desktop.core.pinyin import name_keys
from tuanji_desktop.quality.alike import Person, look_alike, near_numbers, why_alike
from tuanji_desktop.rules.id_numbers import is_valid

NUMBER = valid_id(date(2001, 3, 5), serial=7)
ONE = Person(1, 3, "杨伟", name_keys("杨伟").pinyin, "2001-03-05", "13900000001", NUMBER)
STRANGER = Person(2, 4, "龙芳", name_keys("龙芳").pinyin, "1999-09-09", "13900000002",
                  valid_id(date(1999, 9, 9), sex="女"))  # fmt: skip


def other(name: str = "龙芳", **changes: str | int) -> Person:
    return replace(STRANGER, name=name, pinyin=name_keys(name).pinyin, **changes)  # type: ignore[arg-type]


def near(number: str) -> str:
    return number[:-2] + ("5" if number[-2] != "5" else "6") + number[-1]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (STRANGER, None),
        (other("杨伟"), None),
        (other("杨伟", id_number=near(NUMBER)), "pair_number"),
        (other("杨伟", id_number=NUMBER[:10] + NUMBER[11] + NUMBER[10] + NUMBER[12:]),
         "pair_number"),
        (other("杨炜", id_number=near(NUMBER)), None),
        (other("杨伟", born_on="2001-03-05"), "pair_namesake"),
        (other("杨伟", mobile="13900000001"), "pair_namesake"),
        (other("杨玮", born_on="2001-03-05"), "pair_homophone"),
        (other("羊炜", mobile="13900000001"), "pair_homophone"),
        (other("杨玮"), None),
        (other("扬伟", born_on="2001-03-05", branch_id=3), "pair_homophone"),
        (other("汤伟", born_on="2001-03-05", branch_id=3), None),
        (other("杨芳", mobile="13900000001"), None),
        (other("", mobile="13900000001"), None),
    ],
)  # fmt: skip
def test_what_speaks_for_one_person(person: Person, code: str | None) -> None:
    assert why_alike(ONE, person) == code
    assert why_alike(person, ONE) == code


@pytest.mark.parametrize("same_branch", [True, False])
def test_a_look_alike_needs_branch_and_birthday(same_branch: bool) -> None:
    one = replace(ONE, name="田未", pinyin="tian wei")
    two = other("田末", born_on="2001-03-05", branch_id=3 if same_branch else 4)
    assert why_alike(one, two) == ("pair_lookalike" if same_branch else None)
    assert why_alike(one, replace(two, born_on="2001-03-06")) is None


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("田未", "田末", True),
        ("周己", "周已", True),
        ("李晴", "李睛", True),
        ("李晴", "李晴", False),
        ("王未", "玉末", False),
        ("李晴", "李晴芳", False),
        ("李晴", "李强", False),
    ],
)
def test_names_that_the_eye_mixes_up(one: str, two: str, alike: bool) -> None:
    assert look_alike(one, two) is alike


@pytest.mark.parametrize(
    ("one", "two", "close"),
    [
        ("520628", "520628", False),
        ("520628", "520629", True),
        ("520628", "520682", True),
        ("520628", "528620", False),
        ("520628", "52062", False),
        ("520628", "530629", False),
        ("520628", "", False),
    ],
)
def test_one_slip_of_the_pen(one: str, two: str, close: bool) -> None:
    assert near_numbers(one, two) is close


@given(
    st.dates(date(1985, 1, 1), date(2010, 1, 1)),
    st.integers(0, 490),
    st.integers(0, 17),
    st.sampled_from("0123456789X"),
)
def test_a_slip_never_leaves_a_valid_number(
    born: date, serial: int, place: int, character: str
) -> None:
    """The scan compares only members whose number is none; that is why."""
    number = valid_id(born, serial=serial)
    changed = number[:place] + character + number[place + 1 :]
    swapped = number[:place] + number[place : place + 2][::-1] + number[place + 2 :]
    for slip in (changed, swapped):
        assert near_numbers(number, slip) is (slip != number)
        assert slip == number or not is_valid(slip)


def test_no_character_looks_like_all_others() -> None:
    from tuanji_desktop.quality import alike

    groups = alike._LOOK_ALIKE
    assert all(len(set(group)) == len(group) >= 2 for group in groups)
    pairs = [pair for group in groups for pair in itertools.combinations(sorted(group), 2)]
    assert len(pairs) < 400

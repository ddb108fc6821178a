from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from tests.rules.people import id_number, id_numbers
from tuanji_desktop.rules.id_numbers import (
    birth_date,
    check_character,
    date_in,
    from_legacy,
    gives,
    is_valid,
    sex_of,
    short_forms,
)


@given(id_numbers())
def test_generated_numbers_are_valid(number: str) -> None:
    assert is_valid(number)
    assert check_character(number[:17]) == ric.calc_check_digit(number)
    assert birth_date(number) == date.fromisoformat(number[6:14])
    assert sex_of(number) == ("男" if int(number[16]) % 2 else "女")


@given(id_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(number: str, place: int, shift: int) -> None:
    wrong = str((int(number[place]) + shift) % 10)
    assert not is_valid(number[:place] + wrong + number[place + 1 :])


@given(id_numbers(), st.integers(0, 16))
def test_any_exchange_of_neighbours_is_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not is_valid(swapped)


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "女"),  # GB 11643-1999, annex A
        ("440524188001010014", date(1880, 1, 1), "男"),  # GB 11643-1999, annex A
        ("810000199408230021", date(1994, 8, 23), "女"),  # the published residence permits
        ("830000199201300022", date(1992, 1, 30), "女"),
    ],
)
def test_the_published_examples(number: str, born: date, sex: str) -> None:
    assert is_valid(number)
    assert (birth_date(number), sex_of(number)) == (born, sex)
    assert check_character(number[:17]) == number[17]
    for last in "0123456789X".replace(number[17], ""):
        assert not is_valid(number[:17] + last)
    assert not is_valid(number[:17] + number[17].lower()) or number[17].isdigit()


@pytest.mark.parametrize(("weights_sum_mod_11", "character"), list(enumerate("10X98765432")))
def test_the_table_of_the_standard(weights_sum_mod_11: int, character: str) -> None:
    """GB 11643-1999, 4.2: the check character for each remainder (ISO 7064, MOD 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    bodies = (f"110105194912310{order:02d}" for order in range(100))
    body = next(
        one
        for one in bodies
        if sum(int(digit) * weight for digit, weight in zip(one, weights, strict=True)) % 11
        == weights_sum_mod_11
    )
    assert check_character(body) == character


@pytest.mark.parametrize(
    ("digits", "born"),
    [
        ("18000101", date(1800, 1, 1)),
        ("17991231", None),
        ("19000228", date(1900, 2, 28)),
        ("19000229", None),  # no leap year: 1900 is divided by 100 and not by 400
        ("20000229", date(2000, 2, 29)),
        ("20040229", date(2004, 2, 29)),
        ("20010229", None),
        ("19990431", None),
        ("19991301", None),
        ("19990001", None),
        ("19990100", None),
        ("20991231", date(2099, 12, 31)),
    ],
)
def test_real_dates_only(digits: str, born: date | None) -> None:
    body = f"110105{digits}002"
    number = body + check_character(body)
    assert birth_date(number) == born
    assert is_valid(number) == (born is not None)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "52062820001117",
        "520628200002301234",
        "520628189905251234",
        "52062820000525345x",
        "５２０６２８２０００１０１７７２７０",
    ],
)
def test_what_is_no_number_gives_nothing(number: str) -> None:
    assert not is_valid(number)
    assert birth_date(number) is None
    assert sex_of(number) is None


def test_29_february_only_in_leap_years() -> None:
    assert date_in("520628200002291234") == date(2000, 2, 29)
    assert date_in("520628200102291234") is None


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_residence_permits_follow_the_same_rule(region: str) -> None:
    assert is_valid(id_number(region=region))


@pytest.mark.parametrize("region", ["000000", "522229", "999999"])
def test_the_region_is_never_checked(region: str) -> None:
    assert is_valid(id_number(region=region))


def test_a_legacy_number_is_converted_as_a_proposal() -> None:
    full = from_legacy("520628850525345")
    assert full is not None
    assert is_valid(full)
    assert full.startswith("52062819850525345")
    assert from_legacy("520628851325345") is None
    assert from_legacy("52062885052534") is None


@pytest.mark.parametrize("digits", ["520628010305003", "520628200103050", "520628490305003"])
def test_nobody_of_this_century_has_a_legacy_number(digits: str) -> None:
    assert from_legacy(digits) is None, "it would make a member of somebody born before 1950"


def test_the_fifteen_digits_a_list_makes_of_a_number() -> None:
    assert short_forms("520628200103050033") == ("520628010305003", "520628200103050")


def test_a_foreign_document_gives_nothing() -> None:
    assert gives("居民身份证", id_number())
    assert gives(None, id_number())
    assert not gives("境外证件", id_number())

from datetime import date
from random import Random

from tuanji_desktop.demo.numbers import DevelopmentNumbers, IdNumbers, Phones, spoil
from tuanji_desktop.rules.id_numbers import date_in, is_shaped, is_valid, sex_of


def test_phones_are_phones_and_never_come_twice() -> None:
    phones = Phones(Random(1))
    found = [phones.next() for _ in range(20_000)]
    assert len(set(found)) == len(found)
    assert all(len(phone) == 11 and phone.isdigit() and phone[0] == "1" for phone in found)


def test_a_whole_cohort_born_on_one_day_has_valid_numbers_of_its_own() -> None:
    numbers, born = IdNumbers(), date(2002, 2, 28)
    for sex in ("男", "女"):
        found = [numbers.next(born, sex) for _ in range(1_200)]
        assert len(set(found)) == len(found)
        assert all(is_valid(number) for number in found)
        assert {sex_of(number) for number in found} == {sex}
        assert {date_in(number) for number in found} == {born}


def test_development_numbers_carry_year_and_province() -> None:
    numbers = DevelopmentNumbers()
    found = [numbers.next("2017") for _ in range(5_000)] + [numbers.next("2018")]
    assert len(set(found)) == len(found)
    assert all(len(number) == 12 and number.startswith("201752") for number in found[:-1])
    assert found[-1].startswith("201852")


def test_a_slip_of_the_pen_keeps_the_shape_and_breaks_the_check() -> None:
    numbers = IdNumbers()
    for day in range(1, 29):
        number = numbers.next(date(2001, 5, day), "女")
        assert is_shaped(spoil(number))
        assert not is_valid(spoil(number))

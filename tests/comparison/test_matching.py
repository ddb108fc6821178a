"""Whom a row may be whose number does not tell."""

from dataclasses import replace

from tuanji_desktop.comparison.matching import Person, Trace, best, born_in, guess
from tuanji_desktop.rules.lifecycle import Stage

NUMBER, OTHER = "520628200103050033", "520628200105060027"


def person(one: int, *, status: Stage = Stage.ACTIVE, branch: int = 3, **values: str) -> Person:
    given = {"name": "张三", "id_number": NUMBER, "mobile": "13800138001", **values}
    return Person(one, branch, status, given)


EMPTY = Trace(None, None, None, None, None, "")


def test_members_come_before_report_ins_and_those_who_left() -> None:
    left, waiting, here = (
        person(1, status=Stage.TRANSFERRED_OUT), person(2, status=Stage.SUBMITTED), person(3),
    )  # fmt: skip
    assert best([left, waiting, here], name="张三", branch_id=3) == here
    assert best([left, waiting], name="张三", branch_id=3) == waiting
    other = person(4, branch=4, name="李四")
    assert best([other, here], name="李四", branch_id=3) == other
    assert best([person(5, branch=4), here], name="张三", branch_id=4) == person(5, branch=4)
    assert best([], name="张三", branch_id=3) is None


def test_a_mask_that_shows_enough_and_fits_one_is_sure() -> None:
    trace = replace(EMPTY, mask="5206**********0033")
    twin = person(2, id_number="520699199901010033", branch=4, mobile="13900000000")
    assert guess(trace, [person(1)], damaged=False).sure == person(1)
    both = guess(trace, [person(1), twin], damaged=False)
    assert both.sure is None
    assert {one.id for one in both.candidates} == {1, 2}
    assert guess(replace(trace, branch_id=4), [person(1), twin], damaged=False).sure == twin
    phone = replace(trace, mobile="13800138001")
    assert guess(phone, [person(1), twin], damaged=False).sure == person(1)


def test_a_mask_that_shows_little_or_a_damaged_number_is_asked() -> None:
    little = replace(EMPTY, mask="520***")
    assert guess(little, [person(1)], damaged=False).sure is None
    assert guess(little, [person(1)], damaged=False).candidates == (person(1),)
    damaged = replace(EMPTY, mask="520628200103050***")
    assert guess(damaged, [person(1)], damaged=True) == guess(little, [person(1)], damaged=False)


def test_without_a_number_branch_phone_or_birth_make_a_candidate() -> None:
    some = [person(1)]
    assert guess(EMPTY, some, damaged=False).candidates == ()
    for hint in (
        replace(EMPTY, branch_id=3),
        replace(EMPTY, mobile="13800138001"),
        replace(EMPTY, mobile_mask="138****8001"),
        replace(EMPTY, born="2001-03"),
    ):
        assert guess(hint, some, damaged=False).candidates == (person(1),), hint


def test_a_name_alone_may_be_anybody_of_the_branches_that_the_list_covers() -> None:
    some = [person(1), person(2, branch=9)]
    found = guess(EMPTY, some, damaged=False, branches={3, 4})
    assert (found.sure, found.candidates) == (None, (person(1),))
    elsewhere = replace(EMPTY, branch_id=4)
    assert guess(elsewhere, some, damaged=False, branches={3, 4}).candidates == ()


def test_against_another_number_more_has_to_agree() -> None:
    trace = replace(EMPTY, number=OTHER, branch_id=3)
    assert guess(trace, [person(1)], damaged=False).candidates == ()
    assert guess(replace(trace, born="2001-03-05"), [person(1)], damaged=False).candidates
    assert guess(replace(trace, mobile="13800138001"), [person(1)], damaged=False).candidates
    unnumbered = person(1, id_number="")
    assert guess(trace, [unnumbered], damaged=False).candidates == (unnumbered,)


def test_the_birth_date_stands_in_the_number() -> None:
    assert born_in(NUMBER) == "2001-03-05"
    assert born_in("520628") == ""
    assert born_in("港520628ABCDEFGH123X") == ""

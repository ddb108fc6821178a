from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.board.measures import (
    AGES,
    BRANCH_MEASURES,
    MEASURES,
    OTHER_AGE,
    UNKNOWN,
    age_group,
)


@given(st.integers(0, 120))
def test_every_age_has_one_group(age: int) -> None:
    label = age_group(age)
    first, last = AGES[label]
    assert first <= age <= last


def test_an_unknown_age_is_said_to_be_unknown() -> None:
    assert age_group(None) == OTHER_AGE


def test_the_groups_stand_in_their_natural_order_the_empty_ones_last() -> None:
    order = MEASURES["sex"].sorted({UNKNOWN, "女", "男", "丙"})
    assert order == ["男", "女", "丙", UNKNOWN]
    ages = list(AGES)
    assert MEASURES["age"].sorted({OTHER_AGE, *reversed(ages)}) == [*ages, OTHER_AGE]


def test_kinds_of_branches_are_words() -> None:
    kind, sort = BRANCH_MEASURES
    assert kind.group("graduate_branch") == "毕业班团支部"
    assert (sort.group("village"), sort.group(None), sort.group("渔业")) == ("村", UNKNOWN, "渔业")


def test_every_measure_says_what_it_counts() -> None:
    for one in (*MEASURES.values(), *BRANCH_MEASURES):
        assert "在册团员" in one.definition

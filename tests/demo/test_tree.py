from collections import Counter
from datetime import date
from random import Random

import pytest

from tuanji_desktop.demo.names import Names
from tuanji_desktop.demo.numbers import Phones
from tuanji_desktop.demo.tree import COLUMNS, Tree, plan_tree, row
from tuanji_desktop.orgs.kinds import BRANCH_KINDS, CHILDREN, SCHOOL_KINDS, match_name


def planned(members: int, *, seed: int = 2018, today: date = date(2018, 8, 20)) -> Tree:
    rng = Random(seed)
    return plan_tree(rng, Names(rng), Phones(rng), members=members, today=today)


def test_the_usual_county_has_the_organisations_of_songtao() -> None:
    units = planned(11_184).units
    kinds = Counter(unit.kind for unit in units)
    assert len(units) == 632
    assert kinds == {
        "county": 1,
        "committee": 69,  # the county committee is the seventieth
        "work_committee": 1,
        "branch": 321,
        "graduate_branch": 236,
        "waiting_branch": 4,
    }
    schools = [unit for unit in units if unit.kind == "committee" and unit.school_kind]
    assert len(schools) == 42
    assert {unit.school_kind for unit in schools} <= set(SCHOOL_KINDS)
    assert sum(unit.size for unit in units) == 11_184
    assert sum(unit.size for unit in units if unit.sort == "student") == 6_844


def test_village_branches_are_hollow_others_too_large_or_without_a_secretary() -> None:
    units = planned(11_184).units
    villages = [unit for unit in units if unit.sort == "village"]
    hollow = [unit for unit in villages if unit.size < 3]
    assert 0.2 < len(hollow) / len(villages) < 0.4
    assert 3 <= sum(unit.size > 50 for unit in units) < 40
    branches = [unit for unit in units if unit.kind in BRANCH_KINDS]
    assert 0.02 < sum(unit.secretary is None for unit in branches) / len(branches) < 0.2


@pytest.mark.parametrize("members", [1, 7, 60, 1_200, 11_184, 60_000])
def test_a_county_of_any_size_is_whole(members: int) -> None:
    units = planned(members).units
    by_id = {unit.id: unit for unit in units}
    assert [unit.id for unit in units] == list(range(1, len(units) + 1))
    assert sum(unit.size for unit in units) == members
    for unit in units:
        assert unit.size == 0 or unit.kind in BRANCH_KINDS
        if unit.parent_id is not None:
            assert unit.parent_id < unit.id, "superiors first"
            assert unit.kind in CHILDREN[by_id[unit.parent_id].kind]
    for name in ("code", "full_name", "short_name"):
        assert len({getattr(unit, name) for unit in units}) == len(units), name


def test_sixty_thousand_members_have_about_two_thousand_organisations() -> None:
    assert 1_500 < len(planned(60_000).units) < 2_600


def test_this_years_classes_are_the_graduating_ones() -> None:
    for unit in planned(1_200, today=date(2026, 1, 3)).units:
        if unit.kind == "graduate_branch":
            assert unit.leaves_in == 2026
        elif unit.sort == "student":
            assert unit.leaves_in in (2027, 2028)


def test_one_seed_is_one_tree() -> None:
    assert planned(1_200) == planned(1_200)
    assert planned(1_200) != planned(1_200, seed=1)


def test_a_row_is_a_unit() -> None:
    unit = planned(60).units[-1]
    values = dict(zip(COLUMNS, row(unit, "2016-09-01"), strict=True))
    assert values["full_name"] == unit.full_name
    assert values["match_name"] == match_name(unit.full_name)
    assert values["built_on"] == "2016-09-01"

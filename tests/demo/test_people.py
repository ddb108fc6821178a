from collections import Counter
from datetime import date
from random import Random

import pytest

from tuanji_desktop.demo.names import Names
from tuanji_desktop.demo.numbers import Phones
from tuanji_desktop.demo.people import COLUMNS, People, Row, missing_of
from tuanji_desktop.demo.tree import Unit, plan_tree
from tuanji_desktop.quality.alike import near_numbers
from tuanji_desktop.rules.checks import check_member
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.policy import Policy

Values = dict[str, str | None]
TODAY, LOADED = date(2018, 8, 20), date(2018, 7, 6)


class Crowd:
    """Some thousand members with their units."""

    def __init__(self, policy: Policy, *, members: int = 4_000, loaded: date = LOADED) -> None:
        rng = Random(2018)
        names, phones = Names(rng), Phones(rng)
        tree = plan_tree(rng, names, phones, members=members, today=loaded)
        self.units = tree.units
        self.people = People(
            rng, names, phones, policy=policy, villages=tree.villages, loaded=loaded
        )
        self.rows: list[Row] = []
        self.values: list[tuple[Unit, Values]] = []
        for unit in tree.units:
            for row in self.people.of_branch(unit, len(self.rows) + 1):
                self.rows.append(row)
                self.values.append((unit, as_values(row)))


def as_values(row: Row) -> Values:
    return {
        name: None if value is None else str(value)
        for name, value in zip(COLUMNS, row, strict=True)
    } | {"branch": "所在团支部"}


@pytest.fixture(scope="module")
def crowd(policy: Policy) -> Crowd:
    return Crowd(policy)


def test_numbers_run_through(crowd: Crowd) -> None:
    assert [row[0] for row in crowd.rows] == list(range(1, 4_001))


@pytest.mark.parametrize("loaded", [LOADED, date(2018, 1, 5), date(2026, 10, 7)])
def test_only_the_deliberate_mistakes_are_errors(policy: Policy, loaded: date) -> None:
    crowd = Crowd(policy, members=2_500, loaded=loaded)
    wrong: dict[str, set[object]] = {}
    for row, (_, values) in zip(crowd.rows, crowd.values, strict=True):
        for finding in check_member(values, policy=policy, today=loaded):
            if finding.level == "error":
                wrong.setdefault(finding.code, set()).add(row[0])
    assert wrong == {
        "id.checksum": set(crowd.people.wrong),
        "development_number.format": set(crowd.people.misnumbered),
    }
    assert all(wrong.values())


def test_missing_is_what_the_pack_says(crowd: Crowd, policy: Policy) -> None:
    for row in crowd.rows:
        assert row[COLUMNS.index("missing")] == ",".join(missing_of(policy, row))
    red = sum(bool(row[COLUMNS.index("missing")]) for row in crowd.rows)
    assert 0.03 < red / len(crowd.rows) < 0.07


def test_choices_are_choices_of_the_pack(crowd: Crowd, policy: Policy) -> None:
    for name in COLUMNS:
        offered = policy.choices(name) if name in FIELDS else ()
        if offered:
            used = {values[name] for _, values in crowd.values}
            assert used <= {*offered, None}, name


def test_values_fit_the_branch(crowd: Crowd) -> None:
    for unit, values in crowd.values:
        student = unit.sort == "student"
        assert (values["income"] in ("学生无收入", None)) is student or values["income"] is None
        assert (values["study_status"] != "非在读") is student
        assert (values["class_name"] is not None) is student
        assert values["joined_on"] is not None
        assert values["joined_on"] <= "2018-07"


def test_id_numbers_are_unique_and_few_phones_are_shared(crowd: Crowd) -> None:
    numbers = Counter(values["id_number"] for _, values in crowd.values)
    assert max(numbers.values()) == 1
    phones = Counter(values["mobile"] for _, values in crowd.values if values["mobile"])
    assert 1 <= sum(count > 1 for count in phones.values()) <= 12


def test_secretaries_lead_the_branches_that_have_one(crowd: Crowd) -> None:
    heads = {values["branch_id"]: values for _, values in crowd.values if values["post"] == "书记"}
    for unit in crowd.units:
        if unit.sort and unit.size:
            head = heads.get(str(unit.id))
            assert (head["name"] if head else None) == (
                unit.secretary.text if unit.secretary else None
            )


def test_about_one_in_eight_joined_within_the_year(crowd: Crowd) -> None:
    new = sum((values["joined_on"] or "") >= "2017-07" for _, values in crowd.values)
    assert 0.09 < new / len(crowd.values) < 0.18


def test_a_twin_is_the_wrong_entry_entered_rightly(crowd: Crowd) -> None:
    assert crowd.people.twins
    for number in crowd.people.twins:
        wrong, right = crowd.values[number - 1][1], crowd.values[number][1]
        assert wrong["name"] == right["name"]
        assert wrong["mobile"] == right["mobile"]
        assert near_numbers(wrong["id_number"] or "", right["id_number"] or "")


def test_a_misheard_name_is_the_same_person_once_more(crowd: Crowd) -> None:
    pairs = [
        (crowd.values[number - 1][1], crowd.values[number][1])
        for number in crowd.people.misheard
        if crowd.values[number - 1][0] is crowd.values[number][0]  # the last of a branch has none
    ]
    assert len(pairs) >= 3
    for one, other in pairs:
        assert one["name"] != other["name"]
        assert one["name_pinyin"] == other["name_pinyin"]
        assert one["born_on"] == other["born_on"]
        assert one["id_number"] != other["id_number"]


def test_another_one_lacks_nothing_and_may_be_over_age(crowd: Crowd) -> None:
    village = next(unit for unit in crowd.units if unit.sort == "village")
    for number in range(50):
        older = as_values(crowd.people.another(village, 9_000 + number, older_by=12))
        assert older["missing"] == ""
        assert (older["born_on"] or "9") < "1990-07-06"

from random import Random

import pytest

from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.demo import deeds
from tuanji_desktop.demo.names import Names
from tuanji_desktop.demo.numbers import Phones
from tuanji_desktop.demo.people import People
from tuanji_desktop.demo.tree import plan_tree
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.queries import find_requests

from .conftest import MEMBERS, TODAY, asking


def somebody(context: Context) -> int:
    """A grown member of a village who is in none of the county's own acts."""
    ((found,),) = asking(context)(
        "SELECT max(m.id) FROM members AS m JOIN organizations AS o ON o.id = m.branch_id "
        "WHERE o.branch_sort = 'village' AND m.status = 'active' AND m.missing = '' "
        "AND m.is_cadre = '否' AND m.id NOT IN (SELECT member_id FROM deletion_requests) "
        "AND m.id NOT IN (SELECT member_id FROM change_requests)"
    )
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("submit", "submitted"),
        ("draft", "draft"),
        ("return", "returned"),
        ("withdraw", "withdrawn"),
    ],
)
def test_a_newcomer_ends_where_the_play_says(own_county: Context, end: str, status: str) -> None:
    rng = Random(5)
    names, phones = Names(rng), Phones(rng)
    tree = plan_tree(rng, names, phones, members=MEMBERS, today=TODAY)
    people = People(
        rng, names, phones, policy=own_county.policy, villages=tree.villages, loaded=TODAY
    )
    unit = next(unit for unit in tree.units if unit.sort == "office")
    born_of_another_seed = people.another(unit, 5_000)
    for _ in range(40):  # past the ID numbers that the county itself has given
        born_of_another_seed = people.another(unit, 5_000)
    deeds.newcomer(unit, born_of_another_seed, end)(own_county)
    assert asking(own_county)("SELECT status FROM members ORDER BY id DESC LIMIT 1") == [(status,)]


def test_a_corrected_name_can_still_be_found(own_county: Context) -> None:
    member, ask = somebody(own_county), asking(own_county)
    ((before,),) = ask("SELECT name FROM members WHERE id = ?", member)
    deeds.correct_name(member, 1, seed=1)(own_county)
    assert ask("SELECT name FROM members WHERE id = ?", member) != [(before,)]
    assert (before,) in ask("SELECT value FROM former_values WHERE member_id = ?", member)


def test_a_change_is_overtaken_or_decided(own_county: Context) -> None:
    member = somebody(own_county)
    deeds.edit(member, {"income": ">10000"}, None)(own_county)
    with own_county.database.read() as connection:
        assert find_requests(own_county, connection)[-1].member_id == member
    deeds.overtake(member)(own_county)
    with own_county.database.read() as connection:
        assert find_requests(own_county, connection)[-1].fields[0].conflict
    deeds.decide(member, accept=False)(own_county)
    with own_county.database.read() as connection:
        assert all(one.member_id != member for one in find_requests(own_county, connection))


def test_every_kind_of_request_is_admitted(own_county: Context) -> None:
    kinds = (
        lambda member: deeds.request_wrong_name(member, 1),
        deeds.request_wrong_number,
        lambda member: deeds.request(member, [Reason("wrong_branch")], mistaken=True),
        lambda member: deeds.request(member, [Reason("duplicate")]),
    )
    for kind in kinds:
        member = somebody(own_county)
        kind(member)(own_county)
        with pytest.raises(RuleRefused):  # the second one
            kind(member)(own_county)


def test_a_batch_goes_its_whole_way(own_county: Context) -> None:
    deeds.approved_batch(own_county)
    ask = asking(own_county)
    assert ask("SELECT state FROM deletion_batches ORDER BY id DESC LIMIT 1") == [("approved",)]
    assert ask("SELECT count(*) FROM deletion_requests WHERE batch_id IS NULL") == [(0,)]

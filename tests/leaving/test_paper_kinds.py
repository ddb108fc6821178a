"""The list of those who leave by age as a kind of paper; making it files nothing."""

import pytest

from tests.kinds import made, text_of
from tests.leaving.helpers import older, select
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.leaving.paper_kinds import PAPERS
from tuanji_desktop.office.context import Context


def test_everybody_below_a_unit_who_is_of_age_or_one_member(office: Context) -> None:
    first = older(office)
    older(office, "钱长命", branch="QX0102")
    whole = made(office, PAPERS, "leaving-list", org=1)
    assert whole.grid is not None
    assert [(row[1], row[-1][-11:]) for row in whole.grid.rows] == [
        ("赵长青", "高三（1）班支部委员会"),
        ("钱长命", "高三（2）班支部委员会"),
    ]
    assert whole.paper.pages == 2
    branch = made(office, PAPERS, "leaving-list", org=3)
    assert "钱长命" not in text_of(branch)
    single = made(office, PAPERS, "leaving-list", member=first)
    assert single.owner == {"member_id": first}
    assert "赵长青" in text_of(single)
    assert select(office, "SELECT count(*) FROM papers") == [(0,)]


def test_nobody_of_age_needs_no_list(office: Context) -> None:
    with pytest.raises(RuleRefused):
        made(office, PAPERS, "leaving-list", org=1)

"""The slip of a change as a kind of paper: by its number or by the member."""

import pytest

from tests.kinds import made, same_words, text_of
from tests.review.helpers import INCOME, propose
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.paper_kinds import PAPERS
from tuanji_desktop.review.papers import file_slips, make_slips


def test_the_latest_of_a_member_or_the_one_that_is_named(office: Context) -> None:
    first, second = propose(office, 1, is_cadre="是"), propose(office, 1, income=INCOME)
    latest = made(office, PAPERS, "change-slip", member=1)
    same_words(latest)
    assert latest.number == f"XG{second:06d}"
    assert latest.owner == {"member_id": 1}
    named = made(office, PAPERS, "change-slip", change=first)
    assert "是否为团干" in text_of(named)
    assert named.grid is not None
    assert named.grid.above[1].startswith("团员姓名：张三")
    with pytest.raises(NotFound):
        made(office, PAPERS, "change-slip", member=2)


def test_it_is_filed_under_the_number_of_its_code(office: Context) -> None:
    request = propose(office, 1, is_cadre="是")
    slip = made(office, PAPERS, "change-slip", change=request)
    file_slips(office, make_slips(office, request_ids=[request]))
    with office.database.read() as connection:
        filed = connection.exec_driver_sql("SELECT number, content_hash FROM papers").one()
    assert tuple(filed) == (slip.number, slip.content_hash)

"""The list of those who leave: filled from the records, filed once."""

from datetime import date

import pytest

from tests.leaving.helpers import left, older, one, select
from tests.papers.reading import page_texts
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.leaving.papers import fill, leaving_list
from tuanji_desktop.office.context import Context


def test_by_branch_and_name_and_filed_once(office: Context) -> None:
    ids = [older(office, "赵二"), older(office, "安一"), older(office, "钱三", branch="QX0102")]
    made = leaving_list(office, member_ids=[*ids, ids[0]], left_on=date(2018, 8, 1))
    first, second = page_texts(made.pdf)
    assert first.index("安一") < first.index("赵二")
    assert "钱三" in second
    assert select(office, "SELECT form, pages, sha256 FROM papers") == [
        ("leaving-list", 2, made.sha256)
    ]
    assert one(office, "SELECT content FROM blobs") == made.pdf
    assert leaving_list(office, member_ids=ids, left_on=date(2018, 8, 1)).pdf == made.pdf
    assert one(office, "SELECT count(*) FROM papers") == 1


def test_the_day_is_that_of_the_leaving(office: Context) -> None:
    member = older(office)

    def day() -> date:
        with office.database.read() as connection:
            data = fill(connection, office.policy, [member], left_on=None, today=office.today)
        assert data.rule == office.policy.door("over_age").advice
        return data.left_on

    assert day() == office.today
    left(office, "over_age", member, on=date(2018, 7, 15))
    assert day() == date(2018, 7, 15)


def test_nobody_chosen(office: Context) -> None:
    with pytest.raises(BadInput, match="没有选中"):
        leaving_list(office, member_ids=[])

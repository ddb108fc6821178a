"""A correction list and its letter as kinds of paper."""

import pytest

from tests.corrections.helpers import listed, one, sent
from tests.kinds import made, same_words, text_of
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.corrections.paper_kinds import PAPERS
from tuanji_desktop.office.context import Context


def test_the_list_with_its_table_as_it_was_kept(office: Context) -> None:
    list_id = listed(office, 1, 5)
    number = str(one(office, "SELECT number FROM correction_lists"))
    made_list = made(office, PAPERS, "correction-list", batch=number)
    same_words(made_list)
    assert made_list.grid is not None
    assert {row[1] for row in made_list.grid.rows} == {"张三", "龙𬱖"}
    assert made_list.owner == {"correction_list_id": list_id}
    assert made_list.number == number
    assert made_list.paper.sha256 == one(office, "SELECT sha256 FROM papers")
    with pytest.raises(NotFound):
        made(office, PAPERS, "correction-list", batch="2018-1")


def test_the_letter_bears_a_number_of_its_own(office: Context) -> None:
    sent(office, 1)
    number = str(one(office, "SELECT number FROM correction_lists"))
    letter = made(office, PAPERS, "correction-letter", batch=number)
    assert letter.number == f"{number}-H"
    assert "更正1名团员" in text_of(letter)

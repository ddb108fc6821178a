from datetime import date

from tests.board.helpers import rows, write
from tuanji_desktop.board.people import People, Undone, load_people
from tuanji_desktop.office.context import Context


def test_whoever_has_no_card_any_more_is_told_by_name(office: Context) -> None:
    ((name,),) = rows(office, "SELECT name FROM members WHERE id = 2")
    write(office, date(2018, 8, 6), "DELETE FROM members WHERE id = 2")
    found = load_people(office, (3, 2, 1))
    assert found == People((3, 1), (Undone(2, str(name)),))
    assert len(found) == 3


def test_the_mark_names_the_first_and_says_that_there_are_more() -> None:
    assert People((1, 2)).mark == ""
    many = People((), tuple(Undone(number, f"第{number}") for number in range(1, 8)))
    assert many.mark == "7 人的录入后来撤销了，没有卡片：第1、第2、第3、第4、第5等"

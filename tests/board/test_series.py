from datetime import date

from tests.board.helpers import on, write
from tests.builders import add_member
from tuanji_desktop.board.queries import load_board
from tuanji_desktop.board.series import load_series
from tuanji_desktop.office.context import Context


def test_every_point_is_what_the_board_says_of_that_day(office: Context) -> None:
    add_member(on(office, date(2018, 9, 5)), name="赵一", mobile="")
    write(office, date(2018, 10, 31), "UPDATE members SET status = 'deleted' WHERE id = 1")
    write(office, date(2018, 11, 1), "UPDATE members SET branch_id = 4 WHERE id = 2")
    later = on(office, date(2018, 11, 15))
    for org in (None, 2, 3, 4):
        points = load_series(later, org_id=org)
        assert [point.day.isoformat() for point in points] == [
            "2018-08-31", "2018-09-30", "2018-10-31", "2018-11-15",
        ]  # fmt: skip
        for point in points:
            board = load_board(later, org_id=org, day=point.day)
            assert (point.members, point.red) == (board.members, board.red)
    whole = load_series(later, org_id=None)
    assert [point.members for point in whole] == [6, 7, 6, 6]
    assert [point.red for point in whole] == [0, 1, 1, 1]
    assert whole[1].red_share == 1 / 7


def test_only_so_many_months(office: Context) -> None:
    later = on(office, date(2018, 12, 10))
    days = [point.day for point in load_series(later, org_id=None, months=2)]
    assert days == [date(2018, 11, 30), date(2018, 12, 10)]

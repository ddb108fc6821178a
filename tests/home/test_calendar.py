"""The pack's dates that are coming, under each of the two documents."""

from datetime import date

from tests.builders import pack
from tuanji_desktop.home.calendar import upcoming

G, Q = pack("guangdong-2018"), pack("qilu-2024")


def words(today: date, *, under: str = "G") -> list[tuple[str, str]]:
    policy = G if under == "G" else Q
    return [(event.day.isoformat(), event.words) for event in upcoming(policy, today)]


def test_the_window_opens_and_closes() -> None:
    ahead = words(date(2018, 9, 1))
    assert ("2018-09-28", "“入团年月”修改规定开始执行") in ahead
    assert ("2018-11-30", "“入团年月”修改窗口最后一天") in ahead
    assert ("2018-12-01", "“入团年月”修改规定开始执行") in ahead  # from then on by letter only
    assert ("2018-11-30", "“入团年月”修改窗口最后一天") in words(date(2018, 11, 30))
    assert ("2018-11-30", "“入团年月”修改窗口最后一天") not in words(date(2018, 12, 1))


def test_the_classes_turn_on_the_first_of_june() -> None:
    turn = "已标记的毕业班转为毕业班团支部"
    assert ("2019-06-01", turn) in words(date(2019, 4, 1))
    assert ("2020-06-01", turn) in words(date(2019, 12, 15))
    (event,) = [one for one in upcoming(G, date(2019, 5, 31)) if one.words == turn]
    assert (event.wish, event.hint, event.when(date(2019, 5, 31))) == ("yearly", "turn", "明天")


def test_milestones_lead_to_the_rates() -> None:
    (event, *_) = [one for one in upcoming(G, date(2018, 9, 1)) if one.words.startswith("毕业生")]
    assert (event.desk, event.hint) == ("graduates", "rates")
    assert event.clause == "G 四"


def test_the_verification_of_the_college() -> None:
    ahead = words(date(2024, 3, 15), under="Q")
    days = [day for day, what in ahead if "核对" in what]
    assert days[0] == "2024-04-01"
    assert "2024-04-20" in days
    assert days[-1] == "2024-05-31"


def test_nothing_that_is_past_or_far() -> None:
    for today in (date(2018, 10, 5), date(2030, 1, 1)):
        events = upcoming(G, today)
        assert all(0 <= (one.day - today).days <= 183 for one in events)
        assert list(events) == sorted(events, key=lambda one: (one.day, one.words))

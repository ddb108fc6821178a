"""The home desk as a clerk sees it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import open_desk, still
from tests.home.test_queries import backed_up, write
from tuanji_desktop.home.calendar import Event
from tuanji_desktop.home.page import HomePage
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.changes import Changes


def desk(qtbot: QtBot, workplace: Workplace) -> HomePage:
    page = HomePage(workplace)
    open_desk(qtbot, page)
    return page


def names(page: HomePage) -> list[str]:
    return [card.objectName() for card in page.cards]


def test_a_card_leads_to_its_list(qtbot: QtBot, workplace: Workplace, office: Context) -> None:
    add_member(office, name="赵一")
    page = desk(qtbot, workplace)
    assert names(page) == ["task_incomplete", "task_backup"]
    wished: list[tuple[str, object]] = []
    page.desk_requested.connect(lambda key, hint: wished.append((key, hint)))
    page.cards[0].setFocus()
    QTest.keyClick(page.cards[0], Qt.Key.Key_Return)
    assert wished == [("roster", "incomplete")]


def test_calm_when_nothing_waits_and_a_card_as_soon_as_something_does(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    backed_up(office)
    page = desk(qtbot, workplace)
    said: list[str] = []
    page.summary_changed.connect(said.append)
    assert page.calm.isVisible()
    add_member(office, name="赵一")
    page.show_changes(Changes(3))
    still(qtbot, workplace.jobs)
    assert names(page) == ["task_incomplete"]
    assert not page.calm.isVisible()
    assert said == ["待办 1 项"]
    old = page.cards
    page.show_changes(Changes(4))  # nothing new: the cards stay, and the focus with them
    still(qtbot, workplace.jobs)
    assert page.cards is old


def test_an_empty_office_offers_its_first_steps(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    write(office, "DELETE FROM members")
    page = desk(qtbot, workplace)
    assert names(page) == ["step_import_orgs", "step_import_roster", "step_settings"]
    acts: list[str] = []
    desks: list[str] = []
    page.act_requested.connect(lambda wish, _what: acts.append(wish))
    page.desk_requested.connect(lambda key, _hint: desks.append(key))
    for card in page.cards:
        card.pressed.emit()
    assert (acts, desks) == (["import_orgs", "import_roster"], ["settings"])


def test_the_practice_county_has_its_line(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    write(office, "INSERT INTO settings (key, value) VALUES ('office.practice', '1')")
    page = desk(qtbot, workplace)
    assert page.banner.isVisible()
    assert "虚构" in page.banner.text


def test_the_cards_follow_the_width(qtbot: QtBot, workplace: Workplace, office: Context) -> None:
    add_member(office, name="赵一")
    page = desk(qtbot, workplace)
    first, second = page.cards
    page.resize(820, 500)
    qtbot.waitUntil(lambda: first.y() == second.y())
    page.resize(380, 500)
    qtbot.waitUntil(lambda: first.x() == second.x() and first.y() < second.y())


def test_a_card_may_lead_to_an_act(qtbot: QtBot, workplace: Workplace, office: Context) -> None:
    write(office, "UPDATE organizations SET graduating_year = 2018 WHERE id = 3")
    page = desk(qtbot, workplace)
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda wish, what: wishes.append((wish, what)))
    next(card for card in page.cards if card.objectName() == "task_turning").pressed.emit()
    assert wishes == [("yearly", "turn")]


def test_the_coming_dates_lead_to_their_desk_or_act(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    page = desk(qtbot, workplace)
    words = [event.words for event in page.dates.events]
    assert "“入团年月”修改规定开始执行" in words
    wished: list[tuple[str, object]] = []
    page.desk_requested.connect(lambda key, hint: wished.append((key, hint)))
    page.act_requested.connect(lambda key, hint: wished.append((key, hint)))
    page.dates.chosen.emit(page.dates.events[words.index("“入团年月”修改规定开始执行")])
    page.dates.chosen.emit(Event(office.today, "转换", "N", "", "turn", "yearly"))
    assert wished == [("review", "windows"), ("yearly", "turn")]

import pytest
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.quality.helpers import SCHOOL, inspected, person
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality import service
from tuanji_desktop.quality.list_side import ListSide
from tuanji_desktop.quality.scan import Inspection


@pytest.fixture
def seeded(office: Context) -> Inspection:
    person(office, 1, name="杨伟", education="")
    person(office, 2, name="杨伟", education="")
    person(office, 3, name="龙芳", born="1999-01-01")
    person(office, 4, name="龙芳", born="1999-01-01", branch="QX0102")
    return inspected(office)


@pytest.fixture
def side(qtbot: QtBot, workplace: Workplace, seeded: Inspection) -> ListSide:
    made = ListSide(workplace, seeded)
    qtbot.addWidget(made)
    made.resize(600, 600)
    made.show()
    return made


def show(qtbot: QtBot, side: ListSide, workplace: Workplace, code: str) -> None:
    listing = service.listing(side._inspection, code, None)
    side.show_listing(listing, within=None)
    still(qtbot, workplace.jobs)


def test_each_kind_has_its_own_list_and_acts(
    qtbot: QtBot, side: ListSide, workplace: Workplace
) -> None:
    show(qtbot, side, workplace, "red")
    assert side.stack.currentWidget() is side.people
    assert side.count.text() == "2 人"
    visible = {name for name, button in side.acts.items() if not button.isHidden()}
    assert visible == {"members", "export", "sheet", "bulk_edit"}
    show(qtbot, side, workplace, "over_age")
    assert not side.acts["leaving"].isHidden()
    assert not side.acts["leaving"].isEnabled()  # nobody there
    show(qtbot, side, workplace, "no_secretary")
    assert side.stack.currentWidget() is side.units
    assert {name for name, one in side.acts.items() if not one.isHidden()} == {"export"}
    show(qtbot, side, workplace, "pair_namesake")
    assert side.stack.currentWidget() is side.pairs
    assert side.count.text() == "2 对"


def test_acts_concern_the_chosen_rows_or_the_whole_list(
    qtbot: QtBot, side: ListSide, workplace: Workplace
) -> None:
    show(qtbot, side, workplace, "pair_namesake")
    assert side.acted_on() == [7, 8, 9, 10]
    show(qtbot, side, workplace, "red")
    side.people.choose([7])
    assert side.acted_on() == [7, 8]  # one row is the cursor, not a choice
    side.people.choose([7, 8])
    assert side.acted_on() == [7, 8]
    assert side.count.text() == "2 人 · 已选 2"


def test_the_next_pair_is_under_the_cursor_when_one_is_gone(
    qtbot: QtBot, side: ListSide, workplace: Workplace, office: Context
) -> None:
    show(qtbot, side, workplace, "pair_namesake")
    told: list[object] = []
    side.pair_chosen.connect(told.append)
    side.pairs.choose([side.pairs.model().ids[0]])  # type: ignore[attr-defined]
    assert told == [(7, 8)]
    service.say_distinct(office, one=7, other=8)
    with side._inspection.findings.lock:
        side._inspection.findings.set_distinct([(7, 8)])
    show(qtbot, side, workplace, "pair_namesake")
    assert side.count.text() == "1 对"
    assert told[-1] == (9, 10)
    row = side._pairs.row_at(0)
    assert row is not None
    assert row.one.name == "龙芳"


def test_units_can_be_compared_and_entered(
    qtbot: QtBot, side: ListSide, workplace: Workplace, seeded: Inspection
) -> None:
    show(qtbot, side, workplace, "red")
    side.show_units(service.board(seeded, SCHOOL), "red")
    side._ways.buttons()[1].click()
    assert side.stack.currentWidget() is side.breakdown
    assert [row.org.code for row in side.breakdown.rows.values()] == ["QX0101", "QX0102"]
    told: list[int] = []
    side.unit_requested.connect(told.append)
    side.breakdown.opened.emit(3)
    assert told == [3]
    side.show_listing(service.listing(seeded, "red", 3), within=3)
    assert not side.chips.isHidden()
    side.chips.removed.emit("unit")
    assert told == [3, 0]


def test_the_check_says_what_to_do(qtbot: QtBot, side: ListSide, workplace: Workplace) -> None:
    show(qtbot, side, workplace, "over_age")
    assert side.title.text() == "年满28周岁应办离团 · 疑问"
    assert "办理离团" in side.advice.text()
    assert side.advice.text().endswith("（N 三.3）")

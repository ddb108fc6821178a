"""What the sections are made of."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.service import open_office
from tuanji_desktop.settings_room.panel import Listing, Panel


def test_a_listing_keeps_its_cursor_and_grows_with_its_rows(
    qtbot: QtBot, dressed: QApplication
) -> None:
    made = Listing(name="one", words="一", headings=("甲", "乙"), widths=(80, 80))
    qtbot.addWidget(made)
    made.show_rows([("1", "2"), ("3", "4")])
    made.selectRow(1)
    made.fit()
    high = made.height()
    made.show_rows([("1", "2"), ("3", "4"), ("5", "6")])
    made.fit()
    assert made.currentRow() == 1
    assert made.height() > high
    made.show_rows([])
    assert made.currentRow() == -1


def test_a_button_that_writes_is_off_where_one_can_only_read(
    qtbot: QtBot, workplace: Workplace
) -> None:
    context = workplace.context
    reader = open_office(context.database.path, clock=context.clock, read_only=True)
    panel = Panel(Workplace(reader, workplace.jobs))
    qtbot.addWidget(panel)
    assert not panel.button("存", "save", writes=True).isEnabled()
    assert panel.button("看…", "look").accessibleName() == "看"
    panel.fail(BadInput("x", "不行。"))
    assert panel.banner.text == "不行。"
    reader.database.close()

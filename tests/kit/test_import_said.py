"""What is said on the pages, gathered and put back."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.kit.lists import HEADINGS, People, people_list
from tuanji_desktop.kit.import_adapter import layout_of
from tuanji_desktop.kit.import_file import FilePage
from tuanji_desktop.kit.import_grid import LayoutPage
from tuanji_desktop.kit.import_said import ImportSaid
from tuanji_desktop.kit.import_values import ValuesPage
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading


class Pages:
    """The three pages and what was said on them."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self.file = FilePage(People())
        self.layout = LayoutPage(People.fields)
        self.values = ValuesPage(People.fields)
        for page in (self.file, self.layout, self.values):
            qtbot.addWidget(page)
        self.said = ImportSaid(self.file, self.layout, self.values)
        self.workbook = read_workbook(path)
        self.layout.show_workbook(self.workbook)
        self.find()

    def find(self) -> None:
        reading = self.layout.reading()
        self.layout.show_layout(layout_of(self.workbook, HEADINGS, People.fields, reading))


@pytest.fixture
def pages(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> Pages:
    return Pages(qtbot, people_list(tmp_path))


def test_nothing_was_said(pages: Pages) -> None:
    assert pages.said.reading() == Reading()
    assert pages.said.state(step=1).sheets == {}


def test_cells_and_decisions_belong_to_the_sheet_in_force(pages: Pages) -> None:
    pages.said.mend(((5, 1, "赵六"),))
    pages.said.decide(4, "new")
    pages.said.decide(3, "leave")
    pages.said.decide(3, "")
    wanted = Reading("Sheet", mended=((5, 1, "赵六"),), decisions=((4, "new"),))
    assert pages.said.reading() == wanted
    pages.said.mend(())
    pages.said.decide(4, "")
    assert pages.said.reading().mended == ()
    pages.said.mend(((5, 1, "赵六"),))
    pages.said.forget()
    assert pages.said.reading() == Reading()


def test_all_of_it_is_put_back(pages: Pages, qtbot: QtBot, tmp_path: Path) -> None:
    pages.said.mend(((5, 1, "赵六"),))
    pages.said.take_recipe(
        Reading(
            None,
            (("备用电话", "mobile"),),
            values=(("destination", "参军", "升学"),),
            policies=(("mobile", "fill"),),
        ),
        {"school": "二中"},
    )
    pages.find()
    pages.file.queue.put([tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"])
    state = pages.said.state(step=2)
    assert state.answers == {"school": "二中"}
    again = Pages(qtbot, people_list(tmp_path))
    again.said.take(state)
    again.find()
    assert again.said.reading() == pages.said.reading()
    assert again.said.state(step=2) == state
    assert again.said.reading().values == (("destination", "参军", "升学"),)

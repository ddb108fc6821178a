"""A letter before it is printed: what is typed into it, and where it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.graduates.year import SCHOOL, UNIVERSITY, YEAR, make_year
from tests.imports import counted
from tests.kit.lists import settle
from tests.papers.reading import whole_text
from tuanji_desktop.graduates.letters import NOTICE, REMINDER
from tuanji_desktop.graduates.paper_side import PaperSide
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import reserve_number, void_number
from tuanji_desktop.office.service import save_settings


class Desk:
    def __init__(self, qtbot: QtBot, jobs: Jobs, context: Context) -> None:
        self.qtbot, self.jobs = qtbot, jobs
        self.side = PaperSide(Workplace(context, jobs))
        qtbot.addWidget(self.side)
        self.said: list[tuple[str, str]] = []
        self.closed = 0
        self.side.said.connect(lambda level, words: self.said.append((level, words)))
        self.side.closed.connect(self._count)
        self.side.resize(820, 640)
        self.side.show()

    def _count(self) -> None:
        self.closed += 1

    def show(self, form: str, school: int) -> None:
        self.side.show_letter(form, school, YEAR)
        settle(self.qtbot, self.jobs)

    def write(self, number: str, addressee: str) -> None:
        self.side.number.setText(number)
        self.side.addressee.setText(addressee)
        self.side.addressee.editingFinished.emit()
        settle(self.qtbot, self.jobs)

    def text(self) -> str:
        return whole_text(self.side.preview.data)


@pytest.fixture
def desk(office: Context, jobs: Jobs, qtbot: QtBot, dressed: QApplication) -> Iterator[Desk]:
    make_year(office)
    yield Desk(qtbot, jobs, replace(office, fixed_day=date(2018, 9, 21)))


def test_number_and_addressee_are_written_in(desk: Desk) -> None:
    desk.show(NOTICE, UNIVERSITY)
    assert desk.side.banner.text == "“文号”没有填写。"
    assert "中共青溪学院委员会" not in desk.text()
    desk.write("团青字〔2018〕9号", "中共青溪学院委员会")
    assert "团青字〔2018〕9号" in desk.text()
    assert "中共青溪学院委员会：" in desk.text()
    assert not desk.side.banner.isVisible()
    desk.show(REMINDER, SCHOOL)  # what was typed for one school is not carried to another
    assert "青溪学院" not in desk.text()
    assert desk.side.number.text() == ""


def test_what_is_saved_is_kept_with_the_school(desk: Desk, office: Context, tmp_path: Path) -> None:
    desk.show(REMINDER, SCHOOL)
    out = tmp_path / "催办.pdf"
    desk.side.preview.save_to(out)
    settle(desk.qtbot, desk.jobs)
    assert out.read_bytes() == desk.side.preview.data
    assert counted(office, "papers") == 1
    assert desk.said == [("done", "催办函 一中团委 已归档。")]
    desk.side.preview.save_to(out)
    settle(desk.qtbot, desk.jobs)
    assert counted(office, "papers") == 1


def test_what_cannot_be_written_says_why_and_goes_back(desk: Desk) -> None:
    desk.show(NOTICE, SCHOOL)
    assert desk.closed == 1
    assert desk.said[0][0] == "error"
    assert "不是高校" in desk.said[0][1]
    assert "G 四" in desk.said[0][1]


def test_a_number_of_another_letter_does_not_go_to_a_printer(office: Context, desk: Desk) -> None:
    save_settings(office, [("office.document_series", "青团函〔年〕号")])
    reserve_number(office, subject="别的函", series="青团函")
    void_number(office, number="青团函〔2018〕1号", reason="未发出")
    desk.show(REMINDER, SCHOOL)
    desk.side.number_box.button.click()
    settle(desk.qtbot, desk.jobs)
    assert desk.side.number.text() == "青团函〔2018〕2号"
    assert "青团函〔2018〕2号" in desk.text()
    desk.write("青团函(2018)01号", "")
    desk.side.preview.print_paper()
    assert "作废的号不再使用" in desk.side.preview.banner.text

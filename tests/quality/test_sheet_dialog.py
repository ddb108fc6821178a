from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.quality.helpers import SCHOOL, person
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality.sheet_dialog import LetterDialog, SheetDialog


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace, office: Context) -> SheetDialog:
    ids = [person(office, 1, education=""), person(office, 2, mobile="", branch="QX0102")]
    made = SheetDialog(workplace, ids, org_id=SCHOOL, code="red")
    qtbot.addWidget(made)
    made.show()
    still(qtbot, workplace.jobs)
    return made


def test_it_says_what_will_be_written(
    qtbot: QtBot, dialog: SheetDialog, workplace: Workplace
) -> None:
    assert dialog.day == date(2018, 8, 11)
    assert dialog.summary.text() == (
        "2 人，1 份：一中团委 2 人。\n要填的格子：手机号码 1、学历 1。"
    )
    dialog.each.click()
    still(qtbot, workplace.jobs)
    assert "2 份：高三（1）班 1 人、高三（2）班 1 人" in dialog.summary.text()
    assert dialog.write.isEnabled()


def test_it_writes_into_a_folder_and_says_so(
    qtbot: QtBot, dialog: SheetDialog, workplace: Workplace, tmp_path: Path
) -> None:
    folder = tmp_path / "催办"
    folder.mkdir()
    told: list[str] = []
    dialog.written.connect(told.append)
    dialog.each.click()
    dialog.letter.click()
    dialog.deadline.setDate(QDate(2018, 9, 1))
    still(qtbot, workplace.jobs)
    dialog.write_to(folder)
    still(qtbot, workplace.jobs)
    assert len(list(folder.iterdir())) == 4
    assert told[0].startswith("已生成催办表 2 份和催办函 2 份")
    assert not dialog.isVisible()


def test_what_cannot_be_written_is_told_and_may_be_tried_again(
    qtbot: QtBot, dialog: SheetDialog, workplace: Workplace, tmp_path: Path
) -> None:
    dialog.write_to(tmp_path / "没有这个文件夹" / "a.xlsx")
    still(qtbot, workplace.jobs)
    assert "不存在" in dialog.banner.text
    assert dialog.write.isEnabled()


def test_the_letter_is_shown_before_it_is_printed(
    qtbot: QtBot, dialog: SheetDialog, workplace: Workplace
) -> None:
    dialog.show_letter()
    still(qtbot, workplace.jobs)
    shown = dialog.findChild(LetterDialog)
    assert shown is not None
    still(qtbot, workplace.jobs)
    assert shown.preview.data.startswith(b"%PDF")
    assert shown.windowTitle() == "催办函 一中团委"
    shown.close()


def test_nobody_to_ask_is_said(qtbot: QtBot, workplace: Workplace) -> None:
    empty = SheetDialog(workplace, [1], org_id=None)
    qtbot.addWidget(empty)
    empty.show()
    still(qtbot, workplace.jobs)
    assert "不用催办" in empty.banner.text
    assert not empty.write.isEnabled()
    empty.write_to(Path("x.xlsx"))  # no plan, nothing happens
    assert not Path("x.xlsx").exists()

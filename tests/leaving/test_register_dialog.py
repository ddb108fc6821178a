"""The register and the candidates as the clerk sees them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.leaving.helpers import left, older, restored, status, statuses
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.leaving import register_dialog as module
from tuanji_desktop.leaving.dialog import LeavingDialog
from tuanji_desktop.leaving.paper_dialog import PaperDialog
from tuanji_desktop.leaving.register_dialog import RegisterDialog
from tuanji_desktop.office.context import Context


@pytest.fixture
def opened(qtbot: QtBot, office: Context, workplace: Workplace) -> Iterator[RegisterDialog]:
    """张三 and 单雄 are out, 李小梅 came back, 赵长青 and 钱大 are over age."""
    left(office, "self_left", 1, 2)
    left(office, "expelled", 4)
    restored(office, 2)
    older(office)
    older(office, "钱大")
    dialog = RegisterDialog(workplace)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    yield dialog
    still(qtbot, workplace.jobs)


def pick(qtbot: QtBot, dialog: RegisterDialog, box: QComboBox, words: str) -> None:
    place = box.findText(words)
    assert place >= 0, [box.itemText(one) for one in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)
    still(qtbot, dialog._workplace.jobs)


def members(dialog: RegisterDialog) -> list[int]:
    rows = [dialog.model.row_at(place) for place in range(len(dialog.model.ids))]
    return [row.member_id for row in rows if row is not None]


def test_the_filters(qtbot: QtBot, opened: RegisterDialog) -> None:
    assert opened.objectName() == "departures_dialog"
    assert members(opened) == [4, 2, 1]
    pick(qtbot, opened, opened.door, "自行脱团 2")
    assert members(opened) == [2, 1]
    pick(qtbot, opened, opened.state, "已恢复")
    assert members(opened) == [2]
    pick(qtbot, opened, opened.door, "全部 3")
    pick(qtbot, opened, opened.state, "未恢复")
    pick(qtbot, opened, opened.unit, "　　高三（2）班 1")
    assert members(opened) == [4]
    pick(qtbot, opened, opened.year, "2018 年")
    assert members(opened) == [4]


def test_an_entry_is_told_and_its_member_opened(qtbot: QtBot, opened: RegisterDialog) -> None:
    opened.table.selectRow(0)
    still(qtbot, opened._workplace.jobs)
    assert opened.proofs.text.startswith("单雄 2018-08-01 开除")
    with qtbot.waitSignal(opened.member_requested) as wanted:
        opened.table.opened.emit(opened.table.current_id())
    assert wanted.args == [4]


def test_a_return_is_started_from_the_register(
    qtbot: QtBot, office: Context, opened: RegisterDialog, tmp_path: Path
) -> None:
    opened.table.clearSelection()
    assert not opened.restore_button.isEnabled()
    opened.table.selectRow(0)
    opened.restore_button.click()
    still(qtbot, opened._workplace.jobs)
    dialog = opened.findChild(LeavingDialog)
    assert isinstance(dialog, LeavingDialog)
    qtbot.waitUntil(lambda: dialog._plan is not None)
    paper = tmp_path / "决定.pdf"
    paper.write_bytes(b"x")
    dialog.panel.document.setText("团青字〔2018〕13号")
    dialog.panel.proofs["decision"].take(paper)
    with qtbot.waitSignal(opened.said):
        dialog.act()
    dialog.accept()
    still(qtbot, opened._workplace.jobs)
    assert status(office, 4) == "active"
    assert members(opened) == [4, 2, 1]
    row = opened.model.row_at(0)
    assert row is not None
    assert row.restored_words == "2018-08-01 团青字〔2018〕13号"


def test_candidates_leave_all_at_once(
    qtbot: QtBot, office: Context, opened: RegisterDialog
) -> None:
    opened.tabs["over_age"].click()
    note = opened.findChild(QLabel, "candidates_note")
    assert isinstance(note, QLabel)
    assert "N 三.3" in note.text()
    assert opened.tabs["over_age"].text() == "超龄离团候选 2"
    assert opened.leave_button.text() == "办理超龄离团（2 人）…"
    opened.candidates.selectRow(0)
    assert opened.leave_button.text() == "办理超龄离团（1 人）…"
    opened.candidates.clearSelection()
    opened.leave_button.click()
    dialog = opened.findChild(LeavingDialog)
    assert isinstance(dialog, LeavingDialog)
    qtbot.waitUntil(dialog.act_button.isEnabled)
    dialog.act()
    still(qtbot, opened._workplace.jobs)
    dialog.accept()
    still(qtbot, opened._workplace.jobs)
    assert statuses(office, [7, 8]) == ["over_age", "over_age"]
    assert opened.tabs["over_age"].text() == "超龄离团候选 0"
    assert opened.tabs["register"].text() == "离团登记 5"
    assert not opened.leave_button.isEnabled()


def test_the_list_to_sign_and_the_export(
    qtbot: QtBot, opened: RegisterDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.show_part(1)
    opened.print_button.click()
    still(qtbot, opened._workplace.jobs)
    paper = opened.findChild(PaperDialog)
    assert isinstance(paper, PaperDialog)
    assert paper.preview.data.startswith(b"%PDF")
    paper.done(0)
    monkeypatch.setattr(module, "ask_save_path", lambda *_, **__: tmp_path / "离团登记簿.xlsx")
    opened.export_button.click()
    still(qtbot, opened._workplace.jobs)
    assert opened.banner.text == "已导出 3 条到 离团登记簿.xlsx。"
    assert (tmp_path / "离团登记簿.xlsx").exists()


def test_an_empty_register_says_what_to_do(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    dialog = RegisterDialog(workplace)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    assert members(dialog) == []
    assert not dialog.export_button.isEnabled()
    assert dialog.door.currentText() == "全部 0"

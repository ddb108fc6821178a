"""The file step: chosen, dropped, pasted, with a password."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.lists import People, people_list
from tuanji_desktop.kit.import_file import FilePage
from tuanji_desktop.sheets.reader import read_pasted, read_workbook


@pytest.fixture
def page(dressed: QApplication, qtbot: QtBot) -> FilePage:
    made = FilePage(People())
    qtbot.addWidget(made)
    made.show()
    return made


def mime(*paths: str, text: str = "") -> QMimeData:
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    if text:
        data.setText(text)
    return data


def test_a_file_is_named_and_read(page: FilePage, tmp_path: Path) -> None:
    assert page.findChild(QWidget, "people_options") is not None
    assert not page.ready
    file = people_list(tmp_path)
    page.show_path(file)
    assert page.name.text() == "名单.xlsx"
    assert "KB" in page.details.text()
    assert not page.ready
    page.show_workbook(read_workbook(file))
    assert page.ready
    assert "XLSX　1 个工作表" in page.details.text()
    page.show_path(tmp_path / "无.xlsx")
    assert not page.ready
    large = tmp_path / "大.csv"
    large.write_bytes(b"x" * 3_000_000)
    page.show_path(large)
    assert page.details.text().startswith("2.9 MB")


def test_what_was_noticed_is_told(page: FilePage, tmp_path: Path) -> None:
    workbook = replace(read_workbook(people_list(tmp_path)), told=("有 3 行被隐藏，照样读入。",))
    page.show_workbook(workbook)
    assert page.told.isVisible()
    assert page.told.text() == "· 有 3 行被隐藏，照样读入。"
    page.show_path(tmp_path / "名单.xlsx")
    assert not page.told.isVisible()


def test_files_are_dropped(page: FilePage, qtbot: QtBot, tmp_path: Path) -> None:
    copy, left, bare = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    data = mime(str(tmp_path / "甲.xlsx"), str(tmp_path / "乙.csv"))
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, bare)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(page.paths_chosen) as dropped:
        page.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, bare))
    assert dropped.args == [(tmp_path / "甲.xlsx", tmp_path / "乙.csv")]
    empty = mime()  # the event does not hold it
    nothing = QDragEnterEvent(QPoint(5, 5), copy, empty, left, bare)
    nothing.ignore()
    page.dragEnterEvent(nothing)
    assert not nothing.isAccepted()


def test_a_table_is_pasted(page: FilePage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("姓名\t电话\n张三\t13800138001")
    with qtbot.waitSignal(page.text_pasted) as pasted:
        page.paste_keys.activated.emit()
    assert pasted.args == ["姓名\t电话\n张三\t13800138001"]
    page.show_path(None)
    page.show_workbook(read_pasted(pasted.args[0]))
    assert page.name.text() == "粘贴的内容"
    assert page.details.text() == "粘贴的表格　2 行"


def test_files_copied_in_a_file_manager_are_pasted(page: FilePage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setMimeData(mime("/甲.xlsx"))
    with qtbot.waitSignal(page.paths_chosen) as pasted:
        page.paste_button.click()
    assert pasted.args == [(Path("/甲.xlsx"),)]
    QGuiApplication.clipboard().clear()


def test_the_password_is_asked_in_place(page: FilePage, qtbot: QtBot, tmp_path: Path) -> None:
    assert not page.password_line.isVisible()
    page.ask_password()
    assert page.password_line.isVisible()
    with qtbot.assertNotEmitted(page.password_given):
        QTest.keyClick(page.password, Qt.Key.Key_Return)
    page.password.setText("秘密")
    with qtbot.waitSignal(page.password_given) as given:
        page.password_button.click()
    assert given.args == ["秘密"]
    page.show_workbook(read_workbook(people_list(tmp_path)))
    assert not page.password_line.isVisible()
    assert page.password.text() == ""


def test_several_files_are_chosen(
    page: FilePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (["/甲.xlsx", "/乙.et"], ""))
    with qtbot.waitSignal(page.paths_chosen) as chosen:
        page.choose_button.click()
    assert chosen.args == [(Path("/甲.xlsx"), Path("/乙.et"))]

"""The file step and the last step."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.lists import People, people_list
from tuanji_desktop.kit.import_pages import FilePage, ResultPage
from tuanji_desktop.kit.jobs import JobInfo
from tuanji_desktop.sheets.reader import read_workbook


def test_a_file_is_named_and_read(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    page = FilePage(People())
    qtbot.addWidget(page)
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


def test_a_file_is_dropped(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    page = FilePage(People())
    qtbot.addWidget(page)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "名单.xlsx"))])
    copy, left, bare = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, bare)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(page.path_chosen) as dropped:
        page.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, bare))
    assert dropped.args == [tmp_path / "名单.xlsx"]
    two = QMimeData()
    two.setUrls([QUrl.fromLocalFile("/甲"), QUrl.fromLocalFile("/乙")])
    enter = QDragEnterEvent(QPoint(5, 5), copy, two, left, bare)
    enter.ignore()
    page.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_writing_and_its_result(dressed: QApplication, qtbot: QtBot) -> None:
    page = ResultPage()
    qtbot.addWidget(page)
    page.show()
    page.show_writing("正在写入 2 行……")
    assert page.next_words == ""
    assert not page.may_cancel
    assert page.cancel_button.isVisible()
    assert not page.undo_button.isVisible()
    page.show_progress(JobInfo(1, "写入", True, done=3, total=10))
    assert (page.bar.value(), page.bar.maximum()) == (3, 10)
    page.show_done("导入完成", "2 人新增。", undo=True, send=False)
    assert page.next_words == "关闭"
    assert page.undo_button.isVisible()
    assert not page.return_button.isVisible()
    assert not page.bar.isVisible()
    for button, signal in (
        (page.undo_button, page.undo_requested),
        (page.return_button, page.return_requested),
    ):
        with qtbot.waitSignal(signal):
            button.click()

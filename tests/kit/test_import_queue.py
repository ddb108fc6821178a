"""Files that are taken one after the other."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.import_queue import CURRENT, DONE, REFUSED, FileQueue

A, B, C = Path("/甲.xlsx"), Path("/乙.xlsx"), Path("/丙.csv")


@pytest.fixture
def queue(dressed: QApplication, qtbot: QtBot) -> FileQueue:
    made = FileQueue()
    qtbot.addWidget(made)
    return made


def listed(queue: FileQueue) -> tuple[Path, ...]:
    return tuple(queue.item(row).data(Qt.ItemDataRole.UserRole) for row in range(queue.count()))


def test_one_file_is_no_list(queue: FileQueue) -> None:
    queue.put([A])
    queue.put([B])
    assert listed(queue) == (B,)
    assert queue.isHidden()


def test_several_wait_until_they_are_taken(queue: FileQueue) -> None:
    queue.put([A, B])
    queue.put([C])
    assert list(listed(queue)) == list(queue.waiting) == [A, B, C]
    assert not queue.isHidden()
    queue.mark(A, CURRENT)
    queue.mark(B, CURRENT)
    assert (list(queue.waiting), queue.currentRow()) == ([A, C], 1)
    queue.mark(B, DONE, "已写入（第 7 号操作）")
    assert queue.item(1).text() == "乙.xlsx　已写入（第 7 号操作）"
    queue.put([B, C])
    assert "已写入" in queue.item(1).text()  # what is done is not taken a second time
    queue.mark(Path("/无"), DONE)
    assert listed(queue) == (A, B, C)


def test_by_keyboard(queue: FileQueue, qtbot: QtBot) -> None:
    queue.put([A, B])
    queue.mark(A, CURRENT)
    queue.show()
    queue.setCurrentRow(1)
    with qtbot.waitSignal(queue.picked) as picked:
        QTest.keyClick(queue, Qt.Key.Key_Return)
    assert picked.args == [B]
    queue.mark(B, REFUSED)
    QTest.keyClick(queue, Qt.Key.Key_Delete)
    assert listed(queue) == (A,)
    with qtbot.assertNotEmitted(queue.picked):  # the one in hand is neither taken again nor out
        QTest.keyClick(queue, Qt.Key.Key_Return)
        QTest.keyClick(queue, Qt.Key.Key_Delete)
    assert listed(queue) == (A,)

"""Choosing a paper."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tuanji_desktop.leaving import proof_row
from tuanji_desktop.leaving.proof_row import ProofRow
from tuanji_desktop.rules.policy import Proof


def test_a_paper_is_taken_and_dropped(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ProofRow(Proof("decision", "处分决定", True))
    qtbot.addWidget(row)
    caption = row.findChild(QLabel, "proof_label_decision")
    assert isinstance(caption, QLabel)
    assert (caption.text(), caption.property("role")) == ("处分决定 *", "missing")
    assert row.attachment() is None
    paper = tmp_path / "决定.pdf"
    monkeypatch.setattr(proof_row, "ask_open_path", lambda *_, **__: paper)
    with qtbot.waitSignal(row.changed):
        row.buttons[0].click()
    kept = row.attachment()
    assert kept is not None
    assert (kept.kind, kept.content, kept.file_name) == ("decision", paper, "决定.pdf")
    assert caption.property("role") == ""
    row.buttons[1].click()
    assert row.attachment() is None


def test_a_file_can_be_dropped_on_it(qtbot: QtBot, dressed: QApplication, tmp_path: Path) -> None:
    row = ProofRow(Proof("leaving_form", "离团登记表", False))
    qtbot.addWidget(row)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "表.jpg"))])
    act, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(1, 1), act, data, Qt.MouseButton.LeftButton, none)
    row.dragEnterEvent(entered)
    assert entered.isAccepted()
    row.dropEvent(QDropEvent(QPoint(1, 1), act, data, Qt.MouseButton.LeftButton, none))
    assert row.path == tmp_path / "表.jpg"

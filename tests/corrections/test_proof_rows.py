"""A row for each proof: files chosen or dropped."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tuanji_desktop.corrections import proof_rows
from tuanji_desktop.corrections.proof_rows import ProofRow
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.rules.policy import Proof


@pytest.fixture
def row(qtbot: QtBot, jobs: Jobs) -> ProofRow:
    made = ProofRow(Proof("volume", "入团志愿书复印件", True))
    qtbot.addWidget(made)
    made.show()
    return made


def files(row: ProofRow) -> str:
    found = row.findChild(QLabel, "proof_files_volume")
    assert isinstance(found, QLabel)
    return found.text()


def test_several_files_each_once(row: ProofRow, tmp_path: Path) -> None:
    assert "以后补充" in files(row)
    row.add((tmp_path / "1.jpg", tmp_path / "2.jpg"))
    row.add((tmp_path / "1.jpg",))
    assert files(row) == "1.jpg、2.jpg"
    assert [(one.kind, one.file_name) for one in row.attachments()] == [
        ("volume", "1.jpg"),
        ("volume", "2.jpg"),
    ]
    row._drop.click()
    assert row.attachments() == []


def test_a_file_is_chosen(row: ProofRow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = tmp_path / "志愿书.pdf"
    monkeypatch.setattr(proof_rows, "ask_open_path", lambda *_, **__: scan)
    row._pick.click()
    assert row.paths == (scan,)
    monkeypatch.setattr(proof_rows, "ask_open_path", lambda *_, **__: None)
    row._pick.click()
    assert row.paths == (scan,)


def test_files_are_dropped_folders_and_addresses_are_not(row: ProofRow, tmp_path: Path) -> None:
    scan = tmp_path / "志愿书.pdf"
    scan.write_bytes(b"x")
    data = QMimeData()
    data.setUrls(
        [
            QUrl.fromLocalFile(str(scan)),
            QUrl.fromLocalFile(str(tmp_path)),
            QUrl("ftp://example.invalid/a.pdf"),
        ]
    )
    event = QDropEvent(
        QPointF(1, 1),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    row.dropEvent(event)
    assert row.paths == (scan,)

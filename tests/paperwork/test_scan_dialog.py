"""The scan in the window: read, looked at, typed, filed, and on to the decision."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs, office, still, workplace
from tests.papers.scans import sheet
from tests.paperwork.scan_helpers import DPI, blank, head, kept, make_batch, rows, scan_file, send
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.paperwork import scan_dialog
from tuanji_desktop.paperwork.scan_dialog import ScanDialog
from tuanji_desktop.paperwork.scan_rows import LargePage

__all__ = ["dressed", "jobs", "office", "workplace"]


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> ScanDialog:
    monkeypatch.setattr(scan_dialog, "confirm", lambda *_, **__: True)
    made = ScanDialog(workplace)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def scan(office: Context, tmp_path: Path) -> Path:
    """Page 2 of a batch of two pages, and one page that cannot be read."""
    make_batch(office, more=16)
    pdf = kept(office)
    return scan_file(tmp_path, "盖章件.pdf", [sheet(pdf, 1, DPI), blank(pdf)])


def drop(dialog: ScanDialog, files: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, mime, left, none))


def words(dialog: ScanDialog) -> str:
    return "\n".join(one.text() for one in dialog.summary.findChildren(QLabel) if one.isVisible())


def test_a_scan_is_dropped_typed_filed_and_decided(
    dialog: ScanDialog, qtbot: QtBot, workplace: Workplace, office: Context, scan: Path
) -> None:
    drop(dialog, [scan])
    still(qtbot, workplace.jobs)
    first, second = dialog.rows.rows[0, 1], dialog.rows.rows[0, 2]
    assert "第 2 页，共 2 页" in first.verdict.text()
    assert not first.code.isVisible()
    assert "没有认出" in second.verdict.text()
    assert "还缺第 1 页" in words(dialog)
    assert dialog.file.text() == "归档 1 页"

    send(office)
    line = f"2018-001 1 {head(office).lower()}"
    second.code.setText(line)
    second.take.click()
    still(qtbot, workplace.jobs)
    assert second.code.text() == line
    assert dialog.file.text() == "归档 2 页"
    assert "2 页齐全" in words(dialog)
    assert dialog.findChild(QPushButton, "scan_decide_1") is None

    said: list[str] = []
    dialog.said.connect(lambda _level, text: said.append(text))
    dialog.file.click()
    still(qtbot, workplace.jobs)
    assert rows(office, "SELECT paper_page, told_by FROM scan_pages") == [(2, "code"), (1, "typed")]
    assert said[0].startswith("归档扫描件 2 页")
    assert "已归档" in first.accessibleName()
    decide = dialog.findChild(QPushButton, "scan_decide_1")
    assert decide is not None
    with qtbot.waitSignal(dialog.decision_requested) as wanted:
        decide.click()
    assert wanted.args == [1]
    assert not dialog.isVisible()


def test_number_and_page_alone_are_compared_by_eye(
    dialog: ScanDialog, qtbot: QtBot, workplace: Workplace, scan: Path
) -> None:
    dialog.read_files([scan])
    still(qtbot, workplace.jobs)
    row = dialog.rows.rows[0, 2]
    assert not row.confirm.isVisible()
    row.code.setText("2018-001 1")
    row.take.click()
    still(qtbot, workplace.jobs)
    assert dialog.file.text() == "归档 1 页"
    row.confirm.click()
    still(qtbot, workplace.jobs)
    assert dialog.file.text() == "归档 2 页"


def test_a_page_is_seen_large(
    dialog: ScanDialog, qtbot: QtBot, workplace: Workplace, scan: Path
) -> None:
    dialog.read_files([scan])
    still(qtbot, workplace.jobs)
    dialog.rows.rows[0, 1].picture.click()
    large = dialog.findChild(LargePage)
    assert large is not None
    still(qtbot, workplace.jobs)
    shown = large.findChild(QLabel, "scan_large_page")
    assert shown is not None
    assert shown.pixmap().width() > 400
    large.close()


def test_a_file_that_is_none_is_told_and_what_is_there_stays(
    dialog: ScanDialog, qtbot: QtBot, workplace: Workplace, scan: Path, tmp_path: Path
) -> None:
    (tmp_path / "坏.jpg").write_bytes(b"no picture")
    dialog.read_files([scan])
    still(qtbot, workplace.jobs)
    dialog.rows.rows[0, 2].code.setText("2018-0")
    dialog.read_files([tmp_path / "坏.jpg"])
    still(qtbot, workplace.jobs)
    assert "坏.jpg" in dialog.banner.text
    assert dialog.rows.rows[0, 2].code.text() == "2018-0"
    assert dialog.file.text() == "归档 1 页"


def test_nothing_is_lost_without_a_question(
    dialog: ScanDialog,
    qtbot: QtBot,
    workplace: Workplace,
    scan: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def refuse(*_: object, text: str, **__: object) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(scan_dialog, "confirm", refuse)
    dialog.read_files([scan])
    still(qtbot, workplace.jobs)
    dialog.reject()
    assert dialog.isVisible()
    assert asked == ["还有 1 页没有归档。"]
    dialog.file.click()
    still(qtbot, workplace.jobs)
    dialog.rows.rows[0, 2].code.setText("2018")
    dialog.close()
    assert dialog.isVisible()
    dialog.rows.rows[0, 2].code.clear()
    dialog.close()
    assert not dialog.isVisible()
    assert len(asked) == 2


def test_everything_has_a_name_and_fits(
    dialog: ScanDialog, qtbot: QtBot, workplace: Workplace, scan: Path
) -> None:
    dialog.read_files([scan])
    still(qtbot, workplace.jobs)
    widgets = [
        *dialog.findChildren(QPushButton),
        *dialog.findChildren(QLineEdit),
        *dialog.findChildren(QToolButton),
    ]
    assert all(one.objectName() and one.accessibleName() for one in widgets if one.isVisible())
    assert dialog.minimumSizeHint().width() <= 1366
    assert dialog.minimumSizeHint().height() <= 768

"""The preview is the file."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.kit.pdfs import make_pdf
from tests.kit.tables import settle
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.paths import user_data_dir
from tuanji_desktop.kit import preview as preview_module
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.pdf_pages import PdfPages
from tuanji_desktop.kit.preview import PaperPreview, forget_opened_papers, write_whole

PAPER = make_pdf(4)


@pytest.fixture
def preview(qtbot: QtBot, jobs: Jobs) -> Iterator[PaperPreview]:
    made = PaperPreview(jobs)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.show_pdf(PAPER, name="删除团员申请表")
    settle(qtbot, jobs)
    yield made
    jobs.close()


def press(preview: PaperPreview, name: str) -> None:
    button = preview.findChild(QPushButton, name) or preview.findChild(QToolButton, name)
    assert button is not None
    assert button.accessibleName()
    button.click()


def words(preview: PaperPreview, name: str) -> str:
    found = preview.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_one_turns_pages_and_sees_where_one_is(
    qtbot: QtBot, jobs: Jobs, preview: PaperPreview
) -> None:
    assert words(preview, "preview_page") == "第 1 页，共 4 页"
    press(preview, "preview_next")
    assert words(preview, "preview_page") == "第 2 页，共 4 页"
    press(preview, "preview_previous")
    assert words(preview, "preview_page") == "第 1 页，共 4 页"
    preview.thumbnails.page_pressed.emit(3)
    settle(qtbot, jobs)
    assert preview.view.current == 3
    preview.view.set_zoom(1.0)
    press(preview, "preview_larger")
    assert words(preview, "preview_zoom") == "125%"
    press(preview, "preview_fit")
    assert words(preview, "preview_zoom") == f"{round(preview.view.zoom * 100)}%"


def test_saved_are_exactly_these_bytes(
    qtbot: QtBot,
    jobs: Jobs,
    preview: PaperPreview,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    target = tmp_path / "U盘" / "申请表.pdf"
    monkeypatch.setattr(preview_module, "ask_save_path", lambda *_, **__: target)
    with qtbot.waitSignal(preview.saved):
        press(preview, "preview_save")
    assert hashlib.sha256(target.read_bytes()).digest() == hashlib.sha256(PAPER).digest()
    assert [one.name for one in target.parent.iterdir()] == ["申请表.pdf"]
    assert preview.banner.text == "已保存：申请表.pdf"


def test_a_file_that_cannot_be_written_leaves_a_line(
    qtbot: QtBot, jobs: Jobs, preview: PaperPreview, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    preview.save_to(tmp_path / "file" / "x.pdf")
    settle(qtbot, jobs)
    assert "没有写成" in preview.banner.text
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(FileRefused):
        write_whole(tmp_path / "folder.pdf", b"x")
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix == ".new") == []


def test_printed_is_the_paper(
    qtbot: QtBot,
    jobs: Jobs,
    preview: PaperPreview,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def accept(dialog: QPrintDialog) -> QDialog.DialogCode:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        printer.setResolution(72)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    with qtbot.waitSignal(preview.printed):
        press(preview, "preview_print")
    assert len(PdfPages((tmp_path / "out.pdf").read_bytes()).sizes) == 4
    assert preview.banner.text == "已送往打印机：4 页"


def test_a_copy_is_opened_outside_and_forgotten_later(
    qtbot: QtBot, jobs: Jobs, preview: PaperPreview, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    answers = iter([True, False])

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return next(answers)

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    press(preview, "preview_open")
    settle(qtbot, jobs)
    path = Path(opened[0].toLocalFile())
    assert path.read_bytes() == PAPER
    assert user_data_dir() in path.parents
    press(preview, "preview_open")
    settle(qtbot, jobs)
    assert "本机没有打开 PDF 的程序" in preview.banner.text
    forget_opened_papers()
    assert not path.exists()


def test_a_damaged_paper_is_told_and_nothing_can_be_printed(
    qtbot: QtBot, jobs: Jobs, preview: PaperPreview
) -> None:
    preview.show_pdf(b"nothing", name="坏")
    settle(qtbot, jobs)
    assert "不是完好的 PDF" in preview.banner.text
    button = preview.findChild(QPushButton, "preview_print")
    assert button is not None
    assert not button.isEnabled()


def test_another_paper_takes_the_place(qtbot: QtBot, jobs: Jobs, preview: PaperPreview) -> None:
    preview.show_pdf(make_pdf(1), name="登记表")
    settle(qtbot, jobs)
    assert words(preview, "preview_page") == "第 1 页，共 1 页"
    assert preview.thumbnails.isHidden()

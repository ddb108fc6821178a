"""The preview is the file."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.desks import office
from tests.kit.pdfs import make_pdf
from tests.kit.tables import settle
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.paths import user_data_dir
from tuanji_desktop.kit import preview as preview_module
from tuanji_desktop.kit import printing
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Page, Workplace
from tuanji_desktop.kit.pdf_pages import PdfPages
from tuanji_desktop.kit.preview import PaperPreview, forget_opened_papers, with_code, write_whole
from tuanji_desktop.kit.print_dialog import PrintDialog
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.prints import KeepAs, Printed, undertaken_for
from tuanji_desktop.papers.frame import A4_PORTRAIT, Flow
from tuanji_desktop.papers.paper import Part, compose_several
from tuanji_desktop.papers.preflight import PaperFinding
from tuanji_desktop.papers.qr import PageCode

__all__ = ["office"]
KEEP_BARE = KeepAs("roster", "花名册")

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


@pytest.fixture
def paper_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A printer of this machine that prints into a file."""
    out = tmp_path / "out.pdf"

    def printer(_name: str) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(out))
        made.setResolution(72)
        return made

    monkeypatch.setattr(printing, "printer_names", lambda: ["惠普", "佳能"])
    for module in (printing, preview_module):
        monkeypatch.setattr(module, "new_printer", printer)
    return out


def sheets(out: Path) -> int:
    return len(PdfPages(out.read_bytes()).sizes)


def dialog_of(preview: PaperPreview) -> PrintDialog:
    press(preview, "preview_print")
    found = preview.findChild(PrintDialog)
    assert isinstance(found, PrintDialog)
    return found


def test_printed_is_the_paper(qtbot: QtBot, preview: PaperPreview, paper_out: Path) -> None:
    dialog = dialog_of(preview)
    with qtbot.waitSignal(preview.printed) as told:
        dialog.act.click()
    assert told.args == ["惠普"]
    assert sheets(paper_out) == 4
    assert preview.banner.text == "已送往打印机：4 页"


def test_the_same_form_is_printed_as_last_time(
    qtbot: QtBot, jobs: Jobs, preview: PaperPreview, paper_out: Path
) -> None:
    preview.show_pdf(PAPER, name="申请表", form="deletion-guangdong")
    settle(qtbot, jobs)
    preview.view.go_to(2)
    dialog = dialog_of(preview)
    dialog.printer.setCurrentIndex(1)
    dialog.copies.setValue(2)
    dialog.offset_x.setValue(1.5)
    dialog.only.click()
    with qtbot.waitSignal(preview.printed):
        dialog.act.click()
    assert sheets(paper_out) == 2  # the third page, twice
    assert preview.banner.text == "已送往打印机：1 页，每页 2 份"
    settle(qtbot, jobs)
    again = dialog_of(preview)
    assert (again.printer.currentData(), again.copies.value()) == ("佳能", 2)
    assert again.offset_x.value() == 1.5
    assert again.pages.text() == ""  # which pages is asked anew every time


def test_the_system_dialog_has_the_last_word(
    qtbot: QtBot, preview: PaperPreview, paper_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QPrintDialog] = []

    def accept(dialog: QPrintDialog) -> QDialog.DialogCode:
        asked.append(dialog)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    dialog = dialog_of(preview)
    dialog.pages.setText("2-3")
    with qtbot.waitSignal(preview.printed):
        dialog.system.click()
    assert len(asked) == 1
    assert sheets(paper_out) == 2


def test_the_calibration_sheet_goes_to_the_chosen_printer(
    qtbot: QtBot, jobs: Jobs, preview: PaperPreview, paper_out: Path
) -> None:
    dialog = dialog_of(preview)
    dialog.offset_x.setValue(4)
    dialog.test.click()
    qtbot.waitUntil(lambda: "校准页" in preview.banner.text)
    assert sheets(paper_out) == 1
    assert dialog.isVisible()  # to type in what was read


def test_a_paper_that_must_not_go_out_says_why(
    qtbot: QtBot, jobs: Jobs, preview: PaperPreview
) -> None:
    preview.show_pdf(PAPER, name="申请表", refusal="“手机号”没有填写，补正后才能打印。")
    settle(qtbot, jobs)
    press(preview, "preview_print")
    assert preview.findChild(PrintDialog) is None
    assert preview.banner.text == "“手机号”没有填写，补正后才能打印。"


KEEP = KeepAs("change-slip", "修改审核单", {"member_id": 1}, "XG000001")


def test_a_print_is_kept_and_written_down(
    qtbot: QtBot, jobs: Jobs, office: Context, paper_out: Path
) -> None:
    preview = PaperPreview(jobs, context=office)
    qtbot.addWidget(preview)
    preview.show_pdf(PAPER, name="审核单", keep=KEEP)
    settle(qtbot, jobs)
    dialog = dialog_of(preview)
    dialog.pages.setText("1,3-4")
    with qtbot.waitSignal(preview.recorded):
        dialog.act.click()
        preview.show_pdf(make_pdf(1), name="另一份")  # what is shown meanwhile is another paper
    with office.database.read() as connection:
        kept = connection.exec_driver_sql(
            "SELECT r.pages, r.copies, r.printer, p.form, p.pages, b.content FROM prints AS r "
            "JOIN papers AS p ON p.id = r.paper_id JOIN blobs AS b ON b.sha256 = p.sha256"
        ).all()
    assert [tuple(row) for row in kept] == [("1,3-4", 1, "惠普", "change-slip", 4, PAPER)]
    assert sheets(paper_out) == 3
    assert preview.keep is None


def test_voided_pages_are_marked_until_another_paper_is_shown(preview: PaperPreview) -> None:
    preview.mark_void([2])
    assert preview.view.void == preview.thumbnails.void == {1}
    preview.show_pdf(make_pdf(1), name="另一份")
    assert preview.view.void == frozenset()


def test_nothing_is_shown(qtbot: QtBot, jobs: Jobs, preview: PaperPreview) -> None:
    preview.clear()
    settle(qtbot, jobs)
    assert words(preview, "preview_page") == ""
    button = preview.findChild(QPushButton, "preview_print")
    assert button is not None
    assert not button.isEnabled()


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


def paper(*numbers: str) -> bytes:
    """Papers with these numbers on their pages, two pages each."""
    parts = []
    for number in numbers:
        flow = Flow(A4_PORTRAIT)
        flow.new_page()
        parts.append(Part(flow, number, "0123456789abcdef"))
    return compose_several(parts, title="表").pdf


def printed(pdf: bytes, keep: KeepAs) -> Printed:
    return Printed(keep, pdf, hashlib.sha256(pdf).hexdigest(), 2, "1")


def test_the_number_is_what_the_pages_say() -> None:
    """A scan of the stamped paper is recognised by it."""
    bare = KeepAs("roster", "花名册")
    told = with_code(printed(paper("HM0001"), bare)).keep
    assert (told.number, told.content_hash) == ("HM0001", "0123456789")
    assert PageCode("HM0001", 1, "0123456789").matches(told.content_hash)
    known = replace(bare, content_hash="0123456789abcdef")
    assert with_code(printed(paper("HM0001"), known)).keep.content_hash == "0123456789abcdef"
    named = replace(bare, number="XG1")
    assert with_code(printed(paper("HM0001"), named)).keep.number == "XG1"


@pytest.mark.parametrize("numbers", [("HM0001", "HM0002"), ("",)])
def test_several_papers_together_or_none_have_no_one_number(numbers: tuple[str, ...]) -> None:
    assert with_code(printed(paper(*numbers), KEEP_BARE)).keep == KEEP_BARE


RARE = "\U000323af"
GLYPH = PaperFinding("glyph.missing", "没有字库：U+323AF。", 7, "name", RARE)


def test_a_paper_with_faults_does_not_leave_the_screen_until_they_are_mended_or_ticked(
    qtbot: QtBot, jobs: Jobs, office: Context, tmp_path: Path
) -> None:
    preview = PaperPreview(jobs, context=office)
    qtbot.addWidget(preview)
    out = tmp_path / "册.pdf"
    cell = PaperFinding("field.missing", "“手机号”没有填写。", 7, "mobile")
    preview.show_pdf(PAPER, name="册", keep=KEEP_BARE, faults=(GLYPH, cell), names={7: "张三"})
    settle(qtbot, jobs)
    for leave in (preview.print_paper, preview.save, preview.open_outside):
        preview.banner.hide()
        assert leave() is None
        assert (
            preview.banner.text == "还不能打印：张三：没有字库：U+323AF。张三：“手机号”没有填写。"
        )
    preview.save_to(out)
    settle(qtbot, jobs)
    assert not out.exists()
    preview.by_hand.tick(RARE)
    assert [one.code for one in preview.standing] == ["field.missing"]
    preview.show_pdf(PAPER, name="册", keep=KEEP_BARE, faults=(GLYPH,))
    settle(qtbot, jobs)
    assert not preview.standing, "the same paper keeps its ticks"
    preview.save_to(out)
    settle(qtbot, jobs)
    assert out.read_bytes() == PAPER
    sha256 = hashlib.sha256(PAPER).hexdigest()
    assert undertaken_for(office, KEEP_BARE, sha256) == (RARE,), "a file is printed elsewhere"
    preview.show_pdf(PAPER, name="另一册", keep=KEEP_BARE, faults=(GLYPH,))
    settle(qtbot, jobs)
    assert preview.standing == (GLYPH,)


def test_what_is_ticked_is_kept_with_the_print(
    qtbot: QtBot, jobs: Jobs, office: Context, paper_out: Path
) -> None:
    preview = PaperPreview(jobs, context=office)
    qtbot.addWidget(preview)
    preview.show_pdf(PAPER, name="审核单", keep=KEEP, faults=(GLYPH,))
    settle(qtbot, jobs)
    preview.by_hand.tick(RARE)
    dialog = dialog_of(preview)
    with qtbot.waitSignal(preview.recorded):
        dialog.act.click()
    assert f"请在〓处手写 U+323AF（{RARE}）" in preview.banner.text
    assert undertaken_for(office, KEEP, hashlib.sha256(PAPER).hexdigest()) == (RARE,)


def test_each_fault_leads_to_its_record(qtbot: QtBot, jobs: Jobs, office: Context) -> None:
    page = Page(Workplace(office, jobs))
    qtbot.addWidget(page)
    preview = PaperPreview(jobs, page, context=office)
    cell = PaperFinding("field.missing", "“手机号”没有填写。", 1, "mobile")
    glyph = PaperFinding("glyph.missing", "没有字库：U+323AF。", 2, "name", RARE)
    preview.show_pdf(PAPER, name="册", keep=KEEP_BARE, faults=(cell, glyph))
    settle(qtbot, jobs)
    assert [one.words for one in preview.findings.lines] == [
        "须补正：张三，“手机号”没有填写。",
        "须补正：李小梅，没有字库：U+323AF。",
    ]
    with qtbot.waitSignal(page.member_requested) as asked:
        preview.findings.open_button.click()
    assert asked.args == [1]
    preview.by_hand.tick(RARE)
    assert [one.blocks for one in preview.findings.lines] == [True, False]
    preview.show_pdf(PAPER, name="册", keep=KEEP_BARE)
    settle(qtbot, jobs)
    assert preview.findings.isHidden()
    elsewhere = PaperPreview(jobs, page, context=office, lists=False)
    elsewhere.show_pdf(PAPER, name="册", keep=KEEP_BARE, faults=(cell,))
    settle(qtbot, jobs)
    assert elsewhere.findings.isHidden()

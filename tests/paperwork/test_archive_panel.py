"""One kept paper: its bytes, its story, and the acts on it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs, office, still, workplace
from tests.paperwork.archive_helpers import Kept, file_scan, fill
from tuanji_desktop.kit import preview as preview_module
from tuanji_desktop.kit import printing
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.print_dialog import PrintDialog
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.prints import Printed, record_prints
from tuanji_desktop.papers.preflight import PaperFinding
from tuanji_desktop.paperwork.archive_panel import ArchivePanel
from tuanji_desktop.paperwork.queries import load_paper
from tuanji_desktop.paperwork.service import keep_as, record_print, void_sheet

__all__ = ["dressed", "jobs", "office", "workplace"]


@pytest.fixture
def kept(office: Context) -> Kept:
    return fill(office)


@pytest.fixture
def panel(qtbot: QtBot, workplace: Workplace, kept: Kept) -> Iterator[ArchivePanel]:
    made = ArchivePanel(workplace)
    qtbot.addWidget(made)
    made.resize(720, 480)
    made.show()
    yield made


def show(qtbot: QtBot, panel: ArchivePanel, paper_id: int) -> None:
    panel.show_paper(load_paper(panel._workplace.context, paper_id=paper_id))
    still(qtbot, panel._workplace.jobs)


def events(panel: ArchivePanel) -> list[str]:
    return [panel.events.item(row).text() for row in range(panel.events.count())]


def test_nothing_is_chosen(panel: ArchivePanel) -> None:
    assert panel.paper_id == 0
    assert panel.stack.currentIndex() == 0


def test_the_bytes_and_the_story(
    qtbot: QtBot, panel: ArchivePanel, office: Context, kept: Kept
) -> None:
    record_print(office, paper_id=kept.form, pages="1-2", printer="惠普", copies=2)
    void_sheet(office, paper_id=kept.form, page=2, reason="卡纸")
    file_scan(office, kept.form, [1])
    show(qtbot, panel, kept.form)
    assert panel.preview.data == load_paper(office, paper_id=kept.form).pdf
    assert panel.preview.view.void == {1}
    assert panel.banner.text == "第 2 页已作废，不要送出。重印后编号不变。"
    assert events(panel) == [
        "2018-08-02 09:00\n归档扫描件 第 1 页\n盖章件.pdf",
        "2018-08-01 09:30\n打印 第 1-2 页，2 份\n惠普　王干事",
        "2018-08-01\n作废 第 2 页（未重印）\n卡纸　王干事",
        "2018-07-01 10:00\n制成存档",
    ]
    show(qtbot, panel, kept.slip)
    assert panel.preview.view.void == frozenset()
    assert not panel.banner.isVisible()


def test_a_page_is_voided_with_a_reason(
    qtbot: QtBot, panel: ArchivePanel, office: Context, kept: Kept
) -> None:
    show(qtbot, panel, kept.form)
    panel.preview.view.go_to(1)
    panel.void.click()
    assert panel.strip.choice.currentText() == "第 2 页"
    assert not panel.strip.act.isEnabled()
    panel.strip.text.setText("盖偏")
    with qtbot.waitSignal(panel.said) as told:
        panel.strip.act.click()
    assert told.args == ["done", "已作废 删除团员申请表 SC2018-001 第 2 页，重印后编号不变。"]
    assert load_paper(office, paper_id=kept.form).row.void == (2,)
    show(qtbot, panel, kept.form)  # as the page does after the commit
    panel.void.click()
    choices = [panel.strip.choice.itemText(one) for one in range(panel.strip.choice.count())]
    assert choices == ["整份", "第 1 页", "第 3 页"]


def test_the_void_page_is_printed_again_under_its_number(
    qtbot: QtBot,
    panel: ArchivePanel,
    office: Context,
    kept: Kept,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def printer(_name: str) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "out.pdf"))
        made.setResolution(72)
        return made

    monkeypatch.setattr(printing, "printer_names", lambda: ["惠普"])
    for module in (printing, preview_module):
        monkeypatch.setattr(module, "new_printer", printer)
    void_sheet(office, paper_id=kept.form, page=2, reason="卡纸")
    show(qtbot, panel, kept.form)
    panel.banner.action_requested.emit()
    dialog = panel.preview.findChild(PrintDialog)
    assert isinstance(dialog, PrintDialog)
    assert dialog.pages.text() == "2"
    with qtbot.waitSignal(panel.preview.recorded) as told:
        dialog.act.click()
    assert told.args[0].papers == (kept.form,)
    found = load_paper(office, paper_id=kept.form)
    assert (found.row.void, found.row.number, found.prints[0].pages) == ((), "SC2018-001", "2")


def test_a_print_elsewhere_is_written_down(
    qtbot: QtBot, panel: ArchivePanel, office: Context, kept: Kept
) -> None:
    show(qtbot, panel, kept.roster)
    panel.elsewhere.click()
    panel.strip.text.setText("5")
    panel.strip.act.click()
    still(qtbot, panel._workplace.jobs)
    assert "超出范围" in panel.banner.text
    panel.elsewhere.click()
    with qtbot.waitSignal(panel.said):
        panel.strip.act.click()
    printed = load_paper(office, paper_id=kept.roster).prints[0]
    assert (printed.pages, printed.printer) == ("1-2", "别的电脑")


def test_a_scan_opens_in_its_own_program(
    qtbot: QtBot,
    panel: ArchivePanel,
    office: Context,
    kept: Kept,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    file_scan(office, kept.slip, [1], b"%PDF scan")
    show(qtbot, panel, kept.slip)
    panel.events.itemActivated.emit(panel.events.item(1))  # how it was made: nothing to open
    panel.events.itemActivated.emit(panel.events.item(0))
    still(qtbot, panel._workplace.jobs)
    assert len(opened) == 1
    path = Path(opened[0].toLocalFile())
    assert (path.read_bytes(), path.suffix) == (b"%PDF scan", ".pdf")
    assert "没有打开这种文件的程序" in panel.banner.text
    preview_module.forget_opened_papers()
    assert not path.exists()


def test_a_scan_is_filed_from_here(qtbot: QtBot, panel: ArchivePanel, kept: Kept) -> None:
    show(qtbot, panel, kept.slip)
    with qtbot.waitSignal(panel.act_requested) as told:
        panel.scan.click()
    assert told.args == ["read_scan", None]


def test_a_batch_made_anew_is_not_printed_any_more(
    qtbot: QtBot, panel: ArchivePanel, office: Context, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.database.write(office.operation("test", "重编")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO deletion_batches (id, number, form, org_id, state, created_by, created_on) "
            "VALUES (99, '2018-009', 'guangdong', 1, 'requested', '王', '2018-08-01')"
        )
        writing.connection.exec_driver_sql(
            "UPDATE deletion_batches SET replaced_by = 99 WHERE id = "
            "(SELECT batch_id FROM papers WHERE id = ?)",
            (kept.form,),
        )
    asked: list[object] = []
    monkeypatch.setattr(PrintDialog, "exec", asked.append)
    show(qtbot, panel, kept.form)
    assert panel.banner.text == "这一批已作废，改用批次 2018-009，不再打印。"
    panel.preview.print_paper()
    assert asked == []
    assert panel.preview.banner.text == panel.banner.text


def test_what_is_to_be_written_by_hand_is_told(
    qtbot: QtBot, panel: ArchivePanel, office: Context, kept: Kept
) -> None:
    details = load_paper(office, paper_id=kept.roster)
    show(qtbot, panel, kept.roster)
    assert "手写" not in panel._title.text()
    keep = replace(keep_as(details), by_hand=("\ue863",))
    made = Printed(keep, details.pdf, details.sha256, 2, "1")
    record_prints(office, [made], printer="惠普")
    show(qtbot, panel, kept.roster)
    assert panel._title.text().endswith("打印后在〓处手写 U+E863（\ue863）")


def test_a_paper_whose_records_changed_since_is_shown_but_does_not_leave(
    qtbot: QtBot, panel: ArchivePanel, office: Context, kept: Kept, tmp_path: Path
) -> None:
    stale = PaperFinding("batch.stale", "手机号由“甲”改为“乙”。", 1, "mobile")

    def standing(_context: Context, _form: str, _owner: object) -> tuple[PaperFinding, ...]:
        return (stale,)

    show(qtbot, panel, kept.form)
    assert panel.preview.findings.isHidden()
    panel.show_paper(load_paper(office, paper_id=kept.form, standing=standing))
    still(qtbot, panel._workplace.jobs)
    assert "不再打印" in panel.banner.text
    assert [one.words for one in panel.preview.findings.lines] == [
        "须补正：张三，手机号由“甲”改为“乙”。"
    ]
    assert panel.preview.print_paper() is None
    panel.preview.save_to(tmp_path / "表.pdf")
    still(qtbot, panel._workplace.jobs)
    assert not (tmp_path / "表.pdf").exists()
    show(qtbot, panel, kept.form)
    assert not panel.preview.standing, "it is as it was again"

"""The whole round of a paper: request, print, stamp, scan, decision, and the record put right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.builders import valid_id
from tests.flows.conftest import PATIENCE_MS, Clerk
from tests.papers.scans import Distortion, jpeg, scanned
from tuanji_desktop.core.print_habits import PrintHabit
from tuanji_desktop.kit.printing import PrintOrder

RIGHT = valid_id(date(2001, 3, 6), serial=77)
STAMPED = Distortion(dpi=150, angle=-3.5, quarter=90, seal=2)
LETTER = "团市字〔2018〕12号"


def requested(clerk: Clerk) -> None:
    """A wrong ID number and an impostor, one after the other."""
    page = clerk.desk("roster")
    page.table.choose([1])
    clerk.command("delete_member")
    dialog = clerk.dialog("deletion_request_dialog")
    clerk.press("reason_wrong_id", dialog)
    clerk.find(QLineEdit, "corrected_wrong_id", dialog).setText(RIGHT)
    clerk.press("request_submit", dialog)
    clerk.press("request_close", dialog)
    page.act_requested.emit("deletion", [4, 5])
    clerk.wait()
    dialog = clerk.dialog("deletion_request_dialog")
    assert "第 1 人，共 2 人" in clerk.texts(dialog)
    clerk.press("reason_not_a_member", dialog)
    clerk.press("request_submit", dialog)
    clerk.press("request_next", dialog)
    clerk.press("reason_duplicate", dialog)
    clerk.press("request_submit", dialog)
    clerk.press("request_show", dialog)


def printed(clerk: Clerk, folder: Path) -> bytes:
    """The batch on paper: what the printer took."""
    page = clerk.window.desk
    clerk.press("deletion_make_batch", page)
    clerk.press("batch_make", clerk.dialog("batch_dialog"))
    target = folder / "打印.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(300)
    page.preview.print_to(printer, PrintOrder("", PrintHabit(), (1,)))  # type: ignore[attr-defined]
    clerk.wait()
    page.close_paper()  # type: ignore[attr-defined]
    clerk.wait()
    return target.read_bytes()


def sent_up(clerk: Clerk) -> None:
    """Gathered and sent by the formal letter."""
    page = clerk.window.desk
    panel = page.panel  # type: ignore[attr-defined]
    for act, text in (("forward", ""), ("endorse", ""), ("send", LETTER)):
        clerk.press(f"batch_{act}", panel)
        panel.strip.text.setText(text)
        clerk.press("batch_ask_act", panel)


def until(clerk: Clerk, there: Callable[[], bool]) -> None:
    """A scan is read in a process of its own: that takes its time."""
    clerk.qtbot.waitUntil(there, timeout=PATIENCE_MS)
    clerk.wait()


def test_from_the_request_over_the_stamped_sheet_to_the_new_record(
    open_office_file: Callable[..., Clerk], small_office: Path, tmp_path: Path
) -> None:
    clerk = open_office_file(small_office)
    requested(clerk)
    paper = printed(clerk, tmp_path)
    assert clerk.value("SELECT count(*) FROM prints") == 1
    sent_up(clerk)

    sheet = tmp_path / "盖章.jpg"
    sheet.write_bytes(jpeg(scanned(paper, 0, STAMPED)))
    clerk.command("read_scan")
    scan = clerk.dialog("scan_dialog")
    scan.read_files([sheet])  # type: ignore[attr-defined]
    until(clerk, scan.file.isEnabled)  # type: ignore[attr-defined]
    clerk.press("scan_file", scan)
    until(clerk, lambda: scan.findChild(QPushButton, "scan_decide_1") is not None)
    assert clerk.value("SELECT told_by FROM scan_pages") == "code"
    clerk.press("scan_decide_1", scan)
    decision = clerk.dialog("decision_dialog")
    assert decision.view.isVisible()  # type: ignore[attr-defined]
    lines = decision.lines.rows  # type: ignore[attr-defined]
    assert sorted(row.name for row in lines.values()) == ["单雄", "张三", "龙𬱖"]
    twin = next(row.id for row in lines.values() if row.name == "龙𬱖")
    decision.lines.choose([twin])  # type: ignore[attr-defined]
    decision.reason.setEditText("证明材料不足")  # type: ignore[attr-defined]
    clerk.press("decision_return", decision)
    clerk.press("decision_approve", decision)
    clerk.find(QLineEdit, "decision_number", decision).setText("粤团批〔2018〕9号")
    clerk.press("decision_submit", decision)
    status = "SELECT group_concat(status) FROM (SELECT status FROM members WHERE id IN (1, 4, 5) ORDER BY id)"
    assert clerk.value(status) == "deleted,deleted,active"

    page = clerk.window.desk
    page.show_hint("reentries")
    clerk.wait()
    ledger = page.reentries  # type: ignore[attr-defined]
    assert [row.words for row in ledger.table.rows.values()] == ["待录入"]
    ledger.table.choose(list(ledger.table.rows))
    clerk.press("reentry_enter", ledger)
    member = clerk.dialog("member_dialog")
    clerk.press("report_submit", member)
    clerk.press("report_approve", member)
    member.reject()
    clerk.wait()
    assert clerk.value("SELECT status FROM members WHERE id_number = ?", RIGHT) == "active"
    assert [row.words for row in ledger.table.rows.values()] == ["已录入"]

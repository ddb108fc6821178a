"""Any paper: chosen, told what it needs, looked at, printed or saved."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.desks import dressed, jobs, office, still, workplace
from tests.kit.pdfs import make_pdf
from tests.paperwork.archive_helpers import sha256_of
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.print_dialog import PrintDialog
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import load_register, void_number
from tuanji_desktop.office.prints import KeepAs
from tuanji_desktop.office.service import save_settings
from tuanji_desktop.papers.kinds import Grid, MadePaper, PaperKind, PaperWish
from tuanji_desktop.papers.paper import Paper
from tuanji_desktop.papers.preflight import PaperFinding
from tuanji_desktop.paperwork import make_dialog
from tuanji_desktop.paperwork.make_dialog import MakePaperDialog
from tuanji_desktop.paperwork.pick_field import PickField
from tuanji_desktop.paperwork.sources import Choice

__all__ = ["dressed", "jobs", "office", "workplace"]
SLIP = make_pdf(1)
EMPTY_CELL = PaperFinding("field.missing", "“手机号”没有填写。", 1, "mobile")
GRID = Grid("名单", ("单位：一中",), ("序号", "姓名"), (10.0, 20.0), (("1", "张三"),))


def make_list(_context: Context, wish: PaperWish) -> MadePaper:
    pdf = make_pdf(2)
    findings = (EMPTY_CELL,) if wish.member == 1 else ()
    return MadePaper(
        Paper(pdf, 2, sha256_of(pdf), findings),
        f"名单 {wish.member}",
        {"member_id": wish.member or 0},
        "MD0001",
        "abc",
        GRID,
    )


def make_slip(_context: Context, _wish: PaperWish) -> MadePaper:
    return MadePaper(Paper(SLIP, 1, sha256_of(SLIP), ()), "条子")


def refuse(_context: Context, _wish: PaperWish) -> MadePaper:
    raise RuleRefused("x.refused", "还没有审核，不能出这张表。", clause="G 三.1")


KINDS = (
    PaperKind("slip", "条子", (), make_slip),
    PaperKind("list", "名单", (("member",),), make_list, may=("cause",)),
    PaperKind("refused", "认定表", (), refuse),
)
Opened = Callable[..., MakePaperDialog]


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace) -> Iterator[Opened]:
    def open_dialog(form: str = "", wish: PaperWish = PaperWish()) -> MakePaperDialog:  # noqa: B008
        made = MakePaperDialog(workplace, KINDS, form=form, wish=wish)
        qtbot.addWidget(made)
        made.show()
        still(qtbot, workplace.jobs)
        return made

    yield open_dialog


def choose(qtbot: QtBot, dialog: MakePaperDialog, row: int) -> None:
    dialog.kinds.setCurrentRow(row)
    still(qtbot, dialog._workplace.jobs)


def test_the_first_kind_is_shown_at_once(opened: Opened) -> None:
    dialog = opened()
    assert dialog.kind is KINDS[0]
    assert dialog.preview.data == SLIP
    assert dialog.findings.text == "打印前检查没有发现问题。"
    assert not dialog.sheet.isEnabled()
    assert dialog.kinds.item(0).text() == "条子\n本单位自己定的表"


def test_what_is_lacking_is_asked_for(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("list")
    assert dialog.findings.text == "请先选择团员。"
    assert dialog.preview.data == b""
    picked = dialog.form.fields["member"]
    assert isinstance(picked, PickField)
    picked.show_choice(Choice(2, "李小梅"))
    picked.picked.emit()
    still(qtbot, dialog._workplace.jobs)
    assert dialog.preview.keep == KeepAs("list", "名单 2", {"member_id": 2}, "MD0001", "abc")
    picked.line.clear()
    still(qtbot, dialog._workplace.jobs)
    assert dialog.preview.data == b""


def test_a_paper_with_an_empty_cell_does_not_print(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("list", PaperWish(member=1))
    assert "须补正" in dialog.findings.text
    button = dialog.preview.findChild(QPushButton, "preview_print")
    assert button is not None
    button.click()
    assert dialog.findChild(PrintDialog) is None
    assert dialog.preview.banner.text.startswith("还不能打印：张三：“手机号”没有填写。")
    with qtbot.waitSignal(dialog.member_requested) as told:
        dialog.findings.open_button.click()
    assert told.args == [1, "mobile"]


def test_the_paper_follows_a_record_that_was_put_right(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened("list", PaperWish(member=1))
    before = dialog.preview.data
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.WindowActivate))
    still(qtbot, dialog._workplace.jobs)
    assert dialog.preview.data is before  # nobody asked for a record
    dialog.findings.open_button.click()
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.WindowActivate))
    still(qtbot, dialog._workplace.jobs)
    assert dialog.preview.data is not before


def test_a_refusal_is_told(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened()
    choose(qtbot, dialog, 2)
    assert dialog.banner.text == "还没有审核，不能出这张表。（G 三.1）"
    assert dialog.preview.data == b""
    choose(qtbot, dialog, 0)
    assert not dialog.banner.isVisible()


def test_the_table_is_saved_as_a_sheet(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened("list", PaperWish(member=2))
    path = tmp_path / "名单.xlsx"
    monkeypatch.setattr(make_dialog, "ask_save_path", lambda *_, **__: path)
    dialog.sheet.click()
    still(qtbot, dialog._workplace.jobs)
    assert dialog.banner.text == "已保存：名单.xlsx，1 行"
    rows = [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]
    assert ["1", "张三"] in rows


def test_whole_numbers_that_leave_the_window_are_written_down(
    qtbot: QtBot, workplace: Workplace, office: Context, tmp_path: Path
) -> None:
    kinds = (
        PaperKind("roster", "花名册", (), make_slip, may=("masked",)),
        PaperKind("slip", "条子", (), make_slip),
    )
    dialog = MakePaperDialog(workplace, kinds)
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)

    def told() -> int:
        with office.database.read() as connection:
            return int(
                connection.exec_driver_sql(
                    "SELECT count(*) FROM journal_operations WHERE kind = 'paper.roster'"
                ).scalar()
                or 0
            )

    dialog.preview.save_to(tmp_path / "花名册.pdf")
    still(qtbot, workplace.jobs)
    assert told() == 1
    box = dialog.form.fields["masked"]
    assert isinstance(box, QCheckBox)
    box.click()
    still(qtbot, workplace.jobs)
    dialog.preview.save_to(tmp_path / "打星号.pdf")
    choose(qtbot, dialog, 1)
    dialog.preview.save_to(tmp_path / "条子.pdf")
    still(qtbot, workplace.jobs)
    assert told() == 1


def test_a_saved_paper_bears_its_number_and_a_voided_one_does_not_print(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    context = workplace.context
    save_settings(context, [("office.document_series", "青团函〔年〕号")])

    def make(_context: Context, _wish: PaperWish) -> MadePaper:
        paper = Paper(SLIP, 1, sha256_of(SLIP), ())
        return MadePaper(paper, "函", document_number="青团函〔2018〕1号", bears="函（今天）")

    dialog = MakePaperDialog(workplace, (PaperKind("letter", "函", (), make),))
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    dialog.preview.save_to(tmp_path / "函.pdf")
    still(qtbot, workplace.jobs)
    (held,) = load_register(context).taken
    assert (str(held.number), held.used_for) == ("青团函〔2018〕1号", "函（今天）")
    void_number(context, number=str(held.number), reason="未发出")
    dialog.form.changed.emit()
    still(qtbot, workplace.jobs)
    dialog.preview.print_paper()
    assert "作废的号不再使用" in dialog.preview.banner.text


def test_a_ticked_character_keeps_the_paper_back_no_more(
    qtbot: QtBot, workplace: Workplace
) -> None:
    glyph = PaperFinding("glyph.missing", "没有字库", 1, "name", "\ue863")

    def make(_context: Context, _wish: PaperWish) -> MadePaper:
        return MadePaper(Paper(SLIP, 1, sha256_of(SLIP), (glyph,)), "函")

    dialog = MakePaperDialog(workplace, (PaperKind("letter", "函", (), make),))
    qtbot.addWidget(dialog)
    dialog.show()
    still(qtbot, workplace.jobs)
    assert "1 处须补正" in dialog.findings.text
    assert dialog.preview.print_paper() is None
    dialog.preview.by_hand.tick("\ue863")
    assert "不妨碍打印" in dialog.findings.text
    assert not dialog.preview.standing

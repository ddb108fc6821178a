"""Slips before they are printed."""

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import RARE, rename
from tests.desks import still
from tests.review.helpers import operations, propose
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.core.print_habits import PrintHabit
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.printing import PrintOrder
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.prints import undertaken
from tuanji_desktop.review.papers import make_slips
from tuanji_desktop.review.slip_side import SlipSide


def test_what_is_saved_is_what_is_shown_and_is_filed(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    first, second = propose(office, 1, is_cadre="是"), propose(office, 4, is_cadre="是")
    side = SlipSide(workplace)
    qtbot.addWidget(side)
    side.resize(780, 560)
    side.show()
    said: list[tuple[str, str]] = []
    side.said.connect(lambda level, words: said.append((level, words)))
    side.show_slips([first, second])
    still(qtbot, workplace.jobs)
    assert side._title.text().startswith("团员信息修改审核单（2 份）：张三、单雄。")
    made = make_slips(office, request_ids=[first, second])
    assert side.preview.data == made.paper.pdf
    count = len(operations(office))
    side.preview.save_to(tmp_path / "修改单.pdf")
    still(qtbot, workplace.jobs)
    assert (tmp_path / "修改单.pdf").read_bytes() == made.paper.pdf
    assert said == [("done", "修改审核单 2 份已归档。")]
    side.preview.printed.emit("打印机")
    still(qtbot, workplace.jobs)
    assert len(operations(office)) == count + 1  # the same papers are kept once
    assert len(said) == 1


def test_the_way_back_and_a_request_that_is_not_there(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    side = SlipSide(workplace)
    qtbot.addWidget(side)
    side.show()
    refused: list[TuanjiError] = []
    side.refused.connect(refused.append)
    side.show_slips([99])
    still(qtbot, workplace.jobs)
    assert [one.code for one in refused] == ["change.unknown"]
    with qtbot.waitSignal(side.closed):
        side.back.click()
    side.preview.printed.emit("打印机")
    still(qtbot, workplace.jobs)


def test_each_slip_is_written_down_with_its_own_pages(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    requests = [propose(office, 1, is_cadre="是"), propose(office, 4, is_cadre="是")]
    side = SlipSide(workplace)
    qtbot.addWidget(side)
    side.show_slips(requests)
    still(qtbot, workplace.jobs)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(72)
    with qtbot.waitSignal(side.preview.printed, timeout=10_000):
        side.preview.print_to(printer, PrintOrder("惠普", PrintHabit(copies=2), (2,)))
    still(qtbot, workplace.jobs)
    with office.database.read() as connection:
        found = connection.exec_driver_sql(
            "SELECT p.number, r.pages, r.copies, r.printer FROM prints AS r "
            "JOIN papers AS p ON p.id = r.paper_id"
        ).all()
    second = make_slips(office, request_ids=requests).slips[1]
    assert [tuple(row) for row in found] == [(second.number, "1", 2, "惠普")]


def test_what_is_ticked_is_kept_with_the_slips(
    qtbot: QtBot, office: Context, workplace: Workplace, tmp_path: Path
) -> None:
    rename(office, 1, f"张{RARE}")
    side = SlipSide(workplace)
    qtbot.addWidget(side)
    side.show_slips([propose(office, 1, is_cadre="是")])
    still(qtbot, workplace.jobs)
    out = tmp_path / "修改单.pdf"
    side.preview.save_to(out)
    still(qtbot, workplace.jobs)
    assert not out.exists()
    assert side.preview.banner.text.startswith(f"还不能打印：张{RARE}：“团员姓名”")
    side.preview.by_hand.tick(RARE)
    side.preview.save_to(out)
    still(qtbot, workplace.jobs)
    assert out.exists()
    with office.database.read() as connection:
        assert undertaken(connection, [1]) == (RARE,)

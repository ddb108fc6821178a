"""Every table exports what is seen of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.kit.tables import COLUMNS, Person
from tuanji_desktop.kit.export_act import carry_out
from tuanji_desktop.kit.export_dialog import ExportDialog
from tuanji_desktop.kit.page import Page, Workplace
from tuanji_desktop.kit.paged_model import Column
from tuanji_desktop.kit.row_table import RowTable
from tuanji_desktop.kit.table_export import export_table, exportable_of, scopes_of
from tuanji_desktop.sheets.exportable import CSV, Wish

MORE = (
    *COLUMNS,
    Column[Person]("age", "人数", lambda row: "1,234", align="right", figures=True),
    Column[Person]("day", "日期", lambda row: "2018-09-01", figures=True),
)
PEOPLE = {
    3: Person("张三", "110101200001011234", "13800138001"),
    1: Person("李四", "110101200001011235", "13800138002"),
    2: Person("王五", "110101200001011236", ""),
}


class Desk(Page):
    key, title = "desk", "桌"


@pytest.fixture
def table(workplace: Workplace, qtbot: QtBot) -> Iterator[RowTable[Person]]:
    desk = Desk(workplace)
    qtbot.addWidget(desk)
    made: RowTable[Person] = RowTable(
        columns=MORE, jobs=workplace.jobs, name="people", label="人员名单", parent=desk
    )
    QVBoxLayout(desk).addWidget(made)
    desk.resize(700, 400)
    desk.show()
    made.show_rows(PEOPLE)
    still(qtbot, workplace.jobs)
    yield made  # and hold the desk meanwhile


def lines(view: RowTable[Person], workplace_: Workplace, wish: Wish, folder: Path) -> list[str]:
    path = folder / "a.csv"
    carry_out(workplace_.context, exportable_of(view), wish, path)
    return path.read_text("utf-8-sig").splitlines()


def test_the_visible_columns_in_their_order_and_the_rows_in_theirs(
    table: RowTable[Person],
    workplace: Workplace,
    tmp_path: Path,
) -> None:
    table.setColumnHidden(1, True)
    table.horizontalHeader().moveSection(2, 0)
    listing = exportable_of(table)
    assert (listing.kind, listing.title) == ("table-people", "人员名单")
    assert listing.shown == ("mobile", "name", "age", "day")
    wish = Wish((*listing.shown, "id_number"), "seen", CSV)
    assert lines(table, workplace, wish, tmp_path) == [
        "手机号码,姓名,人数,日期,身份证号",
        "138****8001,张三,1234,2018-09-01,110***********1234",
        "138****8002,李四,1234,2018-09-01,110***********1235",
        ",王五,1234,2018-09-01,110***********1236",
    ]
    kinds = {one.key: (one.column.number, one.column.date) for one in listing.columns}
    assert kinds["age"] == (True, False)
    assert kinds["day"] == (False, True)
    assert kinds["mobile"] == kinds["id_number"] == (False, False)


def test_chosen_rows_come_first_when_there_are_several(
    table: RowTable[Person],
    workplace: Workplace,
    tmp_path: Path,
) -> None:
    assert [one.key for one in scopes_of(table)] == ["seen"]
    table.choose([1])
    assert [(one.key, one.count) for one in scopes_of(table)] == [("seen", 3), ("chosen", 1)]
    table.choose([3, 2])
    assert [(one.key, one.count) for one in scopes_of(table)] == [("chosen", 2), ("seen", 3)]
    wish = Wish(("name",), "chosen", CSV)
    assert lines(table, workplace, wish, tmp_path) == ["姓名", "张三", "王五"]


def test_the_corner_and_the_keys_open_the_dialog(table: RowTable[Person]) -> None:
    def dialogs() -> list[ExportDialog]:
        return table.findChildren(ExportDialog)

    corner = table.export_corner
    assert corner.isVisible()
    assert corner.geometry().right() <= table.width()
    corner.click()
    assert len(dialogs()) == 1
    dialogs()[0].reject()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(table, Qt.Key.Key_E, both)
    assert any(one.isVisible() for one in dialogs())


def test_what_comes_late_is_a_notice_of_the_table(
    table: RowTable[Person],
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    said: list[str] = []
    table.notice.connect(said.append)
    dialog = export_table(table)
    assert dialog is not None
    dialog.export_to(tmp_path / "a.xlsx")
    dialog.reject()
    still(qtbot, workplace.jobs)
    assert said == ["已导出 3 行到 a.xlsx，号码已打码。"]


def test_a_room_that_knows_more_goes_first(table: RowTable[Person]) -> None:
    asked: list[str] = []
    table.exporting = lambda: asked.append("room")
    table.export()
    assert asked == ["room"]
    assert table.findChildren(ExportDialog) == []


def test_nothing_to_export_shows_no_corner(
    table: RowTable[Person],
    workplace: Workplace,
    qtbot: QtBot,
) -> None:
    table.show_rows({})
    still(qtbot, workplace.jobs)
    assert not table.export_corner.isVisible()
    table.export()
    assert export_table(table) is None
    stray: RowTable[Person] = RowTable(
        columns=COLUMNS, jobs=workplace.jobs, name="stray", label="散表"
    )
    qtbot.addWidget(stray)
    stray.show_rows(PEOPLE)
    assert export_table(stray) is None


def settled(
    workplace: Workplace, qtbot: QtBot, columns: Sequence[Column[Person]]
) -> tuple[Desk, RowTable[Person]]:
    """A table with its corner on a desk that has been made a little wider."""
    desk = Desk(workplace)
    qtbot.addWidget(desk)
    made: RowTable[Person] = RowTable(
        columns=columns,
        jobs=workplace.jobs,
        name="numbers",
        label="人数",
        stretch="name",
        parent=desk,
    )
    QVBoxLayout(desk).addWidget(made)
    made.show_rows(PEOPLE)
    desk.resize(500, 300)
    desk.show()
    still(qtbot, workplace.jobs)
    desk.resize(520, 300)
    return desk, made


def test_the_corner_covers_no_heading_at_the_right(workplace: Workplace, qtbot: QtBot) -> None:
    _desk, made = settled(workplace, qtbot, (COLUMNS[0], MORE[-2]))
    header = made.horizontalHeader()
    assert header.length() <= made.export_corner.geometry().left() + 1
    assert made.viewport().width() - header.length() < 2 * made.export_corner.width()


@pytest.mark.parametrize("width", [50, 160])
def test_the_corner_covers_no_words_of_a_narrow_heading(
    workplace: Workplace, qtbot: QtBot, width: int
) -> None:
    narrow = replace(COLUMNS[1], label="疑问", width=width, align="left")
    hidden = replace(COLUMNS[2], shown=False)
    _desk, made = settled(workplace, qtbot, (COLUMNS[0], narrow, hidden))
    header = made.horizontalHeader()
    words = header.sectionPosition(1) + header.sectionSizeFromContents(1).width()
    assert words <= made.export_corner.geometry().left() + 1
    wide = width > 2 * made.export_corner.width()
    assert (header.length() == made.viewport().width()) is wide, "no more room than is wanted"

"""A table that is handed its rows."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from tests.kit.tables import drawn, settle
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.paged_model import Column, SortKey
from tuanji_desktop.kit.row_table import RowTable, sorted_rows


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    pages: int


COLUMNS = [
    Column[Paper]("title", "名称", lambda row: row.title, width=100),
    Column[Paper]("pages", "页数", lambda row: str(row.pages), width=60),
]


@pytest.fixture
def table(qtbot: QtBot, jobs: Jobs) -> Iterator[RowTable[Paper]]:
    view = RowTable(columns=COLUMNS, jobs=jobs, name="papers", label="表格", stretch="title")
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    yield view


def test_rows_are_shown_in_their_order(qtbot: QtBot, jobs: Jobs, table: RowTable[Paper]) -> None:
    table.show_rows({7: Paper("登记表", 2), 3: Paper("申请表", 1)})
    drawn(table.paged, range(2))
    settle(qtbot, jobs)
    assert drawn(table.paged, range(2)) == "名称|页数\n登记表|2\n申请表|1"


def test_the_cursor_stays_with_its_row(qtbot: QtBot, jobs: Jobs, table: RowTable[Paper]) -> None:
    table.show_rows({7: Paper("登记表", 2), 3: Paper("申请表", 1)})
    table.choose([3])
    table.show_rows({3: Paper("申请表", 4), 7: Paper("登记表", 2), 9: Paper("函", 1)})
    settle(qtbot, jobs)
    assert table.current_row() == Paper("申请表", 4)
    assert table.chosen_rows() == [Paper("申请表", 4)]
    drawn(table.paged, range(3))
    settle(qtbot, jobs)
    assert drawn(table.paged, range(1)) == "名称|页数\n申请表|4"
    table.show_rows({})
    assert table.current_row() is None
    assert table.rows == {}


def test_a_row_that_comes_back_changed_is_drawn_anew(
    qtbot: QtBot, jobs: Jobs, table: RowTable[Paper]
) -> None:
    for rows in ({7: Paper("登记表", 2)}, {3: Paper("申请表", 1)}, {7: Paper("登记表", 5)}):
        table.show_rows(rows)
        drawn(table.paged, range(1))
        settle(qtbot, jobs)
    assert drawn(table.paged, range(1)) == "名称|页数\n登记表|5"


def test_one_column_takes_up_the_room(qtbot: QtBot, table: RowTable[Paper]) -> None:
    assert table.columnWidth(0) == table.viewport().width() - table.columnWidth(1)
    table.resize(120, 200)
    assert table.columnWidth(0) == 100
    table.setColumnHidden(0, True)
    table.resize(400, 200)
    assert table.columnWidth(1) == 60


def test_rows_are_sorted_by_several_keys() -> None:
    rows = [Paper("b", 1), Paper("a", 2), Paper("a", 1)]
    orders = {"title": lambda row: row.title, "pages": lambda row: row.pages}
    keys = (SortKey("title"), SortKey("pages", descending=True), SortKey("unknown"))
    assert sorted_rows(rows, keys, orders) == [Paper("a", 2), Paper("a", 1), Paper("b", 1)]
    assert sorted_rows(rows, (), orders) == rows

"""The table as the clerk uses it."""

from array import array
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.kit.tables import People, Person, people_model, settle
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.kit.paged_table import COPY_LIMIT, PagedTableView, next_sort_keys


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def table(qtbot: QtBot, jobs: Jobs, people: People) -> Iterator[PagedTableView[Person]]:
    view = PagedTableView(people_model(jobs, people), jobs=jobs, name="roster", label="花名册")
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    yield view
    # Mime data made by Python must not outlive Python on the offscreen clipboard.
    QGuiApplication.clipboard().clear()


def click_heading(table: PagedTableView[Person], number: int, *, shift: bool = False) -> None:
    header = table.horizontalHeader()
    where = QPoint(header.sectionViewportPosition(number) + 20, 10)
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, where)


def test_headings_sort_and_shift_adds(qtbot: QtBot, table: PagedTableView[Person]) -> None:
    wishes: list[tuple[SortKey, ...]] = []
    table.sort_requested.connect(wishes.append)
    click_heading(table, 0)
    click_heading(table, 0)
    click_heading(table, 1, shift=True)
    assert wishes == [
        (SortKey("name"),),
        (SortKey("name", descending=True),),
        (SortKey("name", descending=True), SortKey("id_number")),
    ]


def test_a_third_click_with_shift_takes_the_key_out() -> None:
    keys: tuple[SortKey, ...] = (SortKey("name"), SortKey("id"))
    keys = next_sort_keys(keys, "id", more=True)
    assert keys == (SortKey("name"), SortKey("id", descending=True))
    assert next_sort_keys(keys, "id", more=True) == (SortKey("name"),)
    assert next_sort_keys(keys, "id", more=False) == (SortKey("id"),)


def test_all_of_a_million_are_chosen_at_once(
    qtbot: QtBot, jobs: Jobs, table: PagedTableView[Person]
) -> None:
    table.show_ids(array("q", range(1, 1_000_001)))
    settle(qtbot, jobs)
    counts: list[int] = []
    table.chosen_changed.connect(counts.append)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert counts[-1] == table.chosen_count() == 1_000_000
    assert list(table.chosen_ids(limit=3)) == [1, 2, 3]
    table.show_ids(array("q", range(1_000_000, 0, -1)))
    assert table.chosen_count() == 1_000_000
    settle(qtbot, jobs)


def test_choice_and_cursor_follow_their_records(
    qtbot: QtBot, jobs: Jobs, table: PagedTableView[Person]
) -> None:
    table.show_ids([1, 2, 3, 4, 5])
    settle(qtbot, jobs)
    table.choose([2, 4])
    assert table.current_id() == 2
    table.show_ids([5, 4, 3, 2, 1])
    settle(qtbot, jobs)
    assert list(table.chosen_ids()) == [4, 2]
    assert table.current_id() == 2
    table.show_ids([5, 3])
    settle(qtbot, jobs)
    assert table.chosen_count() == 0
    assert table.current_id() == 0


def test_stepping_goes_to_the_next_record_and_stops_at_the_end(
    table: PagedTableView[Person],
) -> None:
    table.show_ids([7, 8])
    table.choose([7])
    assert [table.step(1), table.step(1), table.step(-1)] == [8, 8, 7]
    assert list(table.chosen_ids()) == [7]


def test_copy_takes_headings_and_keeps_numbers_as_text(
    qtbot: QtBot, jobs: Jobs, table: PagedTableView[Person]
) -> None:
    table.show_ids([1, 2, 3])
    table.model().set_masked(False)  # type: ignore[attr-defined]
    table.choose([1, 2])
    lines: list[str] = []
    table.notice.connect(lines.append)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, jobs)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == (
        "姓名\t身份证号\t手机号码\n"
        "团员1\t110101199001010001\t13800000001\n"
        "团员2\t110101199001010002\t13800000002\n"
    )
    assert """<td style="mso-number-format:'\\@'">110101199001010001</td>""" in data.html()
    assert lines == ["已复制 2 行（含列标题），可粘贴到表格。"]


def test_copy_of_too_many_says_what_to_do(table: PagedTableView[Person]) -> None:
    table.show_ids(array("q", range(COPY_LIMIT + 1)))
    table.selectAll()
    lines: list[str] = []
    table.notice.connect(lines.append)
    table.copy_chosen()
    assert "导出" in lines[0]


def test_columns_are_chosen_moved_and_remembered(
    qtbot: QtBot, jobs: Jobs, table: PagedTableView[Person], people: People
) -> None:
    menu = table.columns_menu()
    actions = {one.objectName(): one for one in menu.actions() if isinstance(one, QAction)}
    assert not actions["column_note"].isChecked()
    actions["column_note"].toggle()
    actions["column_id_number"].toggle()
    menu.close()
    table.horizontalHeader().moveSection(3, 0)
    table.setColumnWidth(0, 133)
    kept = table.column_state()

    other = PagedTableView(people_model(jobs, people), jobs=jobs, name="other", label="花名册")
    qtbot.addWidget(other)
    other.restore_column_state(kept)
    assert [one.key for one in other.shown_columns()] == ["note", "name", "mobile"]
    assert other.columnWidth(0) == 133
    other.reset_columns()
    assert [one.key for one in other.shown_columns()] == ["name", "id_number", "mobile"]


@pytest.mark.parametrize("state", ["", "{}", "[1]", '{"columns": [{"key": "old"}], "sort": []}'])
def test_a_state_that_does_not_fit_changes_nothing(
    table: PagedTableView[Person], state: str
) -> None:
    before = table.column_state()
    table.restore_column_state(state)
    assert table.column_state() == before


def test_the_last_column_cannot_be_hidden(table: PagedTableView[Person]) -> None:
    menu = table.columns_menu()
    for action in menu.actions():
        if action.isCheckable() and action.isChecked():
            action.toggle()
    assert len(table.shown_columns()) == 1
    menu.close()


def test_an_empty_table_says_what_to_do(qtbot: QtBot, table: PagedTableView[Person]) -> None:
    table.set_empty("还没有团员", "从名单导入。", "导入名单")
    title = table.findChild(QLabel, "empty_title")
    button = table.findChild(QPushButton, "empty_action")
    assert title is not None
    assert button is not None
    assert title.isVisible()
    with qtbot.waitSignal(table.empty_action_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    table.show_ids([1])
    assert not title.isVisible()


def test_words_typed_into_the_table_are_for_the_search_box(
    qtbot: QtBot, table: PagedTableView[Person]
) -> None:
    table.show_ids([1, 2])
    words: list[str] = []
    table.typed.connect(words.append)
    QTest.keyClick(table, Qt.Key.Key_W)
    event = QInputMethodEvent()
    event.setCommitString("王")
    QApplication.sendEvent(table, event)
    assert words == ["w", "王"]


def test_enter_opens_the_record(qtbot: QtBot, table: PagedTableView[Person]) -> None:
    table.show_ids([11, 12])
    table.choose([12])
    opened: list[int] = []
    table.opened.connect(opened.append)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [12]

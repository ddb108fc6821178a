"""How sure it is which column is which field."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.kit.lists import HEADINGS, People, people_list
from tuanji_desktop.kit.import_adapter import Layout, layout_of
from tuanji_desktop.kit.import_columns import ColumnChoices, FieldChoice
from tuanji_desktop.sheets.reader import Sheet, Workbook, read_workbook
from tuanji_desktop.sheets.reading import Reading


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    chosen = Reading("Sheet", (("备用电话", "mobile"),))
    return layout_of(read_workbook(people_list(tmp_path)), HEADINGS, People.fields, chosen)


def certainty(choices: ColumnChoices, letter: str) -> tuple[str, str]:
    found = choices.findChild(QLabel, f"certainty_{letter}")
    assert found is not None
    return found.text(), found.property("role")


@pytest.mark.parametrize(
    ("sure", "words"),
    [(1.0, ("有把握", "small")), (0.7, ("很可能", "likely")), (0.3, ("猜的，请核对", "warning"))],
)
def test_certainty_is_a_word_and_a_colour(
    dressed: QApplication, qtbot: QtBot, layout: Layout, sure: float, words: tuple[str, str]
) -> None:
    choices = ColumnChoices(People.fields)
    qtbot.addWidget(choices)
    assert layout.table is not None
    table = replace(layout.table, certainty={"mobile": sure})
    choices.show_layout(replace(layout, table=table), {})
    assert certainty(choices, "D") == words
    box = choices.findChild(FieldChoice, "field_D")
    assert box is not None
    assert box.accessibleDescription().startswith(words[0])
    choices.show_layout(replace(layout, table=table), {3: "mobile"})
    assert certainty(choices, "D") == ("由您指定", "small")


def test_to_a_column(dressed: QApplication, qtbot: QtBot, layout: Layout) -> None:
    choices = ColumnChoices(People.fields)
    qtbot.addWidget(choices)
    choices.show()
    choices.show_layout(layout, {})
    with qtbot.waitSignal(choices.looked_at) as seen:
        choices.look_at(3)
    assert seen.args == [3]
    choices.look_at(99)


def test_the_wheel_scrolls_and_does_not_choose(dressed: QApplication, qtbot: QtBot) -> None:
    box = FieldChoice()
    qtbot.addWidget(box)
    box.addItems(["一", "二"])
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, event)
    assert box.currentIndex() == 0
    assert not event.isAccepted()


def _wide(columns: int) -> Layout:
    rows: list[list[object]] = [[f"第{one}栏" for one in range(columns)], ["甲"] * columns]
    book = Workbook(Path("宽.xlsx"), "xlsx", None, (Sheet("一", False, rows),), "0", (), False)
    return layout_of(book, HEADINGS, People.fields, Reading(heading=(1, 1)))


def test_the_lines_of_a_wide_list_come_bit_by_bit(dressed: QApplication, qtbot: QtBot) -> None:
    choices = ColumnChoices(People.fields)
    qtbot.addWidget(choices)
    choices.resize(600, 400)
    choices.show()
    with qtbot.waitSignal(choices.completed):
        choices.show_layout(_wide(40), {})
        assert 0 < len(choices.findChildren(FieldChoice)) < 20
    boxes = choices.findChildren(FieldChoice)
    assert [box.objectName() for box in boxes[:2]] == ["field_A", "field_B"]
    assert (len(boxes), boxes[-1].objectName()) == (40, "field_AN")
    qtbot.waitUntil(boxes[-1].isVisible)
    assert certainty(choices, "AN") == ("未识别", "warning")
    assert [box.y() for box in boxes] == sorted({box.y() for box in boxes})


def test_a_line_that_is_wanted_now_is_there(dressed: QApplication, qtbot: QtBot) -> None:
    choices = ColumnChoices(People.fields)
    qtbot.addWidget(choices)
    choices.show()
    choices.show_layout(_wide(40), {})
    choices.look_at(39)
    box = choices.findChild(FieldChoice, "field_AN")
    assert box is not None
    assert box.isVisibleTo(choices)
    choices.show_layout(_wide(3), {})
    qtbot.wait(10)
    assert len(choices.widget().findChildren(FieldChoice)) == 3

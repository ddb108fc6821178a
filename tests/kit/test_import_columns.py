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
from tuanji_desktop.sheets.reader import read_workbook
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

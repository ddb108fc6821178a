"""Words and lines."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.labels import hairline, label, name_line, restyled


def test_a_label_never_reads_its_words_as_markup(qtbot: QtBot) -> None:
    made = label("<b>张三</b>", role="muted", name="who")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert made.objectName() == "who"
    restyled(made, "role", "error")
    assert made.property("role") == "error"


def test_a_hairline_is_one_pixel(qtbot: QtBot) -> None:
    line = hairline()
    qtbot.addWidget(line)
    assert line.height() == 1


def test_the_line_of_a_choice_is_called_as_the_choice(qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.setObjectName("reason")
    box.setAccessibleName("保留原因")
    name_line(box)  # nothing to name yet
    box.setEditable(True)
    name_line(box)
    line = box.lineEdit()
    assert line is not None
    assert (line.objectName(), line.accessibleName()) == ("reason_line", "保留原因")

"""Words and lines."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.labels import hairline, label, restyled


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

"""Words and lines."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QTableView, QTreeView
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.labels import (
    NamesBox,
    hairline,
    label,
    name_headers,
    name_line,
    restyled,
)


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


def test_headings_are_called_as_their_table(qtbot: QtBot) -> None:
    table, tree = QTableView(), QTreeView()
    for view in (table, tree):
        qtbot.addWidget(view)
        view.setObjectName("people")
        view.setAccessibleName("团员")
        name_headers(view)
    headers = (table.horizontalHeader(), table.verticalHeader(), tree.header())
    assert [one.objectName() for one in headers] == [
        "people_headings", "people_row_headings", "people_headings",
    ]  # fmt: skip
    assert [one.accessibleName() for one in headers] == [
        "团员：列标题", "团员：行标题", "团员：列标题",
    ]  # fmt: skip


def test_a_long_name_in_a_choice_keeps_its_end(dressed: QApplication, qtbot: QtBot) -> None:
    names = [f"智慧团建{'很长' * 20}的名单（{school}）.xlsx" for school in ("一中", "二中")]
    shown = []
    box = NamesBox()
    qtbot.addWidget(box)
    box.setFixedWidth(320)
    box.addItems(names)
    for place, name in enumerate(names):
        box.setCurrentIndex(place)
        assert box.toolTip() == name
        shown.append(box.grab().toImage())
    assert shown[0] != shown[1]

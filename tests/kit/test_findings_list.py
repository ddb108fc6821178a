"""Findings of a paper, with the way to their records."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.findings_list import FindingsList, Listed
from tuanji_desktop.papers.preflight import PaperFinding

RARE = PaperFinding("glyph.missing", "“姓名”中有打印不出的字。", 4, "name")
PHONE = PaperFinding("field.missing", "“手机号”没有填写。", 3, "mobile")
NOBODY = PaperFinding("rows.empty", "表中没有一名团员。", None, "rows")
NAMES = {3: "张三", 4: "李四"}


@pytest.fixture
def findings(dressed: QApplication, qtbot: QtBot) -> Iterator[FindingsList]:
    widget = FindingsList()
    qtbot.addWidget(widget)
    widget.resize(400, 240)
    widget.show()
    yield widget


def show(widget: FindingsList) -> None:
    widget.show_findings([RARE, PHONE, NOBODY], blocking=[PHONE, NOBODY], names=NAMES)


def words(widget: FindingsList) -> list[str]:
    return [one.words for one in widget.lines]


def test_what_keeps_the_paper_back_comes_first_and_says_so(findings: FindingsList) -> None:
    show(findings)
    assert words(findings) == [
        "须补正：张三，“手机号”没有填写。",
        "须补正：表中没有一名团员。",
        "提醒：李四，“姓名”中有打印不出的字。",
    ]
    assert findings.text == "打印前检查：2 处须补正，补正后才能打印；另有 1 处提醒。"
    model = findings.view.model()
    assert [model.index(row, 0).data() for row in range(3)] == words(findings)


def test_notices_alone_do_not_stop_the_print(findings: FindingsList) -> None:
    findings.show_findings([RARE], names=NAMES)
    assert findings.text == "打印前检查：1 处提醒，不妨碍打印。"
    findings.show_findings([PHONE], blocking=[PHONE])
    assert findings.text == "打印前检查：1 处须补正，补正后才能打印。"


def test_nothing_found_is_said_and_nothing_can_be_pressed(findings: FindingsList) -> None:
    show(findings)
    findings.show_findings([])
    assert findings.text == "打印前检查没有发现问题。"
    assert findings.accessibleDescription() == findings.text
    assert not findings.view.isVisible()
    assert not findings.open_button.isVisible()
    findings.say("正在检查……")
    assert (findings.text, findings.lines) == ("正在检查……", [])
    findings.clear()
    assert findings.text == ""


@pytest.mark.parametrize("way", ["button", "enter", "double"])
def test_every_way_leads_to_the_record_and_its_field(
    qtbot: QtBot, findings: FindingsList, way: str
) -> None:
    show(findings)
    asked: list[tuple[int, str]] = []
    findings.record_requested.connect(lambda member, field: asked.append((member, field)))
    index = findings.view.model().index(2, 0)
    findings.view.setCurrentIndex(index)
    if way == "button":
        assert findings.open_button.accessibleName() == "打开 李四 的记录"
        findings.open_button.click()
    elif way == "enter":
        QTest.keyClick(findings.view, Qt.Key.Key_Return)
    else:
        place = findings.view.visualRect(index).center()
        QTest.mouseClick(findings.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(findings.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [(4, "name")]


def test_a_finding_of_the_form_itself_has_no_record(findings: FindingsList) -> None:
    show(findings)
    asked: list[object] = []
    findings.record_requested.connect(lambda *said: asked.append(said))
    findings.view.setCurrentIndex(findings.view.model().index(1, 0))
    assert not findings.open_button.isEnabled()
    QTest.keyClick(findings.view, Qt.Key.Key_Return)
    assert not asked


def test_enter_does_not_press_the_button_of_the_dialog(dressed: QApplication, qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    pressed: list[bool] = []
    widget, make = FindingsList(dialog), QPushButton("打印", dialog)
    make.setDefault(True)
    make.clicked.connect(lambda: pressed.append(True))
    layout = QVBoxLayout(dialog)
    layout.addWidget(widget)
    layout.addWidget(make)
    dialog.show()
    show(widget)
    widget.view.setFocus()
    QTest.keyClick(widget.view, Qt.Key.Key_Return)
    assert not pressed


def test_the_lines_can_be_copied(findings: FindingsList) -> None:
    show(findings)
    findings.copy_button.click()
    assert QGuiApplication.clipboard().text().splitlines() == words(findings)
    findings.view.setCurrentIndex(findings.view.model().index(2, 0))
    QTest.keyClick(findings.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == words(findings)[2] + "\n"


def test_a_long_message_is_wrapped_and_not_cut(findings: FindingsList) -> None:
    findings.show_lines([Listed("短句。"), Listed("很长的说明，" * 30)])
    view = findings.view
    low, high = (view.visualRect(view.model().index(row, 0)) for row in (0, 1))
    assert high.height() > 3 * low.height()
    assert high.right() <= view.viewport().width()
    assert view.horizontalScrollBar().maximum() == 0

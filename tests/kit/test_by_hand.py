"""Ticks for characters that no font has."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.by_hand import ByHandStrip

RARE, RARER = "\U000323af", "\ue863"


def test_each_character_has_its_tick_and_space_sets_it(qtbot: QtBot) -> None:
    strip = ByHandStrip("pen")
    qtbot.addWidget(strip)
    assert strip.isHidden()
    strip.ask((RARE, RARER), ticked=(RARER,))
    strip.show()
    assert strip.list.item(0).text() == f"打印后在〓处手写 U+323AF（{RARE}）"
    assert list(strip.characters) == [RARER]
    with qtbot.waitSignal(strip.changed):
        QTest.keyClick(strip.list, Qt.Key.Key_Space)
    assert list(strip.characters) == [RARE, RARER]
    strip.tick((RARE,))
    assert list(strip.characters) == [RARE]
    strip.ask(())
    assert strip.isHidden()
    assert not strip.characters


def test_where_nothing_can_be_kept_nothing_is_ticked(qtbot: QtBot) -> None:
    strip = ByHandStrip("pen", writable=False)
    qtbot.addWidget(strip)
    strip.ask((RARE,), ticked=(RARE,))
    strip.show()
    QTest.keyClick(strip.list, Qt.Key.Key_Space)
    assert not strip.characters
    head = strip.findChild(QLabel, "pen_head")
    assert head is not None
    assert "只读" in head.text()

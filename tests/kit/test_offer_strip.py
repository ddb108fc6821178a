"""An offer in a line, and both answers to it."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.offer_strip import OfferStrip


def test_either_answer_takes_it_away(dressed: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(900, 100)
    qtbot.addWidget(window)
    strip = OfferStrip("offer", window)
    assert strip.words == ""
    for button, signal in (
        (strip.accept_button, strip.accepted),
        (strip.decline_button, strip.declined),
    ):
        strip.offer("版式相同。", accept="采用", decline="不用")
        assert strip.words == "版式相同。"
        assert strip.accept_button.accessibleName() == "采用：版式相同。"
        with qtbot.waitSignal(signal):
            button.click()
        assert strip.words == ""


def test_on_a_narrow_page_the_buttons_go_below(dressed: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    strip = OfferStrip("offer", window)
    window.show()
    for width, below in ((900, False), (200, True)):
        window.resize(width, 200)
        strip.resize(width, 100)
        strip.offer("与去年的名单版式相同，可以按上次的对应办理。", accept="采用", decline="不用")
        strip.layout().activate()  # type: ignore[union-attr]
        words = strip.findChild(QWidget, "offer_words")
        assert words is not None
        assert (strip.accept_button.y() > words.y() + words.height() - 4) is below

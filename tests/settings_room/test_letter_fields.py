"""The parts of a text in their fields."""

from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tuanji_desktop.papers.letter_template import BODY, ENDING, TITLE, Fault, shipped, split_parts
from tuanji_desktop.settings_room.letter_fields import LetterFields


def fields(qtbot: QtBot, *, writable: bool = True) -> LetterFields:
    made = LetterFields(writable=writable)
    qtbot.addWidget(made)
    made.show()
    made.show_parts(split_parts(shipped("letter")))
    return made


def note(made: LetterFields, name: str) -> QLabel:
    found = made.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found


def test_what_is_shown_is_not_typed(qtbot: QtBot) -> None:
    made, typed = fields(qtbot), list[int]()
    made.typed.connect(lambda: typed.append(1))
    made.show_parts({TITLE: "标题"})
    assert typed == []
    title = made.editors[TITLE]
    assert isinstance(title, QLineEdit)
    title.setText("别的")
    assert typed == [1]
    assert made.parts()[TITLE] == "别的"


def test_a_place_goes_where_the_cursor_was(qtbot: QtBot) -> None:
    made = fields(qtbot)
    made.insert("{人数}")  # nobody has clicked anywhere: the body
    assert made.parts()[BODY].startswith("{人数}根据")
    made.activateWindow()
    made.editors[ENDING].setFocus()
    qtbot.waitUntil(made.editors[ENDING].hasFocus)
    made.insert("{单位}")
    assert made.parts()[ENDING] == "{单位}妥否，请批示。"


def test_faults_stand_under_their_field(qtbot: QtBot) -> None:
    made = fields(qtbot)
    made.show_faults([Fault(BODY, 2, 9, "错"), Fault(TITLE, 1, 2, "题错"), Fault("", 0, 0, "缺少")])
    assert note(made, "letter_body_error").text() == "第 2 段：错"
    assert note(made, "letter_title_error").text() == "题错"
    assert note(made, "letter_error").text() == "缺少"
    assert made.editors[TITLE].accessibleDescription() == "题错"
    made.show_faults([])
    assert not note(made, "letter_body_error").isVisible()
    assert made.editors[TITLE].accessibleDescription() == ""


def test_a_file_open_for_reading_is_only_read(qtbot: QtBot) -> None:
    made = fields(qtbot, writable=False)
    made.insert("{人数}")
    assert made.parts() == split_parts(shipped("letter"))

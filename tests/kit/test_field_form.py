"""The whole form."""

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.forms import FREE, member_fields
from tuanji_desktop.kit.field_form import FieldForm
from tuanji_desktop.rules.cells import Finding


@pytest.fixture
def form(qtbot: QtBot) -> FieldForm:
    made = FieldForm()
    qtbot.addWidget(made)
    made.set_fields(member_fields())
    made.resize(400, 500)
    made.show()
    return made


def completed(form: FieldForm) -> str:
    found = form.findChild(QLabel, "completed")
    assert found is not None
    return found.text()


def choose(form: FieldForm, name: str, text: str) -> None:
    box = form.row(name).editor
    assert isinstance(box, QComboBox)
    box.setCurrentText(text)


def test_only_what_was_changed_is_given(form: FieldForm) -> None:
    assert form.changes() == {}
    choose(form, "ethnicity", "壮族")
    assert form.changes() == {"ethnicity": "壮族"}
    choose(form, "ethnicity", "")
    assert form.changes() == {}
    assert form.values()["id_number"] == "11010119900101002X"
    assert form.values()["branch"] == "7"


def test_the_required_are_counted_while_typing(form: FieldForm) -> None:
    counts: list[tuple[int, int]] = []
    form.completed_changed.connect(lambda *what: counts.append(what))
    assert completed(form) == "2/3 必填已完成"
    choose(form, "ethnicity", "壮族")
    assert completed(form) == "3/3 必填已完成"
    form.set_required(["name", "ethnicity", "mobile", "nothing"])
    assert counts == [(3, 3), (3, 3)]
    form.set_value("mobile", "")
    assert completed(form) == "2/3 必填已完成"


def test_findings_go_to_their_fields_and_leave_again(form: FieldForm) -> None:
    form.set_findings([Finding("mobile", "error", "mobile.format", "手机号码应为 11 位")])
    note = form.findChild(QLabel, "note_mobile")
    assert note is not None
    assert not note.isHidden()
    form.set_findings([])
    assert note.isHidden()


def test_the_next_record_uses_the_same_widgets(form: FieldForm) -> None:
    editor = form.row("name").editor
    choose(form, "ethnicity", "壮族")
    form.reveal("id_number")
    form.set_fields(member_fields(name="李四"))
    assert form.row("name").editor is editor
    assert form.values()["name"] == "李四"
    assert form.changes() == {}
    number = form.row("id_number").editor
    assert isinstance(number, QLineEdit)
    assert "*" in number.text(), "what was shown of one is masked for the next"


def test_other_rules_need_other_widgets(form: FieldForm) -> None:
    old = form.row("name").editor
    form.set_fields(member_fields(name_state=FREE))
    editor = form.row("name").editor
    assert editor is not old
    assert isinstance(editor, QLineEdit)
    assert not editor.isReadOnly()


def test_messages_of_the_fields_go_up(form: FieldForm) -> None:
    told: list[tuple[object, ...]] = []
    for signal in (form.edited, form.path_requested, form.reveal_requested, form.pick_requested):
        signal.connect(lambda *what: told.append(what))
    row = form.row("name")
    row.path_requested.emit("name", "deletion_reentry")
    row.reveal_requested.emit("id_number")
    row.pick_requested.emit("branch")
    choose(form, "ethnicity", "壮族")
    assert told == [
        ("name", "deletion_reentry"),
        ("id_number",),
        ("branch",),
        ("ethnicity", "壮族"),
    ]


def test_tab_goes_through_the_fields_in_their_order(form: FieldForm) -> None:
    names = [one.name for one in member_fields()]
    seen: list[str] = []
    widget: QWidget | None = form.row("name").editor
    for _ in range(200):
        assert widget is not None
        if widget.objectName() in names and widget.objectName() not in seen:
            seen.append(widget.objectName())
        widget = widget.nextInFocusChain()
    assert seen == names


def test_every_part_can_be_named_by_a_reader(form: FieldForm) -> None:
    for field in member_fields():
        editor = form.row(field.name).editor
        assert editor.objectName() == field.name
        assert editor.accessibleName().startswith(field.label)


def test_a_field_is_brought_into_sight(qtbot: QtBot, form: FieldForm) -> None:
    form.resize(400, 160)
    form.activateWindow()
    form.focus_field("notes")
    assert form.focusWidget() is form.row("notes").editor

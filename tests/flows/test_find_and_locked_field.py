"""Finding somebody by initials, meeting the lock, saving what is free, having the rest reviewed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QToolButton, QWidget

from tests.flows.conftest import Clerk
from tuanji_desktop.members.dialog import MemberDialog

SUMMER, AUTUMN, WINTER = date(2018, 8, 1), date(2018, 10, 15), date(2018, 12, 1)


def member_dialog(clerk: Clerk, initials: str) -> MemberDialog:
    """Search box, first answer, Ctrl+Enter."""
    found = clerk.search(initials)
    assert len(found) == 1
    page: Any = clerk.window.desk
    page.table.choose(found)
    clerk.wait()
    clerk.command("open_member")
    dialog = clerk.dialog("member_dialog")
    assert isinstance(dialog, MemberDialog)
    return dialog


def type_in(clerk: Clerk, dialog: MemberDialog, field: str, text: str) -> None:
    editor: QWidget = dialog.form.row(field).editor
    if isinstance(editor, QComboBox):
        editor.setCurrentText(text)
    else:
        assert isinstance(editor, QLineEdit)
        assert not editor.isReadOnly(), f"{field} cannot be typed into"
        editor.setText(text)
        editor.textEdited.emit(text)
    clerk.wait()


def why(dialog: MemberDialog, field: str) -> tuple[str, str]:
    """What the field's mark says: the reason and the clause."""
    mark = dialog.findChild(QToolButton, f"tier_{field}")
    assert mark is not None
    mark.click()
    popup = dialog.findChild(QFrame, "rule_popup")
    assert popup is not None
    said = [popup.findChild(QLabel, name) for name in ("rule_reason", "rule_clause")]
    reason, clause = (one.text() for one in said if one is not None)
    popup.close()
    popup.deleteLater()
    popup.setObjectName("")
    return reason, clause


@pytest.mark.parametrize(
    ("day", "clause"), [(SUMMER, "G 一.2"), (AUTUMN, "G 二"), (WINTER, "G 二")]
)
def test_the_lock_says_why_and_where_it_stands(
    open_office_file: Callable[..., Clerk], small_office: Path, day: date, clause: str
) -> None:
    clerk = open_office_file(small_office, today=day)
    dialog = member_dialog(clerk, "zs")
    for field in ("name", "id_number", "development_number"):
        editor = dialog.form.row(field).editor
        assert isinstance(editor, QLineEdit)
        assert editor.isReadOnly(), field
        reason, said = why(dialog, field)
        assert "不可修改" in reason
        assert said == "依据：G 一.2"
    joined = dialog.form.row("joined_on").editor
    assert isinstance(joined, QLineEdit)
    assert joined.isReadOnly() is (day != AUTUMN)
    assert why(dialog, "joined_on")[1] == f"依据：{clause}"


def test_free_fields_are_saved_at_once(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    clerk = open_office_file(small_office)
    dialog = member_dialog(clerk, "zs")
    clerk.press("reveal_mobile", dialog)
    type_in(clerk, dialog, "mobile", "13911112222")
    type_in(clerk, dialog, "ethnicity", "苗族")
    clerk.press("dialog_save", dialog)
    assert clerk.value("SELECT mobile FROM members WHERE id = 1") == "13911112222"
    assert clerk.value("SELECT ethnicity FROM members WHERE id = 1") == "苗族"
    assert clerk.value("SELECT count(*) FROM change_requests") == 0
    assert "139****2222" in clerk.texts(clerk.window.card)
    dialog.reject()


def test_a_starred_field_is_not_emptied(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    clerk = open_office_file(small_office)
    dialog = member_dialog(clerk, "zs")
    type_in(clerk, dialog, "ethnicity", "")
    clerk.press("dialog_save", dialog)
    assert "不能清空" in dialog.sheet.banner.text
    assert clerk.value("SELECT ethnicity FROM members WHERE id = 1") == "汉族"
    type_in(clerk, dialog, "ethnicity", "汉族")
    dialog.reject()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("day", "field", "value"),
    [
        (SUMMER, "political_status", "群众"),
        (SUMMER, "income", ">10000"),
        (SUMMER, "is_cadre", "是"),
        (AUTUMN, "joined_on", "2016-06"),
    ],
)
def test_what_must_be_reviewed_waits_for_the_branch(
    open_office_file: Callable[..., Clerk],
    small_office: Path,
    day: date,
    field: str,
    value: str,
) -> None:
    clerk = open_office_file(small_office, today=day)
    before = clerk.value(f"SELECT {field} FROM members WHERE id = 1")
    dialog = member_dialog(clerk, "zs")
    type_in(clerk, dialog, field, value)
    clerk.press("dialog_save", dialog)
    assert "已提交审核" in dialog.sheet.banner.text
    assert clerk.value(f"SELECT {field} FROM members WHERE id = 1") == before
    dialog.reject()
    page = clerk.desk("review")
    assert len(page.requests.rows) == 1
    clerk.press("requests_accept", page)
    assert clerk.value(f"SELECT {field} FROM members WHERE id = 1") == value
    assert not page.requests.rows

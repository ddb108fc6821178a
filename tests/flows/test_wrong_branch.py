"""Reported to the wrong branch: told and withdrawn while it waits, deleted once it was approved."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFrame, QInputDialog, QLabel, QLineEdit, QToolButton

from tests.builders import add_member, valid_id
from tests.flows.conftest import Clerk
from tuanji_desktop.deletion.request_dialog import DeletionRequestDialog
from tuanji_desktop.members.dialog import MemberDialog

SUMMER = date(2018, 8, 1)


def opened(clerk: Clerk, member_id: int) -> MemberDialog:
    clerk.window.card.open_requested.emit(member_id)
    clerk.wait()
    dialog = clerk.dialog("member_dialog")
    assert isinstance(dialog, MemberDialog)
    return dialog


def popup_of(dialog: MemberDialog, field: str) -> QFrame:
    row = dialog.form.row(field)
    mark = row.findChild(QToolButton, f"tier_{field}")
    assert mark is not None
    mark.click()
    popup = row.findChild(QFrame, "rule_popup")
    assert popup is not None
    return popup


def status(clerk: Clerk, member_id: int) -> tuple[str, int]:
    with clerk.context.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT status, branch_id FROM members WHERE id = ?", (member_id,)
        ).one()
    return row[0], row[1]


def test_while_it_waits_it_is_returned_and_reported_to_the_right_branch(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    """G 一.1, G 三.2."""
    clerk = open_office_file(small_office, today=SUMMER)
    waiting = add_member(
        clerk.context, name="周八", status="submitted", mobile="13700137002", sex="男",
        id_number=valid_id(date(2002, 5, 6), serial=42), born_on="2002-05-06",
    )  # fmt: skip
    dialog = opened(clerk, waiting)
    clerk.press("report_notice", dialog)
    notice = clerk.dialog("notice_dialog")
    assert notice.findChild(QLineEdit, "notice_right") is not None
    notice.reject()
    clerk.press("rule_path_return", popup_of(dialog, "branch"))
    asked = dialog.findChild(QInputDialog, "return_reason")
    assert asked is not None
    asked.setTextValue("应向高三（2）班报到")
    asked.accept()
    clerk.wait()
    assert status(clerk, waiting) == ("returned", 3)
    assert not dialog.form.row("branch").field.locked
    clerk.press("report_redirect", dialog)
    picker = clerk.dialog("branch_dialog")
    box = picker.findChild(QLineEdit, "branch_filter")
    assert box is not None
    box.setText("QX0102")
    clerk.press("branch_take", picker)
    assert status(clerk, waiting) == ("submitted", 4)


def test_once_approved_the_mark_leads_to_the_deletion_with_both_papers(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    """G 三.2: 情况说明 and 检讨."""
    clerk = open_office_file(small_office, today=SUMMER)
    dialog = opened(clerk, 1)
    popup = popup_of(dialog, "branch")
    advice = popup.findChild(QLabel, "rule_advice")
    assert advice is not None
    assert "情况说明和检讨（G 三.2）" in advice.text()
    clerk.press("rule_path_deletion_reentry", popup)
    request = clerk.dialog("deletion_request_dialog")
    assert isinstance(request, DeletionRequestDialog)
    assert [code for code, row in request.reasons.items() if row.chosen] == ["wrong_branch"]
    assert request.attachments["statement"].needed
    assert request.attachments["self_criticism"].needed
    assert not request.submit_button.isEnabled()
    request.reject()


def test_each_wrong_field_has_its_reason_ready(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    clerk = open_office_file(small_office, today=SUMMER)
    for field, code in (
        ("name", "wrong_name"),
        ("id_kind", "wrong_id"),
        ("development_number", "wrong_number"),
    ):
        clerk.window.card.path_requested.emit(1, field, "deletion_reentry")
        clerk.wait()
        request = clerk.dialog("deletion_request_dialog")
        assert isinstance(request, DeletionRequestDialog)
        assert [key for key, row in request.reasons.items() if row.chosen] == [code]
        request.reject()
        clerk.wait()


def test_a_review_field_of_the_card_opens_in_its_field(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    clerk = open_office_file(small_office, today=SUMMER)
    clerk.window.card.path_requested.emit(1, "income", "change_request")
    clerk.wait()
    dialog = clerk.dialog("member_dialog")
    assert isinstance(dialog, MemberDialog)
    assert dialog.focusWidget() is dialog.form.row("income").editor

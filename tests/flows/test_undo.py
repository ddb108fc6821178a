"""Ctrl+Z takes back the last act by its name; older ones from the journal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel

from tests.flows.conftest import Clerk
from tests.flows.test_find_and_locked_field import member_dialog, type_in


def edit(clerk: Clerk, initials: str, field: str, text: str) -> None:
    dialog = member_dialog(clerk, initials)
    type_in(clerk, dialog, field, text)
    clerk.press("dialog_save", dialog)
    dialog.reject()


def test_the_last_act_is_undone_by_name(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    clerk = open_office_file(small_office)
    edit(clerk, "zs", "ethnicity", "苗族")
    clerk.command("undo")
    dialog = clerk.dialog("undo_dialog")
    assert "张三" in clerk.find(QLabel, "undo_words", dialog).text()
    clerk.press("undo_apply", dialog)
    assert clerk.value("SELECT ethnicity FROM members WHERE id = 1") == "汉族"


def test_an_older_act_is_undone_from_the_journal_and_later_ones_stay(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    clerk = open_office_file(small_office)
    edit(clerk, "zs", "ethnicity", "苗族")
    number = clerk.value("SELECT max(number) FROM journal_operations")
    edit(clerk, "lxm", "email", "a@example.cn")
    page: Any = clerk.desk("history")
    page.table.choose([number])
    clerk.wait()
    clerk.press("operation_undo", page)
    clerk.press("undo_apply", clerk.dialog("undo_dialog"))
    assert clerk.value("SELECT ethnicity FROM members WHERE id = 1") == "汉族"
    assert clerk.value("SELECT email FROM members WHERE id = 2") == "a@example.cn"
    assert page.model.ids[0] == clerk.value("SELECT max(number) FROM journal_operations")

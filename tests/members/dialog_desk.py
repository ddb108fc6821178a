"""The member dialog on a real office, and what a test does with it."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.members.helpers import find, settle, text_of, type_in
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.dialog import MemberDialog
from tuanji_desktop.members.queries import member
from tuanji_desktop.office.context import Context


class Desk:
    """A dialog and what a test does with it."""

    def __init__(self, qtbot: QtBot, context: Context, jobs: Jobs) -> None:
        self.qtbot, self.context, self.jobs = qtbot, context, jobs
        self.dialog = MemberDialog(Workplace(context, jobs))
        qtbot.addWidget(self.dialog, before_close_func=lambda dialog: dialog.hide())

    def settle(self) -> None:
        settle(self.qtbot, self.jobs, self.dialog)

    def edit(self, member_id: int, **options: object) -> MemberDialog:
        self.dialog.edit(member_id, **options)  # type: ignore[arg-type]
        self.settle()
        return self.dialog

    def type(self, **typed: str) -> None:
        for field, text in typed.items():
            type_in(self.dialog, field, text)
        self.settle()

    def reveal(self, field: str) -> None:
        find(self.dialog.form.row(field), QToolButton, f"reveal_{field}").click()
        self.settle()

    def save(self) -> None:
        self.dialog.save()
        self.settle()

    def note(self, field: str) -> str:
        return text_of(self.dialog.form.row(field), f"note_{field}")

    @property
    def said(self) -> str:
        return "" if self.dialog.sheet.banner.isHidden() else self.dialog.sheet.banner.text

    @property
    def hint(self) -> str:
        return text_of(self.dialog, "dialog_hint")

    def value(self, field: str) -> str | None:
        with self.context.database.read() as connection:
            return member(connection, self.dialog.member_id).values.get(field)


def at(desk: Desk, day: date) -> Desk:
    """The same office on another day."""
    return Desk(desk.qtbot, replace(desk.context, fixed_day=day), desk.jobs)

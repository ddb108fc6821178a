"""What the window's menus, buttons and wishes lead to: opens the dialogs of the rooms.

The rooms do not know each other; whoever needs another room says so by a signal, and it is
granted here. Dialogs are imported when they are first opened.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from .export_commands import ExportCommands
from .import_commands import ImportCommands
from .kit.page import Page, Workplace
from .main_window import MainWindow
from .members.page import RosterPage
from .menus import menus
from .orgs.kinds import BRANCH_KINDS
from .orgs.queries import Organization
from .rules.policy import ChangePath
from .rules.why import RESTORE, deletion_reason_for
from .store.changes import Changes

if TYPE_CHECKING:
    from .history.service import UndoResult
    from .history.undo_dialog import UndoDialog
    from .kit.manual import ManualWindow
    from .members.dialog import MemberDialog

_DELETION_PATHS = (ChangePath.DELETION_REENTRY,)
_OTHER_PATHS = {
    ChangePath.WITHDRAW_OR_RETURN: "报到待审核期间不能修改。可由团员撤回，或由团支部退回后再改。",
}


_FOR_MANY = {
    "deletion": "request_deletion",
    "bulk_edit": "edit_many",
    "leaving": "leave",
    "transfer": "start_transfer",
    "retention": "retain",
}
"""Wishes that are about members, and who grants them."""
MANY = 100_000
"""So many at once are chosen for an act; more are a whole office's affair."""


class Commands(QObject):
    """Lives as long as the window."""

    open_another = Signal()
    """The clerk wants another office file."""
    close_wanted = Signal()

    def __init__(self, workplace: Workplace, window: MainWindow) -> None:
        super().__init__(window)
        self._workplace = workplace
        self._window = window
        self._dialog: MemberDialog | None = None
        self._manual: ManualWindow | None = None
        self.imports = ImportCommands(workplace, window, self.undo)
        self.exports = ExportCommands(workplace, window, lambda: self._roster)
        window.add_menus(menus(self._acts(), window.pages.all, window.go_to))
        window.search_changed.connect(self._search)
        window.tree.act_requested.connect(self._org_act)
        window.card.open_requested.connect(self.open_member)
        window.card.deletion_requested.connect(lambda member: self.request_deletion([member]))
        window.card.path_requested.connect(self._take_path)
        window.card.restore_requested.connect(self._restore_value)
        window.card.paper_requested.connect(lambda paper: window.show_desk("paperwork", paper))
        window.page_made.connect(self._take_in)
        for page in window.pages.built:
            self._take_in(page)

    def _take_in(self, page: Page) -> None:
        page.member_requested.connect(self.open_member)
        page.act_requested.connect(self._act)

    # ---------------------------------------------------------------------- menus
    def _acts(self) -> dict[str, Callable[[], None]]:
        """What each command of the menus does."""
        return {
            "open_office": self.open_another.emit,
            **self.imports.acts(),
            **self.exports.acts(),
            "make_paper": lambda: self.make_paper("", {}),
            "read_scan": self.read_scan,
            "quit": self.close_wanted.emit,
            "undo": self.undo_last,
            "find": self._focus_search,
            "find_list": self.find_list,
            "add_member": self.add_member,
            "open_member": self._open_current,
            "bulk_edit": lambda: self.edit_many(self._chosen()),
            "rule_sheet": self._show_rules_of_current,
            "transfer": lambda: self.start_transfer(self._chosen()),
            "retention": lambda: self.retain(self._chosen()),
            "leave": lambda: self.leave(self._chosen()),
            "restore": lambda: self.leave(self._chosen(), "restored"),
            "departures": self.show_departures,
            "delete_member": lambda: self.request_deletion(self._chosen()),
            "mark_graduating": lambda: self.yearly("mark", self._window.scope),
            "turn_graduating": lambda: self.yearly("turn", self._window.scope),
            "roll_over": lambda: self.yearly("roll_over", self._window.scope),
            "manual": self.show_manual,
            "shortcuts": self.show_shortcuts,
            "about": self.show_about,
        }

    def _focus_search(self) -> None:
        self._window.search_box.setFocus()
        self._window.search_box.selectAll()

    @property
    def _roster(self) -> RosterPage:
        page = self._window.pages["roster"]
        assert isinstance(page, RosterPage)
        return page

    def _search(self, words: str) -> None:
        if words.strip():  # whoever types in the search box types on
            self._window.show_desk("roster", take_keyboard=False)
        self._roster.search(words)

    # --------------------------------------------------------------------- members
    def open_member(self, member_id: int, *, focus: str = "") -> None:
        """The dialog of a member, with the neighbours of the list for next and previous; the
        cursor goes to the field `focus`."""
        ids = self._roster.model.ids
        near = ids if member_id in _near(ids, member_id) else ()
        self._member_dialog().edit(member_id, ids=near, focus=focus)

    def add_member(self) -> None:
        """An empty report-in for the branch chosen in the tree."""
        scope = self._window.scope
        self._member_dialog().add(scope.id if scope and scope.kind in BRANCH_KINDS else None)

    def _member_dialog(self) -> "MemberDialog":
        if self._dialog is None:
            from .members.dialog import MemberDialog

            self._dialog = MemberDialog(self._workplace, self._window)
            self._dialog.path_requested.connect(self._dialog_path)
            self._dialog.saved.connect(self._window.card.show_member)
        return self._dialog

    def _dialog_path(self, field: str, path: str) -> None:
        if self._dialog is not None:
            self._take_path(self._dialog.member_id, field, path)

    def _take_path(self, member_id: int, field: str, path: str) -> None:
        """The permitted way out of a locked field."""
        if path in _DELETION_PATHS:
            reason = deletion_reason_for(self._workplace.context.policy, field)
            self.request_deletion([member_id], reason=reason)
        elif path == ChangePath.TRANSFER:
            self.start_transfer([member_id])
        elif path == RESTORE:
            self.leave([member_id], "restored")
        elif path == ChangePath.CORRECTION_LETTER:
            self.open_correction(member_id, field)
        elif path in _OTHER_PATHS:
            self._tell("正当途径", _OTHER_PATHS[ChangePath(path)])
        else:
            self.open_member(member_id, focus=field)

    def _restore_value(self, member_id: int, field: str, value: str) -> None:
        self._member_dialog().edit(member_id, preset={field: value})

    def _open_current(self) -> None:
        current = self._roster.table.current_id()
        if current:
            self.open_member(current)

    def request_deletion(self, ids: Sequence[int], *, reason: str = "") -> None:
        """The request dialog; several are gone through one after the other, each for itself."""
        from .deletion.request_dialog import DeletionRequestDialog

        if not ids:
            return
        dialog = DeletionRequestDialog(self._workplace, ids, parent=self._front(), reason=reason)
        dialog.desk_requested.connect(self._window.show_desk)
        dialog.act_requested.connect(self._act)
        self._run(dialog)

    def _chosen(self) -> list[int]:
        """The members chosen in the roster; none where another desk is in sight."""
        roster = self._roster
        if self._window.desk is not roster:
            self._window.say("info", "请先在花名册中选中团员。")
            return []
        ids = list(roster.table.chosen_ids(limit=MANY))
        if not ids:
            self._window.say("info", "请先在花名册中选中团员。")
        return ids

    def edit_many(self, ids: Sequence[int]) -> None:
        """The plan of one edit of many, and then the act."""
        from .members.bulk_dialog import BulkEditDialog

        if ids:
            self._run(BulkEditDialog(self._workplace, ids, parent=self._front()))

    def start_transfer(self, ids: Sequence[int], kind: str = "") -> None:
        """From where to where, for one or many."""
        from .transfers.start_dialog import StartTransferDialog

        if ids:
            self._run(StartTransferDialog(self._workplace, ids, kind=kind, parent=self._front()))

    def retain(self, ids: Sequence[int], reason: str = "") -> None:
        """Keeps the membership of those who are elsewhere for a while."""
        from .retention.dialog import RetainDialog

        if ids:
            self._run(RetainDialog(self._workplace, ids, reason=reason, parent=self._front()))

    def leave(self, ids: Sequence[int], door: str = "") -> None:
        """Ends memberships by the right door, or restores one."""
        from .leaving.dialog import LeavingDialog

        if ids:
            self._run(LeavingDialog(self._workplace, ids, door=door, parent=self._front()))

    def show_departures(self) -> None:
        """The register of those who left."""
        from .leaving.register_dialog import RegisterDialog

        dialog = RegisterDialog(self._workplace, parent=self._front())
        dialog.member_requested.connect(self.open_member)
        self._run(dialog)

    def open_correction(self, member_id: int, field: str) -> None:
        """A correction that takes a formal letter (G 二)."""
        from .corrections.dialog import CorrectionDialog

        dialog = CorrectionDialog(self._workplace, member_id, field, parent=self._front())
        dialog.desk_requested.connect(self._window.show_desk)
        self._run(dialog)

    def show_rules(self, member_id: int) -> None:
        """All states of all fields of a member as a table."""
        from .members.rule_sheet_dialog import RuleSheetDialog

        self._run(RuleSheetDialog(self._workplace, member_id, parent=self._front()))

    def _show_rules_of_current(self) -> None:
        for member_id in self._chosen()[:1]:
            self.show_rules(member_id)

    # ----------------------------------------------------------------- lists in and out
    def find_list(self) -> None:
        """Names or numbers pasted, one a line: found, not found, several."""
        from .members.paste_dialog import PasteDialog

        dialog = PasteDialog(self._workplace, parent=self._window)
        dialog.members_chosen.connect(self._show_members)
        self._run(dialog)

    def _show_members(self, ids: Sequence[int], title: str = "名单查找") -> None:
        self._window.show_desk("roster")
        self._roster.show_members(ids, title)

    # ------------------------------------------------------------------------- undo
    def undo_last(self) -> None:
        """The plan of undoing the newest operation, and then the act."""
        self._workplace.jobs.read(
            self._window, self._newest_undoable, self._undo_number, topic="undo"
        )

    def _newest_undoable(self) -> int | None:
        from .history.service import last_undoable

        with self._workplace.context.database.read() as connection:
            found = last_undoable(connection)
        return found.number if found else None

    def _undo_number(self, number: int | None) -> None:
        if number is None:
            self._window.say("info", "没有可以撤销的操作。")
        else:
            self.undo(number)

    def undo(self, number: int) -> "UndoDialog":
        """What undoing an operation would do, and the button that does it."""
        from .history.undo_dialog import UndoDialog

        dialog = UndoDialog(self._workplace, number, parent=self._front())
        dialog.undone.connect(self._tell_undone)
        self._run(dialog)
        return dialog

    def _tell_undone(self, result: "UndoResult") -> None:
        undone = result.undone
        words = f"已撤销“{result.target.words}”：恢复 {len(undone.reversed)} 条"
        if undone.kept or undone.impossible:
            words += f"，保留 {len(undone.kept)} 条，不能恢复 {len(undone.impossible)} 条"
        self._window.say("done", words + "。")

    # ------------------------------------------------------------------------- tree
    def _org_act(self, act: str, org: Organization) -> None:
        if act in ("mark", "turn", "roll_over"):
            self.yearly(act, org)
            return
        if act == "roster_paper":
            self.make_paper("roster", {"org": org.id})
            return
        from .orgs.dialogs import DissolveDialog, NodeDialog, PickDialog
        from .orgs.split_dialog import SplitDialog

        dialogs: dict[str, Callable[[], QDialog]] = {
            "add": lambda: NodeDialog(self._workplace, parent_org=org, parent=self._window),
            "rename": lambda: NodeDialog(self._workplace, org=org, parent=self._window),
            "move": lambda: PickDialog(self._workplace, org=org, act="move", parent=self._window),
            "merge": lambda: PickDialog(self._workplace, org=org, act="merge", parent=self._window),
            "dissolve": lambda: DissolveDialog(self._workplace, org=org, parent=self._window),
            "split": lambda: SplitDialog(self._workplace, org=org, parent=self._window),
        }
        self._run(dialogs[act]())

    def yearly(self, act: str, org: Organization | None) -> None:
        """What the year does to school branches below a node, as a plan first."""
        from .orgs.yearly_dialog import YearlyDialog

        self._run(YearlyDialog(self._workplace, act=act, org=org, parent=self._front()))

    # ----------------------------------------------------------------------- papers
    def make_paper(self, form: str, wanted: Mapping[str, Any]) -> None:
        """Any paper of the office: chosen, looked at, printed; `form` "" lets the clerk choose."""
        from .catalogue import kinds_of
        from .papers.kinds import PaperWish
        from .paperwork.make_dialog import MakePaperDialog

        scope, current = self._window.scope, self._roster.table.current_id()
        here = {"org": scope.id if scope else None, "member": current or None}
        wish = PaperWish(**{**here, **wanted})
        kinds = kinds_of(self._workplace.context)
        dialog = MakePaperDialog(self._workplace, kinds, form=form, wish=wish, parent=self._front())
        dialog.member_requested.connect(lambda member, field: self.open_member(member, focus=field))
        self._run(dialog)

    def read_scan(self) -> None:
        """A stamped paper came back: which is it, are all its sheets there, file it."""
        from .paperwork.scan_dialog import ScanDialog

        dialog = ScanDialog(self._workplace, parent=self._front())
        dialog.decision_requested.connect(
            lambda batch: self._window.show_desk("deletion", f"decide:{batch}")
        )
        self._run(dialog)

    # ----------------------------------------------------------------------- wishes
    def _act(self, wish: str, what: object) -> None:
        """Grants a page's wish."""
        match what:
            case list() | tuple() if wish in _FOR_MANY:
                getattr(self, _FOR_MANY[wish])(what)
            case {"ids": ids, "door": door} if wish == "leaving":
                self.leave(ids, door)
            case {"ids": ids, "kind": kind} if wish == "transfer":
                self.start_transfer(ids, kind)
            case {"ids": ids, "reason": reason} if wish == "retention":
                self.retain(ids, reason)
            case {"ids": ids, "title": title} if wish == "members":
                self._show_members(ids, title)
            case {"year": _} if wish == "graduates":
                self._window.show_desk("graduates", what)
            case {"branch": branch, "values": values} if wish == "reenter":
                self._member_dialog().add(branch, preset=values)
            case {"form": str() as form, **wanted} if wish == "paper":
                self.make_paper(form, {str(name): value for name, value in wanted.items()})
            case {"member": member, "field": field} if wish == "correction":
                self.open_correction(member, field)
            case int() if wish in ("undo", "rule_sheet"):
                (self.undo if wish == "undo" else self.show_rules)(what)
            case str() if wish in ("yearly", "resume_import"):
                resume = self.imports.resume
                (resume if wish == "resume_import" else partial(self.yearly, org=None))(what)
            case _:
                self._acts()[wish]()

    # ------------------------------------------------------------------------- help
    def show_manual(self) -> None:
        """The manual at the page of the desk in sight."""
        if self._manual is None:
            from .kit.manual import ManualWindow

            self._manual = ManualWindow(self._window)
        self._manual.show_page(self._window.desk.manual)

    def show_shortcuts(self) -> None:
        """All commands that have a key."""
        rows = [
            f"<tr><td>{action.text().rstrip('…')}</td><td style='padding-left: 24px'>{_keys_of(action)}</td></tr>"
            for action in self._window.commands()
            if not action.shortcut().isEmpty()
        ]
        self._tell("快捷键一览", f"<table>{''.join(rows)}</table>")

    def show_about(self) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("tuanji-desktop")
        except PackageNotFoundError:
            number = "开发版"
        self._tell(
            "关于团籍台账",
            f"团籍台账 {number}\n县级团委的团员花名册工作台，数据只在本机。\n许可：Apache-2.0；字体与图标的许可随程序附带。",
        )

    # ---------------------------------------------------------------------- helpers
    def put_away(self) -> None:
        """What is typed and not saved is kept as a draft before the window goes."""
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.drafts.keep_now()

    def show_changes(self, changes: Changes) -> None:
        """The open dialog follows what was written."""
        if self._dialog is not None:
            self._dialog.show_changes(changes)

    def _front(self) -> QWidget:
        """The widget a new dialog belongs to: an open dialog, else the window."""
        modal = QApplication.activeModalWidget()
        return modal if modal is not None else self._window

    def _run(self, dialog: QDialog) -> None:
        said = getattr(dialog, "said", None)
        if said is not None:
            said.connect(self._window.say)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.open()

    def _tell(self, title: str, words: str) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, words, parent=self._front())
        box.setObjectName("message")
        box.setAccessibleName(title)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole).setObjectName("message_ok")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def _keys_of(action: QAction) -> str:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return keys.replace("Return", "Enter")


def _near(ids: Sequence[int], member_id: int) -> Sequence[int]:
    """The ids if they are few enough to look through for a member, else the member alone."""
    return ids if len(ids) <= 200_000 else (member_id,)

"""What the window's menus, buttons and wishes lead to: opens the dialogs of the rooms.

The rooms do not know each other; whoever needs another room says so by a signal, and it is
granted here. Dialogs are imported when they are first opened.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from .kit.page import Page, Workplace
from .main_window import Command, MainWindow
from .members.page import RosterPage
from .orgs.kinds import BRANCH_KINDS
from .orgs.queries import Organization
from .rules.policy import ChangePath
from .store.changes import Changes

if TYPE_CHECKING:
    from .history.service import UndoResult
    from .history.undo_dialog import UndoDialog
    from .kit.import_wizard import ImportWizard
    from .kit.manual import ManualWindow
    from .members.dialog import MemberDialog

_DELETION_PATHS = (ChangePath.DELETION_REENTRY,)
_OTHER_PATHS = {
    ChangePath.CORRECTION_LETTER: "入团年月的更正要由县里收集材料、地市核实并正式行文报团省委，团省委决定后再改。"
    "请先准备证明材料。",
    ChangePath.TRANSFER: "所在团支部只能通过组织关系转接改变。请在“智慧团建”系统发起转接，接收支部通过后再更新花名册。",
    ChangePath.WITHDRAW_OR_RETURN: "报到待审核期间不能修改。可由团员撤回，或由团支部退回后再改。",
}


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
        window.add_menus(self._menus())
        window.search_changed.connect(self._search)
        window.tree.act_requested.connect(self._org_act)
        window.card.open_requested.connect(self.open_member)
        window.card.deletion_requested.connect(lambda member: self.request_deletion([member]))
        window.card.path_requested.connect(self._take_path)
        window.card.restore_requested.connect(self._restore_value)
        window.page_made.connect(self._take_in)
        for page in window.pages.built:
            self._take_in(page)

    def _take_in(self, page: Page) -> None:
        page.member_requested.connect(self.open_member)
        page.act_requested.connect(self._act)

    # ---------------------------------------------------------------------- menus
    def _menus(self) -> list[tuple[str, list[Command | None]]]:
        window = self._window
        desks: list[Command | None] = [
            Command(
                f"go_{desk.key}", desk.title, partial(window.show_desk, desk.key), f"Ctrl+{place}"
            )
            for place, desk in enumerate(window.pages.all, start=1)
        ]
        return [
            (
                "文件(&F)",
                [
                    Command("open_office", "打开其他台账…", self.open_another.emit, "Ctrl+O"),
                    None,
                    Command("import_orgs", "导入团组织…", self.import_organizations, write=True),
                    Command(
                        "import_roster",
                        "导入花名册…",
                        self.import_roster,
                        "Ctrl+I",
                        "import",
                        True,
                        True,
                    ),
                    Command(
                        "import_graduates", "导入毕业生名单…", self.import_graduates, write=True
                    ),
                    None,
                    Command(
                        "export_roster",
                        "导出花名册…",
                        self.export_roster,
                        "Ctrl+E",
                        "export",
                        tool=True,
                    ),
                    Command(
                        "template_roster", "另存花名册空白模板…", lambda: self._template("roster")
                    ),
                    Command(
                        "template_graduates",
                        "另存毕业生名单空白模板…",
                        lambda: self._template("graduates"),
                    ),
                    None,
                    Command("quit", "退出", self.close_wanted.emit, "Ctrl+Q"),
                ],
            ),
            (
                "编辑(&E)",
                [
                    Command("undo", "撤销上一项操作…", self.undo_last, "Ctrl+Z", "undo", True),
                    None,
                    Command("find", "查找团员", self._focus_search, "Ctrl+F", "search"),
                    Command("find_list", "按名单批量查找…", self.find_list, "Ctrl+Shift+F"),
                ],
            ),
            (
                "团员(&M)",
                [
                    Command(
                        "add_member", "新增团员…", self.add_member, "Ctrl+N", "add", True, True
                    ),
                    Command("open_member", "打开所选团员", self._open_current, "Ctrl+Return"),
                    Command(
                        "delete_member",
                        "申请删除…",
                        self._delete_current,
                        "Ctrl+D",
                        "deletion",
                        True,
                        True,
                    ),
                ],
            ),
            ("前往(&G)", desks),
            (
                "帮助(&H)",
                [
                    Command("manual", "使用手册", self.show_manual, "F1"),
                    Command("shortcuts", "快捷键一览", self.show_shortcuts, "Ctrl+/"),
                    Command("about", "关于团籍台账", self.show_about),
                ],
            ),
        ]

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
    def open_member(self, member_id: int) -> None:
        """The dialog of a member, with the neighbours of the list for next and previous."""
        ids = self._roster.model.ids
        self._member_dialog().edit(member_id, ids=ids if member_id in _near(ids, member_id) else ())

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

    def _take_path(self, member_id: int, _field: str, path: str) -> None:
        """The permitted way out of a locked field."""
        if path in _DELETION_PATHS:
            self.request_deletion([member_id])
        elif path in _OTHER_PATHS:
            self._tell("正当途径", _OTHER_PATHS[ChangePath(path)])
        else:
            self.open_member(member_id)

    def _restore_value(self, member_id: int, field: str, value: str) -> None:
        self._member_dialog().edit(member_id, preset={field: value})

    def _open_current(self) -> None:
        current = self._roster.table.current_id()
        if current:
            self.open_member(current)

    def _delete_current(self) -> None:
        current = self._roster.table.current_id()
        if current and self._window.desk is self._roster:
            self.request_deletion([current])
        else:
            self._window.say("info", "请先在花名册中选中一名团员。")

    def request_deletion(self, ids: Sequence[int]) -> None:
        """The request dialog for one member: deletion is never an act on many."""
        from .deletion.request_dialog import DeletionRequestDialog

        dialog = DeletionRequestDialog(self._workplace, ids[0], parent=self._front())
        dialog.desk_requested.connect(self._window.show_desk)
        self._run(dialog)

    # ----------------------------------------------------------------- lists in and out
    def import_organizations(self) -> None:
        from .orgs.import_wizard import OrgImportWizard

        self._run_wizard(OrgImportWizard(self._workplace, parent=self._window))

    def import_roster(self) -> None:
        from .members.import_wizard import RosterImportWizard

        scope = self._window.scope
        scope_id = scope.id if scope else None
        self._run_wizard(RosterImportWizard(self._workplace, scope_id, parent=self._window))

    def import_graduates(self) -> None:
        from .graduates.import_wizard import GraduateImportWizard

        scope = self._window.scope
        scope_id = scope.id if scope else None
        self._run_wizard(GraduateImportWizard(self._workplace, scope_id, parent=self._window))

    def export_roster(self) -> None:
        """The roster of the scope to a file."""
        self._roster.set_scope(self._window.scope.id if self._window.scope else None)
        self._roster.export()

    def _template(self, kind: str) -> None:
        from pathlib import Path

        from .kit.dialogs import ask_save_path
        from .members.export import write_template

        name = "花名册模板.xlsx" if kind == "roster" else "毕业生名单模板.xlsx"
        path = ask_save_path(
            self._window,
            title="另存空白模板",
            suggested=Path(name),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is not None:
            context = self._workplace.context
            self._workplace.jobs.read_long(
                self._window,
                lambda _progress: write_template(context, path, kind=kind),
                lambda _rows: self._window.say("done", f"模板已存为 {path.name}。"),
                words="另存模板",
            )

    def find_list(self) -> None:
        """Names or numbers pasted, one a line: found, not found, several."""
        from .members.paste_dialog import PasteDialog

        dialog = PasteDialog(self._workplace, parent=self._window)
        dialog.members_chosen.connect(self._show_members)
        self._run(dialog)

    def _show_members(self, ids: Sequence[int]) -> None:
        self._window.show_desk("roster")
        self._roster.show_members(ids, "名单查找")

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
        from .orgs.dialogs import DissolveDialog, NodeDialog, PickDialog

        dialogs: dict[str, Callable[[], QDialog]] = {
            "add": lambda: NodeDialog(self._workplace, parent_org=org, parent=self._window),
            "rename": lambda: NodeDialog(self._workplace, org=org, parent=self._window),
            "move": lambda: PickDialog(self._workplace, org=org, act="move", parent=self._window),
            "merge": lambda: PickDialog(self._workplace, org=org, act="merge", parent=self._window),
            "dissolve": lambda: DissolveDialog(self._workplace, org=org, parent=self._window),
        }
        self._run(dialogs[act]())

    # ----------------------------------------------------------------------- wishes
    def _act(self, wish: str, what: object) -> None:
        """Grants a page's wish."""
        match wish:
            case "deletion" if isinstance(what, list | tuple):
                self.request_deletion(what)
            case "import_roster":
                self.import_roster()
            case "import_orgs":
                self.import_organizations()
            case "import_graduates":
                self.import_graduates()
            case "add_member":
                self.add_member()
            case "undo" if isinstance(what, int):
                self.undo(what)

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
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.open()

    def _run_wizard(self, wizard: "ImportWizard") -> None:
        wizard.undo_requested.connect(partial(self._undo_import, wizard))
        self._run(wizard)

    def _undo_import(self, wizard: "ImportWizard", number: int) -> None:
        """Once it is undone the wizard has nothing more to say."""
        self.undo(number).undone.connect(lambda _result: wizard.accept())

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
